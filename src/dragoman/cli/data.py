"""Commands about data: the schema, a user's own actors and places, and the version."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import command
from dragoman.errors import MissingFile

actors = typer.Typer(help="Your own list of actors.", no_args_is_help=True)
gazetteer = typer.Typer(help="The index of place names.", no_args_is_help=True)


@command
def schema() -> None:
    """Print the JSON Schema of a record."""
    from dragoman.schema import committed

    sys.stdout.write(committed())


@command
def version() -> None:
    """Print the version of dragoman, of the record format and of the ledger's schema."""
    from dragoman import __version__
    from dragoman.record import VERSION
    from dragoman.store.file import schema_version

    print(f"dragoman {__version__} (record {VERSION}, ledger schema {schema_version()})")


@actors.command("add")
@command
def actors_add(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="See the page on adding an actor.")],
) -> None:
    """Add your own actors from a CSV file; they outrank those that ship."""
    from dragoman.extract.actors import add_user_actors

    _exists(file)
    print(f"{add_user_actors(file)} actors added")


@gazetteer.command("build")
@command
def gazetteer_build() -> None:
    """Build the index of place names anew from the data packages; done by itself before the first story."""
    from dragoman.extract.places.gazetteer import Index, ensure

    path = ensure(anew=True)
    print(f"gazetteer: {len(Index(path))} places, {path.stat().st_size / 1e6:.1f} MB, {path}")


@gazetteer.command("add")
@command
def gazetteer_add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV of your own or a GeoNames dump; see docs/places.md.")
    ],
) -> None:
    """Add your own places: those of a CSV outrank ours, those of a GeoNames dump fill our gaps."""
    from dragoman.extract.places.gazetteer import add

    _exists(file)
    print(f"{add(file)} places added")


def _exists(file: Path) -> None:
    if not file.is_file():
        raise MissingFile("there is no such file.", where=str(file), remedy="check the spelling.")
