"""``--mask-persons``: no format tells the name of a private person, officials keep theirs, offsets stay those of the text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dragoman.coder import code_stories
from dragoman.document import Story
from dragoman.export import exports, write_export
from dragoman.export.masking import BLOCK, Masker, blocked
from dragoman.query import parse_arguments
from dragoman.record import Record, to_plain
from dragoman.store import Ledger

TEXT = (
    "GOMA, Congo, June 4 (Reuters) - Gunmen killed Esperance Kavira, a nurse, and wounded her brother Josue Kavira in Sake on Monday, "
    "witnesses said.\n\n"
    'Congolese army spokesman Guillaume Ndjike accused the M23 rebels of the attack. "They shot Kavira at her door," said '
    "Furaha Mwamba, a neighbour. President Felix Tshisekedi condemned the killing and demanded that Rwanda withdraw its troops.\n\n"
    "M23 spokesman Willy Ngoma denied that its fighters had attacked the town."
)
PRIVATE = ("Esperance", "Kavira", "Josue", "Furaha", "Mwamba")
PUBLIC = ("Ndjike", "Tshisekedi", "Ngoma")


@pytest.fixture(scope="module")
def record() -> Record:
    story = Story(
        text=TEXT, id="sake-1", published="2024-06-04", headline="Nurse Esperance Kavira killed in Sake",
        url="https://example.org/news/esperance-kavira-killed",
    )  # fmt: skip
    return next(code_stories([story]))


def spans(value: object) -> list[tuple[str, int, int]]:
    if isinstance(value, dict):
        own = [(value["text"], value["start"], value["end"])] if isinstance(value.get("start"), int) else []
        return own + [s for v in value.values() for s in spans(v)]
    return [s for v in value for s in spans(v)] if isinstance(value, list) else []


def test_private_names_go_officials_stay(record: Record) -> None:
    masked = Masker().record(record)
    assert not any(name in str(to_plain(masked)) for name in PRIVATE)
    assert all(name in masked.text for name in PUBLIC)
    assert masked.url is None
    assert "Esperance" in record.text


def test_masks_are_as_long_as_the_names_and_spans_still_hold(record: Record) -> None:
    masked = Masker().record(record)
    assert len(masked.text) == len(record.text)
    assert all(b in (a, BLOCK) for a, b in zip(record.text, masked.text, strict=True))
    found = spans(masked.to_dict())
    assert len(found) > 20
    assert all(masked.text[a:b] == words for words, a, b in found if words is not None)
    assert [c.event for c in masked.claims] == [c.event for c in record.claims]


def test_no_format_tells_a_private_name(record: Record, tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(record)
        for export in exports():
            for unit in export.units:
                plain, masked = io.BytesIO(), io.BytesIO()
                write_export(ledger, export, parse_arguments(()), plain, unit=unit)
                done = write_export(ledger, export, parse_arguments(()), masked, unit=unit, mask=True)
                text = readable(masked.getvalue(), export.name, tmp_path)
                told = [n for n in PRIVATE if n in text or n.lower() in text]
                assert not told, (export.name, unit, told)
                if export.name in ("jsonl", "csv", "brat") and unit != "agreements" and done.written:
                    assert plain.getvalue() != masked.getvalue(), (export.name, unit)
        assert "Esperance" in ledger.record("sake-1").text  # type: ignore[union-attr]


def readable(data: bytes, name: str, folder: Path) -> str:
    """What a file holds as text: archives and Parquet unpacked."""
    if data[:2] == b"PK":
        import zipfile

        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return "\n".join(n + "\n" + z.read(n).decode("utf-8") for n in z.namelist())
    if data[:4] == b"PAR1":
        import duckdb

        path = folder / "export.parquet"
        path.write_bytes(data)
        return str(duckdb.sql(f"SELECT * FROM read_parquet('{path}')").fetchall())
    if data[:2] == b"\x1f\x8b":
        import gzip

        return gzip.decompress(data).decode("utf-8")
    return data.decode("utf-8")


def test_blocks_keep_breaks() -> None:
    assert blocked("Jean-Paul O'Neil") == "████-████ █'████"


def test_a_story_without_private_persons_is_unchanged() -> None:
    story = Story(
        text="President Felix Tshisekedi met President Paul Kagame in Luanda on Monday.", id="t", published="2024-06-04"
    )
    record = next(code_stories([story]))
    assert Masker().record(record) is record
