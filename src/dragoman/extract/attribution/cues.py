"""The cue lexicon, and which kind of source a phrase is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.record import Entity, SourceType, Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes: its stance, whether it is speech or attitude, and the frame of its content."""

    stance: Stance
    kind: str
    frame: str


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """Cues by (lemma, part of speech V, N or R); a particle follows an underscore (point_out)."""
    out: dict[tuple[str, str], Cue] = {}
    for line in _rows("cues.tsv"):
        stance, kind, pos, frame, lemmas = line.split("\t")
        for lemma in lemmas.split():
            out.setdefault((lemma, pos), Cue(stance, kind, frame))  # type: ignore[arg-type]
    return out


@cache
def _head_types() -> dict[str, SourceType]:
    return {w: t for t, ws in (line.split("\t") for line in _rows("source_types.tsv")) for w in ws.split()}  # type: ignore[misc]


def _rows(name: str) -> list[str]:
    text = files("dragoman.extract.attribution").joinpath(f"data/{name}").read_text("utf-8")
    return [line for line in text.splitlines()[1:] if line and not line.startswith("#")]


_BY_SECTOR: dict[str, SourceType] = {
    "GOV": "official", "JUD": "official", "LEG": "official", "COP": "official", "ELI": "official", "SPY": "official", "MIL": "military",
    "REB": "party", "UAF": "party", "PTY": "party", "OPP": "party", "PRM": "party", "JRN": "media", "CVL": "witness", "REF": "witness",
    "MED": "witness", "EDU": "expert",
}  # fmt: skip
_BY_CODE: dict[str, SourceType] = {
    "UNO": "igo",
    "IGO": "igo",
    "EUR": "igo",
    "NGO": "ngo",
    "ISM": "party",
    "IMG": "party",
    "MNC": "unknown",
}


def source_type(entity: Entity | None, head: str, phrase: str) -> SourceType:
    """What kind of source: by the words that hide a name first, then by code, sector and head noun."""
    low = phrase.lower()
    by_head = _head_types().get(head)
    if by_head == "anonymous" or "anonym" in low or low.startswith("unnamed"):
        return "anonymous"
    if entity is not None:
        if entity.code in _BY_CODE and _BY_CODE[entity.code] != "unknown":
            return _BY_CODE[entity.code]
        if by_head in ("media", "expert", "witness"):
            return by_head
        for s in entity.sector:
            if s in _BY_SECTOR:
                return _BY_SECTOR[s]
        if entity.code is not None:
            return by_head or "official"
    return by_head or "unknown"
