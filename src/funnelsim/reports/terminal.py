"""A forecast on the terminal: the sentence first, then the tables, then where the files are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from funnelsim.experiments.forecast import Forecast
from funnelsim.outcomes.breakdown import DIMENSIONS
from funnelsim.reports import numbers
from funnelsim.reports.cold import cold_block
from funnelsim.reports.findings import findings
from funnelsim.reports.funnel import funnel_block, money_block, targets_block
from funnelsim.reports.layout import Block, folded
from funnelsim.reports.people import months_block, sources_block, teams_block
from funnelsim.reports.sentences import at_least, certainty, headline, missing

GAP = 2
"""Columns between two tables side by side."""

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
        -1: sentences and files only; 0: the tables; 1: also months, sources, segments, reps.
    """
    width = max(LEAST, console.width)
    for line in top(forecast, width):
        console.print(line, width=width)
    if detail >= 0:
        for block in _laid_out(console, list(_blocks(forecast, detail)), width):
            console.print()
            console.print(block, width=width)
        looked = [*findings(forecast), *notes]
        if looked:
            console.print()
            console.print(_bullets("What to look at", looked, width), width=width)
    if files:
        console.print()
        for line in files:
            console.print(Text(line, overflow="fold"), width=width)


def top(forecast: Forecast, width: int) -> Iterator[RenderableType]:
    """Title and sentences."""
    scenario = forecast.bundle.scenario
    days = dict.fromkeys((forecast.first_day, forecast.last_day))
    span = " to ".join(numbers.day(day) for day in days)
    yield Text.assemble((scenario.name, "bold"), "  ", (span, "dim"))
    if forecast.bundle.with_:
        yield Text(f"with {', '.join(forecast.bundle.with_)}", style="dim")
    yield Text()
    for sentence in headline(forecast):
        yield Text(folded(sentence, width), style="bold")
    on_customers = not forecast.aims or forecast.aims[0].target.metric == "customers"
    if on_customers and forecast.n > 1:
        yield Text(folded(at_least(forecast), width))
    yield Text(folded(f"{certainty(forecast)} Seed {forecast.seed}.", width), style="dim")
    for sentence in missing(forecast):
        yield Text(folded(sentence, width), style="bold yellow")


def _blocks(forecast: Forecast, detail: int) -> Iterator[Block]:
    if len(forecast.aims) > 1 or any(aim.target.share for aim in forecast.aims):
        yield targets_block(forecast)
    yield funnel_block(forecast)
    yield money_block(forecast)
    found = [cold_block(forecast), teams_block(forecast)]
    if detail > 0:
        found += [sources_block(forecast, dimension) for dimension in DIMENSIONS]
        found.append(months_block(forecast))
    yield from (block for block in found if block is not None)


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


def _bullets(title: str, sentences: Sequence[str], width: int) -> RenderableType:
    lines = [Text(title, style="bold")]
    for sentence in sentences:
        first, *others = folded(sentence, width - 3).split("\n")
        lines += [Text(f" • {first}"), *(Text(f"   {other}") for other in others)]
    return Group(*lines)
