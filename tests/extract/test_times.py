"""Time expressions: gold stands inline as <expression|value|from|to>, read on Wednesday 6 November 2024."""

from __future__ import annotations

import re
import time

import pytest

from dragoman.coder import before_parse
from dragoman.document import Document, Story
from dragoman.extract.times import times
from dragoman.extract.times.grammar import rules
from dragoman.extract.times.lexicon import CLASSES, CODE, lexicon
from dragoman.extract.times.resolve import RESOLVERS
from dragoman.extract.times.scan import scan
from dragoman.parse import parse_many
from dragoman.read.layout import start

READ_ON = "2024-11-06"


def read(text: str, published: str | None = READ_ON, dateline_date: str | None = None) -> Document:
    doc = next(parse_many([before_parse()(start(Story(text=text, published=published), "t"))]))
    if dateline_date:
        doc.dateline_date = dateline_date
    return times(doc)


def check(marked: str, published: str | None = READ_ON) -> None:
    """The expressions of a text are those marked in it, in order, with the values and bounds given."""
    gold: list[list[str]] = []
    for m in re.finditer(r"<([^|>]+)\|([^>]*)>", marked):
        gold.append([m.group(1), *m.group(2).split("|")])
    text = re.sub(r"<([^|>]+)\|[^>]*>", r"\1", marked)
    doc = read(text, published)
    found = [[t.text, t.value, t.from_ or "", t.to or ""][: len(g)] for t, g in zip(doc.times, gold, strict=False)]
    assert [t.text for t in doc.times] == [g[0] for g in gold]
    assert found == gold
    assert all(doc.text[t.start : t.end] == t.text for t in doc.times)


WEEKDAYS = [
    "Gunmen stormed a hotel in Mogadishu on <Monday|2024-11-04|2024-11-04|2024-11-04>.",
    "Two peacekeepers were killed <Wednesday|2024-11-06> near Bunia.",
    "The envoy will land in Aden on <Thursday|2024-11-07>.",
    "Opposition leaders plan to march in Lagos on <Saturday|2024-11-09>.",
    "The rebels agreed to hand over the airport by <Friday|2024-11-08>.",
    "The cease-fire, due to begin <Sunday|2024-11-10>, was denounced by hard-liners.",
    "<Sunday|2024-11-03>'s shelling flattened a bakery in Idlib.",
    "The truce broke down <last Friday|2024-11-01> after a drone strike.",
    "Parliament meets <next Monday|2024-11-11> to vote on the draft.",
    "Fighting has raged around El Fasher since <Tuesday|2024-11-05|2024-11-05|>.",
    "A suicide bomber had struck the same checkpoint on <Thursday|2024-10-31>.",
    "The general is to appear in court on <Friday|2024-11-08>.",
    "The two presidents are holding talks in Geneva on <Thursday|2024-11-07>.",
    "Police fired tear gas at miners on <Saturday|2024-11-02>, wounding six.",
    "The junta has said it would free the hostages on <Monday|2024-11-11>.",
    "The curfew, imposed on <Monday|2024-11-04>, remains in place until <Saturday|2024-11-09||2024-11-09>.",
    "Soldiers could withdraw as early as <Friday|2024-11-08>, a diplomat said <Tuesday|2024-11-05>.",
    "Villagers buried their dead on <Sunday|2024-11-03> and were expected to return home <Thursday|2024-11-07>.",
    "The opposition postponed <Saturday|2024-11-09>'s rally after threats.",
    "Israeli jets bombed Beirut's suburbs late <Friday|2024-11-01>.".replace("late <Friday|", "<late Friday|"),
    "The mutineers seized the barracks <on the morning|".replace("<on the morning|", "<Tuesday morning|")
    + "2024-11-05TMO|2024-11-05T06:00|2024-11-05T11:59>.",
    "The <Sunday|2024-11-03> raid was the third on the district.",
]


@pytest.mark.parametrize("marked", WEEKDAYS)
def test_times_weekday_by_tense(marked: str) -> None:
    check(marked)


