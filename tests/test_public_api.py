"""The public surface is small, typed, light to import, and changes only on purpose."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import dragoman
from dragoman.api import CodedStory
from factories import full_record


def test_the_surface():
    assert dragoman.__all__ == [
        "Claim",
        "CodedStory",
        "DragomanError",
        "Ledger",
        "Record",
        "Story",
        "__version__",
        "code",
        "code_many",
    ]
    assert dir(dragoman) == sorted(dragoman.__all__)
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = dragoman.nothing


def test_the_signatures():
    keywords = ["published", "headline", "outlet", "agency", "dateline", "url", "id", "model"]
    from dragoman.api import code, code_many

    assert list(inspect.signature(code).parameters) == ["text", *keywords]
    assert list(inspect.signature(code_many).parameters) == ["stories", "model", "claims_only", "workers"]
    public = {n for n in vars(CodedStory) if not n.startswith("_")}
    assert public == {"record", "id", "text", "claims", "attributions", "times", "places", "warnings", "to_dict"}


def test_import_is_light():
    script = (
        "import sys, dragoman; dragoman.Claim; dragoman.Ledger; dragoman.DragomanError;"
        "print([m for m in ('spacy', 'numpy', 'rich', 'typer', 'starlette') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "first", ["import dragoman", "import dragoman.coder", "import dragoman.code.claims", "import dragoman.api"]
)
def test_code_is_callable_and_a_folder_whatever_is_imported_first(first):
    script = (
        f"{first}\nimport dragoman\nimport dragoman.code.plover as plover\nfrom dragoman.code.claims import claims\n"
        "assert callable(dragoman.code) and claims.name == 'claims' and dragoman.code.plover is plover\n"
        "from dragoman import code\nassert code is dragoman.code\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_code_gives_claims_and_facts():
    doc = dragoman.code("Gunmen killed five soldiers on Tuesday, the army said.", published="2023-05-11", id="k")
    assert doc.id == "k"
    assert doc.record.published == "2023-05-11"
    assert [c.event for c in doc.claims] == ["ASSAULT"]
    assert doc.to_dict()["claims"][0]["id"] == "k#1"
    assert "ASSAULT" in repr(doc) and "killed" in repr(doc)


def test_code_many_keeps_order_and_takes_strings():
    stories = [dragoman.Story("Troops shelled the port.", id="a"), "Rebels freed two teachers."]
    assert [d.text[:6] for d in dragoman.code_many(stories)] == ["Troops", "Rebels"]


@pytest.mark.parametrize(
    ("text", "facts", "message"),
    [
        ("", {}, "nothing to code"),
        (" \n", {}, "nothing to code"),
        ("x", {"published": "27 Oct"}, "no ISO date"),
        (b"x", {}, "str"),
    ],
)
def test_wrong_calls_say_what_to_do(text, facts, message):
    with pytest.raises(dragoman.DragomanError, match=f"{message}.*Remedy"):
        dragoman.code(text, **facts)


def test_notebook_view_is_escaped_and_whole():
    html = CodedStory(full_record())._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'title="1 did">shelled</mark><sup>1</sup>' in html
    assert "killed ≥14 people" in html


def test_repr_tells_each_claim():
    lines = repr(CodedStory(full_record())).splitlines()
    assert lines[0] == "<CodedStory 'tavrin': 2 claims>"
    assert "according to a hospital (confirms), via Governor of Tavrin, via Wire · alleged" in lines[1]
    assert "killed 1,003 civilians in all" in lines[2]
