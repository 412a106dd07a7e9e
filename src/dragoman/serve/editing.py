"""The form that corrects a claim: the claim as fields, and the fields as changes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

from dragoman.code.plover import categories
from dragoman.errors import BadValue
from dragoman.record import Category, Claim, Entity, FactualityValue, QuantityKind, to_plain

ROLES = ("actor", "recipient")
CHOICES: dict[str, tuple[str, ...]] = {
    "event": get_args(Category), "factuality": get_args(FactualityValue), "quantity": get_args(QuantityKind),
}  # fmt: skip

Read = Callable[[str], str]


def modes() -> dict[str, list[str]]:
    """The modes of each category, for the form's hint."""
    return {name: list(c.modes) for name, c in categories().items() if c.modes}


def fields(claim: Claim) -> dict[str, Any]:
    """What the form shows: every value a string; one blank row more for a party."""
    place = claim.event_loc
    return {
        "event": claim.event or "", "mode": " ".join(claim.mode), "date": claim.date or "",
        "enddate": claim.enddate or "", "factuality": claim.factuality,
        "place": (place and (place.resolved_place or (place.extracted_place and place.extracted_place.text))) or "",
        "country": (place and place.country_code) or "",
        "parties": {role: [*map(_party, getattr(claim, role)), _party(Entity())] for role in ROLES},
        "quantities": [
            {"words": q.text, "kind": q.kind, "value": _number(q.value), "min": _number(q.min), "max": _number(q.max)}
            for q in claim.quantities
        ],
    }  # fmt: skip


def _party(e: Entity) -> dict[str, str]:
    return {"words": e.text or "", "name": e.name or "", "code": e.code or "", "sector": " ".join(e.sector)}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def changes(claim: Claim, read: Read) -> dict[str, Any]:
    """What a sent form changes: fields of the record with their new values as plain JSON. Raises BadValue."""
    shown = fields(claim)
    out: dict[str, Any] = {}
    for name in ("event", "date", "enddate", "factuality"):
        if read(name) != shown[name]:
            out[name] = read(name) or None
    if read("mode").replace(",", " ").split() != list(claim.mode):
        out["mode"] = read("mode").replace(",", " ").split()
    for role in ROLES:
        told = _parties(getattr(claim, role), shown["parties"][role], role, read)
        if told is not None:
            out[role] = told
    if (read("place"), read("country").upper()) != (shown["place"], shown["country"]):
        out["event_loc"] = _place(claim, shown, read)
    figures = _figures(claim, shown["quantities"], read)
    if figures is not None:
        out["quantities"] = figures
    return out


def _parties(
    parties: Sequence[Entity], shown: list[dict[str, str]], role: str, read: Read
) -> list[dict[str, Any]] | None:
    """None where nothing is changed. A party of which name, code and sector are emptied goes, if it had any."""
    out, changed = [], False
    for n, was in enumerate(shown):
        told = {k: read(f"{role}-{n}-{k}") for k in ("name", "code", "sector")}
        told["code"] = told["code"].upper()
        old = to_plain(parties[n]) if n < len(parties) else None
        if told == {k: was[k] for k in told}:
            out += [old] if old else []
            continue
        changed = True
        if any(told.values()):
            new = {"name": told["name"] or None, "code": told["code"] or None, "sector": told["sector"].split()}
            out.append({**(old or {}), **new})
    return out if changed else None


def _place(claim: Claim, shown: dict[str, Any], read: Read) -> dict[str, Any] | None:
    """A place of another name is no longer the gazetteer's: its point and codes go with it."""
    place, country = read("place"), read("country").upper()
    if not place and not country:
        return None
    old = to_plain(claim.event_loc) if claim.event_loc else {}
    if place != shown["place"]:
        old = {"extracted_place": old.get("extracted_place"), "resolved_place": place or None}
    return {**old, "country_code": country or None}


def _figures(claim: Claim, shown: list[dict[str, str]], read: Read) -> list[dict[str, Any]] | None:
    out, changed = [], False
    for n, (q, was) in enumerate(zip(claim.quantities, shown, strict=True)):
        told = {k: read(f"quantity-{n}-{k}") for k in ("kind", "value", "min", "max")}
        old = to_plain(q)
        if told != {k: was[k] for k in told}:
            changed = True
            old |= {"kind": told["kind"], **{k: _amount(told[k]) for k in ("value", "min", "max")}}
        out.append(old)
    return out if changed else None


def _amount(text: str) -> int | float | None:
    text = text.replace(",", "").replace(" ", "")
    if not text:
        return None
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError as e:
        raise BadValue(f"{text!r} is no number.", where="review", remedy="write 14 or 2.5, or leave it empty.") from e