FORMS = [
    "On <May 3, 2021|2021-05-03>, on <3 May 2021|2021-05-03> and on <the 3rd of May, 2021|2021-05-03> they met.",
    "He was shot on <Sunday, Nov. 3|2024-11-03> and buried on <5/11/2024|2024-05-11>.",
    "The accord of <2015-02-12|2015-02-12> was ignored.",
    "It began on <Dec. 28|2023-12-28> and a vote will be held on <Feb. 2|2025-02-02>.",
    "Militants overran the post in <October|2024-10> and the port in <early March|2024-03|2024-03-01|2024-03-10>.",
    "They fled in <the summer of 2006|2006-SU|2006-06-01|2006-08-31>.",
    "Abductions rose in <the second quarter of 2023|2023-Q2|2023-04-01|2023-06-30>.",
    "In <the early 1990s|199|1990-01-01> and <the 19th century|18> the border moved.",
    "The militia ran the mine between <2011|2011|2011-01-01|2014-12-31> and <2014|2014|2011-01-01|2014-12-31>.",
    "Strikes from <March 3|2024-03-03|2024-03-03|2024-03-09> to <9|2024-03-09|2024-03-03|2024-03-09> hit the clinic.",
    "The war of <1992|1992>-<94|1994> displaced a million.",
    "At least 90 people have died since <Sept. 27|2024-09-27|2024-09-27|>.",
    "The monitors logged 312 breaches <so far this year|2024|2024-01-01|2024-11-06>.",
    "Clashes in <the past three days|P3D|2024-11-04|2024-11-06> killed 20.",
    "The general was held <two weeks ago|2024-W43|2024-10-21|2024-10-27>.",
    "Shells fell <last weekend|2024-W44-WE|2024-11-02|2024-11-03>.",
    "The clan has ruled for <nearly three decades|P3DE|1994-11-06|2024-11-06>.",
    "It fell on <April 3|2024-04-03>. <The following day|2024-04-04> they fled; <two days later|2024-04-06> it burned.",
    "The army imposed a <24-hour|PT24H> curfew and searches homes <every Friday|XXXX-WXX-5||>.",
    "Jets struck <overnight|2024-11-05TNI|2024-11-05T18:00|2024-11-06T05:59>.",
    "A blast shook Quetta at <8:15 a.m. local time (0315 GMT) on Monday|2024-11-04T03:15Z>.",
    "They crossed at <1:30 a.m. Tuesday (2230 GMT Monday)|2024-11-04T22:30Z>.",
    "The rocket fell at <10.40 a.m. EST on Monday|2024-11-04T10:40-05:00>.",
    "The plane left at <1430 GMT|2024-11-03T14:30Z> on <Sunday|2024-11-03>.".replace(
        "<1430 GMT|2024-11-03T14:30Z> on <Sunday|2024-11-03>", "<1430 GMT on Sunday|2024-11-03T14:30Z>"
    ),
    "<Last year|2023|2023-01-01|2023-12-31> 40 died; <this month|2024-11> 12; <earlier this week|2024-W45|2024-11-04> 3.",
    "He spoke <yesterday|2024-11-05>; a vote is due <tomorrow|2024-11-07>.",
    "On <the night of April 14-15, 2014|2014-04-14TNI>, girls were taken from a school.",
    "The <Nov. 13|2023-11-13> attacks shook the city; <Friday|2024-11-08> marks the anniversary.",
    "The truce took hold on <Christmas Eve|2023-12-24>.",
]


@pytest.mark.parametrize("marked", FORMS)
def test_times_newspaper_forms(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "text",
    [
        "Protesters may march on the ministry, the Sunday Herald wrote.",
        "The 23-year-old student lost 2-1 and fired an AK-47.",
        "Col. March and April Jones met on Route 1994.",
        "He sat in the sun; it was the second of three quarters of the city.",
        "About 2000 soldiers with T-72 tanks took $1999.",
    ],
)
def test_times_leaves_what_is_no_time(text: str) -> None:
    assert [t.text for t in read(text).times] == []


def test_times_without_anchor_stay_underspecified() -> None:
    check("Shells hit the ward on <Tuesday|XXXX-WXX-2||> and on <Oct. 3|XXXX-10-03||>.", published=None)


def test_times_last_told_day_is_the_third_anchor() -> None:
    check("They struck on <3 May 1999|1999-05-03>. On <5 June|1999-06-05> they fled.", published=None)


def test_times_dateline_comes_before_document() -> None:
    doc = read("Rebels shelled the camp on Tuesday.", "2024-06-05", "2024-06-03")
    assert (doc.times[0].from_, doc.times[0].anchor) == ("2024-05-28", "dateline")


def test_times_keeps_the_year_just_after_the_document() -> None:
    t = read("Troops entered the town on Oct. 28.", "2020-10-27").times[0]
    assert t.from_ == "2020-10-28" and "after-document" in t.flags


def test_times_history_counts_from_the_years_it_tells() -> None:
    text = (
        "In March 1912 the league was founded. War broke out on 8 October 1912. Troops took Kumanovo on 24 October. "
        "An armistice was signed on 3 December 1912. In February the talks failed. Adrianople fell on 26 March 1913."
    )
    values = [t.value for t in read(text, "2009-12-19").times]
    assert values == ["1912-03", "1912-10-08", "1912-10-24", "1912-12-03", "1913-02", "1913-03-26"]


def test_times_every_rule_has_a_resolver() -> None:
    assert {name for name, _ in rules()} <= RESOLVERS.keys()


def test_times_every_word_has_a_known_class() -> None:
    single, several = lexicon()
    codes = {s.code for s in single.values()} | {s.code for options in several.values() for _, s in options}
    assert codes <= set(CODE.values()) and len(CLASSES) == len(set(CLASSES))


def test_times_long_runs_of_figures_do_not_backtrack() -> None:
    text = "from May 1 to " + "1 2 3 - , and 4 May " * 400
    begin = time.perf_counter()
    scan(text, 0, len(text))
    assert time.perf_counter() - begin < 2
