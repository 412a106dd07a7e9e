"""quantities."""

from dragoman.extract.quantities.pipe import quantities

__all__ = ["quantities"]
