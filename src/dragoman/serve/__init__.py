"""serve: the ledger as a local web app. Pages made on the server, each with a ``.json`` twin; nothing external."""

from dragoman.serve.app import LOCAL, make_app

__all__ = ["LOCAL", "make_app"]
