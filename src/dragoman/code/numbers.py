"""Small counts in words or digits."""

from __future__ import annotations

_WORDS = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}


def small_number(word: str) -> int | None:
    """The value of a number word up to twenty or of digits (grouping commas allowed); None for anything else."""
    digits = word.replace(",", "")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else _WORDS.get(word)
