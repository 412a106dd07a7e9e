"""query: claims of the ledger picked by a filter, the same for the command line, the web pages and the API."""

from dragoman.query.fields import FIELDS
from dragoman.query.filter import Filter, parse_arguments, parse_filter
from dragoman.query.find import Found, count_claims, count_values, find_claims

__all__ = [
    "FIELDS",
    "Filter",
    "Found",
    "count_claims",
    "count_values",
    "find_claims",
    "parse_arguments",
    "parse_filter",
]
