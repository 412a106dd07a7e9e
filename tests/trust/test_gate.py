"""The gate of bench/: what is under a floor is told, floors only rise unless one says so."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import gate

ROOT = Path(__file__).resolve().parents[2]


def test_a_score_under_its_floor_is_a_fault() -> None:
    floors = {"s": {"corpus": "c", "floors": {"f1": 0.8, "p": 0.5}}}
    assert gate.faults(floors, {"s": ({"f1": 0.8, "p": 0.6}, "c")}) == []
    assert len(gate.faults(floors, {"s": ({"f1": 0.79, "p": 0.6}, "c")})) == 1
    assert len(gate.faults(floors, {"s": ({"p": 0.6}, "c")})) == 1
    assert "corpus" in gate.faults(floors, {"s": ({"f1": 0.8, "p": 0.6}, "another")})[0]


def test_pin_raises_and_lowers_only_when_told() -> None:
    floors = {"s": {"corpus": "c", "floors": {"f1": 0.8}}}
    assert gate.pinned(floors, {"s": ({"f1": 0.9}, "c")}, 0.01, lower=False)["s"]["floors"]["f1"] == 0.89
    assert gate.pinned(floors, {"s": ({"f1": 0.7}, "c")}, 0.01, lower=False)["s"]["floors"]["f1"] == 0.8
    assert gate.pinned(floors, {"s": ({"f1": 0.7}, "c")}, 0.01, lower=True)["s"]["floors"]["f1"] == 0.69
    assert gate.pinned(floors, {"s": ({"f1": 0.7}, "new")}, 0.01, lower=False) == floors
    assert gate.pinned(floors, {"s": ({"f1": 1.0}, "c")}, 0.01, lower=False)["s"]["floors"]["f1"] == 1.0


def test_a_lowered_floor_needs_a_line_in_the_changelog() -> None:
    before = {"own": {"s": {"floors": {"f1": 0.8, "p": 0.5}}}}
    now = {"own": {"s": {"floors": {"f1": 0.7}}}}
    names = gate.lowered(now, before)
    assert names == ["s.f1", "s.p"]
    assert gate.unspoken(names, "- Floor lowered: s.f1 (a stricter set)") == ["s.p"]
    assert gate.lowered(before, before) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("strict 84.5, relaxed 91.0", {"strict": 0.845, "relaxed": 0.91}),
        ("recognition F1 0.859, end to end F1 0.781", {"recognition_F1": 0.859, "end_to_end_F1": 0.781}),
        ("rel.who_said   72.8   63.7   68.0   1918  2192", {"rel.who_said": 0.68}),
        ("29/30 (best peer measured: 23)", {"right": 29 / 30}),
    ],
)
def test_figures_are_read_from_the_bench_table(line: str, expected: dict[str, float]) -> None:
    assert gate.numbers(line) == pytest.approx(expected)


def test_corpus_hash_sees_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    one = gate.corpus_hash([tmp_path])
    (tmp_path / "a").write_text("y")
    two = gate.corpus_hash([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({one, two, gate.corpus_hash([tmp_path])}) == 3


def test_the_floors_name_sets_of_the_project_with_their_files() -> None:
    from own_sets import SETS

    floors = json.loads((ROOT / "bench/floors.json").read_text("utf-8"))
    assert set(floors["own"]) == set(SETS)
    for name, (_, paths) in SETS.items():
        assert floors["own"][name]["corpus"] == gate.corpus_hash(paths), (
            f"{name} changed: python bench/gate.py pin {name}"
        )
        assert all(0 <= v <= 1 for v in floors["own"][name]["floors"].values())
