"""A scenario at some values of its levers: every replication of every design once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from funnelsim.experiments.levers.lever import Lever
from funnelsim.experiments.levers.work import Work
from funnelsim.experiments.record import NO_HOURS, SCALARS, Part, enter, part_of, record_dtype
from funnelsim.experiments.replicate import Means, OutcomesStudy, Study
from funnelsim.experiments.stack import Stack
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Outcomes
from funnelsim.outcomes.ledger import LOSS_CELL
from funnelsim.outcomes.spans import Table
from funnelsim.scenario.adhoc import also
from funnelsim.scenario.load import Bundle

Values = tuple[float, ...]
"""One value per lever."""

AS_IT_IS = "the scenario as it is"


class FiguresStudy(OutcomesStudy):
    """What is found out of each replication: all figures that add up, by month and in total."""

    def packed(self, numbers: tuple[int, ...], found: list[Outcomes]) -> Part:
        """See `Study`."""
        records: Table = np.zeros(len(found), record_dtype(found[0], SCALARS))
        for i, one in enumerate(found):
            enter(records[i], one)
        return part_of(numbers, records)


@dataclass
class Trials:
    """Runs of one scenario with its levers set.

    Attributes
    ----------
    bundle
        The scenario, with the policies in force.
    levers
        What is set.
    seed, engine, means
        As in `forecast`. The same replication numbers meet the same leads at every setting.
    work
        How the work of all settings goes.
    """

    bundle: Bundle
    levers: tuple[Lever, ...]
    seed: int
    engine: str
    means: Means
    work: Work = field(default_factory=Work, repr=False)
    _known: dict[tuple[Values, tuple[str, ...], range], Stack] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def as_it_is(self) -> Trials:
        """The same scenario without levers; its work counts as work of these trials."""
        return replace(self, levers=())

    def scenario(self, values: Sequence[float], with_: Sequence[str] = ()) -> Bundle:
        """The scenario with the levers at these values and further policies below them."""
        bundle = replace(self.bundle, with_=(*self.bundle.with_, *with_))
        for lever, value in zip(self.levers, values, strict=True):
            if settings := lever.settings(value):
                bundle = also(bundle, lever.name, settings, lever.start, asked=lever.name)
        return bundle

    def model(self, values: Sequence[float], with_: Sequence[str] = ()) -> Model:
        """The same, compiled.

        Raises
        ------
        ScenarioError
            A lever or policy does not fit the scenario.
        """
        model = compile_model(self.scenario(values, with_))
        for lever, value in zip(self.levers, values, strict=True):
            if lever.change is not None:
                model = lever.change(model, value)
        return model

    def words(self, values: Sequence[float], with_: Sequence[str] = ()) -> str:
        """A setting in words."""
        pairs = zip(self.levers, values, strict=True)
        said = [f"{lever.name} {lever.text(value)}" for lever, value in pairs]
        return ", ".join([*said, *with_]) or AS_IT_IS

    def outcomes(
        self,
        values: Sequence[float],
        numbers: range,
        with_: Sequence[str] = (),
        *,
        keep: bool = True,
    ) -> Stack:
        """Figures of some replications at a setting; simulated once, unless it is not kept.

        Raises
        ------
        IncompleteError
            A replication is missing: it failed, or the user interrupted.
        """
        key = tuple(values), tuple(with_), numbers
        if key in self._known:
            return self._known[key]
        model = self.model(values, with_)
        found = self.study(model, FiguresStudy(), numbers, self.words(values, with_))
        if keep:
            self._known[key] = found
        return found

    def study(self, matter: Any, study: Study, numbers: range, words: str) -> Stack:
        """Study replications of a setting or of something else, all of them.

        Parameters
        ----------
        words
            What is studied, for those who wait and for messages.

        Raises
        ------
        IncompleteError
            A replication is missing: it failed, or the user interrupted.
        """
        done = self.work.studied(matter, study, numbers, self.seed, self.engine, self.means, words)
        return Stack(len(numbers), done.records, {}, np.zeros(0, LOSS_CELL), NO_HOURS)
