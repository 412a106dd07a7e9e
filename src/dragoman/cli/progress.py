"""How far a long run is: on a terminal a line that is kept up to date, elsewhere a line a minute on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from dragoman.cli.common import complain
from dragoman.read.meter import Meter

EVERY = 60.0
"""Seconds between the lines of a run that no terminal watches."""
_SETTLED = 5.0
"""Seconds after which a rate says something of the time that is left."""


class Progress:
    """``with Progress(meter) as p: p.advance(claims)`` after each story; ``p.complain`` prints a line beside it."""

    def __init__(
        self, meter: Meter, *, clock: Callable[[], float] = time.monotonic, terminal: bool | None = None
    ) -> None:
        self.meter, self.clock = meter, clock
        self.stories = self.claims = 0
        self.complain: Callable[[object], None] = complain
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._stack = ExitStack()
        self._began: tuple[float, float] | None = None
        self._told = clock()
        self._show: Callable[[], None] = self._line

    def __enter__(self) -> Progress:
        if self._terminal:
            self._open_bar()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def begin(self) -> None:
        """The first story that is worked on, as against passed over, is about to be."""
        if self._began is None:
            self._began = self.clock(), self.meter.share() or 0.0

    def advance(self, claims: int) -> None:
        """A story more is done, with so many claims."""
        self.begin()
        self.stories += 1
        self.claims += claims
        self._show()

    def words(self) -> str:
        """ "1,200 stories, 5,310 claims, 41 stories/s, about 12 min left"; what cannot be known yet is left out."""
        parts = [f"{self.stories:,} {'story' if self.stories == 1 else 'stories'}", f"{self.claims:,} claims"]
        if self._began is not None:
            begun, share = self._began
            spent = self.clock() - begun
            if spent >= _SETTLED:
                rate = self.stories / spent
                parts.append(f"{rate:.0f} stories/s" if rate >= 10 else f"{rate:.1f} stories/s")
                now = self.meter.share()
                if now is not None and now > share:
                    parts.append(f"about {_duration(spent * (1 - now) / (now - share))} left")
        return ", ".join(parts)

    def _line(self) -> None:
        now = self.clock()
        if now - self._told >= EVERY:
            self._told = now
            self.complain(self.words())

    def _open_bar(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar
        from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.text import Text

        console = Console(stderr=True, highlight=False, markup=False)
        bar = Bar(
            SpinnerColumn(), TextColumn("{task.fields[words]}"), TimeElapsedColumn(), console=console, transient=True
        )
        task = bar.add_task("coding", total=None, words=self.words())
        self._stack.enter_context(bar)
        self._show = lambda: bar.update(task, words=self.words())
        self.complain = lambda what: console.print(Text(f"dragoman: {what}"), soft_wrap=True)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours < 48 else f"{round(hours / 24)} days"
