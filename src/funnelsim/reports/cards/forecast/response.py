"""How soon leads are answered, against the time that was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from funnelsim.experiments.forecast import Forecast
from funnelsim.outcomes.durations import EDGES, Counts, pooled_quantile
from funnelsim.outcomes.spans import HOUR
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.forecast.parts import possible
from funnelsim.reports.findings import ANSWERABLE
from funnelsim.reports.pictures import Mark

SECTION = "teams"
TOGETHER = 4
"""Bins of the counts in one bar: five bars make a factor of ten."""

SHORT = 1 / 60
"""Hours; shorter times are in one bar: whoever waited for the office to open waits 0 open hours."""


@dataclass(frozen=True)
class Agreed:
    """A response time.

    Attributes
    ----------
    ms
        Of open hours of the calling team where `working`, else of wall time.
    """

    ms: float
    working: bool

    @property
    def words(self) -> str:
        """``1.0 h``."""
        return numbers.hours(self.ms / HOUR)


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card, if anybody is called."""
    agreed = agreed_time(forecast)
    working = agreed is not None and agreed.working
    counts = forecast.stack.durations["response_working" if working else "response_wall"]
    if counts.sum():
        yield _card(forecast, counts, agreed, working)


def agreed_time(forecast: Forecast) -> Agreed | None:
    """The response time that holds for all leads all the time; None where it differs."""
    lead = forecast.model.lead
    found = {(float(ms), bool(business)) for ms, business in
             zip(lead["sla"].flat, lead["sla_business"].flat, strict=True)}  # fmt: skip
    uncertain = any("sla.respond_within" in one.path for one in forecast.model.parameters)
    if len(found) != 1 or uncertain:
        return None
    [(ms, business)] = found
    return Agreed(ms, business) if np.isfinite(ms) else None


def _card(forecast: Forecast, counts: Counts, agreed: Agreed | None, working: bool) -> Card:
    edges, shares = bars(counts)
    clock = "open hours" if working else "wall time"
    marks: list[Mark] = []
    if agreed is not None and edges[0] <= agreed.ms / HOUR <= edges[-1]:
        marks = [{"axis": "x", "at": agreed.ms / HOUR, "role": "target",
                  "label": f"agreed {agreed.words}"}]  # fmt: skip
    so_far = np.cumsum(shares).tolist()
    return Card(
        id="first-calls",
        section=SECTION,
        title="How soon leads are answered",
        finding=_finding(forecast, counts, agreed),
        caption=(
            "Each bar: the share of the first calls that start so long after the hand-over "
            f"({clock}; each step of the axis is ten times the one before), over the leads of all "
            "futures together. The first bar holds all that are sooner."
            + (" Dashed: the agreed time, which counts from the moment the lead is in the team's "
               "queue, so what the hand-over takes comes on top." if marks else "")
        ),
        picture={
            "kind": "histogram",
            "x": {"label": f"from hand-over to first call, {clock}", "unit": "hours", "log": True},
            "y": {"label": "share of first calls", "unit": "share"},
            "edges": edges,
            "series": [{"name": "first calls", "role": "main", "shares": shares}],
            "marks": marks,
        },
        grid=grid(
            [("longer than", "hours"), ("up to", "hours"), ("share of first calls", "share"),
             ("share so far", "share")],
            [[low, high, share, min(1.0, total)] for low, high, share, total
             in zip(edges, edges[1:], shares, so_far, strict=False)],
        ),
        notes=list(_never(forecast)),
    )  # fmt: skip


def bars(counts: Counts) -> tuple[list[float], list[float]]:
    """Edges in hours and shares of the bars in use; the first one holds all that is shorter."""
    first = int(np.searchsorted(EDGES, SHORT * HOUR)) // TOGETHER
    # counts[i] lies below EDGES[i]; the last has no upper edge and joins the one before.
    every = counts[1:-1].astype(np.int64).reshape(-1, TOGETHER).sum(axis=1)
    every[0] += counts[0]
    every[-1] += counts[-1]
    every[first] = every[: first + 1].sum()
    used = first + np.flatnonzero(every[first:])
    begin, end = int(used[0]), int(used[-1]) + 1
    edges = EDGES[::TOGETHER] / HOUR
    return edges[begin : end + 1].tolist(), (every[begin:end] / every[first:].sum()).tolist()


def _finding(forecast: Forecast, counts: Counts, agreed: Agreed | None) -> str:
    words = forecast.bundle.scenario.words
    callers = _callers(forecast)
    who = f"Team {numbers.label(callers[0], words)}" if len(callers) == 1 else "Sales"
    middle = pooled_quantile(counts, 0.5) / HOUR
    text = f"{who} starts half of its first calls within {numbers.hours(middle)} of the hand-over"
    clock = " Times are in open hours." if agreed is not None and agreed.working else ""
    met = forecast.figure("sla_met", ())
    if met["mean"] is None:
        return f"{text}; no response time is agreed."
    kept = f"the agreed {agreed.words} is kept" if agreed else "the agreed times are kept"
    sure = (
        f" (95 % sure: {' to '.join(map(numbers.share, possible(met['ci95'], 1.0)))})"
        if met["ci95"]
        else ""
    )
    return f"{text}; {kept} for {numbers.share(met['mean'])} {ANSWERABLE}{sure}.{clock}"


def _callers(forecast: Forecast) -> list[str]:
    """Teams that make the first calls."""
    codes = sorted(set(forecast.model.lead["calls_team"].flat))
    return [forecast.model.names.teams[code] for code in codes if code >= 0]


def _never(forecast: Forecast) -> Iterator[str]:
    never = forecast.figure("never_called", ())["mean"]
    if never:
        yield (
            f"{numbers.share(never)} of the leads handed to sales get no call before the "
            "simulation ends; they are in no bar."
        )
