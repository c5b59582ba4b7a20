"""Who bears how much of a loss, in one replication: Shapley values of a game on worlds.

The worth of a set of mechanisms is the money of the world in which exactly they do not act. By
default one order of the players, drawn for each replication, and its reverse: unbiased, and each
replication's parts add up to its whole loss because the steps telescope (Castro, Gómez and
Tejada, Comput. Oper. Res. 36 (2009) 1726-1730; the reverse as antithetic draw).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np

from funnelsim.outcomes.spans import Floats
from funnelsim.rules.philox import uniform
from funnelsim.rules.purposes import ATTRIBUTION

Worth = Callable[[int], Floats]
"""Money of the world in which the mechanisms of a bit set do not act; any shape."""


def order(bits: Sequence[int], seed: int, replication: int) -> tuple[int, ...]:
    """A uniformly drawn order of players, as places in `bits`.

    Each player's place is drawn at its own address, so that one player more leaves the order of
    the others as it is.
    """
    keys = [uniform(seed, ATTRIBUTION, bit, 0, replication, 0) for bit in bits]
    return tuple(sorted(range(len(bits)), key=keys.__getitem__))


def by_orders(bits: Sequence[int], worth: Worth, orders: Sequence[Sequence[int]]) -> Floats:
    """Mean over the orders of what each player adds when it joins those before it.

    Returns
    -------
    ndarray
        Shape (players, ...); the sum over the players is worth(all) - worth(none).
    """
    total = np.zeros((len(bits), *np.shape(worth(0))))
    for players in orders:
        joined, before = 0, worth(0)
        for player in players:
            joined |= bits[player]
            after = worth(joined)
            total[player] += after - before
            before = after
    result: Floats = total / len(orders)
    return result


def antithetic(bits: Sequence[int], worth: Worth, seed: int, replication: int) -> Floats:
    """Shapley values estimated from one drawn order and its reverse."""
    drawn = order(bits, seed, replication)
    return by_orders(bits, worth, (drawn, drawn[::-1]))


def exact(bits: Sequence[int], worth: Worth) -> Floats:
    """Shapley values from the worth of all subsets (Shapley 1953, eq. 13)."""
    n = len(bits)
    total = np.zeros((n, *np.shape(worth(0))))
    for player, bit in enumerate(bits):
        others = [other for other in bits if other != bit]
        for size in range(n):
            weight = factorial(size) * factorial(n - size - 1) / factorial(n)
            for chosen in combinations(others, size):
                total[player] += weight * (worth(sum(chosen) | bit) - worth(sum(chosen)))
    return total


def alone(bits: Sequence[int], worth: Worth) -> Floats:
    """What each player costs when all others are cured: worth(all) - worth(all but it)."""
    everything = sum(bits)
    return np.array([worth(everything) - worth(everything & ~bit) for bit in bits])


def recoverable(bits: Sequence[int], worth: Worth) -> Floats:
    """What curing one player alone brings: worth(it alone) - worth(none)."""
    return np.array([worth(bit) - worth(0) for bit in bits])
