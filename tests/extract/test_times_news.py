"""Constructs of newswire: gold stands inline as <expression|value|from|to>, read on Friday 6 February 1998."""

from __future__ import annotations

import re

import pytest

from dragoman.coder import before_parse
from dragoman.document import Story
from dragoman.extract.times import times
from dragoman.extract.times.calendar import nth_weekday
from dragoman.parse import parse_many
from dragoman.read.layout import start

MARKED = re.compile(r"<([^|>]+)\|([^>]*)>")


def check(marked: str, published: str | None = "1998-02-06") -> None:
    text = MARKED.sub(r"\1", marked)
    doc = times(next(parse_many([before_parse()(start(Story(text=text, published=published), "t"))])))
    gold = [[m.group(1), *m.group(2).split("|")] for m in MARKED.finditer(marked)]
    assert [t.text for t in doc.times] == [g[0] for g in gold]
    found = [[t.text, t.value, t.from_ or "", t.to or ""][: len(g)] for t, g in zip(doc.times, gold, strict=True)]
    assert found == gold


@pytest.mark.parametrize(
    "marked",
    [
        # said that two days ago: "that" is no part of it
        "He said that <two days ago|1998-02-04> the rebels left.",
        "Profit fell in <the third quarter|1997-Q3|1997-07-01|1997-09-30> from <a year earlier|1996-Q3>.",
        "Output fell in <the fourth quarter|1997-Q4>; in <the year-earlier period|1996-Q4> it rose.",
        "<The latest quarter|1997-Q4> was weak, and <the 1997 third quarter|1997-Q3> was weaker.",
        "Losses grew in <fiscal 1998|1998> and in <the fiscal third quarter|1997-Q3>.",
        "Sales rose in <the first half of 1997|1997-H1>; <first-half|1998-H1> profit doubled.",
        "It expects growth for <the rest of the year|1998> and calm by <year-end|1998>.",
        "For <the year|1998>, exports rose.",
        "They met in <the second half of January|1998-01|1998-01-16|1998-01-31>.",
        "Talks will last <two or three weeks|P3W>, or <twenty-five days|P25D>.",
        "The <yearlong|P1Y> blockade and the <decades-long|PXDE> war ended after a <quarter-century|P25Y>.",
        "The <three-month-old|P3M> truce and the <23-year-old|P23Y> insurgency ended.",
        "It happened <this past week|P1W>, on <this past Monday|1998-02-02>.",
        "They meet <tonight|1998-02-06TNI>; he came <earlier Thursday|1998-02-05>.",
        "They rested on <Thanksgiving|1997-11-27> and <Memorial Day|1997-05-26>.",
        "Flights are <twice-weekly|P1W>, <biweekly|P2W> or <every other day|P2D>.",
        "About 50 people <a day|P1D> leave.",
        "He served from <1979|1979|1979-01-01|1981-12-31> to <1981|1981|1979-01-01|1981-12-31>.",
        "<Tues. night|1998-02-03TNI> they fled; <Friday morning|1998-02-06TMO>'s raid failed.",
        "At <noon|1998-02-03T12:00> on the road, troops fired <Tuesday|1998-02-03>.",
        "The stamp says <02-06-98|1998-02-06> <1544EST|1998-02-06T15:44-05:00>.",
        "They returned home <10 days ago|1998-01-27> and left after <Thursday|1998-02-05>.",
        "The fight lasted until <0400 on 28 January|1998-01-28T04:00>.",
        "They rallied following <Wednesday|1998-02-04>'s vote.",
        "It closed on <3 Jan 90|1990-01-03> (it said).",
        "Snow has lain since <fall|1997-FA>.",
    ],
)
def test_times_newswire_constructs(marked: str) -> None:
    check(marked)


def test_times_attacks_of_september_2001_keep_their_year() -> None:
    check("The <Sept. 11|2001-09-11> attacks changed that; a trial opened on <Sept. 11|2005-09-11>.", "2006-02-06")


@pytest.mark.parametrize(
    "text",
    [
        "The 1000 block of Elm was sealed; call 533 1982.",
        "THIS MAY ALSO BE A CHANCE FOR PEACE.",
        "Mercia February, 47, a 40-year-old nurse in the morning newspaper, spoke.",
        "The dispute will last.",
        "He read the Thursday Times.",
    ],
)
def test_times_what_only_looks_like_one(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("year", "month", "weekday", "which", "day"),
    [(1997, 11, 4, 4, 27), (2024, 5, 1, -1, 27), (2024, 9, 1, 1, 2), (2023, 1, 1, 3, 16)],
)
def test_times_nth_weekday(year: int, month: int, weekday: int, which: int, day: int) -> None:
    assert nth_weekday(year, month, weekday, which).day == day
