"""Uncertain numbers of simulated worlds, and outcomes in chosen ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from funnelsim.engines import stream
from funnelsim.engines.fill import fill, filled
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.levers.trials import FiguresStudy, Trials
from funnelsim.experiments.record import Part
from funnelsim.model.tables import Model, Parameter
from funnelsim.outcomes.fold import Fold, Outcomes


@dataclass(frozen=True)
class Factors:
    """Uncertain numbers; those drawn together from one file are one factor.

    Attributes
    ----------
    members
        Places in `Model.parameters` by factor: key path, or the paths joined.
    values
        Shape (worlds, members), by factor.
    """

    members: dict[str, tuple[int, ...]]
    values: dict[str, FloatArray]

    @property
    def single(self) -> dict[str, FloatArray]:
        """The factors of one number, shape (worlds,) each."""
        return {name: self.values[name][:, 0] for name, at in self.members.items() if len(at) == 1}


def factors_of(model: Model) -> dict[str, tuple[int, ...]]:
    """Which parameters are drawn together: those of the same address have the same draw."""
    together: dict[int, list[int]] = {}
    for i, parameter in enumerate(model.parameters):
        together.setdefault(parameter.code, []).append(i)
    return {
        " with ".join(model.parameters[i].path for i in members): tuple(members)
        for members in together.values()
    }


def drawn(model: Model, seed: int, worlds: Sequence[int]) -> Factors:
    """The uncertain numbers of some worlds."""
    table = np.array([fill(model, seed, world)[1] for world in worlds], np.float64)
    members = factors_of(model)
    return Factors(members, {name: table[:, list(at)] for name, at in members.items()})


def varying(factors: Factors) -> Factors:
    """Without numbers that are the same in all worlds."""
    kept = {name for name, values in factors.values.items() if np.ptp(values, axis=0).any()}
    return Factors(
        {name: at for name, at in factors.members.items() if name in kept},
        {name: values for name, values in factors.values.items() if name in kept},
    )


class PairStudy(FiguresStudy):
    """Two replications of every world: 2 w and 2 w + 1 share the parameters of world w."""

    def once(self, matter: Model, seed: int, replication: int, engine: str) -> Outcomes:
        """Simulate and fold one replication of its world."""
        world = replication // 2
        found = Fold(fill(matter, seed, world)[0])
        stream(engine)(matter, seed, replication, world, take=found.add)
        return found.outcomes()


@dataclass(frozen=True)
class Settings:
    """A model with its uncertain numbers set instead of drawn.

    Attributes
    ----------
    model
        As compiled.
    values
        Shape (settings, parameters), in the order of `Model.parameters`.
    replications
        How many of each setting: the same for all.
    """

    model: Model
    values: FloatArray
    replications: int


class FrozenStudy:
    """Replication k is replication ``k % m`` at setting ``k // m``: the same luck at each."""

    def once(self, matter: Settings, seed: int, replication: int, engine: str) -> Outcomes:
        """Simulate and fold one replication of a setting."""
        setting, number = divmod(replication, matter.replications)
        world = replace(filled(matter.model, matter.values[setting]), slots=(), parameters=())
        found = Fold(world)
        stream(engine)(world, seed, number, take=found.add)
        return found.outcomes()

    def packed(self, numbers: tuple[int, ...], found: list[Outcomes]) -> Part:
        """See `Study`."""
        return FiguresStudy().packed(numbers, found)


def pairs_of(trials: Trials, worlds: int, metric: str) -> tuple[FloatArray, FloatArray]:
    """A figure in two replications of each of some worlds.

    Raises
    ------
    IncompleteError
        The work ended early.
    """
    numbers = range(2 * worlds)
    found = column(trials.study(trials.model(()), PairStudy(), numbers, "pairs of futures"), metric)
    return found[0::2], found[1::2]


def quantiles_of(parameter: Parameter, shares: FloatArray) -> FloatArray:
    """Values of a parameter at shares 0..1 of its distribution."""
    from funnelsim.rules.distributions import quantile

    if parameter.joint:
        last = len(parameter.joint) - 1
        return np.array([parameter.joint[min(int(u * (last + 1)), last)] for u in shares])
    family, a, b, c = parameter.family, parameter.a, parameter.b, parameter.c
    return np.array([float(quantile(family, a, b, c, float(u))) for u in shares])
