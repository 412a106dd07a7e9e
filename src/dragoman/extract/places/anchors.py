"""Places told by distance: "30 km north of Goma" names an anchor, a bearing and a radius, not a point of its own."""

from __future__ import annotations

import re

from dragoman.document import Document
from dragoman.extract.places.spans import Name

_BEARINGS = {
    "north": 0, "north-east": 45, "northeast": 45, "east": 90, "south-east": 135, "southeast": 135, "south": 180,
    "south-west": 225, "southwest": 225, "west": 270, "north-west": 315, "northwest": 315,
}  # fmt: skip
_UNITS = {"km": 1.0, "mile": 1.609, "mi": 1.609, "meter": 0.001, "metre": 0.001, "yard": 0.000914}
_OFFSET = re.compile(
    r"(?P<n>\d[\d,]*(?:\.\d+)?|half a|a|one|two|three|four|five|six|seven|eight|nine|ten|a dozen|several|a few|some)"
    r"[ -](?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|yards?)"
    r"(?: \([^()]{1,30}\))?(?: (?:to the )?(?:(?:due )?(?P<bearing>(?:north|south)(?:-?(?:east|west))?|east|west)))?"
    r"(?: (?:of|from|outside|away from|off|inside)| beyond)(?: the)?(?: (?:city|town|village|capital|center|centre|border)(?: of)?)?[ ]?$",
    re.IGNORECASE,
)
_NUMBERS = {
    "half a": 0.5, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "a dozen": 12,
}  # fmt: skip


def offset_rule(doc: Document, name: Name) -> str:
    """How far and which way from the name the text points: a phrase for the place's ``rule``, empty where it does not."""
    assert doc.reading is not None
    before = doc.reading.text[max(0, name.chars[0] - 90) : name.chars[0]].replace("\n", " ")
    m = _OFFSET.search(before)
    if m is None:
        return ""
    word = m.group("n").lower().replace(",", "")
    number = _NUMBERS.get(word) if not word[0].isdigit() else float(word)
    if number is None:
        return f"anchor only: {m.group(0).strip()} {name.text}; distance not told in figures"
    unit = m.group("unit").lower().rstrip("s")
    factor = 1.0 if unit.startswith("k") else _UNITS.get(unit, 1.0)
    km = number * factor
    bearing = m.group("bearing")
    where = f"bearing {_BEARINGS[bearing.lower()]} degrees ({bearing.lower()})" if bearing else "bearing not told"
    return (
        f"anchor only: the spot lies {km:.3g} km from {name.text}, {where}; within {max(1.0, 0.3 * km):.2g} km of there"
    )
