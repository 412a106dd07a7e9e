"""A made-up border clash told by both sides and by others: seven weeks of it, with running totals that rise and fall, a
truce and its alleged breaches. Coded by hand, so that no parser is needed. Places and days are invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dragoman.record import Affiliation, Claim, Entity, Quantity, Record
from factories.claims import record

KYR = {"text": "the Kyrgyz border service", "code": "KGZ MIL", "type": "military"}
TAJ = {"text": "the Tajik defence ministry", "code": "TJK MIL", "type": "military"}
HEALTH = {"text": "the Kyrgyz health ministry", "code": "KGZ GOV"}
COMMITTEE = {"text": "the Tajik emergency committee", "code": "TJK GOV"}
UN = {"text": "the United Nations", "code": "UNO", "type": "igo"}
PEOPLE = {"text": "residents", "code": None, "type": "witness"}

PLACES = {
    "Korgon": ("KGZ", 39.84, 70.08, 4, "PPL"), "Batken": ("KGZ", 40.06, 70.82, 4, "PPLA"),
    "Vorukh": ("TJK", 39.84, 70.57, 4, "PPL"), "Isfara": ("TJK", 40.13, 70.63, 4, "PPL"),
    "Sughd Province": ("TJK", 39.9, 69.0, 2, "ADM1"), "Leylek District": ("KGZ", 39.87, 69.74, 3, "ADM2"),
    "Kyrgyzstan": ("KGZ", 41.5, 75.0, 1, "PCLI"), "Bishkek": ("KGZ", 42.87, 74.59, 4, "PPLC"),
}  # fmt: skip

NUMBERS = {4: "four", 6: "six", 9: "nine"}

Given = dict[str, Any]


def act(
    event: str, trigger: str, actor: str, recipient: str, date: str | None, place: str | None, **more: Any
) -> Given:
    out: Given = {"event": event, "trigger": trigger, "date": date, "enddate": date, **more}
    out["actor"] = [p for p in actor.split(", ") if p]
    out["recipient"] = [p for p in recipient.split(", ") if p]
    if place:
        out |= {"place_name": place, "place": PLACES[place][0] if place in PLACES else None}
    return out


def toll(trigger: str, kind: str, value: int, source: Given, place: str | None = None, **more: Any) -> Given:
    q = {"kind": kind, "value": value, "scope": "cumulative", "since": "2023-03-12", **more}
    out: Given = {"kind": "toll", "trigger": trigger, "quantities": [q], "source": source}
    return out | ({"place_name": place, "place": PLACES[place][0]} if place else {})


def killed(n: int) -> list[Given]:
    return [{"kind": "killed", "value": n}]


QUAD = {"ASSAULT": 4, "COERCE": 4, "MOBILIZE": 4, "AGREE": 1, "CONSULT": 1, "CONCEDE": 1, "RETREAT": 2, "AID": 2,
        "ACCUSE": 3, "THREATEN": 3, "REQUEST": 3, "REJECT": 3}  # fmt: skip

STORIES: tuple[tuple[str, str, str | None, str, str, tuple[Given, ...]], ...] = (
    ("korgon-1", "2023-03-12", "Ferghana Wire", "Shelling at a border village",
     "BATKEN, March 12 - Tajik troops shelled the village of Korgon on Sunday and killed four people, the Kyrgyz border "
     "service said. Residents said that two houses burned.",
     (act("ASSAULT", "shelled", "TJK MIL", "KGZ CVL", "2023-03-12", "Korgon", source=KYR, factuality="alleged",
          quantities=killed(4), mode=["heavy-weapons"]),)),
    ("korgon-2", "2023-03-12", "Dushanbe Herald", "Ministry rejects charge",
     "DUSHANBE, March 12 - The Tajik defence ministry said that Kyrgyz forces had fired first at a post near Korgon on "
     "Sunday. It said no Tajik shell fell there, and the Tajik defence ministry denied that it had shelled the village.",
     (act("ASSAULT", "fired first", "KGZ MIL", "TJK MIL", "2023-03-12", "Korgon", source=TAJ, factuality="alleged",
          mode=["heavy-weapons"]),
      act("ASSAULT", "had shelled the village", "TJK MIL", "KGZ CVL", "2023-03-12", "Korgon", source=TAJ,
          factuality="denied", mode=["heavy-weapons"]))),
    ("korgon-3", "2023-03-13", "Silk Road Post", "Nine dead at Korgon, residents say",
     "KORGON, March 13 - Mortar shells that hit Korgon on Sunday killed nine people, residents said.",
     (act("ASSAULT", "killed", "TJK MIL", "KGZ CVL", "2023-03-12", "Korgon", source=PEOPLE, quantities=killed(9),
          mode=["heavy-weapons"]),)),
    ("isfara-1", "2023-03-14", "Dushanbe Herald", "Drone hits Isfara market",
     "ISFARA, March 14 - A Kyrgyz drone struck a market in Isfara on Tuesday and killed six people, the Tajik defence "
     "ministry said.",
     (act("ASSAULT", "struck", "KGZ MIL", "TJK CVL", "2023-03-14", "Isfara", source=TAJ, factuality="alleged",
          quantities=killed(6), mode=["aerial"]),)),
    ("totals-1", "2023-03-15", "Ferghana Wire", "Dead and displaced counted",
     "BISHKEK, March 15 - Since March 12, 31 people have died, the Kyrgyz health ministry said. The Tajik emergency "
     "committee counted 18 killed since the clashes began. The United Nations said that 24 people were dead by Wednesday.",
     (toll("have died", "killed", 31, HEALTH, until="2023-03-15"), toll("18 killed", "killed", 18, COMMITTEE),
      toll("were dead", "killed", 24, UN))),
    ("totals-2", "2023-03-18", "Ferghana Wire", "Toll rises",
     "BISHKEK, March 18 - The Kyrgyz health ministry put the dead at 62 people since March 12. The Tajik emergency "
     "committee spoke of 41 killed.",
     (toll("put the dead at", "killed", 62, HEALTH), toll("41 killed", "killed", 41, COMMITTEE))),
    ("totals-3", "2023-03-23", "Silk Road Post", "Ministry lowers its count",
     "BISHKEK, March 23 - The Kyrgyz health ministry lowered the number of dead to 59, since three had been counted "
     "twice. The United Nations said 83 people had been killed on both sides.",
     (toll("lowered the number of dead", "killed", 59, HEALTH), toll("had been killed", "killed", 83, UN))),
    ("totals-4", "2023-04-02", "Ferghana Wire", "Villages empty",
     "BATKEN, April 2 - The United Nations said 120,000 people have been displaced since March 12. The Kyrgyz health "
     "ministry now counts 63 dead.",
     (toll("have been displaced", "displaced", 120_000, UN, "Batken"), toll("now counts", "killed", 63, HEALTH))),
    ("totals-5", "2023-04-20", "Silk Road Post", "Fewer displaced",
     "BATKEN, April 20 - The United Nations said 94,500 people are displaced, after families returned.",
     (toll("are displaced", "displaced", 94_500, UN, "Batken"),)),
    ("truce-1", "2023-03-16", "Ferghana Wire", "Truce agreed",
     "BISHKEK, March 16 - Kyrgyzstan and Tajikistan agreed on a ceasefire on Thursday. The ceasefire came into force at "
     "midnight on Friday, officials said.",
     (act("AGREE", "agreed on a ceasefire", "KGZ GOV, TJK GOV", "", "2023-03-16", "Bishkek"),
      act("RETREAT", "ceasefire came into force", "KGZ GOV, TJK GOV", "", "2023-03-17", None, mode=["ceasefire"]))),
    ("truce-2", "2023-03-19", "Dushanbe Herald", "Breach alleged",
     "DUSHANBE, March 19 - The Tajik defence ministry said Kyrgyz troops violated the ceasefire on Sunday near Vorukh.",
     (act("ASSAULT", "violated the ceasefire", "KGZ MIL", "TJK MIL", "2023-03-19", "Vorukh", source=TAJ,
          factuality="alleged"),)),
    ("truce-3", "2023-03-21", "Ferghana Wire", "Breach alleged",
     "BATKEN, March 21 - Tajik units broke the truce on Tuesday in Leylek, the Kyrgyz border service said.",
     (act("ASSAULT", "broke the truce", "TJK MIL", "KGZ MIL", "2023-03-21", "Leylek District", source=KYR,
          factuality="alleged"),)),
    ("talks-1", "2023-04-11", "Silk Road Post", "Delegations meet",
     "ISFARA, April 11 - Border delegations of Kyrgyzstan and Tajikistan met in Isfara on Tuesday.",
     (act("CONSULT", "met", "KGZ GOV, TJK GOV", "", "2023-04-11", "Isfara"),)),
    ("build-up", "2023-04-25", "Ferghana Wire", "Armour seen",
     "BATKEN, April 25 - Tajikistan moved armour into Sughd province on Monday, the Kyrgyz border service said. The "
     "Tajik side threatened to close the road to Vorukh.",
     (act("MOBILIZE", "moved armour", "TJK MIL", "KGZ GOV", "2023-04-24", "Sughd Province", source=KYR,
          factuality="alleged"),
      act("THREATEN", "threatened", "TJK GOV", "KGZ GOV", None, None))),
    ("aid-1", "2023-04-28", None, "Tents for Batken",
     "BATKEN, April 28 - Tajikistan let a convoy with tents for Batken pass, residents said. A raid on a post somewhere "
     "on the border was reported.",
     (act("AID", "let a convoy", "TJK GOV", "KGZ CVL", "2023-04-27", "Batken", source=PEOPLE),
      act("ASSAULT", "raid", "", "TJK MIL", None, "the border"))),
    ("talks-0", "2022-12-20", "Silk Road Post", "Border talks",
     "BISHKEK, Dec 20 - Kyrgyzstan and Tajikistan held talks on their border on Tuesday, the Kyrgyz border service said.",
     (act("CONSULT", "held talks", "KGZ GOV, TJK GOV", "", "2022-12-20", "Bishkek", source=KYR),)),
    ("accuse-1", "2023-05-03", "Dushanbe Herald", "Charge at the council",
     "DUSHANBE, May 3 - Tajikistan accused Kyrgyzstan on Wednesday of holding back the dead.",
     (act("ACCUSE", "accused", "TJK GOV", "KGZ GOV", "2023-05-03", None),)),
)  # fmt: skip


def _finished(claim: Claim) -> Claim:
    """With coordinates, the fields that the story files have no word for, and figures that stand in the text."""
    loc = claim.event_loc
    if loc is not None and loc.resolved_place in PLACES:
        country, lat, lon, resolution, feature = PLACES[loc.resolved_place]
        loc = replace(loc, lat=lat, lon=lon, resolution=resolution, feature_code=feature, country_code=country)
    named = {"KGZ": "Kyrgyz", "TJK": "Tajik"}

    def name(e: Entity) -> Entity:
        sector = {"MIL": "forces", "GOV": "government", "CVL": "civilians"}[e.sector[0]]
        return replace(e, name=f"{named[e.code or '']} {sector}", kind="organisation")

    def told(q: Quantity) -> Quantity:
        words = next(w for w in (f"{q.value:,}", NUMBERS.get(int(q.value or 0), "?")) if w in claim.sentence.text)
        at = claim.sentence.start + claim.sentence.text.index(words)
        return replace(q, text=words, start=at, end=at + len(words), what="people", affiliation=hit)

    hit = Affiliation("KGZ", ("CVL",)) if claim.kind == "event" and "Korgon" in claim.sentence.text else None
    return replace(
        claim, event_loc=loc, quad_code=QUAD.get(claim.event or ""), actor=tuple(map(name, claim.actor)),
        recipient=tuple(map(name, claim.recipient)), confidence=0.8,
        quantities=tuple(map(told, claim.quantities)),
    )  # fmt: skip


def clash() -> list[Record]:
    """The stories as records."""
    out = []
    for id, published, outlet, headline, text, claims in STORIES:
        r = record(id, text, *claims, published=published, outlet=outlet, headline=headline)
        out.append(replace(r, claims=tuple(map(_finished, r.claims))))
    return out
