"""show: records in words and colours, for a terminal, a pipe and a notebook."""

from dragoman.show.marks import Mark, Segment, segments
from dragoman.show.words import ClaimWords, claim_words, printable

__all__ = ["ClaimWords", "Mark", "Segment", "claim_words", "printable", "segments"]
