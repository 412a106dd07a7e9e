"""The index of places: small, quick to open, versioned; and a user's own places in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.document import Document
from dragoman.errors import DataError
from dragoman.extract.places import places
from dragoman.extract.places.gazetteer import Index, add, ensure, gazetteer, store, users
from dragoman.extract.places.gazetteer.build import OWN, Builder, data_key, table
from dragoman.extract.places.gazetteer.index import resolution_of
from dragoman.extract.places.gazetteer.names import fold

DUMP = [
    # geonameid, name, ascii, alternates, lat, lon, class, code, country, cc2, admin1, admin2-4, population, ...
    "205413\tSud-Kivu\tSud-Kivu\tSouth Kivu\t-3.0\t28.5\tA\tADM1\tCD\t\t12\t\t\t\t5000000\t\t\tAfrica/Lubumbashi\t2020-01-01",
    "990000001\tKalunguta Wa\tKalunguta Wa\tKalungwata,Калунгута\t-2.9\t28.6\tP\tPPL\tCD\t\t12\t\t\t\t1200\t\t\tAfrica/Lubumbashi\t2020-01-01",
    "990000002\tHotel Kivu\tHotel Kivu\t\t-2.9\t28.6\tS\tHTL\tCD\t\t12\t\t\t\t0\t\t\tAfrica/Lubumbashi\t2020-01-01",
]


@pytest.fixture
def own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's index in a folder of the test's own; the shipped one stays where it is."""
    path = tmp_path / "user.idx"
    monkeypatch.setattr(store, "user_index_path", lambda: path)
    monkeypatch.setattr(users, "user_index_path", lambda: path)
    gazetteer.cache_clear()
    yield path
    gazetteer.cache_clear()


def written(folder: Path, text: str, name: str = "mine.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_gazetteer_is_under_thirty_megabytes_and_holds_the_world() -> None:
    path = ensure()
    assert path.stat().st_size < 30_000_000
    assert len(Index(path)) > 270_000


def test_gazetteer_is_built_once_and_named_by_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    path = ensure()
    assert Index(path).header["key"] == data_key()
    monkeypatch.setattr(store, "build", lambda _: pytest.fail("built twice"))
    assert ensure() == path
    monkeypatch.setattr(store, "data_key", lambda: "other data")
    monkeypatch.setattr(store, "build", lambda p: p)
    assert ensure() != path


@pytest.mark.parametrize("name", OWN)
def test_gazetteer_tables_have_their_columns(name: str) -> None:
    rows = table(name)
    assert rows
    for r in rows:
        if r.get("lat"):
            assert -90 <= float(r["lat"]) <= 90 and -180 <= float(r["lon"]) <= 180, r
        if name in ("regions.tsv", "towns.tsv"):
            assert r["name"] and r["feature"].isupper(), r
            assert not r["country"] or (len(r["country"]) == 3 and r["country"].isupper()), r
            assert resolution_of(r["feature"]) in (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sana'a", "SANAA"),
        ("Deir al-Zor", "Deir al Zor"),
        ("St. Louis", "Saint Louis"),
        ("Bogotá", "bogota"),
        ("U.S.", "US"),
    ],
)
def test_gazetteer_names_are_folded(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("name", "country", "feature"),
    [("North Kivu", "COD", "ADM1"), ("Sahel", None, "RGN"), ("Euphrates", None, "STM"), ("Stepanakert", "AZE", "PPLA"),
     ("Somaliland", "SOM", ""), ("Crimea", "UKR", ""), ("Kosovo", "KOS", "PCLI"), ("Northern Cyprus", "CYP", "")],
)  # fmt: skip
def test_gazetteer_has_what_the_packages_lack(name: str, country: str | None, feature: str) -> None:
    found = [c for c in gazetteer().lookup(name) if c.country == country and c.feature_code.startswith(feature)]
    assert found, name


