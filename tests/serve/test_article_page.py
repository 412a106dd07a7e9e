"""The article page: marked words, filters, quotes, versions, and offsets as a browser counts them."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from dragoman.record import Claim, Entity, Record, Span, Warning
from dragoman.serve import make_app
from dragoman.serve.story import opening, pieces_of
from dragoman.serve.utf16 import Units, in_units
from dragoman.store import Ledger
from factories import TEXT, full_record
from factories.web import ask

HARD = (
    "عمّان (رويترز) – قُتل ثلاثة. 🕊️ Troops of Düzköy\u0301 shelled 🏚️ Карабах\r\n"
    "on Monday,\r\nthe “army” 👩‍👩‍👧 said\x07.\u202e Ḥamā."
)


def _hard() -> Record:
    def span(words: str) -> Span:
        start = HARD.index(words)
        return Span(words, start, start + len(words))

    def party(words: str) -> Entity:
        s = span(words)
        return Entity(s.text, s.start, s.end)

    first = Claim("hard#1", "event", Span(HARD, 0, len(HARD)), span("shelled 🏚️"), "ASSAULT",
                  actor=(party("Troops of Düzköy\u0301"),), recipient=(party("Карабах\r\non Monday"),))  # fmt: skip
    second = Claim("hard#2", "event", Span(HARD, 0, len(HARD)), span("🏚️ Карабах"), "COERCE", factuality="denied")
    third = Claim("hard#3", "event", Span(HARD, 0, len(HARD)), span("👩‍👩‍👧 said"), "CONSULT")
    return Record("hard", HARD, claims=(first, second, third))


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    path = tmp_path_factory.mktemp("article") / "ledger.db"
    with Ledger(path) as store:
        store.add(full_record())
        store.add(_hard())
        old = full_record("grows")
        store.add(old)
        text = TEXT.replace("at least 14", "at least 19")
        store.add(replace(old, text=text, claims=(), attributions=(), times=(), places=(), warnings=()))
    return make_app(path)


def _text(page: str) -> str:
    """What a browser shows as the article's text."""
    inside = re.search(r"<article[^>]*>(.*?)</article>", page, re.DOTALL)
    assert inside is not None
    return unescape(re.sub(r"<[^>]+>", "", inside[1]))


def _marked(page: str, number: int) -> str:
    """The words marked for a claim's deed, put together."""
    return "".join(
        unescape(words)
        for claims, words in re.findall(r'<span class="w r-did[^"]*"[^>]*? data-c="([^"]+)"[^>]*>([^<]*)</span>', page)
        if str(number) in claims.split()
    )


def _headed(claims: tuple[Claim, ...] = ()) -> Record:
    text = "Mortars hit Tavrin\n\nThe mayor said so."
    head = Span("Mortars hit Tavrin", 0, 18)
    return Record("headed", text, headline=head.text, headline_span=head, claims=claims)


def test_a_headline_is_shown_once():
    pieces = pieces_of(_headed(), [])
    assert [(p.text, p.again) for p in pieces] == [("Mortars hit Tavrin\n\n", True), ("The mayor said so.", False)]
    head = Span("Mortars hit Tavrin", 0, 18)
    told = _headed((Claim("headed#1", "event", head, Span("hit", 8, 11), "ASSAULT"),))
    assert not any(p.again for p in pieces_of(told, [1])), "words that are marked are to be seen"
    assert not any(p.again for p in pieces_of(_headed(), [], (0, 7)))


def test_the_text_is_whole_and_its_words_are_marked(app):
    page = ask(app, "/articles/tavrin").text
    assert _text(page) == TEXT
    assert _marked(page, 1) == "shelled"
    assert 'id="claim-1"' in page and 'href="#claim-1" data-c="1"' in page
    assert "frame shell(agent, target)" in page
    assert "killed ≥14 people" in page
    assert "Copy quote" in page and "/articles/tavrin#claim-1" in page
    assert ask(app, "/articles/tavrin.json").json()["claims"][0]["id"] == "tavrin#1"


def test_overlapping_words_name_all_their_claims():
    record = _hard()
    pieces = pieces_of(record, [1, 2, 3])
    assert "".join(p.text for p in pieces).replace("␇", "\x07").replace("\ufffd", "\u202e") == HARD.replace("\r", " ")
    both = [p.text for p in pieces if p.claims.split()[:2] == ["1", "2"]]
    assert both[0].startswith("🏚️") and "".join(both).endswith("Карабах")
    assert [p.ends for p in pieces if p.ends] == [(1,), (2,), (3,)]


