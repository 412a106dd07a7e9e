"""parse: the reading becomes tokens, sentences and a dependency parse, by spaCy."""

from dragoman.parse.pipe import load_model, parse, parse_many

__all__ = ["load_model", "parse", "parse_many"]
