"""factuality: how firmly the text puts an event."""

from dragoman.extract.factuality.judge import judge
from dragoman.extract.factuality.pipe import factuality

__all__ = ["factuality", "judge"]
