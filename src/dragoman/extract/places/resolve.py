"""Which place a name stands for: every candidate's features, summed; names of a document decide together.

First pass: size, kind, explicit containment, the outlet's home and dateline, the countries that the text names.
Second pass: nearness to what the first pass chose. The scores stay with the name for ``explain``.
"""

from __future__ import annotations

import math
from collections import defaultdict

from dragoman.document import Document
from dragoman.extract.places.gazetteer import Candidate
from dragoman.extract.places.gazetteer.names import fold
from dragoman.extract.places.gazetteer.store import Gazetteer
from dragoman.extract.places.spans import Name, Words
from dragoman.extract.places.words import clues, domain_countries

MAX_CANDIDATES = 40
NEAR_KM = 150.0
_COUNTRY = 3.0
"""For a country that all other names of the document speak for."""
_UNSURE = 0.3
"""Weight of what the document does not name: one other name alone decides less than ten."""
_PROVINCE, _MAY_SHARE, _NEAR = 1.2, 0.5, 1.6
_OUTLET = 4.0
_SEAS = frozenset({"SEA", "OCN", "GULF", "STRT"})
_CAPITAL = 1.5
_ALTERNATE, _ALTERNATE_OF_CITY = -1.6, -0.8


def km(a: Candidate, b: Candidate) -> float:
    """Distance in km (equirectangular: right to a few percent at the distances that matter here)."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return 20_000.0
    dlon = abs(a.lon - b.lon)
    x = math.radians(min(dlon, 360 - dlon)) * math.cos(math.radians((a.lat + b.lat) / 2))
    y = math.radians(a.lat - b.lat)
    return 6371.0 * math.hypot(x, y)


def province(c: Candidate) -> int:
    """Row (plus one) of the province that a candidate is or lies in, 0 if none. A province of our own tables has the
    row of the same one of GeoNames, which its towns name."""
    return c.admin1_row or (c.row + 1 if c.feature_code == "ADM1" else 0)


def outlet_home(doc: Document, g: Gazetteer) -> tuple[str | None, tuple[Candidate, ...]]:
    """The outlet's country by its domain, and the places that its name may hold (oxfordmail: Oxford)."""
    outlet = (doc.outlet or "").casefold()
    if "." not in outlet or " " in outlet:
        key = fold(outlet.removeprefix("the "))
        words = key.split()
        for n in range(len(words) - 1, 0, -1):
            if found := g.find(" ".join(words[:n])):
                return None, tuple(found[:MAX_CANDIDATES])
        return None, ()
    host = outlet.removeprefix("www.").split("/")[0].split(".")
    country = domain_countries().get(host[-1])
    label = max(host[:-1], key=len, default="")
    label = label.removeprefix("thisis").removeprefix("the")
    fallback: tuple[Candidate, ...] = ()
    for n in range(len(label), 4, -1):
        found = tuple(c for c in g.find(label[:n]) if country in (None, c.country))
        if found:
            return country, found[:MAX_CANDIDATES]
        fallback = fallback or g.find(label[:n])[:MAX_CANDIDATES]
    return country, fallback


