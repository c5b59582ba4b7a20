"""One replication of the actual world and all those beside it, on the same leads and luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np

from funnelsim.engines import Take, stream
from funnelsim.engines.fill import fill
from funnelsim.experiments.cold import shares
from funnelsim.experiments.cold.ledger import Whole, ledger_dtype, write_ledger
from funnelsim.experiments.cold.players import MECHANISMS
from funnelsim.experiments.cold.worlds import EVERYTHING, Worlds
from funnelsim.experiments.record import SCALARS, Part, enter, part_of, record_dtype
from funnelsim.model import worlds as other
from funnelsim.model.tables import Model
from funnelsim.outcomes.fates import Fates
from funnelsim.outcomes.fold import Outcomes
from funnelsim.outcomes.handoffs import HandOffs
from funnelsim.outcomes.history import History
from funnelsim.outcomes.money import accrued
from funnelsim.outcomes.spans import Floats, Table
from funnelsim.outcomes.wins import Wins, in_horizon, of_cohort, of_pipeline, with_wins

MONEY = ("revenue", "gross_profit")

EXACT_UP_TO = 4
"""Players up to which all subsets cost about as much as an order, its reverse and the rest."""


@dataclass(frozen=True)
class ColdStudy:
    """What is found out of each replication.

    Attributes
    ----------
    exact
        Whether the shares come from all subsets of mechanisms; None if that costs no more.
    """

    exact: bool | None = None

    def once(self, matter: Worlds, seed: int, replication: int, engine: str) -> Table:
        """The record of one replication, shape ()."""
        run = _Run(matter, seed, replication, engine)
        full = run.whole(other.twin(matter.actual, EVERYTHING), ())
        now = run.whole(matter.actual, full.wins["lead"])
        return _record(matter, run, now, full, self._fair(matter))

    def worlds(self, matter: Worlds) -> int:
        """About how many worlds a replication is simulated in; two orders may share some."""
        n = len(matter.players)
        subsets = 2**n if self._fair(matter) else 2 * (n - 1) + 2 * max(0, n - 2) + 2
        return subsets + len(matter.others)

    def _fair(self, matter: Worlds) -> bool:
        n = len(matter.players)
        return n <= EXACT_UP_TO if self.exact is None else self.exact

    def packed(self, numbers: tuple[int, ...], found: list[Table]) -> Part:
        """See `Study`."""
        return part_of(numbers, np.stack(found))


class _Run:
    """Simulates worlds of one replication, each once."""

    def __init__(self, matter: Worlds, seed: int, replication: int, engine: str) -> None:
        self.matter, self.seed, self.replication = matter, seed, replication
        self._stream = stream(engine)
        self._worth: dict[int, Floats] = {}

    def filled(self, model: Model) -> Model:
        return fill(model, self.seed, self.replication)[0]

    def whole(self, model: Model, leads: Any) -> Whole:
        """All outcomes of a world, its wins, and the fates of its wins and of some leads."""
        seed, number = self.seed, self.replication
        return whole(
            self.filled(model), leads, lambda take: self._stream(model, seed, number, take=take)
        )

    def wins(self, model: Model) -> Table:
        """The wins of a world."""
        wins = Wins(self.filled(model))
        self._stream(model, self.seed, self.replication, take=wins.add)
        return wins.table()

    def money(self, model: Model) -> Floats:
        """Revenue and gross profit of the horizon."""
        return money_of(self.wins(model), model)

    def know(self, mask: int, money: Floats) -> None:
        self._worth[mask] = money

    def worth(self, mask: int) -> Floats:
        """Revenue and gross profit of the world in which some mechanisms do not act."""
        if mask not in self._worth:
            self._worth[mask] = self.money(other.twin(self.matter.actual, mask))
        return self._worth[mask]


def whole(world: Model, leads: Any, simulate: Callable[[Take], None]) -> Whole:
    """A world in full, from its log; the fates are those of its wins and of some leads.

    Parameters
    ----------
    world
        Uncertain numbers filled in.
    leads
        Identities, ascending.
    simulate
        Hands over the rows of the log.
    """
    fates, hand_offs = Fates(np.asarray(leads, np.int64), world.end), HandOffs(world.end)

    def look(history: History) -> None:
        fates.look(history)
        hand_offs.look(history)

    outcomes, wins = with_wins(world, simulate, look)
    return Whole(outcomes, wins, fates, hand_offs)


def money_of(
    wins: Table, model: Model, which: Callable[[Table, Model], Any] = in_horizon
) -> Floats:
    """Revenue and gross profit of some wins; rounded once, so that equal deals make equal sums."""
    chosen = wins[which(wins, model)]
    return np.array([fsum(chosen[name].tolist()) for name in MONEY])


def cold_dtype(matter: Worlds, one: Outcomes) -> np.dtype[np.void]:
    """The record of a replication."""
    figures, players = record_dtype(one, SCALARS), len(matter.players)
    return np.dtype(
        [
            ("actual", figures),
            ("twin", figures),
            ("money", np.float64, (2, 2)),  # actual and twin; revenue, gross profit
            ("fair", np.float64, (players, 2)),  # revenue, gross profit
            ("alone", np.float64, (players, 2)),
            ("only", np.float64, (players, 2)),
            ("others", np.float64, (len(matter.others), 2)),
            ("pay", np.float64, (len(matter.reps),)),  # of each rep more, in the horizon
            ("cohort", np.float64, (2, 2)),  # twin less actual: new leads, open pipeline
            ("handoffs", np.float64, (2,)),  # of the twin: how many, ms together
            ("twin_busy", np.float64, (len(matter.actual.names.teams), 2)),  # busy, available ms
            *ledger_dtype(matter.actual),
        ]
    )


def _record(matter: Worlds, run: _Run, now: Whole, full: Whole, exact: bool) -> Table:
    actual = matter.actual
    record = np.zeros((), cold_dtype(matter, now.outcomes))
    enter(record["actual"], now.outcomes)
    enter(record["twin"], full.outcomes)
    bits = [MECHANISMS[name] for name in matter.players]
    record["money"] = [money_of(world.wins, actual) for world in (now, full)]
    run.know(0, record["money"][0])
    run.know(sum(bits), record["money"][1])
    record["fair"] = (
        shares.exact(bits, run.worth) if exact
        else shares.antithetic(bits, run.worth, run.seed, run.replication)
    )  # fmt: skip
    record["alone"] = shares.alone(bits, run.worth)
    record["only"] = shares.recoverable(bits, run.worth)
    for i, model in enumerate(matter.others.values()):
        record["others"][i] = run.money(model)
    for i, more in enumerate(matter.reps):
        before = matter.others[more.before] if more.before else actual
        record["pay"][i] = _pay(run, matter.others[more.world]) - _pay(run, before)
    for i, which in enumerate((of_cohort, of_pipeline)):
        record["cohort"][i] = money_of(full.wins, actual, which) - money_of(now.wins, actual, which)
    record["handoffs"] = full.hand_offs.n, full.hand_offs.ms
    teams = full.outcomes.teams
    record["twin_busy"] = np.stack((teams["busy_ms"], teams["available_ms"]), axis=1)
    write_ledger(record, actual, now, full)
    return record


def _pay(run: _Run, model: Model) -> float:
    """Monthly costs of the horizon."""
    return float(accrued(run.filled(model), np.array([0, model.end])).sum())
