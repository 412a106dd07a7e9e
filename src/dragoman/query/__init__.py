"""query: claims of the ledger picked by a filter, the same for the command line, the web pages and the API."""

from dragoman.query.filter import FIELDS, Filter, parse_filter
from dragoman.query.find import Found, count_claims, count_values, find_claims

__all__ = ["FIELDS", "Filter", "Found", "count_claims", "count_values", "find_claims", "parse_filter"]
