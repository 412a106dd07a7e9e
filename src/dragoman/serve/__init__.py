"""serve: the ledger as a local web app. Pages made on the server, each with a ``.json`` twin; nothing external."""

from dragoman.serve.app import make_app

__all__ = ["make_app"]
