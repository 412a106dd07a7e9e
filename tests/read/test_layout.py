"""Headline, byline, dateline, agency, date and the reading: found in every agency's manner, with the text untouched."""

import pytest

from dragoman.coder import before_parse
from dragoman.document import Document, Story
from dragoman.read.dateline import find_dateline
from dragoman.read.layout import start


def laid(text: str, **fields: str) -> Document:
    return before_parse()(start(Story(text=text, id="x", **fields), "x"))


def body(doc: Document) -> list[str]:
    assert doc.reading is not None
    return [doc.reading.text[b.start : b.end] for b in doc.reading.blocks if b.role == "body"]


@pytest.mark.parametrize(
    ("line", "place", "date", "agency"),
    [
        ("GOMA, Congo, June 3 (Reuters) - Rebels left the town.", "GOMA, Congo", "June 3", "Reuters"),
        ("ANKARA (AFP) — Talks ended.", "ANKARA", None, "AFP"),
        ("KYIV — The minister resigned.", "KYIV", None, None),
        ("NEW DELHI, 4 May 2015 (PTI): Police fired.", "NEW DELHI", "4 May 2015", "PTI"),
        ("Brussels (dpa) - Ministers met.", "Brussels", None, "dpa"),
        (
            "GUATEMALA CITY (GUATEMALA), 11 DEC 89 (ACAN-EFE) -- [TEXT] POLICE SAID",
            "GUATEMALA CITY",
            "11 DEC 89",
            "EFE",
        ),
        ("HAVANA (CUBA), NO DATE (CUBAVISION) -- [SPEECH] FRIENDS", "HAVANA", None, "CUBAVISION"),
        ("ISLAMABAD: The army said that two soldiers died.", "ISLAMABAD", None, None),
        ("Beirut, Lebanon — A blast shook the port.", "Beirut, Lebanon", None, None),
    ],
)
def test_datelines(line: str, place: str, date: str | None, agency: str | None):
    found = find_dateline(line, 0, len(line))
    assert found is not None
    assert (line[found.place_start : found.place_end], found.date, found.agency) == (place, date, agency)


@pytest.mark.parametrize(
    "line",
    [
        "The Army (FARDC) said rebels had left.",
        "Moscow (Russia) said it would answer.",
        "BRIEF: The market opened lower.",
        "CRICKET-TITANS: Park ready for the final.",
        "Friday — a day of prayer — was quiet.",
        "NATO said it would stay.",
    ],
)
def test_no_datelines(line: str):
    assert find_dateline(line, 0, len(line)) is None


def test_headline_that_runs_into_a_byline_and_a_dateline():
    text = "Two killed as camp is shelled By ANNE OKORO and JOHN LAKO PORT SUDAN, Sudan (AP) — Shells hit a camp on Friday."
    doc = laid(text)
    assert (doc.headline, doc.dateline, doc.agency) == ("Two killed as camp is shelled", "PORT SUDAN, Sudan", "AP")
    assert body(doc) == ["Shells hit a camp on Friday."]
    assert doc.headline_span is not None and text[: doc.headline_span.end] == doc.headline_span.text


def test_tags_of_a_monitoring_service_and_a_second_dateline_are_no_body():
    doc = laid("MADRID (SPAIN), 15 NOV 89 (EFE) -- [EXCERPT] LIMA, 14 NOV (EFE) -- [TEXT] TWO BOMBS WENT OFF.")
    assert doc.published == "1989-11-15"
    assert body(doc) == ["TWO BOMBS WENT OFF."]


def test_stray_first_line_gives_date_and_headline():
    doc = laid(
        " date 2021-03-04 Envoys meet over dam\n\nCAIRO- Anadolu Agency\n\nEnvoys of both states met on Thursday."
    )
    assert (doc.published, doc.published_from) == ("2021-03-04", "text")
    assert (doc.headline, doc.dateline, doc.agency) == ("Envoys meet over dam", "CAIRO", "Anadolu Agency")
    assert body(doc) == ["Envoys of both states met on Thursday."]


def test_sentence_broken_across_blank_lines_and_a_full_stop_alone():
    text = "So far 41 people have died and 17 have\n\nbeen hurt, the GeneralStaff said\n\n.\n\nTalks go on."
    doc = laid(text)
    assert body(doc) == ["So far 41 people have died and 17 have been hurt, the General Staff said.", "Talks go on."]
    reading = doc.reading
    assert reading is not None
    for k, c in enumerate(reading.text):
        if not c.isspace():
            assert text[reading.offsets[k]] == c


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str):
    doc = laid(
        end.join(["Truce holds in the north", "", "Both armies kept the truce on Monday.", "", "Nobody was hurt."])
    )
    assert doc.headline == "Truce holds in the north"
    assert body(doc) == ["Both armies kept the truce on Monday.", "Nobody was hurt."]


def test_given_fields_outrank_the_text():
    doc = laid("ANKARA, May 3 (Reuters) - Talks ended.", published="2019-05-04", dateline="Istanbul", agency="AFP")
    assert (doc.published, doc.published_from, doc.dateline, doc.agency) == (
        "2019-05-04",
        "metadata",
        "Istanbul",
        "AFP",
    )
    assert doc.dateline_date == "2019-05-03"


def test_foreign_story_is_flagged_and_not_read():
    doc = laid("Die Rebellen beschossen am Freitag eine Stadt im Norden, wie das Ministerium am Abend mitteilte.")
    assert [w.kind for w in doc.warnings] == ["not-english"]
    assert body(doc) == []
