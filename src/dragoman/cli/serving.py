"""``dragoman serve``: the ledger as a local web app. ``dragoman users``: who may use it with ``--auth``."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command, complain
from dragoman.errors import BadValue, DragomanError

if TYPE_CHECKING:
    from dragoman.serve.users import Users

LINKED_AT_ONCE = 300
"""Stories that are linked before the app answers; more are linked beside it."""

UsersOption = Annotated[
    Path | None,
    typer.Option("--users", metavar="FILE", help="The file of users; default: the ledger's name with .users."),
]

users = typer.Typer(help="People who may use the web app where it runs with --auth.", no_args_is_help=True)


@command
def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than your own machine's open it to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8765,
    auth: Annotated[bool, typer.Option("--auth", help="Everybody has to log in; see: dragoman users add.")] = False,
    users_file: UsersOption = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name by which browsers may call it; may be repeated."),
    ] = None,
    trust_network: Annotated[
        bool,
        typer.Option("--trust-network", help="Listen to the network without --auth: who reaches it may do everything."),
    ] = False,
) -> None:
    """Serve the ledger as a web app on this machine. Stop it with Ctrl-C."""
    import uvicorn

    from dragoman.serve import LOCAL, make_app

    local = host in LOCAL or host == "::1"
    if not local and not auth and not trust_network:
        raise BadValue(
            f"{host} is open to the network, and nobody would have to log in.",
            remedy="add --auth, or --trust-network where everybody on it may do everything.",
        )
    people = _users(ledger, users_file) if auth else None
    if people is not None and not people.all():
        raise BadValue(
            "there is no user yet.", remedy=f"add one: dragoman users add NAME --role admin --ledger {ledger}"
        )
    names = (*LOCAL, *(() if local else (host, socket.gethostname())), *(allow_host or ()))
    stories, waiting = _prepare(ledger)
    app = make_app(ledger, hosts=names, users=people)
    if waiting:
        app.state.services.desk.link(by=app.state.services.local.name)
    complain(f"{ledger}, {stories:,} stories: http://{host}:{port}  (Ctrl-C stops)")
    server = uvicorn.Server(
        uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
    )
    try:
        server.run()
    except SystemExit as e:  # uvicorn exits so where the port is taken
        raise DragomanError(f"port {port} of {host} is not to be had.", remedy="name another with --port.") from e


def _prepare(ledger: Path) -> tuple[int, bool]:
    """How many stories are in it, and whether some are left to be linked. A ledger that is not there is made; an older
    schema is brought up to date; what may not be written is served as it is."""
    from dragoman.errors import LedgerError
    from dragoman.link.ledger import LedgerLinks
    from dragoman.store import Ledger

    try:
        with Ledger(ledger) as store:
            links = LedgerLinks(store)
            waiting = len(links.tables.unlinked())
            if 0 < waiting <= LINKED_AT_ONCE:
                links.update()
            return len(store), waiting > LINKED_AT_ONCE
    except LedgerError:
        with Ledger(ledger, readonly=True) as store:
            return len(store), False


def _users(ledger: Path, file: Path | None) -> Users:
    from dragoman.serve.users import Users, users_file

    return Users(file or users_file(ledger))


@users.command("add")
@command
def add_user(
    name: str,
    role: Annotated[str, typer.Option(help="reader, reviewer (may code and decide) or admin.")] = "reader",
    ledger: LedgerOption = DEFAULT_LEDGER,
    users_file: UsersOption = None,
    replace: Annotated[bool, typer.Option("--replace", help="Give one who is there a new password and role.")] = False,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Take the password from the first line of standard input.")
    ] = False,
) -> None:
    """Add a user; the password is asked for."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    _users(ledger, users_file).add(name, password, role, replace=replace)  # type: ignore[arg-type]
    complain(f"{name} is a {role} now.")


@users.command("list")
@command
def list_users(ledger: LedgerOption = DEFAULT_LEDGER, users_file: UsersOption = None) -> None:
    """List the users with their roles."""
    for user in _users(ledger, users_file).all():
        print(f"{user.name}\t{user.role}")


@users.command("remove")
@command
def remove_user(name: str, ledger: LedgerOption = DEFAULT_LEDGER, users_file: UsersOption = None) -> None:
    """Remove a user; sessions of theirs end at once."""
    _users(ledger, users_file).remove(name)
    complain(f"{name} is no user any more.")
