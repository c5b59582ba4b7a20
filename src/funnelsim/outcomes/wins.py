"""Deals won in one world, lead by lead: what two worlds with the same leads differ by.

A world that only has to say what it earned is read for its wins alone, which takes a hundredth of
the time of a fold.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from funnelsim.model.codes import Row
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Fold, Look, Outcomes
from funnelsim.outcomes.spans import Flags, Floats, Table, epoch_at

WIN = np.dtype(
    [
        ("lead", np.int64),
        ("tick", np.int64),
        ("arrived", np.int64),  # tick; open deals: the start of the horizon, or before
        ("revenue", np.float64),
        ("gross_profit", np.float64),
    ]
)


class Wins:
    """Collects the wins of a log that comes in parts, each with all rows of its leads.

    Parameters
    ----------
    model
        The world that is simulated, uncertain numbers filled in: its margins are used.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._parts: list[Table] = []

    def add(self, rows: Table) -> None:
        """Take the rows of some leads, complete."""
        kinds = rows["kind"]
        won = rows[kinds == Row.WON]
        if not len(won):
            return
        arrivals = rows[(kinds == Row.ARRIVED) & np.isin(rows["lead"], won["lead"])]
        arrivals = arrivals[np.argsort(arrivals["lead"], kind="stable")]
        of = arrivals[np.searchsorted(arrivals["lead"], won["lead"])]
        found = np.zeros(len(won), WIN)
        found["lead"], found["tick"], found["arrived"] = won["lead"], won["tick"], of["tick"]
        found["revenue"] = won["value"]
        found["gross_profit"] = won["value"] * self._margins(won["tick"], of["b"])
        self._parts.append(found)

    def _margins(self, ticks: np.ndarray, classes: np.ndarray) -> Floats:
        found: Floats = self._model.margin[epoch_at(self._model, ticks), classes]
        return found

    def table(self) -> Table:
        """`WIN` of every win at tick 0 or later, by lead; a lead wins once."""
        joined = np.concatenate(self._parts) if self._parts else np.zeros(0, WIN)
        found = joined[joined["tick"] >= 0]
        return found[np.argsort(found["lead"], kind="stable")]


def with_wins(
    world: Model, simulate: Callable[[Callable[[Table], None]], None], look: Look | None = None
) -> tuple[Outcomes, Table]:
    """All outcomes of a world and its wins, from one pass over its log.

    Parameters
    ----------
    world
        Uncertain numbers filled in.
    simulate
        Hands over the rows of the log to what it is given.
    look
        Is shown each part as the fold reads it.
    """
    fold, wins = Fold(world, look), Wins(world)

    def take(rows: Table) -> None:
        wins.add(rows)
        fold.add(rows)

    simulate(take)
    return fold.outcomes(), wins.table()


def in_horizon(wins: Table, model: Model) -> Flags:
    """Which wins lie in the horizon [0, end)."""
    return np.asarray((wins["tick"] >= 0) & (wins["tick"] < model.end))


def of_cohort(wins: Table, model: Model) -> Flags:
    """Which wins, whenever they came, are of leads that arrived in the horizon."""
    arrived = (wins["arrived"] >= 0) & (wins["arrived"] < model.end)
    return np.asarray(arrived & ~of_pipeline(wins, model))


def of_pipeline(wins: Table, model: Model) -> Flags:
    """Which wins are of deals that were open at the start."""
    return np.isin(wins["lead"], [deal.lead for deal in model.pipeline])
