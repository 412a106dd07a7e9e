"""A user's own list of actors, which outranks the shipped ones."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

from dragoman.errors import DataError
from dragoman.extract.actors.lexicon import Index, user_index
from dragoman.extract.actors.tables import Entry, listed, sectors

COLUMNS = ("name", "aliases", "code", "sector", "kind", "office", "from", "to")
KINDS = frozenset({"person", "organisation", "group", "population", "place", "facility", "vehicle", "unknown"})


def user_actors_path() -> Path:
    """``actors.csv`` in the folder that DRAGOMAN_CONFIG names, by default ~/.config/dragoman."""
    folder = os.environ.get("DRAGOMAN_CONFIG")
    return (Path(folder) if folder else Path.home() / ".config" / "dragoman") / "actors.csv"


def load_user_actors(path: Path | str) -> list[tuple[Entry, list[str]]]:
    """Entries of a CSV file with the forms they are written in.

    Columns: name (needed), aliases (parted by ``|``), code (ISO 3166 alpha-3 or PLOVER's), sector (``|``), kind, office,
    from and to (``YYYY-MM`` or ``YYYY-MM-DD``, both inclusive). Raises DataError with the line that is wrong.
    """
    out: list[tuple[Entry, list[str]]] = []
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as f:
            reader = csv.DictReader(f)
            if "name" not in (reader.fieldnames or ()):
                raise DataError(f"{path} has no column 'name'.", remedy=f"give it a header row: {','.join(COLUMNS)}")
            for line in reader:
                row = {k: (v or "").strip() for k, v in line.items() if k is not None and not isinstance(v, list)}
                if not row["name"]:
                    continue
                kind = row.get("kind") or "organisation"
                code = row.get("code") or None
                if kind not in KINDS:
                    raise DataError(
                        f"{path}, line {reader.line_num}: kind {kind!r} is unknown.",
                        remedy=f"use one of {', '.join(sorted(KINDS))}.",
                    )
                if code is not None and not (len(code) == 3 and code.isalpha() and code.isupper()):
                    raise DataError(
                        f"{path}, line {reader.line_num}: code {code!r} is not three capital letters.",
                        remedy="use an ISO 3166 alpha-3 or a PLOVER code, or leave it empty.",
                    )
                entry = Entry(
                    "user", row["name"], code, sectors(row.get("sector", "")), kind, row.get("office") or None,
                    (row.get("from") or "")[:7] or None, (row.get("to") or "")[:7] or None,
                    source=f"your list {Path(path).name}: {row['name']}",
                )  # fmt: skip
                out.append((entry, [row["name"], *listed(row.get("aliases", ""))]))
    except (OSError, UnicodeDecodeError) as e:
        raise DataError(f"{path} cannot be read: {e}.", remedy="give a CSV file in UTF-8.") from e
    return out


def add_user_actors(csv_path: Path | str) -> int:
    """Put the rows of a file into the user's own list; a name that is there already is replaced. The number of rows."""
    new = load_user_actors(csv_path)
    target = user_actors_path()
    have: dict[tuple[str, str | None], tuple[Entry, list[str]]] = {}
    for entry, forms in [*(load_user_actors(target) if target.exists() else []), *new]:
        have[entry.name, entry.start] = (entry, forms)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(COLUMNS)
        for entry, forms in have.values():
            out.writerow([entry.name, "|".join(forms[1:]), entry.code or "", "|".join(entry.sector), entry.kind,
                          entry.office or "", entry.start or "", entry.end or ""])  # fmt: skip
    return len(new)


def current_user_index() -> Index:
    """The index of the user's list as it is on disk; empty where there is none."""
    path = user_actors_path()
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _index(path, stamp)


@cache
def _index(path: Path, stamp: int) -> Index:
    return user_index(path)
