"""code: what the extract stages found becomes claims."""

from dragoman.code.claims import claims

__all__ = ["claims"]