def test_offsets_for_browsers_are_utf16(app):
    twin = ask(app, "/articles/hard.json?offsets=utf-16").json()
    text = twin["text"].encode("utf-16-le")

    def cut(span: dict) -> str:
        return text[2 * span["start"] : 2 * span["end"]].decode("utf-16-le")

    for claim in twin["claims"]:
        assert cut(claim["trigger"]) == claim["trigger"]["text"]
        assert cut(claim["sentence"]) == HARD
        for e in (*claim["actor"], *claim["recipient"]):
            assert cut(e) == e["text"]
    plain = ask(app, "/articles/hard.json").json()
    assert plain["claims"][2]["trigger"]["start"] == HARD.index("👩‍👩‍👧") != twin["claims"][2]["trigger"]["start"]


def test_units_go_both_ways():
    units = Units(HARD)
    for point in range(len(HARD) + 1):
        unit = len(HARD[:point].encode("utf-16-le")) // 2
        assert units.units(point) == unit
        assert units.points(unit) == point
    pair = HARD.index("🕊")
    assert units.points(units.units(pair) + 1) == pair, "within a pair: before it"
    assert in_units({"text": "🕊x", "spans": [{"start": 1, "end": 2}]})["spans"] == [{"start": 2, "end": 3}]


def test_controls_and_overrides_of_a_story_are_shown_not_obeyed(app):
    page = ask(app, "/articles/hard").text
    assert "\x07" not in page and "\u202e" not in page and "\r" not in page
    assert 'dir="auto"' in page and "<bdi>" in page


def test_claims_are_chosen_by_claimant_and_kind(app):
    def cards(query: str) -> list[str]:
        return re.findall(r'<section class="card claim-card[^>]* id="claim-(\d+)"', ask(app, "/articles/" + query).text)

    assert cards("tavrin") == ["1", "2"]
    assert cards("tavrin?kind=toll") == ["2"]
    assert cards("tavrin?by=a+hospital") == ["1"]
    assert cards("tavrin?by=a+hospital&by=the+health+ministry") == ["1", "2"]
    assert cards("tavrin?by=a+hospital&kind=toll") == []
    page = ask(app, "/articles/tavrin?kind=toll").text
    assert 'href="/articles/tavrin"' in page, "the one that is on takes itself away"
    assert _marked(page, 1) == "", "words of claims that are left out are not marked"


def test_a_quote_of_the_address_is_marked(app):
    start = HARD.index("Troops")
    end = HARD.index(" Карабах")
    page = ask(app, f"/articles/hard?quote={start}-{end}").text
    quoted = re.findall(r'<span class="[^"]*quoted[^"]*"[^>]*>([^<]*)</span>', page)
    assert "".join(map(unescape, quoted)) == HARD[start:end]
    assert page.count('id="quote"') == 1
    for odd in ("9-3", "x", "-1-5", "99999-999999", "5"):
        assert 'id="quote"' not in ask(app, f"/articles/hard?quote={odd}").text


def test_versions_and_what_changed(app):
    page = ask(app, "/articles/grows").text
    assert "Version 2 of 2" in page
    changed = ask(app, "/articles/grows?since=1").text
    assert "<del>14</del><ins>19</ins>" in changed
    assert "Claims that went" in changed and "shelled" in changed
    assert ask(app, "/articles/grows.json?revision=1").json()["claims"]
    assert ask(app, "/articles/grows.json").json()["claims"] == []


def test_as_of_shows_the_story_as_it_was(app):
    assert ask(app, "/articles/grows?as_of=2020-01-01").status == 404
    assert ask(app, "/articles/grows?as_of=2999-01-01").status == 200
    assert ask(app, "/articles/grows?as_of=yesterday").status == 400


def test_how_a_story_begins_leaves_its_dateline_out():
    assert opening("BAMAKO, 12 March 2022 (AFP) - Fighters attacked a convoy.") == "Fighters attacked a convoy."
    assert len(opening("word " * 100)) < 95
    assert opening("One line\r\nof a paragraph.\r\n\r\nAnother.") == "One line of a paragraph."


def test_a_story_without_a_date_can_be_given_one(tmp_path):
    path = tmp_path / "ledger.db"
    undated = Warning("no-date", "no publication date is known")
    with Ledger(path) as store:
        store.add(Record("plain", 'Said "so"\n<b>', headline="H & H", warnings=(undated,)))
        store.add(Record("crlf", "One\r\ntwo", warnings=(undated,)))
    app = make_app(path)
    page = ask(app, "/articles/plain").text
    assert 'name="text" value="Said &#34;so&#34;\n&lt;b&gt;"' in page and 'name="headline" value="H &amp; H"' in page
    assert 'name="text" value=' not in ask(app, "/articles/crlf").text, "a form would not bring its line ends back"
