"""The lead-matched ledger: the real loss as a sum over leads, by what became of them.

Each lead that the two worlds win for different money is one entry: twin less actual. It is booked
under its fate in the actual world, at the stage, with the team and in the month in which that
happened; a lead won in the actual world alone is *crowded out* and a negative entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from funnelsim.model.tables import Model
from funnelsim.outcomes.fates import (
    ABSENT,
    CROWDED_OUT,
    FATES,
    FOR_LESS,
    NEVER_CAME,
    Fate,
    Fates,
)
from funnelsim.outcomes.fold import Outcomes
from funnelsim.outcomes.handoffs import HandOffs
from funnelsim.outcomes.spans import Table, month_edges
from funnelsim.outcomes.wins import in_horizon


@dataclass(frozen=True)
class Whole:
    """A world in full.

    Attributes
    ----------
    outcomes
        All that is reported of it.
    wins
        `wins.WIN`.
    fates
        Of the leads it wins and those that the other world wins.
    hand_offs
        How long they took.
    """

    outcomes: Outcomes
    wins: Table
    fates: Fates
    hand_offs: HandOffs


ENTRY = ("leads", "revenue", "gross_profit")


def ledger_dtype(model: Model) -> list[tuple[str, Any, tuple[int, ...]]]:
    """Fields of the ledger in the record of a replication; the last axis is `ENTRY`."""
    n, names = len(ENTRY), model.names
    return [
        ("ledger", np.float64, (len(FATES), 3 + len(names.stages), n)),  # fate, status
        ("by_channel", np.float64, (len(names.channels), n)),
        ("by_segment", np.float64, (len(names.segments), n)),
        ("by_team", np.float64, (len(names.teams) + 1, n)),  # last: no team
        ("by_month", np.float64, (len(month_edges(model.origin, model.end)) - 1, n)),
    ]


class Entry(NamedTuple):
    """A lead that the two worlds differ by.

    Attributes
    ----------
    lead
        Its identity.
    fate
        Where it is booked.
    amounts
        `ENTRY`: twin less actual.
    """

    lead: int
    fate: Fate
    amounts: np.ndarray

    @property
    def revenue(self) -> float:
        """Revenue that the twin has more."""
        return float(self.amounts[1])


def entries(model: Model, now: Whole, full: Whole) -> Iterator[Entry]:
    """Every lead that the actual world and its twin differ by."""
    for lead, less, more in differences(now.wins, full.wins, model):
        yield Entry(lead, _booked(now.fates[lead], full.fates[lead], less, more),
                    _amounts(less, more))  # fmt: skip


def write_ledger(record: Any, model: Model, now: Whole, full: Whole) -> None:
    """Book every lead that the actual world and its twin differ by."""
    edges = month_edges(model.origin, model.end)
    for _, fate, amounts in entries(model, now, full):
        record["ledger"][fate.fate, fate.stage] += amounts
        record["by_team"][fate.team] += amounts
        month = int(np.searchsorted(edges, fate.tick, side="right")) - 1
        record["by_month"][min(max(month, 0), len(edges) - 2)] += amounts
        record["by_channel"][model.class_channel[fate.cls]] += amounts
        if len(model.names.segments):
            record["by_segment"][model.class_segment[fate.cls]] += amounts


def differences(now: Table, full: Table, model: Model) -> list[tuple[int, Any, Any]]:
    """Leads won for different money in the horizon: identity, win in each world or None."""
    first = {int(win["lead"]): win for win in now[in_horizon(now, model)]}
    second = {int(win["lead"]): win for win in full[in_horizon(full, model)]}
    return [
        (lead, first.get(lead), second.get(lead))
        for lead in sorted(first.keys() | second.keys())
        if _money(first.get(lead)) != _money(second.get(lead))
    ]


def _money(win: Any) -> tuple[float, float]:
    return (0.0, 0.0) if win is None else (float(win["revenue"]), float(win["gross_profit"]))


def _amounts(less: Any, more: Any) -> np.ndarray:
    count = float(more is not None) - float(less is not None)
    revenue, profit = (b - a for a, b in zip(_money(less), _money(more), strict=True))
    return np.array([count, revenue, profit])


def _booked(fate: Fate, in_twin: Fate, less: Any, more: Any) -> Fate:
    """Where an entry belongs: at the fate in the actual world, if the lead is there at all."""
    if more is None:
        return fate._replace(fate=CROWDED_OUT, tick=int(less["tick"]))
    if less is not None:
        return fate._replace(fate=FOR_LESS)
    return in_twin._replace(fate=NEVER_CAME) if fate is ABSENT else fate
