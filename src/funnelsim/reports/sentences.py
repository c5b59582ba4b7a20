"""The forecast in sentences, the answer first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from funnelsim.experiments.contests.paired import ENOUGH, IDENTICAL
from funnelsim.experiments.forecast import Aim, Forecast
from funnelsim.experiments.intervals import (
    FloatArray,
    Interval,
    central_ranks,
    quantile_rank,
)
from funnelsim.experiments.ratios import MOST_UNDEFINED
from funnelsim.experiments.status import Replications
from funnelsim.model.axes import DAY
from funnelsim.reports import numbers
from funnelsim.scenario.schema.targets import COUNTED, RATIOS

WITHIN = 0.8
"""Share of the futures within a range."""


def headline(forecast: Forecast) -> list[str]:
    """One sentence per target, or one on customers, the most important first."""
    if not forecast.aims:
        band = band_of(forecast, "customers", forecast.column("customers"))
        return [f"{band} by {numbers.day(forecast.last_day)}."]
    sentences = [_of_target(forecast, aim) for aim in forecast.aims]
    joint = forecast.joint_chance
    if joint is not None and len(forecast.aims) > 1:
        together = "both" if len(forecast.aims) == 2 else f"all {len(forecast.aims)}"
        if joint.value == 0:
            sentences.append(f"No simulated future reaches {together} targets.")
        elif joint.value == 1:
            sentences.append(f"Every simulated future reaches {together} targets.")
        else:
            sentences.append(f"{numbers.chance(joint.value)} chance to reach {together} targets.")
    return sentences


def _of_target(forecast: Forecast, aim: Aim) -> str:
    band = band_of(forecast, aim.target.metric, aim.values)
    return f"{band} {window(forecast, aim)}; {odds(forecast, aim)}."


def odds(forecast: Forecast, aim: Aim) -> str:
    """The chance in words that promise no more than a finite number of futures can show."""
    verb, third = ("reach", "reaches") if aim.target.at_least else ("stay within", "stays within")
    goal = amount(forecast, aim.target.metric, aim.target.value)
    chance = aim.chance
    if forecast.n == 1:
        return f"the one simulated future {third if chance.value else f'does not {verb}'} {goal}"
    if chance.value == 0 and chance.hi is not None:
        return f"no simulated future {third} {goal}: the chance is below {_next(chance.hi)}"
    if chance.value == 1 and chance.lo is not None:
        return f"every simulated future {third} {goal}: the chance is above {_next(chance.lo, -1)}"
    return f"{numbers.chance(chance.value)} chance to {verb} {goal}"


def _next(chance: float, away: int = 1) -> str:
    """A bound in percent, rounded away from the estimate."""
    percent = math.ceil(chance * 100) if away > 0 else math.floor(chance * 100)
    return f"{percent} %"


def goal(forecast: Forecast, aim: Aim) -> str:
    """``at least 10 customers``."""
    name = numbers.label(aim.target.metric, forecast.bundle.scenario.words)
    side = "at least" if aim.target.at_least else "at most"
    return f"{side} {amount(forecast, aim.target.metric, aim.target.value)} {name}"


def band_of(forecast: Forecast, metric: str, values: FloatArray) -> str:
    """``80 % chance of 7 to 13 customers``."""
    name = numbers.label(metric, forecast.bundle.scenario.words)
    ends = central(values)
    if ends is None:
        undefined = float(np.mean(~np.isfinite(values)))
        return (
            f"{name[:1].upper()}{name[1:]} is undefined in {numbers.chance(undefined)} of futures"
        )
    low, high = (amount(forecast, metric, end) for end in ends)
    if forecast.n == 1:
        return f"{low} {name}"
    if np.all(values == values[0]):
        return f"Every simulated future {_ends_with(metric)} {low} {name}"
    return f"80 % chance of {low if low == high else f'{low} to {high}'} {name}"


def _ends_with(metric: str) -> str:
    return "brings" if metric in COUNTED or metric == "revenue" else "ends with"


def central(values: FloatArray) -> tuple[float, float] | None:
    """The largest figure that 9 of 10 futures reach, and the smallest that 9 of 10 stay within.

    At least 8 of 10 lie between them, both included. None where the figure is undefined in 1 %
    of the futures or more.
    """
    known = np.sort(values[np.isfinite(values)])
    undefined = len(values) - len(known)
    if not len(known) or (undefined and undefined >= MOST_UNDEFINED * len(values)):
        return None
    low, high = central_ranks(len(known), WITHIN)
    return float(known[low - 1]), float(known[high - 1])


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
        if forecast.aims[0].chance.value in (0, 1):
            return f"From {runs}."
        points = max(1, round(half * 100))
        which = "the first target" if len(forecast.aims) > 1 else "the target"
        return (
            f"From {runs}, which fix the chance of {which} to within {points} "
            f"point{'s' if points != 1 else ''}."
        )
    found = forecast.figure("customers", ())
    if found["ci95"] is None:
        return f"From {runs}."
    half = (found["ci95"][1] - found["ci95"][0]) / 2
    return f"From {runs}; mean {numbers.count(found['mean'])} ± {numbers.count(half)}."


YEAR_DAYS = 360, 370


def span_word(end: int) -> str:
    """What a horizon of so many ticks is called: a year, or a period of another length."""
    return "year" if YEAR_DAYS[0] <= end / DAY <= YEAR_DAYS[1] else "period"


def missing(replications: Replications) -> Iterator[str]:
    """What the work lacks, and why."""
    done = len(replications.numbers)
    asked = done + replications.missing
    if replications.interrupted:
        yield f"Interrupted: {done:,} of {asked:,} replications were done and are kept."
    elif replications.missing:
        reasons = dict.fromkeys(s.error for s in replications.status if s.error)
        yield (
            f"{replications.missing:,} of {asked:,} replications are missing: {'; '.join(reasons)}."
        )


def at_least(forecast: Forecast, chances: tuple[float, ...] = (0.9, 0.8, 0.5)) -> str:
    """``92 % chance of at least 5 customers, 81 % of at least 7, 55 % of at least 10.``

    The largest counts that so many of the futures reach, each once and with the share that does.
    What is certain anyway, at least 0, is left out. Empty with one future, which has no chances.
    """
    if forecast.n == 1:
        return ""
    values = np.sort(forecast.column("customers"))
    name = numbers.label("customers", forecast.bundle.scenario.words)
    reached = dict.fromkeys(
        float(values[len(values) - quantile_rank(len(values), wanted)]) for wanted in chances
    )
    told = [number for number in reached if number > 0] or [1.0]
    shares = [float(np.mean(values >= number)) for number in told]
    if told == [1.0] and not shares[0]:
        return f"No simulated future brings any {name}."
    if told[0] == 1 and name == "customers":
        name = "customer"
    parts: list[str] = []
    for share, number in zip(shares, told, strict=True):
        count = numbers.count(number) if parts else f"{numbers.count(number)} {name}"
        if share == 1:
            parts.append(f"Every simulated future brings at least {count}")
        else:
            chance = " chance" if not any(" chance " in part for part in parts) else ""
            parts.append(f"{numbers.chance(share)}{chance} of at least {count}")
    return f"{', '.join(parts)}."


def seen(value: float | None, n: int) -> str:
    """A chance in so many futures: ``46 %``, ``in none of the 60 futures``, ``in all 60``."""
    if n > 1 and value in (0, 1):
        return f"in all {n:,} futures" if value else f"in none of the {n:,} futures"
    return numbers.chance(value)


def interval(found: Interval) -> str:
    """The two ends of a chance: ``43 – 49 %``."""
    if found.lo is None or found.hi is None:
        return numbers.UNKNOWN
    return f"{found.lo * 100:.0f} – {found.hi * 100:.0f} %"


_SHORT = {IDENTICAL: "always", "too rare": "too rare"}
"""Why there is no interval, in the room of one."""


def between(found: Interval, show: Callable[[float], str]) -> str:
    """The two ends of an interval: ``$478k to $1.39M``; where it has none, why if that is short."""
    if found.lo is None or found.hi is None:
        return _SHORT.get((found.reason or "").partition(":")[0], "")
    low, high = show(found.lo), show(found.hi)
    return low if low == high else f"{low} to {high}"


def may_be_zero(found: Interval) -> bool:
    """Whether an interval does not say that something differs from 0."""
    return found.lo is None or found.hi is None or found.lo <= 0 <= found.hi


def rests_on(assumption: Mapping[str, Any]) -> str:
    """``shelf_life.sql is 30 days, grade C (source)``: an assumption with its grade."""
    grade = assumption["grade"]
    graded = f"grade {grade}" if grade not in (None, "", "-") else "no grade"
    source = f" ({assumption['source']})" if assumption["source"] else ""
    return f"{assumption['key']} = {assumption['value']}, {graded}{source}"


def few(n: int) -> str:
    """Why a paired difference of `n` futures has no interval: ``these 20 futures are too few``."""
    if n < ENOUGH:
        return f"these {n:,} futures are too few"
    return f"too few of these {n:,} futures differ"
