"""A report on the terminal: the sentences first, then the tables, then where the files are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from funnelsim.experiments.days import day_before, day_of
from funnelsim.model.tables import Model
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, folded
from funnelsim.scenario.load import Bundle

GAP = 2
"""Columns between two tables side by side."""

LEAST = 60
"""Narrower terminals are written to as if they were this wide."""


@dataclass(frozen=True)
class Page:
    """What a report says.

    Attributes
    ----------
    top
        Title and sentences for a width.
    blocks
        Makes the tables; not called where only sentences are wanted.
    looked
        Makes the sentences of "What to look at".
    after
        Lines below everything else, printed as they are: stories.
    """

    top: Callable[[int], Iterable[RenderableType]]
    blocks: Callable[[], Iterable[Block | None]]
    looked: Callable[[], Sequence[str]]
    after: Sequence[str] = field(default=())


def title(bundle: Bundle, model: Model) -> Iterator[RenderableType]:
    """Name and days of a scenario, and the policies in force."""
    days = dict.fromkeys((day_of(model.origin, 0), day_before(model.origin, model.end)))
    span = " to ".join(numbers.day(day) for day in days)
    yield Text.assemble((bundle.scenario.name, "bold"), "  ", (span, "dim"))
    if bundle.with_:
        yield Text(f"with {', '.join(bundle.with_)}", style="dim")
    yield Text()


def print_page(console: Console, page: Page, files: Sequence[str], detail: int) -> None:
    """Print a report.

    Parameters
    ----------
    console
        Decides width and colour.
    files
        Lines that say where results are.
    detail
        -1: sentences, stories and files only; from 0 the tables as well.
    """
    width = max(LEAST, console.width)
    for line in page.top(width):
        console.print(line, width=width)
    if detail >= 0:
        blocks = [block for block in page.blocks() if block is not None]
        for rendered in _laid_out(console, blocks, width):
            console.print()
            console.print(rendered, width=width)
        looked = page.looked()
        if looked:
            console.print()
            console.print(bullets("What to look at", looked, width), width=width)
    for line in page.after:
        console.print(Text(line), soft_wrap=True)
    if files:
        console.print()
        for line in files:
            console.print(Text(line, overflow="fold"), width=width)


def _laid_out(console: Console, blocks: Sequence[Block], width: int) -> Iterator[RenderableType]:
    """Blocks under each other, two side by side where both have their room."""
    left = list(blocks)
    while left:
        block = left.pop(0)
        own = block.width(console)
        if left and own + GAP + left[0].width(console) <= width:
            pair = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
            other = left.pop(0)
            pair.add_row(block.render(console, own), other.render(console, width - own - GAP))
            yield pair
        else:
            yield block.render(console, width)


def bullets(title: str, sentences: Sequence[str], width: int) -> RenderableType:
    """Sentences under a title, each with a dot."""
    lines = [Text(title, style="bold")]
    for sentence in sentences:
        first, *others = folded(sentence, width - 3).split("\n")
        lines += [Text(f" • {first}"), *(Text(f"   {other}") for other in others)]
    return Group(*lines)
