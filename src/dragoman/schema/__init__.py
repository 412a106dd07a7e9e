"""schema: the JSON Schema of the record, made from the types in record.py, and records back from JSON."""

from dragoman.schema.decode import record_from_dict
from dragoman.schema.generate import committed, generate

__all__ = ["committed", "generate", "record_from_dict"]
