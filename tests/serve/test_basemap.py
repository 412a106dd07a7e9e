"""The bundled atlas: what is in sight is drawn, disputed borders apart with their notes, nothing runs off the drawing."""

from __future__ import annotations

import hashlib
import itertools
import re
from importlib.resources import files

import pytest

from dragoman.serve.shape.basemap import atlas, basemap, country_radius, disputes
from dragoman.serve.shape.viewport import WORLD, viewport


def test_the_atlas_is_that_of_the_package():
    folder = files("dragoman.serve") / "static" / "vendor" / "world-atlas"
    for name, digest in (
        ("countries-50m.json", "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"),
        ("countries-110m.json", "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"),
    ):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert "provided that the above copyright notice" in (folder / "LICENSE").read_text("utf-8")


def test_every_disputed_border_is_one_of_the_atlas_or_a_line():
    fine = atlas(False)
    borders = {s for s in fine.sides.values() if len(s) == 2}
    for d in disputes():
        assert d.note.endswith(".") and (d.pair or d.line)
        assert not d.pair or d.pair in borders, d.name
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in d.line)


@pytest.mark.parametrize(
    ("lat", "lon", "width", "name", "note"),
    [
        (34, 75, 16, "Pakistan", "Line of Control, Kashmir"),
        (46, 33, 14, "Ukraine", "Crimea"),
        (26, -13, 20, "Morocco", "Western Sahara"),
        (40, 70.5, 8, "Kyrgyzstan", "Kyrgyzstan and Tajikistan"),
    ],
)
def test_disputed_borders_in_sight_are_dashed_with_a_note(lat, lon, width, name, note):
    found = basemap(viewport(lat, lon, width))
    assert name in {n.text for n in found.names}
    assert note in dict(found.notes) and found.disputed.startswith("M")


def test_an_undisputed_border_is_plain():
    found = basemap(viewport(0.5, 30, 3))
    assert found.borders and not found.disputed and not found.notes


@pytest.mark.parametrize("view", [WORLD, viewport(66, 178, 30), viewport(40, 70, 4), viewport(-80, 0, 60)], ids=str)
def test_land_is_closed_and_kept_near_the_drawing(view):
    found = basemap(view)
    assert found.land and found.land.count("M") == found.land.count("z")
    numbers = [float(x) for x in re.findall(r"-?\d+\.\d", found.land)]
    assert max(map(abs, numbers)) < 3 * 960
    assert len(found.land) < 150_000


def test_a_country_reaches_as_far_as_it_is_large():
    assert 550 < country_radius("Mali") < 700
    assert country_radius("Atlantis") is None


def test_land_beyond_the_date_line_makes_no_band():
    for view in (WORLD, viewport(66, 178, 30)):
        for piece in re.findall(r"M([^z]*)z", basemap(view).land):
            points = [tuple(map(float, p.split())) for p in piece.split("L")]
            steps = [abs(b[0] - a[0]) for a, b in itertools.pairwise([*points, points[0]]) if -80 < b[1] < 530]
            assert max(steps, default=0) < 800
    assert "Fiji" not in {n.text for n in basemap(WORLD).names}
