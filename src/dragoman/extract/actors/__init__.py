"""actors."""

from dragoman.extract.actors.pipe import actors

__all__ = ["actors"]
