"""Links a great ledger and writes its views to a file, in a process of its own, so that the web app answers meanwhile:
``python -m dragoman.serve.shape.prepare LEDGER FILE [MOMENT]``."""

from __future__ import annotations

import sys
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.serve.shape.linked import read_views, views_of, write_views


def main(path: Path, out: Path, moment: str | None = None) -> int:
    """0 where it is done; what went wrong goes to standard error."""
    kept = read_views(path) if moment is None else None
    try:
        views = views_of(path, moment, kept.rows if kept else ())
    except DragomanError as e:
        print(e, file=sys.stderr)
        return 1
    write_views(out, views)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
