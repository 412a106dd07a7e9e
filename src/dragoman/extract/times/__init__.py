"""Time expressions: found by a grammar over word classes, resolved to TIMEX3 values and intervals."""

from dragoman.extract.times.pipe import times

__all__ = ["times"]
