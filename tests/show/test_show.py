"""What a reader sees: cells, marks with and without colour, explanations."""

from __future__ import annotations

from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

from dragoman.record import Claim, Entity, EventLocation, Quantity, Span
from dragoman.show import claim_words, printable, segments
from dragoman.show.explain import explanation, lines
from dragoman.show.marks import Mark
from dragoman.show.terminal import document_table, marked, story
from dragoman.show.words import entity, figure, when, where
from factories import TEXT, full_record, span


def rendered(what, *, colour=False, width=200):
    out = Console(file=StringIO(), width=width, force_terminal=colour, color_system="standard" if colour else None)
    out.print(what)
    return out.file.getvalue()


def claim(text, trigger, **fields):
    return Claim(id="x#1", kind="event", sentence=Span(text, 0, len(text)), trigger=span(trigger, text), **fields)


@pytest.mark.parametrize(
    ("value", "low", "high", "about", "words"),
    [
        (65, 65, None, False, "≥65"),
        (12, None, 12, False, "≤12"),
        (14, 14, 14, False, "14"),
        (None, 30, 40, False, "30–40"),
        (None, 24, None, False, "≥24"),
        (300, None, None, True, "~300"),
        (2.5, None, None, False, "2.5"),
        (2243.0, None, None, False, "2,243"),
        (0, 0, 0, False, "0"),
        (None, None, None, False, "?"),
    ],
)
def test_figure_tells_bounds(value, low, high, about, words):
    assert figure(value, low, high, about) == words


def test_cells_of_a_full_claim():
    w = claim_words(full_record().claims[0], 1)
    assert (w.when, w.who, w.did, w.trigger) == (
        "2024-06-03 04:00:00+03:00",
        "Rebel fighters [REB]",
        "ASSAULT heavy-weapons",
        "shelled",
    )
    assert w.whom == "the river port of Tavrin [UKR CVL]; implied"
    assert (w.where, w.factuality) == ("Tavrin, UKR", "alleged")
    assert w.how_many.startswith("killed ≥14 people; money ~≤2.5")


def test_date_from_the_story_alone_is_marked():
    c = claim("He fled.", "fled", date="2024-01-01", enddate="2024-01-02", date_basis="document")
    assert when(c) == "~2024-01-01 to 2024-01-02"
    assert when(claim("He fled.", "fled", date="2024-01-01")) == "2024-01-01 to …"
    assert when(claim("He fled.", "fled")) == ""


def test_pronoun_shows_whom_it_stands_for():
    assert entity(Entity(text="it", name="M23", code="COD", sector=("REB",))) == "it (M23) [COD REB]"
    assert entity(Entity(text="M23 rebels", name="M23")) == "M23 rebels"
    assert entity(Entity(code="UNO")) == "[UNO]"


def test_place_falls_back_to_its_words():
    assert where(EventLocation(Span("Tavrin", 0, 6))) == "Tavrin"
    assert where(None) == ""


def test_segments_cover_the_text_once():
    record = full_record()
    pieces = segments(record.text, list(enumerate(record.claims, 1)))
    assert "".join(record.text[p.start : p.end] for p in pieces) == record.text
    assert all(a.end == b.start and a.marks != b.marks for a, b in pairwise(pieces))


def test_one_role_a_claim_the_first_in_rank():
    text = "Troops killed ten rebels."
    c = claim(
        text,
        "killed",
        recipient=(Entity("ten rebels", 14, 24),),
        quantities=(Quantity("ten", 14, 17, "killed", 10),),
    )
    pieces = segments(text, [(1, c), (2, c)])
    by_words = {text[p.start : p.end]: p.marks for p in pieces}
    assert by_words["ten"] == (Mark(1, "how many"), Mark(2, "how many"))
    assert by_words[" rebels"] == (Mark(1, "whom"), Mark(2, "whom"))


def test_marks_in_brackets_without_colour():
    text = "Troops killed ten rebels."
    c = claim(text, "killed", actor=(Entity("Troops", 0, 6),), recipient=(Entity("ten rebels", 14, 24),))
    assert (
        marked(text, segments(text, [(1, c)]), colour=False).plain
        == "[1 who: Troops] [1 did: killed] [1 whom: ten rebels]."
    )


def test_marks_in_colour_carry_the_number():
    text = "Troops killed ten rebels."
    shown = marked(text, segments(text, [(12, claim(text, "killed"))]), colour=True)
    assert shown.plain == "Troops killed¹² ten rebels."
    assert any("bold white" in str(s.style) for s in shown.spans)


def test_crossing_spans_are_cut_not_lost():
    text = "abcdefgh"
    a, b = claim(text, "bcd"), claim(text, "cdef")
    plain = marked(text, segments(text, [(1, a), (2, b)]), colour=False).plain
    assert plain == "a[1 did: b][1+2 did: cd][2 did: ef]gh"


def test_story_and_table_in_a_pipe_are_plain():
    text = rendered(story(full_record(), colour=False))
    assert "\x1b" not in text
    assert "[1 did: shelled]" in text
    assert "! date-conflict: told of a later day" in text
    assert "according to" in rendered(document_table(full_record()))


@pytest.mark.parametrize("bad", ["\x1b[2J", "\x07", "\x9b31m", "\u202e"])
def test_a_story_cannot_drive_the_terminal(bad):
    assert len(printable(bad)) == len(bad)
    record = full_record(text=TEXT + f" Gunmen {bad} fled.")
    shown = rendered(story(record, colour=False))
    assert bad not in shown and "\x1b" not in shown


def test_explanation_pairs_fields_with_reasons():
    record = full_record()
    found = {line.field: line for line in lines(record.claims[0])}
    assert found["event"].value == "ASSAULT"
    assert found["event"].why == ("frame shell(agent, target)",)
    assert found["date"].why == ("Monday before the dateline's day",)
    assert found["also"].why == ("a remark without a field",)
    shown = rendered(explanation(record, record.claims[0], colour=False))
    assert "[1 did: shelled]" in shown and "frame shell(agent, target)" in shown


def test_reasons_under_shorter_names_find_their_field():
    c = claim("He fled.", "fled", why=("place: no place", "quantity: none", "trigger: verb"))
    found = {line.field: line.why for line in lines(c)}
    assert (found["event_loc"], found["quantities"], found["event"]) == (("no place",), ("none",), ("verb",))


def test_narrow_terminal_gets_lines_not_slivers():
    shown = rendered(document_table(full_record()), width=80)
    assert "2024-06-03 04:00:00+03:00" in shown
    assert "according to" in shown and "ASSAULT heavy-weapons “shelled”" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "did what" not in shown and "did what" in rendered(document_table(full_record()), width=130)
