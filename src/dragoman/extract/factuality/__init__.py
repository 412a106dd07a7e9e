"""factuality."""

from dragoman.extract.factuality.pipe import factuality

__all__ = ["factuality"]
