"""Claims as a table and stories with their words marked, for a terminal in colour and for a pipe without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.record import Claim, Record
from dragoman.show.marks import Mark, Role, Segment, segments
from dragoman.show.words import NARRATOR, ClaimWords, claim_words, one_line, printable

STYLES: dict[Role, str] = {
    "did": "bold white on dark_red",
    "how many": "bold yellow",
    "says": "magenta",
    "source": "bold magenta",
    "who": "bold cyan",
    "whom": "bold green",
    "mediator": "cyan",
    "means": "red",
    "where": "underline blue",
}
FACTUALITY = {
    "asserted": "", "alleged": "yellow", "denied": "red", "negated": "red", "demanded": "magenta", "planned": "cyan",
    "hypothetical": "dim",
}  # fmt: skip
TABLE_WIDTH = 120
"""Columns of a terminal from which claims are shown as a table."""
_RAISED = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹˒")
_COLUMNS = (
    # header, share of the width, least width
    ("#", 2, 2),
    ("when", 7, 12),
    ("who", 13, 6),
    ("did what", 13, 8),
    ("to whom", 13, 7),
    ("where", 8, 6),
    ("how many", 11, 8),
    ("according to", 13, 12),
    ("factuality", 8, 12),
)


def title(record: Record) -> Text:
    """``goma-shelling · Reuters · 2024-06-03 · headline``."""
    facts = [record.outlet or record.agency, record.published, record.headline]
    out = Text(printable(record.id), style="bold")
    for fact in facts:
        if fact:
            out.append(" · " + one_line(fact), style="not bold")
    return out


class ClaimsTable:
    """(number, claim) pairs as a table, or, where the terminal is narrow, as a few lines each. ``by_id``: of several
    stories, so that a claim is told by its id."""

    def __init__(self, claims: Iterable[tuple[int, Claim]], *, by_id: bool = False) -> None:
        self.rows = [claim_words(claim, number) for number, claim in claims]
        self.by_id = by_id

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= TABLE_WIDTH:
            yield self._table()
            return
        yield Text()
        for w in self.rows:
            yield from _lines(w, by_id=self.by_id)
        yield Text()

    def _table(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, header_style="bold dim")
        columns = (("claim", 8, 8), *_COLUMNS[1:]) if self.by_id else _COLUMNS
        for header, share, least in columns:
            table.add_column(header, ratio=share, min_width=least, overflow="fold")
        for w in self.rows:
            table.add_row(*_cells(w, by_id=self.by_id))
        return table


def _cells(w: ClaimWords, *, by_id: bool) -> list[Text]:
    did = Text(w.did, style="bold")
    did.append(f" “{w.trigger}”", style="not bold")
    return [
        Text(w.id if by_id else str(w.number), style="dim"),
        Text(w.when),
        Text(w.who),
        did,
        Text(w.whom),
        Text(w.where),
        Text(w.how_many),
        Text(w.according_to, style="dim" if w.according_to == NARRATOR else ""),
        Text(w.factuality, style=FACTUALITY.get(w.factuality, "")),
    ]


def _lines(w: ClaimWords, *, by_id: bool) -> Iterable[RenderableType]:
    first = Text(w.did, style="bold")
    first.append(f" “{w.trigger}”", style="not bold")
    for words in (w.when, w.where and f"at {w.where}"):
        if words:
            first.append(f"  {words}", style="not bold")
    first.append(f"  {w.factuality}", style=FACTUALITY.get(w.factuality, "") or "dim not bold")
    second = Text(" -> ".join(x for x in (w.who or ("?" if w.whom else ""), w.whom) if x))
    third = " · ".join(x for x in (w.how_many, f"according to {w.according_to}") if x)
    yield Text(w.id if by_id else f"{w.number}", style="dim") + Text("  ") + first
    for line in (second, Text(third, style="dim")):
        if line.plain:
            yield Padding(line, (0, 0, 0, 3))


def document_table(record: Record) -> RenderableType:
    """A story's title, its claims as a table, and its warnings."""
    parts: list[RenderableType] = [title(record)]
    if record.claims:
        parts.append(ClaimsTable(enumerate(record.claims, 1)))
    else:
        parts.append(Padding(Text("no claims", style="dim"), (0, 0, 1, 2)))
    return Group(*parts, *warnings(record))


def warnings(record: Record) -> list[Text]:
    """One line a warning."""
    return [Text(f"! {w.kind}: {one_line(w.message)}", style="yellow") for w in record.warnings]


def marked(text: str, pieces: Sequence[Segment], *, colour: bool) -> Text:
    """The pieces of the text, marked by colour with the claim's number at its trigger, or by ``[1 who: words]``."""
    out = Text()
    for piece in pieces:
        words = printable(text[piece.start : piece.end])
        if not piece.marks or piece.role is None:
            out.append(words)
        elif colour:
            out.append(words, style=STYLES[piece.role])
            numbers = ",".join(str(m.claim) for m in piece.marks if m.role == "did")
            if numbers and _last(pieces, piece):
                out.append(numbers.translate(_RAISED), style="bold red")
        else:
            bare = words.rstrip()
            out.append(f"[{label(piece.marks)}: {bare}]{words[len(bare) :]}")
    return out


def _last(pieces: Sequence[Segment], piece: Segment) -> bool:
    """A trigger cut in pieces by another claim's words gets its number once, at its end."""
    at = pieces.index(piece)
    mine = {m for m in piece.marks if m.role == "did"}
    return at + 1 == len(pieces) or not mine & set(pieces[at + 1].marks)


def label(marks: Sequence[Mark]) -> str:
    """``1 who, 2 source``; claims that see the words alike go together: ``1+2 who``."""
    by_role: dict[Role, list[str]] = {}
    for m in marks:
        by_role.setdefault(m.role, []).append(str(m.claim))
    return ", ".join(f"{'+'.join(numbers)} {role}" for role, numbers in by_role.items())


def legend(*, colour: bool) -> Text:
    """What the marks stand for."""
    if not colour:
        return Text("Marks: [claim number and role: words]. Roles: " + ", ".join(STYLES) + ".")
    out = Text("Marks: ", style="dim")
    for role, style in STYLES.items():
        out.append(role, style=style).append("  ")
    return out


def story(record: Record, *, colour: bool) -> RenderableType:
    """The story with its claims' words marked, the claims below."""
    numbered = list(enumerate(record.claims, 1))
    body = marked(record.text, segments(record.text, numbered), colour=colour)
    return Group(
        title(record), Rule(style="dim"), body, Rule(style="dim"), legend(colour=colour), document_table(record)
    )


def console(*, wide: bool = True) -> Console:
    """Standard output. A pipe gets lines of 180 columns unless COLUMNS says otherwise, and no colour."""
    out = Console(highlight=False, soft_wrap=False, emoji=False, markup=False)
    if wide and not out.is_terminal and "COLUMNS" not in out._environ:
        out = Console(highlight=False, emoji=False, markup=False, width=180)
    return out


def in_colour(out: Console) -> bool:
    """False in a pipe, with NO_COLOR, and on a dumb terminal: then brackets carry the marks."""
    return out.is_terminal and not out.no_color and out.color_system is not None
