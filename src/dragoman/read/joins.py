"""Where words ran together: "GeneralAssembly", "reporters.The", "0400GMT"."""

from __future__ import annotations

import re

_CAMEL = re.compile(r"(?<![\w@#./])([A-Z]?[a-z]{3,})([A-Z][a-z]{3,})(?![\w@])")
_STOP = re.compile(r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z]+[\s,])|(?<=[a-z]{3}),(?=[A-Za-z]{3})")
_CLOCK = re.compile(r"(?<!\w)\d{4}(?=(?:GMT|UTC)\b)")
_NAMES = re.compile(
    r"(?:Mac|Mc|De|La|Le|Di|Da|Van|Von|Fitz|You|Wiki|Face|Pay|Face|Linked|Black|White|Word|Power|Java|Micro|Whats|Snap|Tik|Pro|Buzz|Master|Exxon|Price|Glaxo|Thyssen|Air|Sky|Euro|Petro|Gaz|Ros|Uk|Bel|Tele|Open|Deep|Space|Jet|Fed|Door|Drop|Ebay)[A-Z]"
)
_ENDLESS = re.compile(r"\S{200}(?=\S)")
"""More signs without a space than any word or address has: a tokenizer takes the square of their number."""


def run_together(text: str, start: int, end: int) -> list[int]:
    """Offsets in ``text[start:end]`` at which a space is missing."""
    out = [m.start(2) for m in _CAMEL.finditer(text, start, end) if not _NAMES.match(m.group())]
    out += [m.end() for m in _STOP.finditer(text, start, end)]
    out += [m.end() for m in _CLOCK.finditer(text, start, end)]
    out += [m.end() for m in _ENDLESS.finditer(text, start, end)]
    return out
