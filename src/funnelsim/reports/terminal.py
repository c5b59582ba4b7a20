"""A forecast on the terminal: the sentence first, then the tables, then where the files are."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.forecast import Forecast
from funnelsim.outcomes.breakdown import DIMENSIONS
from funnelsim.reports.cold import cold_block
from funnelsim.reports.findings import findings
from funnelsim.reports.funnel import funnel_block, money_block, targets_block
from funnelsim.reports.futures import futures_block
from funnelsim.reports.layout import Block, folded
from funnelsim.reports.page import Page, title
from funnelsim.reports.people import months_block, sources_block, teams_block
from funnelsim.reports.sentences import at_least, certainty, headline, missing


def page(forecast: Forecast, detail: int = 0) -> Page:
    """What is said of a forecast; parameters as in `said.page_of`."""
    return Page(
        top=lambda width: top(forecast, width),
        blocks=lambda: _blocks(forecast, detail),
        looked=lambda: findings(forecast),
    )


def top(forecast: Forecast, width: int) -> Iterator[RenderableType]:
    """Title and sentences."""
    yield from title(forecast.bundle, forecast.model)
    for sentence in headline(forecast):
        yield Text(folded(sentence, width), style="bold")
    on_customers = not forecast.aims or forecast.aims[0].target.metric == "customers"
    if on_customers and (shares := at_least(forecast)):
        yield Text(folded(shares, width))
    yield Text(folded(f"{certainty(forecast)} Seed {forecast.seed}.", width), style="dim")
    for sentence in missing(forecast.replications):
        yield Text(folded(sentence, width), style="bold yellow")


def _blocks(forecast: Forecast, detail: int) -> Iterator[Block | None]:
    if len(forecast.aims) > 1 or any(aim.target.share for aim in forecast.aims):
        yield targets_block(forecast)
    yield futures_block(forecast)
    yield funnel_block(forecast)
    yield money_block(forecast)
    yield cold_block(forecast)
    yield teams_block(forecast)
    if detail > 0:
        yield from (sources_block(forecast, dimension) for dimension in DIMENSIONS)
        yield months_block(forecast)
