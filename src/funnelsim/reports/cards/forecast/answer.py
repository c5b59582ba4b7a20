"""The answer: the chance of each target, and how the main figures are distributed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from funnelsim.experiments.forecast import Aim, Forecast
from funnelsim.experiments.histogram import beyond, bin_edges, bin_shares, share_reaching
from funnelsim.experiments.intervals import FloatArray, Interval, quantile_order
from funnelsim.experiments.summaries import summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, Grid, grid
from funnelsim.reports.pictures import Histogram, Mark, Unit, Whisker
from funnelsim.reports.sentences import amount, band_of, central, goal, odds, seen, window
from funnelsim.scenario.schema.targets import COUNTED, RATIOS

SECTION = "answer"
SHOWN = ("revenue", "customers")
"""Figures of the whole horizon whose distribution is always shown."""


def cards(forecast: Forecast) -> Iterator[Card]:
    """Targets first, then what lies behind them."""
    if forecast.aims:
        yield _chances(forecast)
    if forecast.n > 1:
        for figure in _distributed(forecast):
            made = _distribution(forecast, figure)
            if made is not None:
                yield made


def unit_of(metric: str) -> Unit:
    """The unit of a target's metric."""
    return "count" if metric in COUNTED else "ratio" if metric in RATIOS else "money"


def upper(text: str) -> str:
    """With a capital, whatever the planner's own word begins with."""
    return text[:1].upper() + text[1:]


def _chances(forecast: Forecast) -> Card:
    rows, table = list[Whisker](), list[list[Cell]]()
    for aim in forecast.aims:
        name = f"{goal(forecast, aim)} {window(forecast, aim)}"
        rows.append(_whisker(name, aim.chance))
        wanted = aim.target.share or None
        if wanted is not None:
            rows.append({"label": "wanted", "value": wanted, "ends": None, "role": "target"})
        table.append([name, aim.chance.value, aim.chance.lo, aim.chance.hi, wanted])
    joint = forecast.joint_chance
    if joint is not None and len(forecast.aims) > 1:
        rows.append(_whisker("all at once", joint, "other"))
        table.append(["all at once", joint.value, joint.lo, joint.hi, None])
    return Card(
        id="targets",
        section=SECTION,
        title="Chance to reach the targets" if len(rows) > 1 else "Chance to reach the target",
        finding=" ".join(_said(forecast)),
        caption=(
            "Dot: the share of the simulated futures that reach the target. Whisker: how far the "
            "luck of the simulation may have moved it (95 % interval of Wilson); more replications "
            "make it shorter, the chance itself stays."
        ),
        picture=None
        if forecast.n == 1
        else {
            "kind": "forest",
            "x": {"label": "chance", "unit": "chance"},
            "zero": 0.0,
            "rows": rows,
        },
        grid=grid(
            [("target", "text"), ("chance", "chance"), ("95 % sure from", "chance"),
             ("to", "chance"), ("wanted", "chance")],
            table,
        ),
    )  # fmt: skip


def _whisker(name: str, found: Interval, role: str = "main") -> Whisker:
    made: Whisker = {
        "label": name,
        "value": found.value,
        "ends": found.ends,
        "role": "other" if role == "other" else "main",
    }
    return made | {"reason": found.reason} if found.reason else made


def _said(forecast: Forecast) -> Iterator[str]:
    """``Customers by 31 Dec 2027: 46 % chance to reach 10, 34 points less than wanted.``"""
    words = forecast.bundle.scenario.words
    for aim in forecast.aims:
        name = upper(numbers.label(aim.target.metric, words))
        yield f"{name} {window(forecast, aim)}: {odds(forecast, aim)}{_against(aim, forecast.n)}."
    joint = forecast.joint_chance
    if joint is not None and joint.value is not None and len(forecast.aims) > 1 and forecast.n > 1:
        together = "Both" if len(forecast.aims) == 2 else f"All {len(forecast.aims)}"
        yield (f"{together} at once: {seen(joint.value, forecast.n)}.")


def _against(aim: Aim, n: int) -> str:
    """How far the chance is from the one that is wanted; one future tells no chance."""
    wanted, chance = aim.target.share, aim.chance
    if not wanted or chance.value is None or n == 1:
        return ""
    said = f"{numbers.chance(wanted)} wanted"
    if chance.covers(wanted):
        return f"; {said}, which these futures can neither confirm nor rule out"
    points = max(1, round(abs(chance.value - wanted) * 100))
    side = "more" if chance.value > wanted else "less"
    return f"; {said}: {points} point{'' if points == 1 else 's'} {side}"


@dataclass(frozen=True)
class _Figure:
    """What is distributed: one of `SHOWN`, or a target's figure in its own window."""

    id: str
    metric: str
    values: FloatArray
    when: str
    aims: tuple[Aim, ...]


