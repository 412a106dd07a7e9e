"""places."""

from dragoman.extract.places.pipe import places

__all__ = ["places"]
