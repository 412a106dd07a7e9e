"""A claim's confidence: higher where more is known, explained, fitted as the script says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.code.confidence import LEAST, MOST, confidence, reason, weights
from dragoman.document import Document
from factories.calibration import bins, calibration_error, ranking, sure

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from fit_confidence import RARE, Row, fit, held_out, lines_of  # noqa: E402

GOOD = ["always", "ASSAULT", "asserted", "date relative", "clause main", "actor known", "recipient known"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("date relative", "date none"),
        ("actor known", "actor without country"),
        ("clause main", "clause noun"),
        ("asserted", "planned"),
    ],
)
def test_what_is_known_is_surer_than_what_is_not(better: str, worse: str) -> None:
    assert confidence(GOOD) > confidence([worse if f == better else f for f in GOOD])


@pytest.mark.parametrize("doubt", ["bare noun", "long sentence", "place none", "source"])
def test_what_is_doubtful_lowers_it(doubt: str) -> None:
    assert confidence([*GOOD, doubt]) < confidence(GOOD)


def test_it_ends_where_the_set_can_tell_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.code.confidence.weights", lambda: {"sure": 50.0, "doubtful": -50.0})
    assert (confidence(["sure"]), confidence(["doubtful"]), confidence([])) == (MOST, LEAST, 0.5)


def test_the_reason_names_what_weighs_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dragoman.code.confidence.weights", lambda: {"always": 3.0, "a": 0.2, "b": -0.9, "c": 0.4, "d": 0.3, "e": 0.01}
    )
    assert reason(["always", "a", "b", "c", "d", "e"]) == "confidence: b -0.9, c +0.4, d +0.3"
    assert reason(["always", "e"]) == "confidence: nothing weighs on it"


def test_a_clear_claim_is_surer_than_a_vague_one_and_says_why(coded: Callable[..., Document]) -> None:
    (clear,) = coded("Kenya accused Somalia of smuggling on Tuesday.", published="2020-03-05").claims[:1]
    vague = coded(
        "A trader, who was said by relatives to have told a visitor from the coast about shots near a bridge, and who asked not to be "
        "named, had heard that there might be an attack by them on the village.",
        published="2020-03-05",
    ).claims
    assert vague and all(v.confidence < clear.confidence for v in vague)
    assert clear.why[-1].startswith("confidence: ")


def test_both_sides_of_a_war_get_the_same_confidence(coded: Callable[..., Document]) -> None:
    tell = "{} troops shelled {} positions on Tuesday, killing three soldiers."
    one, two = (
        coded(tell.format(*sides), published="2020-03-05").claims
        for sides in (("Armenian", "Azerbaijani"), ("Azerbaijani", "Armenian"))
    )
    assert [c.confidence for c in one] == [c.confidence for c in two] != []


def _rows() -> list[Row]:
    """Claims of thirty stories: those with a date are right, the others every second time."""
    return [
        Row(s, "t", ("always", "dated" if k % 2 else "dateless"), bool(k % 2) or s % 2 == 0)
        for s in range(30)
        for k in range(6)
    ]


def test_the_fit_finds_what_tells_and_is_the_same_again() -> None:
    rows = _rows()
    w = fit(rows)
    assert w == fit(list(reversed(rows)))
    assert w["dated"] > 0.5 > -0.5 > w["dateless"]
    told = held_out(rows)
    assert len(told) == len(rows) and ranking(told, [r.right for r in rows]) > 0.6


def test_the_data_file_is_of_the_form_that_the_script_writes() -> None:
    rows = _rows()
    made = lines_of(fit(rows), rows).splitlines()
    shipped = files("dragoman.code").joinpath("data/confidence.tsv").read_text("utf-8").splitlines()
    assert shipped[:2] == made[:2]
    for line in (*made[2:], *shipped[2:]):
        name, weight, n, right = line.split("\t")
        assert f"{float(weight):.2f}" == weight and int(n) >= RARE and 0 <= float(right) <= 1 and name.strip() == name
    assert set(weights()) == {line.split("\t")[0] for line in shipped[2:]}


def test_the_calibration_error_is_the_mean_distance_of_told_and_right() -> None:
    told, right = [0.9] * 4 + [0.5] * 2, [True, True, True, False, True, False]
    assert calibration_error(told, right) == pytest.approx((4 * abs(0.9 - 0.75) + 0) / 6)
    assert [(b.low, b.n) for b in bins(told, right)] == [(0.5, 2), (0.9, 4)]
    assert sure(told, right) == (4, 0.75)
    assert (calibration_error([], []), sure([0.2], [True])) == (0, (0, 0))
