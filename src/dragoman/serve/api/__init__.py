"""The API under ``/api``: the ledger as JSON, by the filter language of docs/query.md."""

from dragoman.serve.api.app import make_api

__all__ = ["make_api"]
