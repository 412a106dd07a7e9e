"""A worker process of :mod:`dragoman.pool`: ``python -m dragoman.worker`` reads how to code, then batches of
stories, each a pickle on standard input, and answers each with a pickle on standard output; it ends with its input."""

from __future__ import annotations

import os
import pickle
import sys
from typing import BinaryIO

from dragoman.batches import code_batch
from dragoman.document import Story
from dragoman.errors import DragomanError


def serve(inbox: BinaryIO, outbox: BinaryIO) -> None:
    """Answer until the input ends."""

    def answer(what: object) -> None:
        pickle.dump(what, outbox, pickle.HIGHEST_PROTOCOL)
        outbox.flush()

    from dragoman.parse import load_model

    model, claims_only = pickle.load(inbox)
    try:
        load_model(model)
        answer(None)
        while True:
            batch: list[Story] = pickle.load(inbox)
            answer([(o.record, o.error) for o in code_batch(batch, model, claims_only)])
    except DragomanError as e:
        answer(e)


def main() -> None:
    """Serve the parent. What a library prints goes to standard error, so that it is not taken for an answer."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(inbox, outbox)
    except (EOFError, BrokenPipeError):
        os._exit(0)


if __name__ == "__main__":
    main()
