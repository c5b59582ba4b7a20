"""What drives an outcome, as data and tables: ``docs/schemas/drivers-1.json`` describes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.drivers.result import MORE_DEALS
from funnelsim.experiments.figures import column, figure
from funnelsim.experiments.reported import Row, Tables

if TYPE_CHECKING:
    from funnelsim.experiments.drivers.result import Drivers
    from funnelsim.experiments.sensitivity.tornado import Bar

SCHEMA = "funnelsim.drivers/1"


def drivers_data(found: Drivers) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    parts = found.split
    return {
        "schema": SCHEMA,
        "scenario": found.bundle.scenario.name,
        "currency": found.model.currency,
        "replications": found.n,
        "seed": found.seed,
        "engine": found.engine,
        "with": list(found.bundle.with_),
        "ended": found.ended,
        "metric": found.metric,
        "outcome": figure(found.figures, found.metric),
        "luck": None if parts is None else mean(parts.luck),
        "ignorance": None if parts is None else mean(parts.ignorance),
        "ignorance_by_pairs": None if found.pairs is None else mean(found.pairs),
        "parameters": [] if parts is None else [
            {"parameter": name, "share": mean(share)} for name, share in parts.parts.items()
        ],
        "tornado": {
            "p10_p90": [_bar(bar) for bar in found.ranges],
            "plus_minus_20": [_bar(bar) for bar in found.moved],
            "idle": found.idle,
            "not_moved": found.stuck,
        },
        "evppi": [
            {"parameter": name, "value": mean(knowing.value), "changes": knowing.changes,
             "warning": knowing.warning}
            for name, knowing in found.knowing.items()
        ],
        "policies": list(found.policies),
        "biggest_assumption": found.biggest_assumption,
        "more_deals": [
            {"parameter": known.path, "won": known.won, "of": known.of, "more": MORE_DEALS,
             "sd_now": known.narrowing.sd_now, "sd_then": known.narrowing.sd_then,
             "narrowing": known.narrowing.narrowing}
            for known in found.known
        ],
        "lose_the_biggest": None if found.lost is None else {
            "row": found.lost.row, "value": found.lost.value, "revenue": mean(found.lost.revenue),
            "chance": None if found.lost.chance is None else mean(found.lost.chance),
        },
        "sobol": [
            {"parameter": name, "first": mean(index.first), "total": mean(index.total)}
            for name, index in found.sobol.items()
        ],
    }  # fmt: skip


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "name": bar.name,
        "settings": list(bar.settings),
        "low": mean(bar.low),
        "high": mean(bar.high),
        "swing": mean(bar.swing),
    }


def _bars(found: Drivers) -> Iterator[Row]:
    """Both tornados; outcome there less the outcome as it is."""
    for bar in (*found.moved, *found.ranges):
        yield {
            "name": bar.name, "kind": bar.kind,
            "setting_low": bar.settings[0], "setting_high": bar.settings[1],
            "low": bar.low.value, "high": bar.high.value, "swing": bar.swing.value,
            "swing_lo": bar.swing.lo, "swing_hi": bar.swing.hi,
        }  # fmt: skip


def _shares(found: Drivers) -> Iterator[Row]:
    """Shares of the variance: luck, ignorance, and ignorance by number."""
    if found.split is None:
        return
    rows = {"luck": found.split.luck, "ignorance": found.split.ignorance, **found.split.parts}
    for name, share in rows.items():
        yield {"of": name, "share": share.value, "lo": share.lo, "hi": share.hi}


def _evppi(found: Drivers) -> Iterator[Row]:
    for name, knowing in found.knowing.items():
        value = knowing.value
        yield {"parameter": name, "value": value.value, "lo": value.lo, "hi": value.hi,
               "changes": knowing.changes}  # fmt: skip


def _sobol(found: Drivers) -> Iterator[Row]:
    for name, index in found.sobol.items():
        yield {"parameter": name, "first": index.first.value, "first_lo": index.first.lo,
               "first_hi": index.first.hi, "total": index.total.value, "total_lo": index.total.lo,
               "total_hi": index.total.hi}  # fmt: skip


def _worlds(found: Drivers) -> Iterator[Row]:
    """The outcome and the uncertain numbers of every world."""
    outcome = column(found.figures, found.metric)
    for row, number in enumerate(found.numbers):
        drawn = {
            found.model.parameters[at].path: float(found.factors.values[name][row, i])
            for name, members in found.factors.members.items() for i, at in enumerate(members)
        }  # fmt: skip
        yield {"replication": number, found.metric: float(outcome[row])} | drawn


TABLES: Tables = {
    "bars": _bars, "shares": _shares, "evppi": _evppi, "sobol": _sobol, "worlds": _worlds
}  # fmt: skip