def test_gazetteer_own_csv_outranks_ours(own_index: Path, tmp_path: Path, parsed: Callable[..., Document]) -> None:
    n = add(written(tmp_path, "name,lat,lon,other_names,country,radius\nCamp Zulu,3.1,29.5,Zulu base|Camp Z,COD,4\n"))
    assert n == 1
    doc = places(parsed("Gunmen attacked Camp Zulu. They later shelled Zulu Base."))
    assert [(p.text, p.resolved_place, p.country_code, p.lat) for p in doc.places] == [
        ("Camp Zulu", "Camp Zulu", "COD", 3.1), ("Zulu Base", "Camp Zulu", "COD", 3.1),
    ]  # fmt: skip


def test_gazetteer_own_csv_knows_alpha_2_and_tabs(own_index: Path, tmp_path: Path) -> None:
    add(written(tmp_path, "name\tlat\tlon\tcountry\nQuellheim\t50.1\t8.2\tde\n"))
    assert [(c.country, c.feature_code) for c in gazetteer().lookup("quellheim")] == [("DEU", "PPL")]


def test_gazetteer_dump_fills_gaps_and_joins_our_provinces(own_index: Path, tmp_path: Path) -> None:
    assert add(written(tmp_path, "\n".join(DUMP) + "\n", "CD.txt")) == 2  # no hotel
    g = gazetteer()
    (village,) = g.lookup("Kalunguta Wa")
    assert (village.country, village.admin1, village.population, village.source) == (
        "COD",
        "Sud-Kivu",
        1200,
        "geonames",
    )
    assert g.lookup("Kalungwata") and g.base.name(village.admin1_row - 1) == "South Kivu"
    assert all(c.row < store.USER_ROWS for c in g.lookup("South Kivu"))  # ours already has it


def test_gazetteer_add_replaces_what_was_added(own_index: Path, tmp_path: Path) -> None:
    add(written(tmp_path, "name,lat,lon\nAltdorfheim,1,1\n"))
    add(written(tmp_path, "name,lat,lon\nNeudorfheim,1,1\n"))
    assert not gazetteer().lookup("Altdorfheim") and gazetteer().lookup("Neudorfheim")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("name,lat\nX,1\n", 1, "no column lon"),
        ("name,lat,lon\nOne,1,1\nTwo,north,1\n", 3, "could not convert"),
        ("name,lat,lon\nOne,91,1\n", 2, "no point in degrees"),
        ("name,lat,lon\n,1,1\n", 2, "no name"),
        ("name,lat,lon\nOne,1\n", 2, "fewer fields"),
        ("name,lat,lon,country\nOne,1,1,Atlantis\n", 2, "no country code"),
        ("name,lat,lon\nOne,nan,1\n", 2, "no point in degrees"),
        ("\n".join([DUMP[0], "77\tonly\tthree"]) + "\n", 2, "3 columns"),
        (DUMP[0].replace("-3.0", "south") + "\n", 1, "could not convert"),
    ],
)
def test_gazetteer_bad_rows_give_file_and_line(
    own_index: Path, tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(DataError) as e:
        add(path)
    assert (e.value.where, e.value.line) == (str(path), line)
    assert what in str(e.value)
    assert not own_index.exists()


def test_gazetteer_empty_and_binary_files_are_refused(own_index: Path, tmp_path: Path) -> None:
    for data in (b"name,lat,lon\n", b"\xff\xfe\x00name"):
        path = tmp_path / "mine.csv"
        path.write_bytes(data)
        with pytest.raises(DataError):
            add(path)


def test_gazetteer_damaged_index_is_told(tmp_path: Path) -> None:
    b = Builder()
    b.place("Xanadu", [], lat=1.0, lon=1.0, country=None, feature="PPL", source="user")
    good = tmp_path / "a.idx"
    b.write(good, "test")
    assert Index(good).lookup("xanadu")[0].name == "Xanadu"
    for data in (b"", b"nonsense", good.read_bytes()[:40], good.read_bytes()[:-64]):
        (tmp_path / "b.idx").write_bytes(data)
        with pytest.raises(DataError):
            Index(tmp_path / "b.idx")
