"""cli: the command line. One module a group of commands; each imports what it needs when it runs."""

from dragoman.cli.app import app, main

__all__ = ["app", "main"]
