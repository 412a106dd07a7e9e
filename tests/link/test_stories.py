"""The link set: incidents told from two or three sides, with copies, updates, denials and look-alikes."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from dragoman.link import link_records
from factories.claims import coded_by_hand


@pytest.fixture(scope="module")
def linked():
    records, gold = coded_by_hand()
    spans = {(r.id, c.trigger.text, c.trigger.start): c.id for r in records for c in r.claims}
    home: dict[str, str] = {}
    for incident in gold["incidents"]:
        for m in incident["members"]:
            ids = [spans[k] for k in sorted(spans) if k[:2] == (m["story"], m["trigger"])]
            home[ids[m.get("nth", 1) - 1 if len(ids) > 1 else 0]] = incident["id"]
    links = link_records(records)
    got = {c["claim"]: i["id"] for i in links["incidents"] for c in i["claims"]}
    return links, gold, home, got, {i["id"]: i for i in links["incidents"]}


def test_size(linked):
    _, gold, home, _, _ = linked
    assert len(gold["incidents"]) >= 40
    assert len(home) >= 120


def test_pairwise_f1(linked):
    _, _, home, got, _ = linked
    right = found = wanted = 0
    for a, b in combinations(sorted(home), 2):
        want, have = home[a] == home[b], got.get(a, a) == got.get(b, b)
        right, found, wanted = right + (want and have), found + have, wanted + want
    precision, recall = right / found, right / wanted
    assert 2 * precision * recall / (precision + recall) >= 0.95


def test_no_look_alike_is_merged(linked):
    _, gold, home, got, _ = linked
    for pair in gold["must_not_merge"]:
        one, two = ({got[c] for c, i in home.items() if i == name} for name in pair["pair"])
        assert not one & two, pair


def test_copies(linked):
    links, gold, _, _, _ = linked
    want = {frozenset(p) for g in gold["copies"] for p in combinations(g["documents"], 2)}
    have = {frozenset(p) for g in links["copies"] for p in combinations(g["documents"], 2)}
    assert len(want & have) / len(want | have) >= 0.95
    roots = {d: g["root"] for g in links["copies"] for d in g["documents"]}
    assert sum(roots.get(g["root"]) == g["root"] for g in gold["copies"]) / len(gold["copies"]) >= 0.95


def _home(incident, got, home):
    votes = Counter(got[c] for c, i in home.items() if i == incident["id"])
    return votes.most_common(1)[0][0]


def test_figures_roots_and_grades(linked):
    _, gold, home, got, views = linked
    tolls, roots, grades = [], [], []
    for incident in gold["incidents"]:
        view = views[_home(incident, got, home)]
        for kind, toll in incident.get("tolls", {}).items():
            have = next(([f["min"], f["max"]] for f in view["figures"] if f["kind"] == kind), None)
            tolls.append(have == toll["expected"])
        if "root_count" in incident:
            roots.append(len(view["roots"]) == incident["root_count"])
            grades.append(view["grade"] in incident["grade"])
    assert sum(tolls) / len(tolls) >= 0.9
    assert sum(roots) / len(roots) >= 0.85
    assert sum(grades) / len(grades) >= 0.85


def test_agreements(linked):
    links, gold, _, _, _ = linked
    assert {(a["announced"], (a["in_force"] or "")[:10] or None) for a in links["agreements"]} >= {
        (a["announced"], a["in_force"]) for a in gold["agreements"]
    }
    assert sum(len(a["breaches"]) for a in links["agreements"]) == 2
