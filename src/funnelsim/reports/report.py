"""The report of a run as plain data: ``report.json``, what the page and the figures are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from funnelsim.experiments.days import day_before, day_of
from funnelsim.experiments.forecast import Forecast
from funnelsim.reports import numbers
from funnelsim.reports.cards.all import cards_of
from funnelsim.reports.figures import figures_of
from funnelsim.reports.said import Result, page_of

SCHEMA = "funnelsim.report/1"
NAME = "report.json"
PAGE_NAME = "report.html"

UNFOLDED = 10**6
"""A width at which no sentence is folded."""

Data = dict[str, Any]


def report_of(made: Result, begun: Mapping[str, Any]) -> Data:
    """Everything that a page says of a result; the same for the same run, whenever it is made.

    Parameters
    ----------
    begun
        Data of the manifest; its times and places are not looked at.
    """
    page = page_of(made)
    bold, plain, dim = _sentences(page.top(UNFOLDED))
    return {
        "schema": SCHEMA,
        "run": _run(made, begun),
        "headline": bold,
        "sentences": [*plain, *dim],
        "looked": list(page.looked()),
        "figures": figures_of(made),
        "cards": [card.plain() for card in cards_of(made, begun)],
        "footer": [_footer(begun)],
    }


def _run(made: Result, begun: Mapping[str, Any]) -> Data:
    bundle, command = made.bundle, begun["command"]
    first, last = day_of(made.model.origin, 0), day_before(made.model.origin, made.model.end)
    days = " to ".join(dict.fromkeys((numbers.day(first), numbers.day(last))))
    policies = [f"with {', '.join(bundle.with_)}"] if bundle.with_ else []
    settings = list(begun["set"])
    label = ", ".join([bundle.scenario.name, *bundle.with_, *settings])
    return {
        "name": bundle.scenario.name,
        "command": command,
        "label": label if isinstance(made, Forecast) else f"{label} ({command})",
        "says": "; ".join([days, *policies, *(f"--set {one}" for one in settings)]),
        "currency": bundle.scenario.currency,
        "with": list(bundle.with_),
        "set": settings,
        "seed": made.seed,
        "engine": made.engine,
        "hash": bundle.hash,
    }


def _sentences(lines: Iterator[Any] | Any) -> tuple[list[str], list[str], list[str]]:
    """The lines under the title: bold, plain and dim ones."""
    found: dict[str, list[str]] = {"bold": [], "": [], "dim": []}
    titled = True
    for line in lines:
        text = line.plain if isinstance(line, Text) else str(line)
        if titled:
            titled = bool(text)  # a blank line ends the title
            continue
        style = str(line.style) if isinstance(line, Text) else ""
        found["bold" if style.startswith("bold") else style].append(text)
    return found["bold"], found[""], found["dim"]


def _footer(begun: Mapping[str, Any]) -> str:
    version = begun["versions"]["funnelsim"] or "from its source"
    return (
        f"funnelsim {version}, seed {begun['seed']}, engine {begun['engine']}. "
        f"The same again: funnelsim {begun['command']} manifest.json, in the folder of the run."
    )
