"""One entry of the attribution, and one of the reps that could be hired."""

from __future__ import annotations

from dataclasses import dataclass

from funnelsim.experiments.intervals import Interval


@dataclass(frozen=True)
class Player:
    """What one mechanism costs, in revenue or gross profit.

    Attributes
    ----------
    mechanism
        A name of `players.MECHANISMS`.
    fair
        Its part of the loss (Shapley value); the parts add up to the loss.
    alone
        What it costs when all others are cured.
    recoverable
        What curing it alone brings.
    share
        Part of the loss, None where that says nothing.
    """

    mechanism: str
    fair: Interval
    alone: Interval
    recoverable: Interval
    share: float | None


@dataclass(frozen=True)
class Hired:
    """A rep more: what she brings (gross profit) and what she is paid in the horizon."""

    team: str
    number: int
    brings: Interval
    paid: float
    times: Interval
