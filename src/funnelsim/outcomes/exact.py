"""Money added up exactly, so that a sum does not depend on the order of what is added.

A sum is a whole number of currency units and a fraction in steps of 2^-62 of one, both integers.
Amounts of at least a thousandth of a unit are added exactly, smaller ones to 2^-62 of a unit.
Integers add up to the same in any order and in any parts; only the finished sum is rounded.
"""

from __future__ import annotations

from funnelsim.outcomes.columns import TheMoney


def add(money: TheMoney, cell: int, amount: float) -> None:
    """Add an amount to one of the sums."""
    if not (amount < 1e12 and amount > -1e12):
        money.beyond[cell] += amount
        return
    whole = int(amount)
    part = money.part[cell] + int((amount - whole) * 2.0**62)
    money.whole[cell] += whole + (part >> 62)
    money.part[cell] = part & (2**62 - 1)
