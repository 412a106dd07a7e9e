"""``dragoman serve``: the ledger as a local web app."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.common import DEFAULT_LEDGER, LedgerOption, command, complain
from dragoman.errors import DragomanError


@command
def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than your own machine's open it to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8765,
) -> None:
    """Serve the ledger as a web app on this machine. Stop it with Ctrl-C."""
    import uvicorn

    from dragoman.serve import LOCAL, make_app
    from dragoman.store import Ledger

    with Ledger(ledger, readonly=True) as store:
        stories = len(store)
    complain(f"{ledger}, {stories:,} stories: http://{host}:{port}  (Ctrl-C stops)")
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(ledger, hosts=LOCAL if host in LOCAL else ("*",)), host=host, port=port, log_level="warning"
        )
    )
    try:
        server.run()
    except SystemExit as e:  # uvicorn exits so where the port is taken
        raise DragomanError(f"port {port} of {host} is not to be had.", remedy="name another with --port.") from e
