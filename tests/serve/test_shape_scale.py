"""Axes: ticks that can be read, percentages that hold, counts that are said as they are told."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.serve.shape.scale import Days, count_ticks, days_over, interval, months_between, period, spread
from dragoman.serve.shape.timeline import timeline


def test_a_single_day_stands_in_the_middle():
    axis = days_over(["2023-03-12", None])
    assert axis is not None and axis.at(date(2023, 3, 12)) == 50
    assert days_over([None]) is None


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2023-03-12", "2023-03-15", ["12 Mar 2023", "13 Mar", "14 Mar", "15 Mar"]),
        ("2022-11-20", "2023-05-02", ["Dec 2022", "Jan 2023", "Feb", "Mar", "Apr", "May"]),
        ("1990-05-01", "2023-05-01", ["1995", "2000", "2005", "2010", "2015", "2020"]),
    ],
)
def test_ticks_fit_the_span(first, last, labels):
    found = [t.label for t in Days(date.fromisoformat(first), date.fromisoformat(last)).ticks()]
    assert found == labels


def test_months_have_no_gap():
    found = months_between(date(2022, 11, 20), date(2023, 2, 1))
    assert [d.isoformat()[:7] for d in found] == ["2022-11", "2022-12", "2023-01", "2023-02"]


@pytest.mark.parametrize(("highest", "last"), [(0, 1), (1, 1), (3, 3), (83, 100), (120_000, 150_000), (7, 8)])
def test_counts_end_at_a_round_number(highest, last):
    found = count_ticks(highest)
    assert found[0] == 0 and found[-1] == last >= highest
    assert len(found) <= 7


@pytest.mark.parametrize(
    ("low", "high", "value", "words"),
    [(65, None, 65, "≥ 65"), (4, 9, None, "4–9"), (9, 9, 9, "9"), (None, 20, None, "≤ 20"), (None, None, None, "–")],
)
def test_an_interval_says_what_is_told(low, high, value, words):
    assert interval(low, high, value) == words


def test_labels_do_not_cover_one_another():
    moved = spread([10, 12, 100, 11], 15)
    assert sorted(moved) == [10, 25, 40, 100]
    assert moved[0] < moved[3] < moved[1]


def test_the_brush_has_every_day_and_marks_what_is_chosen():
    found = timeline(["2023-03-12", "2023-03-14", "2023-03-14"], first="2023-03-14")
    assert found is not None and found.unit == "day"
    assert [(b.first, b.count, b.chosen) for b in found.bins] == [
        ("2023-03-12", 1, False), ("2023-03-13", 0, False), ("2023-03-14", 2, True),
    ]  # fmt: skip
    assert sum(b.count for b in timeline(["1999-01-01", "2023-03-14", "2010-02-03"]).bins) == 3
    assert timeline([]) is None


def test_a_few_far_off_days_do_not_press_the_others():
    near = [f"2023-03-{n:02}" for n in range(1, 29)]
    found = timeline(["1606-01-31", *near])
    assert found is not None and (found.unit, found.before, found.after) == ("day", 1, 1)
    assert found.first == "2023-03-01" and sum(b.count for b in found.bins) == 27


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-06-03", "2024-06-03", "2024-06-03"), ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-01-01", "2024-12-31", "2024"), ("2024-06-03", "2024-07-01", "2024-06-03 to 2024-07-01"),
        (None, None, "no date"), ("2024-06-03", None, "2024-06-03"),
    ],
)  # fmt: skip
def test_a_year_is_not_told_as_a_day(first, last, words):
    assert period(first, last) == words