class Resolver:
    """The context of one document."""

    def __init__(self, doc: Document, names: list[Name], words: Words, g: Gazetteer) -> None:
        self.names, self.w = names, words
        self.home_country, self.home = outlet_home(doc, g)
        self.by_key: dict[str, list[Name]] = {}
        for n in names:
            if n.candidates:
                self.by_key.setdefault(f"{n.kind} {n.key}" if n.kind in ("demonym", "state") else n.key, []).append(n)
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.provinces: defaultdict[int, float] = defaultdict(float)
        for key, same in self.by_key.items():
            weight = 1 + math.log(len(same))
            best = same[0].candidates[0]
            if best.feature_code.startswith("PCL") and key != "georgia" and best.country:
                self.countries[best.country] += 1.5 * weight
            elif best.feature_code == "ADM1" and len({c.country for c in same[0].candidates if c.resolution <= 2}) == 1:
                self.provinces[best.row + 1] += weight
                if best.country:
                    self.countries[best.country] += weight
        self.total = sum(self.countries.values())
        self.fits: defaultdict[int, float] = defaultdict(float)
        self.own_fit: dict[str, float] = {}
        for key, same in self.by_key.items():
            where = {province(c) for c in same[0].candidates[:MAX_CANDIDATES]} - {0}
            self.own_fit[key] = share = 1 / len(where) if where else 0.0
            for admin in where:
                self.fits[admin] += share

    def run(self) -> None:
        """Rank the candidates of every name."""
        chosen: dict[str, Candidate] = {}
        for key, same in self.by_key.items():
            self._rank(key, same, {})
            chosen[key] = same[0].ranking[0][1]
        for _ in range(2):
            self._vote(chosen)
            self._settle_home(chosen)
            for key, same in self.by_key.items():
                self._rank(key, same, chosen)
            chosen = {key: same[0].ranking[0][1] for key, same in self.by_key.items()}

    def _settle_home(self, chosen: dict[str, Candidate]) -> None:
        """Of several towns that the outlet may be named after, the one that the story's other names are about."""
        if len(self.home) < 2:
            return
        names = {fold(c.name) for c in self.home}
        others = [c for key, c in chosen.items() if key not in names]
        states = {c.country for c in others}

        def fit(c: Candidate) -> float:
            near = sum(math.exp(-km(c, o) / NEAR_KM) for o in others if o.resolution >= 2)
            same = sum(province(c) == province(o) for o in others) if province(c) else 0
            return near + same + (1.0 if c.country in states else 0.0)

        best = max(self.home, key=fit)
        if fit(best) > 1.0:
            self.home = (best,)

    def _vote(self, chosen: dict[str, Candidate]) -> None:
        self.countries.clear()
        self.provinces.clear()
        for key, c in chosen.items():
            weight = self._weight(key)
            if c.country:
                self.countries[c.country] += weight
            if admin := province(c):
                self.provinces[admin] += weight
        self.total = sum(self.countries.values())

    def _weight(self, key: str) -> float:
        """How much a name counts for its country and province: more where it is told again."""
        return 1 + 0.5 * math.log(len(self.by_key[key]))

    def _rank(self, key: str, same: list[Name], chosen: dict[str, Candidate]) -> None:
        others = [c for k, c in chosen.items() if k != key and c.resolution >= 2]
        mine = chosen.get(key)
        shared = self._typed(same)
        for n in same:
            n.ranking = []
        scored = []
        for c in same[0].candidates[:MAX_CANDIDATES]:
            f = self._features(c, others, mine, key)
            typed = shared.get(c.feature_code, 0.0)
            if typed:
                f["type word"] = typed
            elif c.feature_code == "ADM1" and _has_namesake(c, same[0].candidates):
                f["its city has the name"] = -2.5
            scored.append((c, f))
        contained = [n for n in same if n.within is not None]
        for n in same:
            scope = n if n.within is not None else (contained[0] if contained else None)
            for c, f in scored:
                own = dict(f)
                if scope is not None and scope.within is not None and lies_in(c, scope.within):
                    own["containment"] = 8.0 if scope is n else 5.0
                n.ranking.append((round(sum(own.values()), 3), c, own))
            n.ranking.sort(key=lambda r: (-r[0], r[1].row))

    def _features(self, c: Candidate, others: list[Candidate], mine: Candidate | None, key: str) -> dict[str, float]:
        f = {"size": min(7.3, math.log10(c.population + 1))}
        code = c.feature_code
        if code.startswith("PCL"):
            f["country"] = 3.0
        elif c.source == "region":
            f["own data"] = 3.0 if c.population else 7.5 if code in _SEAS else 4.5
        elif c.source == "user":
            f["user"] = 6.0
        elif code == "ADM1":
            f["province"] = 0.8
        elif code == "ADM2":
            f["district"] = -1.5
        elif code == "PPLC":
            f["capital"] = _CAPITAL
        if not c.primary and c.source in ("geonames", "division"):
            f["alternate name"] = _ALTERNATE if c.population < 100_000 else _ALTERNATE_OF_CITY
        weight = self._weight(key)
        if c.country:
            own = weight if mine is not None and mine.country == c.country else 0.0
            others_total = self.total - (weight if mine is not None and mine.country else 0.0)
            votes = max(0.0, self.countries.get(c.country, 0.0) - own)
            f["country context"] = _COUNTRY * votes / (others_total + _UNSURE)
            if c.country == self.home_country:
                f["outlet's country"] = 1.5
        f.update(self._nearness(c, others, mine, key, weight))
        if self.home and c.resolution >= 2:
            f["near outlet"] = _OUTLET * max(math.exp(-km(c, h) / NEAR_KM) for h in self.home[:5])
        return f

    def _nearness(
        self, c: Candidate, others: list[Candidate], mine: Candidate | None, key: str, weight: float
    ) -> dict[str, float]:
        """Points for the same province as other names, and for places close by."""
        f: dict[str, float] = {}
        if c.resolution < 2:
            return f
        admin = province(c)
        if admin:
            own_fit = self.own_fit[key]
            if self.fits[admin] > own_fit:
                f["province fits others"] = min(2.5, _MAY_SHARE * (self.fits[admin] - own_fit))
            votes = self.provinces.get(admin, 0.0)
            if mine is not None and province(mine) == admin:
                votes -= weight
            if votes > 0:
                f["province context"] = min(2.5, _PROVINCE * votes)
        if others:
            f["near others"] = min(3.0, _NEAR * sum(math.exp(-km(c, o) / NEAR_KM) for o in others))
        return f

    def _list_type(self, n: Name) -> str:
        """The plural type word that closes a list of names (Clark, Preble and Warren counties)."""
        k, w = n.end, self.w
        end = min(len(w.lower), k + 24)
        while k < end and (w.text[k] == "," or w.lower[k] in ("and", "or") or w.text[k][0].isupper()):
            k += 1
        return w.lower[k] if n.end < k < end and w.lower[k].endswith("s") else ""

    def _typed(self, same: list[Name]) -> dict[str, float]:
        """Points by feature code from a type word beside the name (Helmand province, the city of Homs)."""
        out: dict[str, float] = {}
        for n in same:
            w = self.w
            after = self._list_type(n) or (w.lower[n.end] if n.end < len(w.lower) else "")
            before = (
                w.lower[n.start - 2]
                if n.start > 1 and w.lower[n.start - 1] == "of"
                else w.lower[n.start - 1]
                if n.start
                else ""
            )
            last = w.lower[n.end - 1] if n.end - n.start > 1 else ""
            found = clues().get(after, frozenset()) | clues().get(before, frozenset())
            found |= clues().get(last, frozenset())
            if "type_after_1" in found:
                out["ADM1"] = 3.0
            if "type_after_2" in found:
                out["ADM2"] = 3.0
            if after in ("city", "town", "village") or before in ("city", "town", "village", "capital", "mayor"):
                out["PPL"] = out["PPLC"] = 2.5
        return out


def _has_namesake(c: Candidate, candidates: tuple[Candidate, ...]) -> bool:
    """Whether a large town of the same name lies in a province: the bare name then means the town."""
    return any(
        t.admin1_row == c.row + 1 and t.resolution == 4 and t.population > max(10_000, c.population // 8)
        for t in candidates[:10]
    )


def lies_in(c: Candidate, larger: Name) -> bool:
    """Whether a candidate lies in a place of the larger name."""
    for big in larger.candidates[:8]:
        if big.resolution == 1 and c.resolution > 1 and c.country == big.country:
            return True
        if big.feature_code == "ADM1" and c.admin1_row == big.row + 1:
            return True
    return False
