""" "North and South Korea": two that share one noun, which the parser takes for one with two modifiers."""

from __future__ import annotations

from dragoman.parse.lists import Lists, hang

_HALVES = frozenset({"north", "south", "east", "west", "northern", "southern", "eastern", "western"})


def part_halves(made: Lists) -> None:
    """Make the first half a noun that the second is coordinated with, in place."""
    for k in range(len(made.lower) - 3):
        second, noun = k + 2, k + 3
        if made.lower[k] not in _HALVES or made.lower[second] not in _HALVES or made.lower[k + 1] != "and":
            continue
        if made.head[k] != noun or made.head[second] != k or made.pos[noun] != "PROPN" or made.head[noun] == noun:
            continue
        above, dep = made.head[noun], made.dep[noun]
        hang(made, second, noun, "compound")
        hang(made, k, above, dep)
        hang(made, noun, k, "conj")
        made.pos[k], made.tag[k] = "PROPN", "NNP"
