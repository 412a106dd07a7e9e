"""attribution."""

from dragoman.extract.attribution.pipe import attribution

__all__ = ["attribution"]
