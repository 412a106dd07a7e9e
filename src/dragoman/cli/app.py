"""The commands in one place."""

from __future__ import annotations

import sys

import typer

from dragoman.cli import asking, coding, data, exporting, keeping, linking, looking, reviewing, serving, spark

app = typer.Typer(
    name="dragoman",
    help="Raw conflict news in, an auditable ledger out: who says that who did what to whom, when, where and how many.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("code")(coding.code)
app.command("spark-code")(spark.spark_code)
app.command("show")(looking.show)
app.command("explain")(looking.explain)
app.command("link")(linking.link)
app.add_typer(linking.incidents, name="incidents")
app.command("tolls")(linking.tolls)
app.command("agreements")(linking.agreements)
app.command("query")(asking.query)
app.command("panel")(asking.panel)
app.command("sql")(asking.sql)
app.command("export")(exporting.export)
app.add_typer(reviewing.reviews, name="review")
app.command("check")(keeping.check)
app.command("backup")(keeping.backup)
app.command("compact")(keeping.compact)
app.add_typer(keeping.ledgers, name="ledger")
app.command("schema")(data.schema)
app.command("serve")(serving.serve)
app.command("version")(data.version)
app.add_typer(serving.users, name="users")
app.add_typer(data.actors, name="actors")
app.add_typer(data.gazetteer, name="gazetteer")


def main() -> None:
    """Entry point: output in UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app(prog_name="dragoman")
