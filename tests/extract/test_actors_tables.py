"""The actor lexicons as data: columns, codes, sectors, months; and what must not be missing."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import pytest

from dragoman.extract.actors.leaders import common_surnames, leader_entries, leaders_by_surname, surnames
from dragoman.extract.actors.lexicon import country_names, index
from dragoman.extract.actors.lookup import is_actor_noun
from dragoman.extract.actors.tables import listed, rows, sectors
from dragoman.extract.actors.words import fold, words

SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC NGO".split()
)
CODES = set(country_names()) | {"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
TABLES = sorted(p.name for p in (files("dragoman.extract.actors") / "data").iterdir() if p.name.endswith(".tsv"))
MONTH = re.compile(r"(\d{4}(-(0[1-9]|1[0-2]))?)?$")


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_well_formed(table: str) -> None:
    text = (files("dragoman.extract.actors") / "data" / table).read_text(encoding="utf-8")
    assert "Source:" in text
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    width = len(lines[0].split("\t"))
    for line in lines:
        assert len(line.split("\t")) <= width, line
    for r in rows(table):
        assert not set(sectors(r.get("sector", ""))) - SECTORS, r
        if r.get("code"):
            assert r["code"] in CODES, r
        for column in ("from", "to"):
            assert MONTH.match(r.get(column, "")), r
        if r.get("from") and r.get("to"):
            assert r["from"][:4] <= r["to"][:4], r
    assert len(list(rows(table))) >= 2


def test_at_least_400_armed_groups_with_country_and_sector() -> None:
    groups = list(rows("groups.tsv"))
    assert len({r["name"] for r in groups}) >= 400
    assert all(r["code"] and r["sector"] for r in groups)


def test_every_leader_has_an_office_a_term_and_a_source() -> None:
    offices = {r["office"] for r in rows("offices.tsv")}
    for r in rows("leaders.tsv"):
        assert r["office"] in offices, r
        assert r["from"], r
        assert r["source"], r
        assert r["gender"] in ("", "f"), r


def test_one_president_at_a_time() -> None:
    """Two presidents of a state overlap by no more than half a year of rival claims."""
    terms: dict[str, list[tuple[str, str, str]]] = {}
    for r in rows("leaders.tsv"):
        if r["office"] in ("president", "prime minister") and r["code"] not in ("EUR", "UNO", "IGO"):
            terms.setdefault(r["code"] + r["office"], []).append((r["from"], r["to"] or "9999-12", r["name"]))
    for key, many in terms.items():
        many.sort()
        for (_, end, a), (start, _, b) in pairwise(many):
            assert _months(end) - _months(start) <= 6, (key, a, b)


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or 6)


def test_most_states_have_a_head() -> None:
    states = {r["code"] for r in rows("leaders.tsv")}
    missing = {c for c in country_names() if c not in states}
    assert len(missing) < 45, sorted(missing)


def test_spellings_meet() -> None:
    for spelling in ("gaddafi", "gadhafi", "qaddafi", "kadhafi"):
        assert leaders_by_surname()[spelling][0].name == "Muammar Gaddafi"
    assert {e.name for e in leaders_by_surname()["zelenskyy"]} == {"Volodymyr Zelensky"}
    assert words("Çavuşoğlu") == words("Cavusoglu")
    assert fold("U.N.") == "un"


def test_common_surnames_are_surnames_of_leaders_or_more() -> None:
    assert {"bush", "brown", "kim", "khan"} <= common_surnames()
    assert not {"putin", "netanyahu", "erdogan", "mugabe"} & common_surnames()


def test_a_surname_column_of_a_dash_gives_none() -> None:
    dashed = [r for r in rows("leaders.tsv") if r["surname"] == "-"]
    assert dashed
    assert all(surnames(r) == [] for r in dashed)
    assert any(e.name == "Hillary Clinton" for e, _ in leader_entries())


def test_every_capital_is_known() -> None:
    known = index()
    for r in (r for r in rows_of_countries() if r.get("capital")):
        first = words(r["capital"])
        assert any(f.rest == first[1:] for f in known.get(first[0], ())), r["capital"]


def rows_of_countries() -> list[dict[str, str]]:
    from dragoman.extract.actors.lexicon import country_rows

    return list(country_rows())


def test_heads_of_noun_phrases_are_actors_not_what_stands_behind_them() -> None:
    assert is_actor_noun("prisoner")
    assert is_actor_noun("minister")
    assert not is_actor_noun("war")


def test_lists_hold_no_empty_alias() -> None:
    for table in ("groups.tsv", "organisations.tsv", "institutions.tsv", "parties.tsv", "leaders.tsv"):
        for r in rows(table):
            assert all(words(a) for a in listed(r["aliases"])), r
