"""What the commands share: the ledger option, errors as one line with an exit code, a pipe that closes early."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from dragoman.errors import DragomanError

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_LEDGER = Path("ledger.db")
EXIT_INTERRUPTED = 130
EXIT_PIPE_CLOSED = 141

LedgerOption = Annotated[
    Path, typer.Option("--ledger", metavar="FILE", envvar="DRAGOMAN_LEDGER", help="The ledger to read.")
]


def command(run: F) -> F:
    """A command whose errors go to stderr as one line, with the exit code of their kind (see errors.py)."""

    @functools.wraps(run)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            run(*args, **kwargs)
            sys.stdout.flush()
        except DragomanError as e:
            complain(e)
            raise typer.Exit(e.exit_code) from e
        except BrokenPipeError as e:
            silence_stdout()
            raise typer.Exit(EXIT_PIPE_CLOSED) from e
        except KeyboardInterrupt as e:
            complain("stopped; what is stored stays.")
            raise typer.Exit(EXIT_INTERRUPTED) from e

    return guarded  # type: ignore[return-value]


def complain(what: object) -> None:
    """One line on stderr."""
    print(f"dragoman: {what}", file=sys.stderr, flush=True)


def silence_stdout() -> None:
    """Nobody reads any more: the interpreter's last flush must not complain either."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
