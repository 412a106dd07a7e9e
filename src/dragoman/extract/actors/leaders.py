"""Leaders and ministers: their terms of office, and the surnames that stand for them."""

from __future__ import annotations

from functools import cache

from dragoman.extract.actors.tables import Entry, listed, rows, sectors, word_set
from dragoman.extract.actors.words import words


def surnames(row: dict[str, str]) -> list[str]:
    """What a leader is called by in a later mention: the ``surname`` column, else the name's last word ("-": never)."""
    given = row.get("surname", "")
    if given == "-":
        return []
    return listed(given) or [row["name"].split()[-1].removeprefix("al-").removeprefix("el-")]


@cache
def leader_entries() -> tuple[tuple[Entry, dict[str, str]], ...]:
    """Leaders and ministers, one a term of office, with their rows."""
    out = []
    offices = {r["office"]: r for r in reversed(list(rows("offices.tsv"))) if r["office"]}
    for r in rows("leaders.tsv"):
        office = offices.get(r["office"])
        sector = sectors(r.get("sector", "")) or (sectors(office["sector"]) if office else ("GOV",))
        if r["code"] in ("UNO", "IGO", "EUR"):
            sector = ()
        e = Entry(
            cls="leader", name=r["name"], code=r["code"] or None, sector=sector, kind="person",
            office=r["office"] or None, start=r["from"] or None, end=r["to"] or None,
            flags=frozenset({"f"} if r.get("gender") == "f" else ()), source=f"leaders.tsv: {r['name']}",
        )  # fmt: skip
        out.append((e, r))
    return tuple(out)


@cache
def leaders_by_surname() -> dict[str, tuple[Entry, ...]]:
    """Leaders by each of their surnames as one word ("gaddafi", "qaddafi"), and by the last word of the name."""
    out: dict[str, list[Entry]] = {}
    for e, r in leader_entries():
        for key in {words(r["name"])[-1], *(words(x)[-1] for x in surnames(r))}:
            out.setdefault(key, []).append(e)
    return {k: tuple(v) for k, v in out.items()}


@cache
def leader_surnames() -> dict[str, frozenset[str]]:
    """Surnames by a leader's canonical name, as words ("Kim Jong-un": kim)."""
    out: dict[str, set[str]] = {}
    for _, r in leader_entries():
        out.setdefault(r["name"], set()).update(words(x)[-1] for x in surnames(r) if words(x))
    return {k: frozenset(v) for k, v in out.items()}


@cache
def common_surnames() -> frozenset[str]:
    """Surnames that are also words, first names or places, or that many bear: alone they need the country beside them."""
    return word_set("common_surnames.txt")
