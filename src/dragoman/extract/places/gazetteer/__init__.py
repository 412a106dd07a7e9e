"""The gazetteer: one memory-mapped index over GeoNames places, divisions, countries and our own regions."""

from dragoman.extract.places.gazetteer.index import Candidate, Index
from dragoman.extract.places.gazetteer.store import add, ensure, gazetteer

__all__ = ["Candidate", "Index", "add", "ensure", "gazetteer"]
