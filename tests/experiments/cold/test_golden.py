"""Three hazards race a hand-over: what each costs, from competing exponentials."""

from itertools import permutations
from math import sqrt

import numpy as np
import pytest
from small_years import theory

from funnelsim.experiments.cold.price import cold
from funnelsim.model.codes import Status
from funnelsim.outcomes.fates import FATES

LEADS = 1000
HANDED_OVER = 0.1  # a day
GOLDEN = {"contact_left": 0.02, "competitor": 0.05, "shelf_before_contact": 0.03}
CAUSES = {"contact_left": "contact_left", "competitor": "competitor",
          "shelf_before_contact": "unworked"}  # fmt: skip
TWO = {"contact_left": 0.04, "competitor": 0.04}
TWO_SETS = (
    "shelf_life.mql=never",
    "hazards.changes_job=exponential(mean=25 days)",
    "hazards.competitor.mql=exponential(mean=25 days)",
)


def won(hazards, off=()):
    """Share won: the hand-over is the first of several exponential times."""
    return HANDED_OVER / (HANDED_OVER + sum(h for name, h in hazards.items() if name not in off))


def fair(hazards, player):
    """Mean over all orders of what a player adds when it joins those before it."""
    steps = []
    for order in permutations(hazards):
        before = order[: order.index(player)]
        steps.append(won(hazards, (*before, player)) - won(hazards, before))
    return sum(steps) / len(steps)


def truths(hazards):
    """Fair, alone and recoverable share of the leads by mechanism."""
    return {
        name: (
            fair(hazards, name),
            1 - won(hazards, [other for other in hazards if other != name]),
            won(hazards, [name]) - won(hazards),
        )
        for name in hazards
    }


def test_the_closed_forms_are_those_that_were_published():
    """What other computations of the same game gave."""
    found = {name: [round(x, 4) for x in parts] for name, parts in truths(GOLDEN).items()}
    assert found["contact_left"] == [0.1042, 0.1667, 0.0556]
    assert found["competitor"] == [0.2431, 0.3333, 0.1667]
    assert found["shelf_before_contact"] == [0.1526, 0.2308, 0.0882]
    assert 1 - won(GOLDEN) == pytest.approx(0.5)
    assert truths(TWO)["competitor"][0] == pytest.approx(0.4444 / 2, abs=5e-5)


def agrees(per_replication, truth):
    """Fail unless a mean number of leads is within 4 standard errors of a share of them."""
    shares = np.asarray(per_replication) / LEADS
    error = shares.std(ddof=1) / sqrt(len(shares))
    assert abs(shares.mean() - truth) < 4 * error, (shares.mean(), error, truth)
    return abs(shares.mean() - truth)


def check(found, hazards):
    """Compare every part with theory; returns the largest error of the fair shares."""
    agrees(found.loss(), 1 - won(hazards))
    assert set(found.worlds.players) == set(hazards)
    errors = []
    for i, name in enumerate(found.worlds.players):
        parts = [found.records[part][:, i, 0] for part in ("fair", "alone", "only")]
        errors += [agrees(part, truth) for part, truth in zip(parts, truths(hazards)[name],
                                                              strict=True)][:1]  # fmt: skip
    return max(errors)


@pytest.fixture(scope="module")
def golden():
    """A default run of it, parts from one order and its reverse."""
    return cold(theory("golden"), 30, exact=False, threads=1)


def test_golden_parts_agree_with_competing_exponentials(golden):
    check(golden, GOLDEN)
    for player in golden.attribution():  # the intervals that are printed
        truth = truths(GOLDEN)[player.mechanism]
        printed = (player.fair, player.alone, player.recoverable)
        for part, t in zip(printed, truth, strict=True):  # some of nine may miss at 95 %
            assert abs(part.value - t * LEADS) < 2 * part.half_width
        assert player.share == pytest.approx(player.fair.value / golden.real_loss().value)
    assert [p.mechanism for p in golden.attribution()] == sorted(GOLDEN, key=GOLDEN.get)[::-1]


def test_golden_ledger_agrees_with_competing_exponentials(golden):
    cells = golden.records["ledger"]
    for name, hazard in GOLDEN.items():  # who is first of four exponential times
        truth = hazard / (HANDED_OVER + sum(GOLDEN.values()))
        agrees(cells[:, FATES.index(CAUSES[name]), Status.MQL, 1], truth)
    assert {(row["cause"], row["stage"]) for row in golden.data["ledger"]} == {
        (cause, "mql") for cause in CAUSES.values()
    }


def test_golden_without_a_hand_over_loses_nothing(golden):
    agrees(golden.world("handoff"), 1 - won(GOLDEN))
    assert not golden.world("congestion").any()  # reps are unlimited
    chain = golden.capacity()
    agrees(golden.world("policy"), 1 - won(GOLDEN))
    assert chain["impermanence"].value == 0
    assert chain["total"].value == golden.real_loss().value


def test_two_equal_hazards_share_alike():
    found = cold(theory("golden", *TWO_SETS), 20, threads=1)
    check(found, TWO)
    assert truths(TWO)["competitor"] == truths(TWO)["contact_left"]


@pytest.mark.slow
def test_golden_to_a_thousandth():
    found = cold(theory("golden"), 1500, exact=True, threads=2)
    assert check(found, GOLDEN) < 1e-3
    table = found.records["ledger"][:, :, Status.MQL, 1]  # by fate
    for name, hazard in GOLDEN.items():
        assert agrees(table[:, FATES.index(CAUSES[name])], hazard / 0.2) < 1e-3
