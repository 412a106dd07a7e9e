"""Links a great ledger and keeps its incidents' rows beside it, in a process of its own, so that the web app answers
meanwhile: ``python -m dragoman.serve.shape.prepare LEDGER``."""

from __future__ import annotations

import sys
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.serve.shape.linked import Linked, links_of, read_into, read_rows, write_rows
from dragoman.store import Ledger


def main(path: Path) -> int:
    """0 where it is done; what is wrong is told by whoever asks for the views next."""
    found = Linked(())
    try:
        with Ledger(path, readonly=True) as ledger, links_of(ledger) as links:
            read_into(links, found, read_rows(path))
    except DragomanError as e:
        print(e, file=sys.stderr)
        return 1
    write_rows(path, found.rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
