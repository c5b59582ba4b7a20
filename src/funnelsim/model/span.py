"""The windows of a scenario in ticks, and how long a warm-up fills the funnel."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, isfinite

import numpy as np

from funnelsim.model.encode import DAY, Encoder
from funnelsim.model.sales import wall_per_open
from funnelsim.rules import families
from funnelsim.rules.distributions import quantile
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.values import ByClass, Dist, Value

WARM_UP_QUANTILE = 0.95


def begin_of(s: Scenario, first_stated: int = 0) -> int:
    """Tick at which the warm-up begins, at or before 0; whole days where it is computed.

    A computed warm-up reaches back to `first_stated`, the first arrival that the files date.
    """
    if s.warm_up_ms is not None:
        return -s.warm_up_ms
    return min(-ceil(lead_to_win_quantile(s) / DAY), first_stated // DAY, 0) * DAY


def lead_to_win_quantile(s: Scenario) -> float:
    """95 % quantile in ms of the nominal time from lead to win.

    The parts of that time (stay in nurture, hand-over, calls, stages) are added by mean and
    variance and read as a gamma. The stay in nurture of a lead that will be won is read as the
    length of its programme with one round of repeats, or its shelf life where that is shorter.
    """
    mean, variance = _stay_in_nurture(s), 0.0
    for part, scale in _parts(s):
        moments = _moments(part)
        if moments is not None:
            mean += moments[0] * scale
            variance += moments[1] * scale * scale
    for gap in s.calls.gaps:
        mean += gap.nominal * wall_per_open(s, s.calls_by or "", gap)
    if variance <= 0:
        return mean
    shape = mean * mean / variance
    return quantile(families.GAMMA, shape, variance / mean, 0.0, WARM_UP_QUANTILE)


def _parts(s: Scenario) -> list[tuple[Value | ByClass, float]]:
    delay = wall_per_open(s, s.calls_by or "", _longest(s.handoff.delay))
    parts: list[tuple[Value | ByClass, float]] = [(s.handoff.delay, delay)]
    named = s.stages.named.items()
    work = sum(_nominal(b.rep_time) * _stretch(s, name, b.rep_time) for name, b in named)
    wait = sum(_nominal(b.buyer_takes) * _stretch(s, name, b.buyer_takes) for name, b in named)
    by = 1.0
    if s.stages.sales_cycle is not None and wait > 0:
        by = max(0.0, s.stages.sales_cycle.nominal - work) / wait
    for name, block in named:
        parts.append((block.rep_time, _stretch(s, name, block.rep_time)))
        parts.append((block.buyer_takes, by * _stretch(s, name, block.buyer_takes)))
    return parts


def _stay_in_nurture(s: Scenario) -> float:
    if not any("lead" in c.enters and c.enters["lead"].nominal > 0 for c in s.channels.values()):
        return 0.0
    lengths = [
        max((_nominal(t.after) for t in block.touches.values()), default=0.0)
        + (0.0 if block.repeat is None else _nominal(block.repeat.every))
        for block in s.nurture.values()
        if block.for_.state is None or "new" in block.for_.state
    ]
    return min(max(lengths, default=0.0), _nominal(s.shelf_life.lead))


def _stretch(s: Scenario, stage: str, number: Value | ByClass) -> float:
    return wall_per_open(s, s.stage_by(stage) or "", _longest(number))


def _nominal(number: Value | ByClass) -> float:
    return _longest(number).nominal


def _longest(number: Value | ByClass) -> Value:
    """Of a table by class the entry with the largest finite mean."""
    if isinstance(number, Value):
        return number
    values = [*number.entries.values(), *([number.otherwise] if number.otherwise else [])]
    return max(values, key=lambda v: v.nominal if isfinite(v.nominal) else -1.0)


def _moments(number: Value | ByClass) -> tuple[float, float] | None:
    """Mean and variance in ms; None where the mean is not finite."""
    value = _longest(number)
    mean = value.nominal
    if not isfinite(mean):
        return None
    if value.uncertain or value.constant:
        return mean, 0.0
    return mean, _variance(value.dist, mean)


def _variance(dist: Dist, mean: float) -> float:
    """Variance by 2,000 equally likely quantiles; 0.1 % is enough for a warm-up."""
    row = Encoder()
    family, _, a, b, c, start, size = row.row(dist)
    if size:
        weights = np.diff([0.0, *row.pool_cumulative[start : start + size]])
        return float(weights @ (np.array(row.pool[start : start + size]) - mean) ** 2)
    points = np.array([quantile(family, a, b, c, (i + 0.5) / 2000) for i in range(2000)])
    return float(points.var())


def month_starts(origin: date, begin: int, stop: int) -> np.ndarray:
    """Ticks of the first of every month that overlaps [begin, stop), and of the one after."""
    day = (origin + timedelta(days=begin // DAY)).replace(day=1)
    ticks = []
    while True:
        tick = (day - origin).days * DAY
        ticks.append(tick)
        if tick >= stop:
            return np.array(ticks, dtype=np.int64)
        day = (day + timedelta(days=32)).replace(day=1)
