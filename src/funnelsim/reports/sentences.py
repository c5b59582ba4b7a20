"""The forecast in sentences, the answer first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from funnelsim.experiments.forecast import Aim, Forecast
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.summaries import Summary, summary
from funnelsim.reports import numbers
from funnelsim.scenario.schema.targets import COUNTED, RATIOS

BAND = (0.1, 0.9)
"""8 of 10 futures lie between these quantiles."""


def headline(forecast: Forecast) -> list[str]:
    """One sentence per target, or one on customers, the most important first."""
    if not forecast.aims:
        band = band_of(forecast, "customers", forecast.figure("customers", BAND))
        return [f"{band} by {numbers.day(forecast.last_day)}."]
    sentences = [_of_target(forecast, aim) for aim in forecast.aims]
    joint = forecast.joint_chance
    if joint is not None and len(forecast.aims) > 1:
        together = "both" if len(forecast.aims) == 2 else f"all {len(forecast.aims)}"
        sentences.append(f"{numbers.chance(joint.value)} chance to reach {together}.")
    return sentences


def _of_target(forecast: Forecast, aim: Aim) -> str:
    band = band_of(forecast, aim.target.metric, summary(aim.values, BAND))
    reach = "reach" if aim.target.at_least else "stay within"
    goal = amount(forecast, aim.target.metric, aim.target.value)
    odds = f"{numbers.chance(aim.chance.value)} chance to {reach} {goal}"
    return f"{band} {window(forecast, aim)}; {odds}."


def band_of(forecast: Forecast, metric: str, found: Summary) -> str:
    """``80 % chance of 7 to 13 customers``."""
    low, high = (found["quantiles"][q]["value"] for q in ("0.1", "0.9"))
    name = numbers.label(metric, forecast.bundle.scenario.words)
    if low is None or high is None:
        return f"No range of {name}, which is undefined in some futures,"
    ends = [amount(forecast, metric, end) for end in (low, high)]
    if ends[0] == ends[1]:
        return f"80 % chance of {ends[0]} {name}"
    return f"80 % chance of {ends[0]} to {ends[1]} {name}"


def amount(forecast: Forecast, metric: str, value: float | None) -> str:
    """A figure in its own unit: a count, money or percent."""
    if metric in COUNTED:
        return numbers.count(value)
    if metric in RATIOS:
        return numbers.ratio(value)
    return numbers.money(value, forecast.bundle.scenario.currency)


def window(forecast: Forecast, aim: Aim) -> str:
    """``by 31 Dec 2027`` or ``in 2027-Q1``."""
    words = aim.target.words
    if words.startswith("in "):
        return words
    from funnelsim.experiments.days import day_before

    return f"by {numbers.day(day_before(forecast.model.origin, aim.target.end))}"


def certainty(forecast: Forecast) -> str:
    """How far luck of the simulation, not of the market, may move the first figure."""
    runs = f"{forecast.n:,} simulated futures" if forecast.n != 1 else "1 simulated future"
    if forecast.aims:
        half = forecast.aims[0].chance.half_width
        if half is None:
            return f"From {runs}."
        points = max(1, round(half * 100))
        return (
            f"From {runs}, which fix that chance to within {points} "
            f"point{'s' if points != 1 else ''}."
        )
    found = forecast.figure("customers", ())
    if found["ci95"] is None:
        return f"From {runs}."
    half = (found["ci95"][1] - found["ci95"][0]) / 2
    return f"From {runs}; mean {numbers.count(found['mean'])} ± {numbers.count(half)}."


def missing(forecast: Forecast) -> Iterator[str]:
    """What the run lacks, and why."""
    replications = forecast.replications
    if replications.interrupted:
        yield (
            f"Interrupted: {forecast.n:,} of {forecast.n + replications.missing:,} replications "
            "were done and are kept."
        )
    elif replications.missing:
        reasons = dict.fromkeys(s.error for s in replications.status if s.error)
        yield (
            f"{replications.missing:,} of {forecast.n + replications.missing:,} replications are "
            f"missing: {'; '.join(reasons)}."
        )


def at_least(forecast: Forecast, chances: tuple[float, ...] = (0.9, 0.8, 0.5)) -> str:
    """``90 % chance of at least 5 customers, 80 % of at least 7, 50 % of at least 10.``"""
    values = np.sort(forecast.column("customers"))
    name = numbers.label("customers", forecast.bundle.scenario.words)
    parts = []
    for wanted in chances:
        # The largest count that a share `wanted` of the futures reaches.
        rank = int(np.ceil(len(values) * wanted - 1e-9))
        reached = numbers.count(float(values[len(values) - rank]))
        first = not parts
        parts.append(
            f"{wanted:.0%}".replace("%", " %")
            + (f" chance of at least {reached} {name}" if first else f" of at least {reached}")
        )
    return ", ".join(parts) + "."


def interval(found: Interval) -> str:
    """The two ends of a chance: ``43 – 49 %``."""
    if found.lo is None or found.hi is None:
        return numbers.UNKNOWN
    return f"{found.lo * 100:.0f} – {found.hi * 100:.0f} %"
