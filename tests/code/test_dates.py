"""Which time expression dates an event: gold is (text, trigger word, date, enddate), read on Wednesday 6 November 2024."""

from __future__ import annotations

import pytest

from dragoman.code.dates import date_conflicts, event_date, no_date, saying_date, zones
from dragoman.coder import before_parse
from dragoman.document import Document, Story
from dragoman.extract.times import times
from dragoman.parse import parse_many
from dragoman.read.layout import start


def read(text: str, published: str | None = "2024-11-06") -> Document:
    return times(next(parse_many([before_parse()(start(Story(text=text, published=published), "t"))])))


def token(doc: Document, word: str) -> int:
    return [t.i for t in doc.tokens if t.text == word][-1]


GOVERNED = [
    ("Students marched on Sunday in Cuzco, and police arrested 30 of them.", "arrested", "2024-11-03", "2024-11-03"),
    ("Students marched on Sunday in Cuzco, and later police arrested 30 of them.", "arrested", None, None),
    ("Four were killed and nine wounded when rockets hit a station on Monday.", "killed", "2024-11-04", "2024-11-04"),
    ("The army said Monday that rebels killed five villagers.", "killed", None, None),
    ("The minister told reporters on Friday the militia had seized the port.", "seized", None, None),
    ("Rebels killed five villagers on Monday, the army said.", "killed", "2024-11-04", "2024-11-04"),
    ("Since the clashes erupted Sept. 27, Ruritania has repeatedly attacked villages.", "attacked", "2024-09-27", None),
    ("Since the clashes erupted Sept. 27, Ruritania has attacked villages.", "erupted", "2024-09-27", "2024-09-27"),
    ("Ruritania condemned Saturday's attack on the base.", "attack", "2024-11-02", "2024-11-02"),
    ("Ruritania condemned Saturday's attack on the base.", "condemned", None, None),
    ("Jets retaliated for Saturday's attack on the base.", "retaliated", None, None),
    ("Saturday's attack killed 19 villagers.", "killed", "2024-11-02", "2024-11-02"),
    ("A truce last weekend collapsed within hours.", "truce", "2024-11-02", "2024-11-03"),
    ("The 1994 truce has been violated repeatedly.", "violated", None, None),
    ("The 1994 truce has been violated repeatedly.", "truce", "1994-01-01", "1994-12-31"),
    ("Gunmen attacked a bus on Tuesday and killed nine people.", "killed", "2024-11-05", "2024-11-05"),
    ("A bomb exploded in the market on Tuesday, killing nine people.", "killing", "2024-11-05", "2024-11-05"),
    ("A mine tore into a lorry carrying nurses near Kati on Tuesday.", "tore", "2024-11-05", "2024-11-05"),
    ("The toll from a bombing at a mill rose to six on Tuesday.", "bombing", None, None),
    ("Troops held nine men on Tuesday in search of those behind the bombing.", "bombing", None, None),
    ("Police held a man planning a raid on Tuesday.", "held", None, None),
    ("Nine people were killed when a bomb exploded on Tuesday.", "killed", "2024-11-05", "2024-11-05"),
    ("After rebels seized the town on Monday, the army shelled it.", "shelled", None, None),
    ("After rebels seized the town on Monday, the army shelled it.", "seized", "2024-11-04", "2024-11-04"),
    ("More than 30,000 people have been killed since 1988.", "killed", "1988-01-01", None),
    ("The attack, which took place on Sunday, wounded 12 soldiers.", "wounded", "2024-11-03", "2024-11-03"),
    ("Troops shelled the village overnight.", "shelled", "2024-11-05", "2024-11-06"),
    ("Rebels attacked a convoy on Sunday. Six soldiers died in the attack.", "died", "2024-11-03", "2024-11-03"),
    ("Rebels attacked a convoy on Sunday. Six soldiers died in a flood.", "died", None, None),
    ("The war of 1992-94 killed 30,000 people.", "killed", "1992-01-01", "1994-12-31"),
    ("Shelling killed 12 civilians late Tuesday night, officials said.", "killed", "2024-11-05", "2024-11-05"),
    ("At least 40 people were killed in clashes on Sunday and Monday.", "killed", "2024-11-03", "2024-11-04"),
    ("Police arrested 30 people during Saturday's protest in Minsk.", "arrested", "2024-11-02", "2024-11-02"),
    ("The group claimed Friday's bombing, which killed nine.", "killed", "2024-11-01", "2024-11-01"),
    ("The council met on Monday to discuss the shelling.", "shelling", None, None),
    ("The army attacked on Sept. 27 and has since retaken villages.", "retaken", "2024-09-27", None),
    ("Jets hit Kyiv overnight on Sunday, the air force said on Monday.", "hit", "2024-11-03", "2024-11-04"),
    ("A bomber blew himself up as worshippers left a mosque on Friday.", "blew", "2024-11-01", "2024-11-01"),
    ("Guards killed three men.", "killed", None, None),
]


@pytest.mark.parametrize(("text", "word", "date", "enddate"), GOVERNED)
def test_dates_event_date(text: str, word: str, date: str | None, enddate: str | None) -> None:
    doc = read(text)
    found = event_date(doc, token(doc, word))
    assert (found.date, found.enddate) == (date, enddate), found.why
    assert (found.basis == "none") == (date is None)


@pytest.mark.parametrize(
    ("text", "country", "time"),
    [
        ("Ruritania shelled it at 5:15 a.m. local time on Monday.", "ARM", "2024-11-04T05:15+04:00"),
        ("Ruritania shelled it at 5:15 a.m. local time on Monday.", "RUS", None),
        ("Ruritania shelled it at 5:15 a.m. local time on Monday.", None, None),
        ("Ruritania shelled it at 5:15 a.m. (0115 GMT) on Monday.", None, "2024-11-04T01:15Z"),
    ],
)
def test_dates_clock_time_needs_a_zone(text: str, country: str | None, time: str | None) -> None:
    doc = read(text)
    found = event_date(doc, token(doc, "shelled"), country=country)
    assert (found.date, found.time) == ("2024-11-04", time)


def test_dates_paired_clock_keeps_the_local_day() -> None:
    doc = read("Troops crossed the river at 1:30 a.m. Tuesday (2230 GMT Monday).")
    found = event_date(doc, token(doc, "crossed"))
    assert (found.date, found.time) == ("2024-11-05", "2024-11-04T22:30Z")


def test_dates_zones_name_countries_with_one_zone() -> None:
    assert zones()["AZE"] == "Asia/Baku" and "USA" not in zones()


def test_dates_saying_date() -> None:
    doc = read("The minister told reporters on Friday that rebels had fled on Tuesday.")
    assert saying_date(doc, token(doc, "told")) == "2024-11-01"


def test_dates_conflict_names_both_days() -> None:
    (warning,) = date_conflicts(read("Troops entered the town on Oct. 28.", "2020-10-27"))
    assert warning.kind == "date-conflict" and warning.spans[0].text == "Oct. 28"
    assert "2020-10-27" in warning.message and "2020-10-28" in warning.message


@pytest.mark.parametrize(
    "text", ["Troops will leave on Nov. 12.", "They postponed the Nov. 12 vote.", "The vote is scheduled for Nov. 12."]
)
def test_dates_plans_are_no_conflict(text: str) -> None:
    assert date_conflicts(read(text)) == []


def test_dates_no_date_warns_of_open_expressions() -> None:
    (warning,) = no_date(read("Shells hit the ward on Tuesday.", None))
    assert warning.kind == "no-date" and [s.text for s in warning.spans] == ["Tuesday"]
    assert no_date(read("Shells hit the ward on 3 May 1999.", None)) == []
