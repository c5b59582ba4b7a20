"""A forecast in a notebook: the chance, then the main figures."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast

FIGURES = (
    "leads", "mql", "sql", "opportunities", "customers", "revenue", "cost", "profit",
)  # fmt: skip
QUANTILES = (0.1, 0.5, 0.9)


def html(forecast: Forecast) -> str:
    """One table without style sheets or scripts."""
    scenario = forecast.bundle.scenario
    head = "".join(f"<th>{name}</th>" for name in ("", "mean", *(f"{q:.0%}" for q in QUANTILES)))
    caption = f"{scenario.name}: {forecast.n:,} replications, seed {forecast.seed}"
    targets = "".join(f"<p>{escape(aim.odds)}</p>" for aim in forecast.aims)
    return (
        f"<div><p><b>{escape(caption)}</b></p>{targets}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(_rows(forecast))}</tbody></table>"
        "</div>"
    )


def _rows(forecast: Forecast) -> Iterator[str]:
    words = forecast.bundle.scenario.words
    for name in FIGURES:
        found = forecast.figure(name, QUANTILES)
        values = [found["mean"], *(q["value"] for q in found["quantiles"].values())]
        cells = "".join(f"<td>{_cell(value)}</td>" for value in values)
        yield f"<tr><th>{escape(words.get(name, name))}</th>{cells}</tr>"


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
