"""Fair to both sides: a story told with its sides swapped gives the same ledger with the codes swapped; and who tells it, how an
actor is called, and what stands first change nothing. All stories and dyads: ``python bench/mirror.py``."""

from __future__ import annotations

import pytest

from dragoman.coder import code_documents, code_stories
from dragoman.document import Document, Story
from factories.mirror import by_field, compare, dyads, laid, mirror, sides, tell, templates, total

DAY = "2024-08-06"


def test_the_suite_is_what_it_says() -> None:
    stories = templates()
    assert len(stories) >= 60 and len({t.id for t in stories}) == len(stories)
    assert len(dyads()) >= 12 and all(a["code"] != b["code"] for a, b in dyads())
    for t in stories:
        for a, b in dyads()[:2]:
            told = tell(t, a, b)
            assert "{" not in told.text and len(told.keys) == len(told.text)


def test_claims_mirror_when_the_sides_are_swapped() -> None:
    """Every story with one dyad, taken in turn: at least 94 of 100 claims are the same but for the codes."""
    pairs = [(t, *dyads()[n % len(dyads())]) for n, t in enumerate(templates())]
    result = total(mirror(pairs))
    assert result.claims > 400
    assert result.rate >= 0.94, (
        by_field(result),
        *(f"{d.story} {d.field}: {d.one} | {d.other}" for d in result.differences),
    )


def test_a_swap_that_changes_something_is_seen() -> None:
    """The comparison itself can fail: a story told with another act is no mirror."""
    t = templates()[0]
    a, b = dyads()[0]
    one, other = tell(t, a, b), tell(t, b, a)
    r1, r2 = code_stories(
        [one.story, Story(text=other.text.replace("artillery shelled", "artillery visited"), published=t.published)]
    )
    assert compare(one, r1, one, r1).rate == 1.0
    assert any(laid(one, c)["event"] == "ASSAULT" for c in r1.claims)
    assert len(r1.claims) != len(r2.claims) or [c.event for c in r1.claims] != [c.event for c in r2.claims]


def test_outlet_changes_no_claim() -> None:
    by_code = sides()
    chosen = [t for t in templates() if t.id in ("border-clash", "air-raid-hospital", "ceasefire-broken", "hostage")]
    for t in chosen:
        told = tell(t, by_code["ARM"], by_code["AZE"])
        outlets = ("Armenpress", "Azertac", "Courier", None)
        records = list(code_stories(Story(text=told.text, id="t", published=t.published, outlet=o) for o in outlets))
        first = [laid(told, c) for c in records[0].claims]
        for outlet, r in zip(outlets[1:], records[1:], strict=True):
            assert [laid(told, c) for c in r.claims] == first, (t.id, outlet)


@pytest.fixture(scope="module")
def claims_of() -> object:
    def run(*texts: str) -> list[Document]:
        return list(code_documents(Story(text=x, id="t", published=DAY) for x in texts))

    return run


FACTS = (
    "Armenian artillery shelled the village of Talish on Monday.",
    "Georgia expelled two Russian diplomats on Sunday.",
    "Turkish police arrested four Iraqis in Mersin on Saturday.",
    "Serbia recalled its ambassador from Pristina on Friday.",
)


def core(doc: Document) -> set[tuple[object, ...]]:
    return {
        (c.event, tuple(e.code for e in c.actor), tuple(e.code for e in c.recipient), c.date, c.enddate, c.factuality)
        for c in doc.claims
    }


def test_order_of_independent_facts_changes_no_claim(claims_of) -> None:  # type: ignore[no-untyped-def]
    orders = [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)]
    docs = claims_of(*(" ".join(FACTS[k] for k in order) for order in orders))
    assert len(core(docs[0])) == len(FACTS)
    assert all(core(d) == core(docs[0]) for d in docs), [core(d) for d in docs]


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("Sudanese troops attacked the town of Malakal on Monday.", "The town of Malakal was attacked by Sudanese troops on Monday."),
        ("Iranian police arrested two Iraqis on Monday.", "Two Iraqis were arrested by Iranian police on Monday."),
        ("Cambodia expelled three Thai diplomats on Monday.", "Three Thai diplomats were expelled by Cambodia on Monday."),
        ("Greek soldiers killed a Turkish sergeant on Monday.", "A Turkish sergeant was killed by Greek soldiers on Monday."),
        ("Venezuela condemned Colombia on Monday.", "Colombia was condemned by Venezuela on Monday."),
        ("Eritrean forces captured nine Ethiopian soldiers on Monday.", "Nine Ethiopian soldiers were captured by Eritrean forces on Monday."),
    ],
)  # fmt: skip
def test_active_and_passive_tell_the_same(claims_of, active: str, passive: str) -> None:  # type: ignore[no-untyped-def]
    one, other = claims_of(active, passive)
    assert core(one) and core(one) == core(other)


@pytest.mark.parametrize(
    "names",
    [
        ("Israel", "The Israeli government", "Israeli Prime Minister Benjamin Netanyahu", "Netanyahu", "Israel's government"),
        ("Pakistan", "Islamabad", "The Pakistani government", "Prime Minister Shehbaz Sharif", "Pakistan's government"),
        ("Russia", "Moscow", "The Kremlin", "The Russian government", "Russian President Vladimir Putin"),
    ],
)  # fmt: skip
def test_aliases_of_an_actor_have_one_code(claims_of, names: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    docs = claims_of(*(f"{n} condemned the attack on Monday." for n in names))
    codes = [tuple(e.code for c in d.claims if c.event == "ACCUSE" for e in c.actor) for d in docs]
    assert len(set(codes)) == 1 and len(codes[0]) == 1, codes


@pytest.mark.parametrize("word", ["terrorist", "illegal", "barbaric", "unprovoked", "occupying"])
def test_loaded_words_never_change_a_code(claims_of, word: str) -> None:  # type: ignore[no-untyped-def]
    plain, loaded = claims_of(
        "Ethiopia condemned the Eritrean attack on Adigrat on Monday.",
        f"Ethiopia condemned the {word} Eritrean attack on Adigrat on Monday.",
    )
    assert core(plain) == core(loaded)
