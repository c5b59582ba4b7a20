"""One replication of every policy: all figures, and the deals by which it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from funnelsim.engines import stream
from funnelsim.engines.fill import fill
from funnelsim.experiments.record import SCALARS, Part, enter, part_of, record_dtype
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Outcomes
from funnelsim.outcomes.spans import Table
from funnelsim.outcomes.wins import in_horizon, with_wins

MONEY = ("revenue", "gross_profit")

DEALS = ("deals", *(f"squared {name}" for name in MONEY))
"""What is counted of deals: how many, and the sums of the squares of what they are worth."""


@dataclass(frozen=True)
class Contestants:
    """Models by name; the first is the baseline."""

    models: dict[str, Model]


class CompareStudy:
    """What is found out of each replication: per policy its figures and its matched deals."""

    def once(self, matter: Contestants, seed: int, replication: int, engine: str) -> Table:
        """The record of one replication, shape ()."""
        runs = [_run(model, seed, replication, engine) for model in matter.models.values()]
        record = np.zeros((), contest_dtype([outcomes for outcomes, _ in runs]))
        for i, (outcomes, wins) in enumerate(runs):
            enter(record[figures_of(i)], outcomes)
            for name in MONEY:
                record["largest"][name][i] = wins[name].max(initial=0.0)
            for j, (_, others) in enumerate(runs):
                more = wins[~np.isin(wins["lead"], others["lead"])]
                record["gained"][j, i] = len(more), *_squares(more)
                record["changed"][j, i] = _changed(wins, others)
            record["won"][i] = len(wins), *_squares(wins)
        return record

    def packed(self, numbers: tuple[int, ...], found: list[Table]) -> Part:
        """See `Study`."""
        return part_of(numbers, np.stack(found))


def figures_of(policy: int) -> str:
    """Field of the figures of a policy by number; policies may differ in their tables."""
    return f"figures {policy}"


def contest_dtype(outcomes: list[Outcomes]) -> np.dtype[np.void]:
    """The record of a replication."""
    fields: list[Any] = [
        (figures_of(i), record_dtype(one, SCALARS)) for i, one in enumerate(outcomes)
    ]
    k = len(outcomes)
    return np.dtype(
        [
            *fields,
            ("won", np.float64, (k, len(DEALS))),
            ("gained", np.float64, (k, k, len(DEALS))),  # deals that the second has, not the first
            ("changed", np.float64, (k, k, len(MONEY))),  # squared differences of deals of both
            ("largest", [(name, np.float64, (k,)) for name in MONEY]),  # deal
        ]
    )


def _run(model: Model, seed: int, replication: int, engine: str) -> tuple[Outcomes, Table]:
    world, _ = fill(model, seed, replication)
    outcomes, found = with_wins(
        world, lambda take: stream(engine)(model, seed, replication, take=take)
    )
    return outcomes, found[in_horizon(found, model)]


def _changed(wins: Table, others: Table) -> list[float]:
    """Sums of squares of what the deals that both win are worth more in one of them."""
    _, mine, other = np.intersect1d(wins["lead"], others["lead"], return_indices=True)
    return [float(np.square(wins[name][mine] - others[name][other]).sum()) for name in MONEY]


def _squares(wins: Table) -> list[float]:
    return [float(np.square(wins[name]).sum()) for name in MONEY]
