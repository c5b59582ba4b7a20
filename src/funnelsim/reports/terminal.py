"""A forecast on the terminal: the sentence first, then the tables, then where the files are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from funnelsim.experiments.forecast import Forecast
from funnelsim.reports import numbers
from funnelsim.reports.blocks import (
    cold_block,
    funnel_block,
    money_block,
    sources_block,
    targets_block,
    teams_block,
)
from funnelsim.reports.findings import findings
from funnelsim.reports.sentences import at_least, certainty, headline, missing

WIDE = 118
"""Columns from which two tables stand side by side."""

LEAST = 60
"""Narrower terminals are written to as if they were this wide."""


def print_forecast(
    console: Console,
    forecast: Forecast,
    *,
    notes: Sequence[str] = (),
    files: Sequence[str] = (),
    detail: int = 0,
) -> None:
    """Print a forecast.

    Parameters
    ----------
    console
        Decides width and colour.
    forecast
        What is printed.
    notes
        Further sentences for "What to look at".
    files
        Lines that say where results are.
    detail
        -1: sentences and files only; 0: the tables; 1: also sources, segments, regions, reps.
    """
    width = max(LEAST, console.width)
    for line in top(forecast):
        console.print(line, width=width)
    if detail >= 0:
        for block in _laid_out(list(_blocks(forecast, detail)), width):
            console.print()
            console.print(block, width=width)
        looked = [*findings(forecast), *notes]
        if looked:
            console.print()
            console.print(_bullets("What to look at", looked), width=width)
    if files:
        console.print()
        for line in files:
            console.print(Text(line, overflow="fold"), width=width)


def top(forecast: Forecast) -> Iterator[RenderableType]:
    """Title and sentences."""
    scenario = forecast.bundle.scenario
    span = f"{numbers.day(forecast.first_day)} to {numbers.day(forecast.last_day)}"
    yield Text.assemble((scenario.name, "bold"), "  ", (span, "dim"))
    if forecast.bundle.with_:
        yield Text(f"with {', '.join(forecast.bundle.with_)}", style="dim")
    yield Text()
    for sentence in headline(forecast):
        yield Text(sentence, style="bold")
    if not forecast.aims or forecast.aims[0].target.metric == "customers":
        yield Text(at_least(forecast))
    yield Text(f"{certainty(forecast)} Seed {forecast.seed}.", style="dim")
    for sentence in missing(forecast):
        yield Text(sentence, style="bold yellow")


def _blocks(forecast: Forecast, detail: int) -> Iterator[RenderableType]:
    if len(forecast.aims) > 1 or any(aim.target.share for aim in forecast.aims):
        yield targets_block(forecast)
    yield funnel_block(forecast)
    yield money_block(forecast)
    cold = cold_block(forecast)
    if cold is not None:
        yield cold
    teams = teams_block(forecast)
    if teams is not None:
        yield teams
    if detail > 0:
        for dimension in ("channel", "segment", "region", "origin", "rep_group"):
            block = sources_block(forecast, dimension)
            if block is not None:
                yield block


def _laid_out(blocks: Sequence[RenderableType], width: int) -> Iterator[RenderableType]:
    """Blocks under each other, or two by two where there is room."""
    if width < WIDE:
        yield from blocks
        return
    for i in range(0, len(blocks), 2):
        pair = Table.grid(padding=(0, 4), expand=False)
        pair.add_row(*blocks[i : i + 2])
        yield pair


def _bullets(title: str, sentences: Sequence[str]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    for sentence in sentences:
        grid.add_row("•", Text(sentence))
    return Group(Text(title, style="bold"), Padding(grid, (0, 0, 0, 1)))
