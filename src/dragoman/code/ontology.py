"""Another set of categories over the same frames: a table from what the coder found to what a user calls it.

The ledger always holds PLOVER, so that linking and filters work; an ontology is a view of records on their way out
(docs/ontology.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from dragoman.code.plover import categories
from dragoman.errors import DataError
from dragoman.record import Claim, Record

_COLUMNS = ["event", "mode", "cameo", "category", "quad", "scale"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a claim with this PLOVER category, mode and CAMEO prefix (empty: any) is called ``category``; "-" drops
    it, "=" keeps the CAMEO code. ``quad`` and ``scale`` are None where the ontology has none."""

    event: str
    mode: str
    cameo: str
    category: str
    quad: int | None
    scale: float | None

    def holds(self, claim: Claim) -> bool:
        """Does the rule speak of this claim."""
        return (
            self.event in ("", claim.event)
            and (not self.mode or self.mode in claim.mode)
            and (claim.cameo or "").startswith(self.cameo)
        )


@dataclass(frozen=True, slots=True)
class Ontology:
    """A name and its rules; the first that holds decides."""

    name: str
    rules: tuple[Rule, ...]

    def claim(self, claim: Claim) -> Claim | None:
        """The claim under this ontology, None where it has no place for it. States and tolls stay as they are."""
        if claim.event is None:
            return claim
        rule = next((r for r in self.rules if r.holds(claim)), None)
        if rule is None or rule.category == "-":
            return None
        called = claim.cameo or claim.event if rule.category == "=" else rule.category
        why = (*claim.why, f"ontology: {self.name} calls {claim.event} {called}")
        return replace(claim, event=called, quad_code=rule.quad, event_scale=rule.scale, why=why)  # type: ignore[arg-type]

    def record(self, record: Record) -> Record:
        """The record under this ontology; links to claims that it has no place for are dropped."""
        told = [c for claim in record.claims if (c := self.claim(claim)) is not None]
        ids = {c.id for c in told}
        kept = tuple(replace(c, links=tuple(k for k in c.links if k.claim in ids)) for c in told)
        return replace(record, claims=kept)


def load_ontology(name: str) -> Ontology:
    """An ontology from a TSV file, or one that ships, by its name (``cameo``). Raises DataError that names the line."""
    path = Path(name)
    if not path.is_file():
        shipped = files("dragoman.code").joinpath(f"data/ontologies/{name}.tsv")
        if not shipped.is_file():
            raise DataError(f"no ontology {name!r}.", remedy="name a TSV file, or cameo.")
        path = Path(str(shipped))
    return Ontology(path.stem, tuple(_rules(path)))


def _rules(path: Path) -> list[Rule]:
    out, header = [], False
    for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        where = f"{path.name}, line {n}"
        if not header:
            if cells != _COLUMNS:
                raise DataError("the columns are not those of an ontology.", where=where, remedy=" ".join(_COLUMNS))
            header = True
            continue
        cells += [""] * (len(_COLUMNS) - len(cells))
        event, mode, cameo, category, quad, scale = cells[:6]
        known = categories()
        if event and event not in known:
            raise DataError(
                f"no such category {event!r}.", where=where, remedy="name a PLOVER category or leave it empty."
            )
        if mode and not any(mode in known[e].modes for e in ([event] if event else known)):
            raise DataError(f"no such mode {mode!r}.", where=where, remedy="see docs/codebook.md.")
        if not category:
            raise DataError("a row needs a category of your own, = or -.", where=where)
        try:
            out.append(Rule(event, mode, cameo, category, int(quad) if quad else None, float(scale) if scale else None))
        except ValueError:
            raise DataError("quad and scale are numbers.", where=where) from None
    return out
