"""Fair shares of games whose shares are known without counting orders, and how orders are drawn."""

from itertools import permutations
from math import factorial

import numpy as np
import pytest

from funnelsim.experiments.cold.shares import (
    alone,
    antithetic,
    by_orders,
    exact,
    order,
    recoverable,
)

BITS = (1, 4, 16, 64)
PLAYERS = (1, 2, 4, 8, 16, 32, 64)


class Game:
    """Coalitions that are worth something once complete: a member's fair share is an equal part."""

    def __init__(self, rng, bits=BITS):
        self.bits = bits
        masks = [sum(bits[i] for i in range(len(bits)) if chosen >> i & 1)
                 for chosen in range(1, 2 ** len(bits))]  # fmt: skip
        self.dividends = {mask: rng.normal(size=2) for mask in masks}
        self.start = rng.normal(size=2)

    def worth(self, mask):
        whole = [dividend for own, dividend in self.dividends.items() if own & mask == own]
        return self.start + np.sum(whole, axis=0) if whole else self.start

    @property
    def shares(self):
        return np.array([
            sum(d / mask.bit_count() for mask, d in self.dividends.items() if mask & bit)
            for bit in self.bits
        ])  # fmt: skip


def test_all_subsets_give_the_equal_parts_of_every_dividend(rng):
    game = Game(rng)
    np.testing.assert_allclose(exact(BITS, game.worth), game.shares, atol=1e-12)


def test_all_orders_give_the_same(rng):
    game = Game(rng)
    orders = list(permutations(range(4)))
    np.testing.assert_allclose(by_orders(BITS, game.worth, orders), game.shares, atol=1e-12)
    both_ways = [by_orders(BITS, game.worth, (one, one[::-1])) for one in orders]
    np.testing.assert_allclose(np.mean(both_ways, axis=0), game.shares, atol=1e-12)


def test_one_order_and_its_reverse_are_unbiased_and_add_up(rng):
    game = Game(rng)
    drawn = np.array([antithetic(BITS, game.worth, 3, r) for r in range(4000)])
    whole = game.worth(sum(BITS)) - game.worth(0)
    np.testing.assert_allclose(drawn.sum(axis=1), np.tile(whole, (4000, 1)), atol=1e-12)
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - game.shares) < 4 * error).all()


def test_with_two_players_one_order_and_its_reverse_are_exact(rng):
    game = Game(rng, (2, 8))
    np.testing.assert_allclose(antithetic((2, 8), game.worth, 1, 5), game.shares, atol=1e-12)


def test_alone_and_recoverable(rng):
    game = Game(rng)
    holds = [sum(d for mask, d in game.dividends.items() if mask & bit) for bit in BITS]
    np.testing.assert_allclose(alone(BITS, game.worth), holds, atol=1e-12)
    own = [game.dividends[bit] for bit in BITS]
    np.testing.assert_allclose(recoverable(BITS, game.worth), own, atol=1e-12)


def test_a_player_who_changes_nothing_gets_nothing(rng):
    game = Game(rng)
    bits = (*BITS, 32)  # no dividend contains it
    for shares in (exact(bits, game.worth), antithetic(bits, game.worth, 7, 7),
                   alone(bits, game.worth), recoverable(bits, game.worth)):  # fmt: skip
        assert (shares[4] == 0).all()


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_every_order_is_drawn_as_often(n):
    from scipy.stats import chisquare

    drawn = [order(PLAYERS[:n], 20_270_104, r) for r in range(100 * factorial(n))]
    counts = [drawn.count(one) for one in permutations(range(n))]
    assert sum(counts) == len(drawn)
    assert chisquare(counts).pvalue > 1e-3


def test_every_player_is_as_often_in_every_place():
    from scipy.stats import chisquare

    drawn = np.array([order(PLAYERS, 5, r) for r in range(7000)])
    counts = [np.bincount(drawn[:, place], minlength=7) for place in range(7)]
    assert chisquare(np.ravel(counts)).pvalue > 1e-3


def test_an_order_is_that_of_its_seed_and_replication_alone():
    backwards = [order(PLAYERS, 5, r) for r in reversed(range(50))][::-1]
    assert backwards == [order(PLAYERS, 5, r) for r in range(50)]
    assert len(set(backwards)) > 45
    assert [order(PLAYERS, 6, r) for r in range(50)] != backwards


def test_one_player_more_leaves_the_order_of_the_others():
    for r in range(50):
        seven = [PLAYERS[i] for i in order(PLAYERS, 5, r)]
        six = [PLAYERS[:6][i] for i in order(PLAYERS[:6], 5, r)]
        assert [player for player in seven if player != PLAYERS[6]] == six
