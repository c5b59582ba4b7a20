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
    if not converts or (math.prod(converts) == 0 and win_rate > 0):
        raise ValueError("name stages that each convert somebody, or leave win_rate out")
    if win_rate == 0:
        return [0.0] * len(converts)
    return [win_rate**exponent for exponent in win_rate_exponents(converts)]


def win_rate_exponents(converts: Sequence[float]) -> list[float]:
    """Return exponents e_i, adding up to 1, with converts_i^k = win_rate^e_i for the k that fits.

    k = ln(win_rate) / sum ln(converts), hence e_i = ln(converts_i) / sum ln(converts); equal
    parts where no stage loses a deal, or one loses all.
    """
    logs = [math.log(share) if share > 0 else -math.inf for share in converts]
    total = math.fsum(logs)
    if total == 0 or total == -math.inf:
        return [1 / len(converts)] * len(converts)
    return [part / total for part in logs]


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
