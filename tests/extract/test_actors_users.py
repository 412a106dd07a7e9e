"""A user's own list: read, checked, kept, and put before the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.document import Document
from dragoman.errors import DataError
from dragoman.extract.actors import actors, add_user_actors, load_user_actors, user_actors_path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DRAGOMAN_CONFIG", str(tmp_path / "config"))
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_own_actor_is_found_and_outranks(config: Path, parsed: Callable[..., Document]) -> None:
    mine = write(
        config / "mine.csv",
        "name,aliases,code,sector,kind\nRiver Shield,Shield men|RSH,MLI,PRM,group\nBoko Haram,,CMR,REB,group\n",
    )
    assert add_user_actors(mine) == 2
    doc = actors(parsed("Shield men fought Boko Haram near the lake."))
    assert [(m.entity.name, m.entity.code, m.entity.sector) for m in doc.mentions[:2]] == [
        ("River Shield", "MLI", ("PRM",)),
        ("Boko Haram", "CMR", ("REB",)),
    ]
    assert "your list" in doc.mentions[0].why


def test_a_term_ends(config: Path, parsed: Callable[..., Document]) -> None:
    add_user_actors(
        write(
            config / "a.csv",
            "name,code,sector,kind,from,to\nRiver Shield,MLI,PRM,group,2012-01,2014-12\nRiver Shield,MLI,MIL,group,2015-01,\n",
        )
    )
    for published, sector in (("2013-05-05", "PRM"), ("2018-05-05", "MIL")):
        doc = actors(parsed("River Shield took the town.", published=published))
        assert doc.mentions[0].entity.sector == (sector,)


def test_adding_again_replaces(config: Path) -> None:
    add_user_actors(write(config / "a.csv", "name,code\nRiver Shield,MLI\nHill Guard,NER\n"))
    add_user_actors(write(config / "b.csv", "name,code\nRiver Shield,BFA\n"))
    kept = {e.name: e.code for e, _ in load_user_actors(user_actors_path())}
    assert kept == {"River Shield": "BFA", "Hill Guard": "NER"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who,code\nRiver Shield,MLI\n", "no column 'name'"),
        ("name,code\nRiver Shield,mali\n", "line 2"),
        ("name,kind\nRiver Shield,army\n", "kind 'army'"),
    ],
)
def test_what_is_wrong_is_said(config: Path, text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        load_user_actors(write(config / "bad.csv", text))
    assert not user_actors_path().exists()
