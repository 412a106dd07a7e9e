"""Options that every command that codes stories has: what they are, and how they are coded."""

from __future__ import annotations

from typing import Annotated

import typer

Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="ISO date for stories that carry none of their own.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD=COLUMN", help="Which column of a table holds which field; may be repeated."),
]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="Another installed English spaCy pipeline.")]
ClaimsOnly = Annotated[
    bool,
    typer.Option(
        "--claims-only", help="Faster: sentences that can hold no claim are not read, nor their places listed."
    ),
]
