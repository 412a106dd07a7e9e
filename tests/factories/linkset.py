"""Scores links against the link set (tests/link/stories): claims, look-alikes, copies, sources, figures, agreements.

A linked claim is laid over the hand-coded one whose trigger its own overlaps most, else over the only one in its
sentence; so links of hand-coded claims and links of the coder's claims are held against the same gold.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from dragoman.link import link_records
from dragoman.record import Claim, Record
from factories.claims import coded_by_hand


@dataclass(slots=True)
class Score:
    """Shares between 0 and 1; ``merged`` are the look-alikes that share an incident; ``faults`` says what is wrong, for
    a reader."""

    precision: float
    recall: float
    merged: list[tuple[str, str]]
    copies: float
    copy_roots: float
    figures: float
    sources: float
    grades: float
    agreements: float
    breaches: float
    faults: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class LinkSet:
    """The stories with their hand-coded claims, and what is to be found among them."""

    def __init__(self) -> None:
        self.records, self.gold = coded_by_hand()
        self._claims: dict[str, list[Claim]] = {r.id: list(r.claims) for r in self.records}
        self.home: dict[str, str] = {}
        """Each labelled claim's incident, by claim id."""
        for incident in self.gold["incidents"]:
            for m in incident["members"]:
                self.home[self._member(m).id] = incident["id"]
        self._incidents = {i["id"]: i for i in self.gold["incidents"]}

    def _member(self, m: Mapping[str, Any]) -> Claim:
        found = [c for c in self._claims[m["story"]] if c.trigger.text == m["trigger"]]
        found.sort(key=lambda c: c.trigger.start)
        return found[m.get("nth", 1) - 1 if len(found) > 1 else 0]

    def locate(self, document: str, start: int, end: int, *, loosely: bool = True) -> str | None:
        """The hand-coded claim that a trigger stands for; ``loosely`` also by the sentence alone."""
        claims = self._claims.get(document, [])
        overlap = {c.id: min(end, c.trigger.end) - max(start, c.trigger.start) for c in claims}
        best = max(claims, key=lambda c: overlap[c.id], default=None)
        if best is not None and overlap[best.id] > 0:
            return best.id
        if not loosely:
            return None
        near = [c for c in claims if c.sentence.start <= start < c.sentence.end]
        return near[0].id if len(near) == 1 else None

    def score(self, records: Iterable[Record]) -> Score:
        """Of the links of these records, which are the set's stories as someone coded them."""
        links = link_records(records)
        got: dict[str, str] = {}
        for loosely in (False, True):
            for i in links["incidents"]:
                for c in i["claims"]:
                    if (found := self.locate(c["document"], c["start"], c["end"], loosely=loosely)) is not None:
                        got.setdefault(found, i["id"])
        faults: list[str] = []
        precision, recall = self._pairs(got, faults)
        merged = [
            (one, two) for one, two in (m["pair"] for m in self.gold["must_not_merge"])
            if self._incidents_of(one, got) & self._incidents_of(two, got)
        ]  # fmt: skip
        faults += [f"look-alikes merged: {one} and {two}" for one, two in merged]
        views = {i["id"]: i for i in links["incidents"]}
        figures, sources, grades = self._views(got, views, faults)
        copies, roots = self._copies(links["copies"], faults)
        agreements, breaches = self._agreements(links["agreements"], faults)
        return Score(
            precision, recall, merged, copies, roots, figures, sources, grades, agreements, breaches, faults,
        )  # fmt: skip

    def _pairs(self, got: Mapping[str, str], faults: list[str]) -> tuple[float, float]:
        """Of pairs of labelled claims, found or not: a claim that nobody coded is in no pair."""
        right = found = wanted = 0
        for a, b in combinations(sorted(self.home), 2):
            want, have = self.home[a] == self.home[b], got.get(a, a) == got.get(b, b)
            right, found, wanted = right + (want and have), found + have, wanted + want
        names = {c.id: f"{c.id} {c.trigger.text!r}" for claims in self._claims.values() for c in claims}
        for incident in self._incidents:
            groups: dict[str, list[str]] = defaultdict(list)
            for claim in (c for c, i in self.home.items() if i == incident):
                groups[got.get(claim, "not coded")].append(names[claim])
            if len(groups) > 1:
                parts = "; ".join(f"[{g[-4:] if g != 'not coded' else g}] {', '.join(c)}" for g, c in groups.items())
                faults.append(f"split: {incident}: {parts}")
        return right / found if found else 0.0, right / wanted

    def _incidents_of(self, incident: str, got: Mapping[str, str]) -> set[str]:
        return {got[c] for c, i in self.home.items() if i == incident and c in got}

    def _views(
        self, got: Mapping[str, str], views: Mapping[str, dict[str, Any]], faults: list[str]
    ) -> tuple[float, float, float]:
        """Figures, sources and grade of the incident that holds most claims of a gold one."""
        figures, sources, grades = [], [], []

        def note(name: str, what: str, want: object, have: object, right: bool) -> bool:
            if not right:
                faults.append(f"{what}: {name}: {have}, not {want}")
            return right

        for name, incident in self._incidents.items():
            votes = Counter(got[c] for c, i in self.home.items() if i == name and c in got)
            view = (
                views[min(votes, key=lambda k: (-votes[k], k))]
                if votes
                else {"figures": [], "roots": (), "grade": None}
            )
            for kind, figure in incident.get("tolls", {}).items():
                have = next(([f["min"], f["max"]] for f in view["figures"] if f["kind"] == kind), None)
                figures.append(note(name, kind, figure["expected"], have, have == figure["expected"]))
            if "root_count" in incident:
                told = list(view["roots"])
                sources.append(note(name, "sources", incident["roots"], told, len(told) == incident["root_count"]))
                grades.append(note(name, "grade", incident["grade"], view["grade"], view["grade"] in incident["grade"]))
        return _share(figures), _share(sources), _share(grades)

    def _copies(self, found: Sequence[dict[str, Any]], faults: list[str]) -> tuple[float, float]:
        want = {frozenset(p) for g in self.gold["copies"] for p in combinations(g["documents"], 2)}
        have = {frozenset(p) for g in found for p in combinations(g["documents"], 2)}
        faults += [f"copies: {' and '.join(sorted(p))}: {'not found' if p in want else 'wrong'}" for p in want ^ have]
        roots = {d: g["root"] for g in found for d in g["documents"]}
        right = [roots.get(g["root"]) == g["root"] for g in self.gold["copies"]]
        return len(want & have) / len(want | have), _share(right)

    def _agreements(self, found: Sequence[dict[str, Any]], faults: list[str]) -> tuple[float, float]:
        """Share of the agreements whose two dates are right, and of the alleged breaches that are told of them."""
        dates, breaches = [], []
        for want in self.gold["agreements"]:
            members = {self._member(m).id for m in want["members"]}
            broken = [self._member(m).sentence for m in want["breaches_alleged"]]
            mine = [
                a for a in found if members & {self.locate(c["document"], c["start"], c["end"]) for c in a["claims"]}
            ]
            pairs = [(a["announced"], (a["in_force"] or "")[:10] or None) for a in mine]
            right = (want["announced"], want["in_force"]) in pairs
            if not right:
                faults.append(f"agreement: {want['id']}: {pairs}, not {want['announced']}, {want['in_force']}")
            dates.append(right)
            told = any(len(a["breaches"]) >= len(broken) for a in mine) if broken else True
            if not told:
                faults.append(f"agreement: {want['id']}: breaches missed")
            breaches.append(told)
        return _share(dates), _share(breaches)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)
