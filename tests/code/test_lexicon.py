"""The event lexicon: every row reads, every example codes as its row says."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.code.events.__main__ import failures
from dragoman.code.events.lexicon import lexicon, load, parse_when, read_frames
from dragoman.code.plover import categories
from dragoman.errors import DataError


def all_frames():
    """Every row once: a row whose trigger is a class stands under each word of the class."""
    return list({id(f): f for frames in lexicon().frames.values() for f in frames}.values())


def test_lexicon_covers_every_category():
    assert set(categories()) <= {f.event for f in all_frames()}


def test_every_frame_has_an_example():
    assert [f.name for f in all_frames() if not f.example] == []


def test_no_frame_is_written_twice():
    keys = Counter((f.trigger, f.pos, f.when, f.event) for f in all_frames())
    assert [k for k, n in keys.items() if n > 1] == []


def test_classes_that_conditions_name_exist():
    known = set(lexicon().classes) | {
        "PLACE",
        "PERSON",
        "GROUP",
        "ACTOR",
        "STATE",
        "ARMED",
        "NUMBER",
        "DATE",
        "NONE",
        "OFFICIAL",
        "WEAPON",
        "COUNTED",
        "MONEY",
    }
    used = {c for f in all_frames() for w in f.when for c in w.classes}
    used |= {w[1:] for f in all_frames() for w in f.trigger if w.startswith("@")}
    assert used - known == set()


def test_every_example_codes_as_its_row_says():
    bad, n = failures([])
    assert n > 0
    assert [f"{f.source}: {f.example} -> {got} ({reason})" for f, got, reason in bad] == []


def test_more_words_and_conditions_come_first():
    for frames in lexicon().frames.values():
        assert [f.rank for f in frames] == sorted((f.rank for f in frames), reverse=True)


def test_bad_row_names_file_and_line(tmp_path: Path):
    path = tmp_path / "assault.tsv"
    path.write_text("trigger\tpos\troles\twhen\tevent\tmode\tcameo\texample\nhit\tV\tsubj:doer\t\tASSAULT\t\t\t\n")
    with pytest.raises(DataError, match=r"assault.tsv, line 2.*subj:doer"):
        read_frames(path)


def test_condition_with_words_and_classes():
    (c,) = parse_when("obj!=idea|@plan", "here")
    assert (c.slot, c.negated, c.words, c.classes) == ("obj", True, frozenset({"idea"}), ("plan",))


def test_shipped_folder_loads_as_a_users_own_would():
    folder = Path(str(files("dragoman.code.events").joinpath("lexicon")))
    assert load(folder).frames.keys() == lexicon().frames.keys()
