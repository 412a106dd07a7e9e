"""store: the ledger, one SQLite file. Documents, claims and their parts in real tables; nothing is ever deleted."""

from dragoman.store.ledger import Added, DocumentRow, Ledger, RunRow

__all__ = ["Added", "DocumentRow", "Ledger", "RunRow"]
