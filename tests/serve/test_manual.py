"""The manual as pages, and the files that are vendored."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.serve import make_app
from dragoman.serve.manual import leaves, text_of
from dragoman.store import Ledger
from factories.web import ask

ROOT = Path(__file__).resolve().parents[2]
NAMES = [leaf.name for _, found in leaves() for leaf in found]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    path = tmp_path_factory.mktemp("manual") / "ledger.db"
    Ledger(path).close()
    return make_app(path)


def test_every_page_is_there_and_leads_only_to_pages(app):
    assert {"codebook", "record", "cli", "web"} <= set(NAMES)
    for name in NAMES:
        text = text_of(name)
        assert text is not None and "<h1" in text.html
        assert " style=" not in text.html and "<script" not in text.html
        for href in re.findall(r'href="(/docs/[^"#]+)', text.html):
            assert ask(app, href).status == 200, f"{name}: {href}"


def test_a_page_has_its_twin(app):
    page = ask(app, "/docs/codebook")
    assert page.status == 200 and "AGREE" in page.text
    assert ask(app, "/docs/codebook.json").json()["title"] == "Codebook"
    assert "Codes" in ask(app, "/docs.json").json()


@pytest.mark.parametrize(
    "path", ["/docs/nowhere", "/docs/../pyproject", "/docs/%2e%2e/README", "/docs//etc/passwd", "/docs/x.png"]
)
def test_nothing_else_is_served(app, path):
    assert ask(app, path).status == 404


def test_vendored_files_are_those_of_their_manifests():
    done = subprocess.run([sys.executable, ROOT / "scripts/vendor.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_vendored_library_has_its_licence():
    import json

    for folder in (ROOT / "src/dragoman/serve/static/vendor", ROOT / "tests/serve/vendor"):
        for package in json.loads((folder / "manifest.json").read_text("utf-8")):
            assert package["licence"] and any(name.endswith("LICENSE") for name in package["files"]), package["npm"]
