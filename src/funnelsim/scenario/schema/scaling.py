"""Stages scaled to a stated win rate and sales cycle."""

from __future__ import annotations

import math
from collections.abc import Sequence


def scaled_converts(converts: Sequence[float], win_rate: float) -> list[float]:
    """Return converts^k with the product `win_rate`; all alike where none loses a deal.

    Raises
    ------
    ValueError
        If a stage converts nobody, or there is no stage.
    """
    product = math.prod(converts)
    if not converts or (product == 0 and win_rate > 0):
        raise ValueError("name stages that each convert somebody, or leave win_rate out")
    if win_rate == 0:
        return [0.0] * len(converts)
    if product == 1:
        return [win_rate ** (1 / len(converts))] * len(converts)
    k = math.log(win_rate) / math.log(product)
    return [share**k for share in converts]


def buyer_factor(rep_times: Sequence[float], buyer_takes: Sequence[float], cycle: float) -> float:
    """Return the factor on every buyer_takes that makes the means add up to `cycle`.

    Raises
    ------
    ValueError
        If the work alone takes longer, or the buyer takes no time that could be scaled.
    """
    work, buyer = math.fsum(rep_times), math.fsum(buyer_takes)
    if cycle < work:
        raise ValueError("the reps' work alone takes longer; write a longer sales_cycle")
    if cycle == work:
        return 0.0
    if not 0 < buyer < math.inf:
        raise ValueError("no buyer_takes with a finite mean above zero; state one")
    return (cycle - work) / buyer
