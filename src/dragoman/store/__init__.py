"""store: the ledger, one SQLite file. Documents, claims and their parts in real tables; nothing is ever deleted."""

from dragoman.store.ledger import DocumentRow, Ledger, RevisionRow, RunRow
from dragoman.store.reviews import Correction, Review, Standing
from dragoman.store.writing import Added

__all__ = ["Added", "Correction", "DocumentRow", "Ledger", "Review", "RevisionRow", "RunRow", "Standing"]
