"""times."""

from dragoman.extract.times.pipe import times

__all__ = ["times"]
