"""Offsets at the browser's edge: it counts UTF-16 code units, the ledger counts code points."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any


class Units:
    """Both ways between the offsets of one text. Past its end, or within a pair, an offset goes to the nearest before."""

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self._wide = [n for n, c in enumerate(text) if ord(c) > 0xFFFF]

    def units(self, point: int) -> int:
        """Code point offset to UTF-16 offset."""
        point = min(max(point, 0), self.size)
        return point + bisect_left(self._wide, point)

    def points(self, unit: int) -> int:
        """UTF-16 offset to code point offset."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high + 1) // 2
            if self.units(middle) <= unit:
                low = middle
            else:
                high = middle - 1
        return low


def in_units(record: dict[str, Any]) -> dict[str, Any]:
    """A record (``Record.to_dict()``) with every ``start`` and ``end`` in UTF-16 code units."""
    units = Units(record["text"])

    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: units.units(v) if k in ("start", "end") and isinstance(v, int) else turned(v)
                for k, v in value.items()
            }
        return [turned(v) for v in value] if isinstance(value, list) else value

    return {**turned(record), "offsets": "utf-16"}
