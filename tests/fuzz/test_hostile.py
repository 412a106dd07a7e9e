"""Hostile input: whatever comes in, the program answers, or says what is wrong in its own words; it never crashes or hangs.

Sizes are small, so that a test that takes long is itself the finding.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.coder import code_documents, code_stories
from dragoman.document import Story
from dragoman.errors import DragomanError
from dragoman.parse.pipe import LONGEST_SENTENCE
from dragoman.query import parse_arguments
from dragoman.read import read_stories
from dragoman.read.formats import BUILT_IN
from dragoman.record import Record
from dragoman.schema.decode import record_from_dict, record_from_json
from dragoman.serve.app import make_app
from dragoman.store import Ledger
from factories.web import ask

FEW = settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
SUFFIXES = [s for f in BUILT_IN for s in f.suffixes]
SAMPLE = {
    "id": "a", "text": "Shells hit Goma on Monday.", "published": "2024-06-04", "headline": "Shells", "url": "https://example.org/a",
}  # fmt: skip
WELL = {
    ".jsonl": json.dumps(SAMPLE).encode(),
    ".json": json.dumps(
        {"uri": "a", "body_text": "Shells hit Goma.", "versioncreated": "2024-06-04T00:00:00Z"}
    ).encode(),
    ".csv": b"id,text,published\na,Shells hit Goma.,2024-06-04\n",
    ".html": b"<html><head><title>T</title></head><body><article><p>Shells hit Goma on Monday.</p></article></body></html>",
    ".xml": b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>T</title><description>Shells hit Goma.</description>'
    b"</item></channel></rss>",
    ".eml": b"From: a@example.org\nDate: Tue, 4 Jun 2024 10:00:00 +0000\nSubject: T\n\nShells hit Goma.\n",
    ".txt": b"GOMA, June 4 (Reuters) - Shells hit Goma on Monday.\n",
}


def read(path: Path) -> tuple[list[Story], list[Exception]]:
    wrong: list[Exception] = []
    return list(read_stories([path], on_error=wrong.append)), wrong


@given(st.sampled_from(SUFFIXES), st.binary(max_size=300))
@FEW
def test_any_bytes_under_any_name(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"story{suffix}"
    path.write_bytes(data)
    stories, wrong = read(path)
    assert all(isinstance(e, DragomanError) and str(e) for e in wrong)
    assert all(isinstance(s.text, str) for s in stories)


@given(st.sampled_from(sorted(WELL)), st.data())
@FEW
def test_well_formed_files_with_damage(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    good = WELL[suffix]
    at = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(at, len(good)))
    path = tmp_path / f"story{suffix}"
    path.write_bytes(good[:at] + data.draw(st.binary(max_size=20)) + good[end:])
    _, wrong = read(path)
    assert all(isinstance(e, DragomanError) for e in wrong)


@given(st.binary(max_size=60), st.integers(0, 200))
@FEW
def test_damaged_archives(tmp_path: Path, junk: bytes, at: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, body in (
            ("a.txt", WELL[".txt"]),
            ("../../outside.txt", b"Shells hit Goma."),
            ("b.jsonl", WELL[".jsonl"]),
        ):
            z.writestr(name, body)
    whole = out.getvalue()
    path = tmp_path / "stories.zip"
    path.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    _, wrong = read(path)
    assert all(isinstance(e, DragomanError) for e in wrong)
    assert not (tmp_path.parent.parent / "outside.txt").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["stories.zip"]


def test_xml_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("HIDDENWORDS")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for n, doctype in enumerate(
        (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', f'<!ENTITY a0 "boom">{bomb}<!ENTITY x "&a11;">')
    ):
        path = tmp_path / f"feed{n}.xml"
        path.write_text(
            f'<?xml version="1.0"?><!DOCTYPE rss [{doctype}]><rss version="2.0"><channel><item><title>T</title>'
            "<description>Shells hit Goma. &x;</description></item></channel></rss>"
        )
        stories, _ = read(path)
        assert not any("HIDDENWORDS" in s.text or len(s.text) > 10_000 for s in stories)


WORDS = st.sampled_from(
    "Monday June 2024 last next two hundred and fifty-six 12 1,200 1.2 million dozens of killed wounded said that not army Goma"
    " Russia the at noon 3:30 p.m. GMT between since until more than least half a quarter to from week years ago . , ; \" “ ” ( )"
    " - — 's $ % \n\n don't 31/12/99 2024-13-45 0 -5 1e9 ½ ٣ Ⅻ".split(" ")
)  # fmt: skip


@given(st.lists(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join)), min_size=12, max_size=24))
@settings(FEW, max_examples=4)
def test_the_coder_takes_any_text(texts: list[str]) -> None:
    stories = [Story(text=t, id=str(n), published="2024-06-04") for n, t in enumerate(texts)]
    for story, record in zip(stories, code_stories(stories), strict=True):
        assert record.text == story.text
        assert all(story.text[c.trigger.start : c.trigger.end] == c.trigger.text for c in record.claims)
        assert all(story.text[t.start : t.end] == t.text for t in record.times)
        json.dumps(record.to_dict(), allow_nan=False)


LONG = {
    "digits": "1" * 6000, "digits with separators": "1," * 2000, "full stops": "." * 5000, "capitals": "A" * 5000,
    "initials": "A. " * 700, "one of one of": "the son of " * 700, "nested speech": "He said that " * 400 + "it fell.",
    "a list": "Armenia and " * 500 + "Iran met.", "quotes": '"' * 20_000, "brackets": "(" * 9000 + ")" * 9000, "null": "\0a " * 500,
    "joined": "a\u200d" * 3000, "accents": "e\u0301" * 2000, "half pairs": "\ud800 shelled Goma " * 40, "weekdays": "Monday " * 700,
    "numbers in words": "twenty two hundred " * 250, "a list of capitals": "KYIV, " * 1500, "empty lines": "x" + "\n" * 9000 + "y", "spaces": "x" + " " * 9000 + "y",
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_long_runs_of_one_thing(name: str) -> None:
    text = LONG[name]
    record = next(code_stories([Story(text=text, id="long")]))
    assert record.text == text
    assert all(text[c.trigger.start : c.trigger.end] == c.trigger.text for c in record.claims)


MANY = """
from dragoman.coder import code_documents, code_stories
from dragoman.document import Story
for text in ("Rebels attacked Goma. " * 7000, "Rebels attacked Goma and " * 7000 + "fled.", '"We attacked Goma," General Ivan Petrov said. ' * 3500):
    print(len(next(code_stories([Story(text=text, id="many", published="2024-06-04")])).claims))
