"""What the results of plan, sweep, drivers and optimise have in common."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from funnelsim.experiments.reported import Reported

if TYPE_CHECKING:
    from funnelsim.experiments.levers.trials import Trials
    from funnelsim.experiments.status import Replications
    from funnelsim.model.tables import Model
    from funnelsim.scenario.load import Bundle


class Tried(Reported):
    """A result that comes of trials of one scenario.

    Attributes
    ----------
    trials
        The scenario, its levers and its seed.
    numbers
        Replications of each setting.
    """

    trials: Trials
    numbers: range

    @property
    def bundle(self) -> Bundle:
        """The scenario."""
        return self.trials.bundle

    @cached_property
    def model(self) -> Model:
        """The scenario as it is, compiled."""
        return self.trials.as_it_is.model(())

    @property
    def seed(self) -> int:
        """Seed of all random numbers."""
        return self.trials.seed

    @property
    def engine(self) -> str:
        """Name of the engine."""
        return self.trials.engine

    @property
    def replications(self) -> Replications:
        """How the work of all settings went."""
        return self.trials.work.replications(self.numbers)

    @property
    def ended(self) -> str | None:
        """Where and why the work ended early; None if everything was done."""
        ended = self.trials.work.ended
        return None if ended is None else str(ended)

    @property
    def n(self) -> int:
        """Replications of each setting."""
        return len(self.numbers)
