"""Two policies over the range of a lever: where one overtakes the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from funnelsim.errors import UsageError
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import Interval, turned
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.experiments.search.curves import BreakEven, break_even
from funnelsim.scenario.load import Bundle, policies_named

BASELINE = "baseline"

Side = Literal["first", "second"]


@dataclass(frozen=True)
class Duel:
    """Two policies over the range of a lever.

    Attributes
    ----------
    first, second
        Names; ``baseline`` is the scenario without either.
    larger
        Whether more of the objective is better.
    result
        Where one overtakes the other. Its "first" is the second policy, and where less is better
        the signs of its differences are turned.
    """

    first: str
    second: str
    larger: bool
    result: BreakEven

    def leader(self, side: Side | None) -> str | None:
        """Name of who leads."""
        return None if side is None else {"first": self.second, "second": self.first}[side]

    @property
    def differences(self) -> tuple[Interval, ...]:
        """First policy less second, at every value of the lever, in the unit of the objective."""
        if self.larger:
            return self.result.differences
        return tuple(turned(found) for found in self.result.differences)


def duellists_of(bundle: Bundle, until: str, levers: int) -> tuple[str, str]:
    words = [part.strip() for part in until.split(" beats ")]
    if len(words) != 2 or not all(words) or levers != 1:
        raise UsageError(
            f"--until '{until}': write two policies and one --vary, e.g. "
            "--until 'third-sdr beats baseline' --vary volume"
        )
    for word in words:
        for name in policies_named([word]):
            if name != BASELINE and name not in bundle.scenario.policies:
                known = ", ".join([BASELINE, *bundle.scenario.policies])
                raise UsageError(f"--until: there is no policy '{name}'; known: {known}")
    return words[0], words[1]


def fought(
    trials: Trials,
    numbers: range,
    axis: Sequence[float],
    names: tuple[str, str],
    objective: str,
    larger: bool,
) -> Duel | None:
    """The duel; None if the work ended before it was over."""
    sign = 1.0 if larger else -1.0
    try:
        first, second = (
            np.stack([sign * column(trials.outcomes((v,), numbers, policies_of(name)), objective)
                      for v in axis])
            for name in names
        )  # fmt: skip
    except IncompleteError:
        return None
    return Duel(*names, larger, break_even(axis, second, first))


def policies_of(name: str) -> tuple[str, ...]:
    return tuple(word for word in policies_named([name]) if word != BASELINE)
