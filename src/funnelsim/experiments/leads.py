"""Leads of one replication, one row each, in words: a sample that a planner can look through."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.experiments.trace import Trace, trace
from funnelsim.model.codes import Cause, Place
from funnelsim.outcomes.history import arrange
from funnelsim.outcomes.leads import lead_table
from funnelsim.outcomes.spans import BEFORE, HOUR, NEVER
from funnelsim.scenario.load import Bundle

Row = dict[str, Any]

COLUMNS = (
    "lead", "channel", "segment", "region", "fit", "deal", "entered", "arrived", "mql", "sql",
    "opportunity", "won", "revenue", "gross_profit", "calls", "first_call_hours", "late", "place",
    "cause", "ended",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """Some leads of a replication.

    Attributes
    ----------
    replication
        Its number.
    found
        Leads of the horizon: those that arrive in it, and open deals.
    rows
        `COLUMNS` of each: times as local wall time (None: not before the end of the log, or
        before the records begin), money (None unless won), ``first_call_hours`` from the hand-over
        in wall time, ``late`` where the agreed time passed (None: never handed over), ``place``
        and the ``cause`` of the last loss at the end of the log. In order of arrival.
    """

    replication: int
    found: int
    rows: list[Row]


def lead_sample(
    bundle: Bundle, replication: int, seed: int, most: int, engine_name: str = DEFAULT_ENGINE
) -> Sample:
    """Simulate a replication again and take leads of it, evenly over the order of arrival.

    Parameters
    ----------
    bundle
        From `load`; policies in force are.
    replication, seed
        As in the forecast that has the replication.
    most
        How many leads at most.
    """
    found = trace(bundle, replication, seed, engine_name=engine_name)
    leads = lead_table(arrange(found.log, found.model))
    inside = leads["open_deal"] | ((leads["created"] >= 0) & (leads["created"] < found.model.end))
    leads = leads[inside]
    leads = leads[np.lexsort((leads["lead"], leads["created"]))]
    n = len(leads)
    chosen = np.arange(n) if n <= most else np.arange(most) * n // most
    return Sample(replication, n, [_row(found, lead) for lead in leads[chosen]])


def _row(found: Trace, lead: Any) -> Row:
    names = found.model.names
    channel, segment, region = names.classes[int(lead["cls"])]
    wall, won = int(lead["response_wall"]), lead["won"] < NEVER
    return {
        "lead": int(lead["lead"]),
        "channel": channel,
        "segment": segment or None,
        "region": region or None,
        "fit": bool(lead["fit"]),
        "deal": float(lead["value"]),
        "entered": names.status(int(lead["entry"])),
        "arrived": _time(found, lead["created"]),
        **{name: _time(found, lead[name]) for name in ("mql", "sql", "opportunity", "won")},
        "revenue": float(lead["revenue"]) if won else None,
        "gross_profit": float(lead["gross_profit"]) if won else None,
        "calls": int(lead["attempts"]),
        "first_call_hours": wall / HOUR if wall >= 0 else None,
        "late": bool(lead["breached"]) if lead["visits"] else None,
        "place": Place(int(lead["place"])).name.lower(),
        "cause": Cause(int(lead["cause"])).name.lower() if lead["cause"] >= 0 else None,
        "ended": _time(found, lead["ended"]),
    }


def _time(found: Trace, tick: Any) -> dt.datetime | None:
    return found.time(int(tick)) if BEFORE < tick < NEVER else None
