"""serve: the ledger as a local web app. Server-rendered pages, each with a ``.json`` twin; no script, nothing external."""

from dragoman.serve.app import make_app

__all__ = ["make_app"]
