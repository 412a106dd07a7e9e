"""The gazetteer: one memory-mapped index over GeoNames places, divisions, countries and our own regions."""

from dragoman.extract.places.gazetteer.index import Candidate, Index
from dragoman.extract.places.gazetteer.store import ensure, gazetteer
from dragoman.extract.places.gazetteer.users import add

__all__ = ["Candidate", "Index", "add", "ensure", "gazetteer"]