"""


def test_a_story_of_very_many_claims_ends() -> None:
    """What grew with the square of the claims of a story took these some fifteen minutes; now it is half of one."""
    done = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, timeout=300, check=True)
    assert [int(n) for n in done.stdout.split()] == [7000, 7000, 3500]


def test_a_sentence_without_end_is_cut() -> None:
    doc = next(code_documents([Story(text="Rebels attacked Goma and " * 400 + "fled.", id="endless")]))
    assert max(s.end - s.start for s in doc.sentences) == LONGEST_SENTENCE


PROBE = """
import importlib, pkgutil, re, sys
import dragoman
found = {}
for m in pkgutil.walk_packages(dragoman.__path__, "dragoman."):
    if m.name.rpartition(".")[2] == "__main__":
        continue
    try:
        module = importlib.import_module(m.name)
    except ImportError:
        continue
    for n, v in vars(module).items():
        many = v if isinstance(v, (tuple, list)) else v.values() if isinstance(v, dict) else [v]
        for x in many:
            x = getattr(x, "pattern", x) if not isinstance(x, re.Pattern) else x
            if isinstance(x, re.Pattern):
                found[f"{m.name}.{n}", x.pattern] = x
seeds = ["a", "A", "1", " ", "\\n", ".", ",", "-", "'", '"', "(", "<", "&", "/", "a ", "A ", "1 ", "1,", "A. ", "Aa ", "a, ", "and ",
         "\\n\\n", "January ", "=", "\\u00e9", "A-B ", "12:", "the ", "\\t"]
for (name, _), p in found.items():
    for s in seeds:
        for tail in ("", "!", "\\0"):
            t = (s * 400)[:400] + tail
            t = t.encode("utf-8") if isinstance(p.pattern, bytes) else t
            print(name, repr(s), file=sys.stderr) if False else None
            p.search(t), p.match(t), p.fullmatch(t)
print(len(found))
"""


def test_no_pattern_blows_up() -> None:
    """Every compiled pattern of the package against long runs that almost match: one with nested repeats would never end."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROBE)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) >= 50


FIELDS = st.sampled_from(
    ["actor", "event", "from", "to", "text", "toll", "source", "place", "loaded", "x", "", "-actor", "undated"]
)
MARKS = st.sampled_from(["=", ":", ">=", "<", "!=", ""])
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["'; DROP TABLE claims; --", '"', "2024-99", "*", "NEAR(", "a OR", "%", "\0", "10" * 40]),
)


@given(st.lists(st.tuples(FIELDS, MARKS, VALUES).map("".join), max_size=4))
@FEW
def test_filters_are_answered_or_refused(small: Ledger, arguments: list[str]) -> None:
    try:
        condition, values = parse_arguments(arguments).sql()
        small.select(f"SELECT c.id FROM current_claims c WHERE {condition}", values)
    except DragomanError as e:
        assert str(e)
    assert len(small) == 1


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "text", "claims", "start", "x"]), inner)
    ),
    max_leaves=8,
)


@given(JSON, st.sampled_from([None, "id", "text", "claims", "times", "published", "version"]))
@FEW
def test_records_are_decoded_or_refused(value: Any, field: str | None) -> None:
    plain = value if field is None else {**Record(id="a", text="b").to_dict(), field: value}
    for decode in (lambda: record_from_dict(plain), lambda: record_from_json(json.dumps(plain).encode(), "here")):
        try:
            assert isinstance(decode(), Record)
        except DragomanError as e:
            assert str(e)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("hostile") / "ledger.db"
    text = "Gunmen killed <script>alert(1)</script> two people in Goma on Monday, the army said."
    with Ledger(path) as ledger:
        ledger.add(
            next(
                code_stories(
                    [Story(text=text, id="a<b>&'\"", headline="<script>alert(2)</script>", published="2024-06-04")]
                )
            )
        )
        yield ledger


PATHS = [
    "/",
    "/read",
    "/ledger",
    "/ledger.json",
    "/map",
    "/tolls",
    "/incidents",
    "/dyads",
    "/agreements",
    "/articles/x",
    "/api",
    "/static/../app.py",
]


@given(
    st.sampled_from(PATHS),
    st.lists(
        st.tuples(st.sampled_from(["actor", "q", "from", "page", "sort", "unit", "event", "limit", "as_of"]), VALUES),
        max_size=3,
    ),
)
@settings(FEW, max_examples=15)
def test_the_web_app_never_fails_on_what_is_asked(small: Ledger, path: str, query: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    answer = ask(make_app(small.path), f"{path}?{urlencode(query, errors='replace')}")
    assert answer.status < 500, (path, query, answer.text[:300])
    assert "json" in answer.headers.get("content-type", "") or b"<script>alert" not in answer.body
