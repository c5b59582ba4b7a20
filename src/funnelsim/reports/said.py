"""What is said of each kind of result, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console

from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.select import Chosen
from funnelsim.experiments.drivers.result import Drivers
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.optimise import Optimised
from funnelsim.experiments.planned import Planned
from funnelsim.experiments.sweep import Sweep
from funnelsim.reports import (
    cold_text,
    compare_text,
    drivers_text,
    goal_text,
    optimise_text,
    select_text,
    sweep_text,
    terminal,
)
from funnelsim.reports.contents import Study
from funnelsim.reports.page import Page, print_page

Result = Forecast | Study

_PAGES: Mapping[type[Any], Callable[[Any, int], Page]] = {
    Forecast: terminal.page,
    Cold: cold_text.page,
    Contest: compare_text.page,
    Chosen: select_text.page,
    Planned: goal_text.page,
    Sweep: sweep_text.page,
    Drivers: drivers_text.page,
    Optimised: optimise_text.page,
}


def page_of(made: Result, detail: int = 0) -> Page:
    """What is said of a result.

    Parameters
    ----------
    detail
        -1: sentences, stories and files only; 0: the tables; 1: also months, sources, reps.
    """
    return next(page for kind, page in _PAGES.items() if isinstance(made, kind))(made, detail)


def print_result(
    console: Console,
    made: Result,
    *,
    notes: Sequence[str] = (),
    files: Sequence[str] = (),
    detail: int = 0,
    stories: Sequence[str] = (),
) -> None:
    """Print a result.

    Parameters
    ----------
    console
        Decides width and colour.
    notes
        Further sentences for "What to look at".
    files
        Lines that say where results are.
    detail
        As in `page_of`.
    stories
        Lines below everything else.
    """
    page = page_of(made, detail)
    looked = page.looked
    more = replace(page, looked=lambda: [*looked(), *notes], after=stories)
    print_page(console, more, files, detail)