def _distributed(forecast: Forecast) -> Iterator[_Figure]:
    whole = (0, forecast.model.end)
    for name in SHOWN:
        aims = tuple(
            aim for aim in forecast.aims
            if aim.target.metric == name and (aim.target.begin, aim.target.end) == whole
        )  # fmt: skip
        when = f"by {numbers.day(forecast.last_day)}"
        yield _Figure(f"{name}-distribution", name, forecast.column(name), when, aims)
    for i, aim in enumerate(forecast.aims, start=1):
        own = (aim.target.begin, aim.target.end) != whole
        if own or aim.target.metric not in SHOWN:
            when = window(forecast, aim)
            yield _Figure(f"target-{i}-distribution", aim.target.metric, aim.values, when, (aim,))


def _distribution(forecast: Forecast, figure: _Figure) -> Card | None:
    """A histogram with the target and the range of 8 of 10 futures."""
    metric, values = figure.metric, figure.values
    name = upper(numbers.label(metric, forecast.bundle.scenario.words))
    ends = central(values)
    if ends is None:
        return None
    known = values[np.isfinite(values)]
    single = bool(np.ptp(known) == 0)
    return Card(
        id=figure.id,
        section=SECTION,
        title=f"{name} {figure.when}",
        finding=_in_words(forecast, figure, ends),
        caption=(
            f"Each bar: the share of the {len(known):,} simulated futures that end there. The "
            "strip holds at least 8 of 10 of them; one in ten, at most, lies below it and one "
            f"above.{' Dashed: the target.' if figure.aims else ''}"
        ),
        picture=None if single else _histogram(forecast, figure, known, ends),
        grid=None if single else _bins(figure, known),
        notes=[*_mean(forecast, metric, values), *_far(forecast, metric, known)],
    )


def _in_words(forecast: Forecast, figure: _Figure, ends: tuple[float, float]) -> str:
    metric, values = figure.metric, figure.values
    known = values[np.isfinite(values)]
    if np.ptp(known) == 0:
        name = numbers.label(metric, forecast.bundle.scenario.words)
        return (
            f"Every one of the {forecast.n:,} simulated futures ends with "
            f"{amount(forecast, metric, ends[0])} {name} {figure.when}."
        )
    middle = amount(forecast, metric, quantile_order(known, 0.5).value)
    return (
        f"{band_of(forecast, metric, values)} {figure.when}; in half of the futures at most "
        f"{middle}."
    )


def _mean(forecast: Forecast, metric: str, values: FloatArray) -> Iterator[str]:
    """Ratios have no note: the mean of the ratios of single futures says little."""
    found = summary(values, ())
    if metric in RATIOS or found["ci95"] is None or not found["sd"]:
        return
    mean, low, high = (amount(forecast, metric, x) for x in (found["mean"], *found["ci95"]))
    yield f"On average {mean} (95 % sure: {low} to {high})."


def _far(forecast: Forecast, metric: str, known: FloatArray) -> Iterator[str]:
    edges = bin_edges([known])
    below, above = beyond(known, edges)
    for n, edge, side, bar in (
        (below, edges[0], "below", "first"), (above, edges[-1], "above", "last")
    ):  # fmt: skip
        if n:
            yield (
                f"The {bar} bar also holds the {numbers.share(n / len(known))} of the futures "
                f"{side} {amount(forecast, metric, edge)}."
            )


def _histogram(
    forecast: Forecast, figure: _Figure, known: FloatArray, ends: tuple[float, float]
) -> Histogram:
    metric, edges = figure.metric, bin_edges([known])
    low, high = (amount(forecast, metric, end) for end in ends)
    # A bin of one count reaches to the next count.
    by_one = metric in COUNTED and edges[1] - edges[0] == 1
    marks: list[Mark] = [
        {"axis": "x", "at": max(ends[0], edges[0]), "to": min(ends[1] + by_one, edges[-1]),
         "label": f"8 of 10: {low} to {high}", "role": "good"},
    ]  # fmt: skip
    for aim in figure.aims:
        if edges[0] <= aim.target.value <= edges[-1]:
            wanted = amount(forecast, metric, aim.target.value)
            marks.append({"axis": "x", "at": aim.target.value, "label": f"target {wanted}",
                          "role": "target"})  # fmt: skip
    name = numbers.label(metric, forecast.bundle.scenario.words)
    return {
        "kind": "histogram",
        "x": {"label": f"{name} {figure.when}", "unit": unit_of(metric)},
        "y": {"label": "share of futures", "unit": "share"},
        "edges": edges,
        "series": [{"name": name, "role": "main", "shares": bin_shares(known, edges)}],
        "marks": marks,
    }


def _bins(figure: _Figure, known: FloatArray) -> Grid:
    edges, unit = bin_edges([known]), unit_of(figure.metric)
    shares, reach = bin_shares(known, edges), share_reaching(known, edges[:-1])
    return grid(
        [("from", unit), ("to below", unit), ("share of futures", "share"),
         ("chance of so much or more", "chance")],
        zip(edges[:-1], edges[1:], shares, reach, strict=True),
    )  # fmt: skip
