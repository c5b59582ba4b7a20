"""Numbers that planners can check on paper, and the lead life of three competing clocks."""

from math import comb

import numpy as np
import pytest
from runs import HOUR, compiled, mean, outcomes

from funnelsim.experiments.planning import p_at_least_batch
from funnelsim.model.codes import Cause, Row, Signal, Status
from funnelsim.outcomes.facts import change, per_business_day
from two_engines import quick as simulate

SHARES_BY_AGE = (0.015, 0.031, 0.070, 0.033, 0.020, 0.011, 0.0)
LEADS_BY_AGE = (325, 225, 250, 225, 200, 175, 150)


def test_scoring_table():
    """Every signal of the story with the score after it: 55 after the call, 25 at the end."""
    model = compiled("scoring-55-25")
    log = simulate(model, 1, 0)
    signals = log[log["kind"] == Row.SIGNAL]
    story = [(Signal(int(row["a"])).name, row["value"]) for row in signals]
    assert story == [
        ("EMAIL_OPEN", 10),
        ("EMAIL_CLICK", 20),
        ("PRICING_VISIT", 30),
        ("BOOK_CALL", 55),
        ("CANCEL_CALL", 50),
        ("UNSUBSCRIBE", 25),
    ]
    assert not np.isin(log["kind"], [Row.MQL, Row.DISQUALIFIED]).any()
    days = (signals["tick"] // (24 * HOUR)).tolist()
    assert days == [1, 1, 2, 3, 4, 5]
    assert (signals["tick"] % (24 * HOUR) == 9 * HOUR).all(), "touches due at 00:00 wait for 09:00"


def close_rates_are_as_stated(seed, replications, error):
    found = outcomes(compiled("time-based-close-rates"), seed, replications)
    truth = sum(n * p for n, p in zip(LEADS_BY_AGE, SHARES_BY_AGE, strict=True))
    assert truth == pytest.approx(42.7)
    wins = [o.sums["customers"] for o in found]
    mean(wins).agrees_with(truth, error)
    variance = sum(n * p * (1 - p) for n, p in zip(LEADS_BY_AGE, SHARES_BY_AGE, strict=True))
    n = len(wins)
    assert abs(np.var(wins, ddof=1) / variance - 1) < 4 * np.sqrt(2 / (n - 1))


def test_time_based_close_rates(seed):
    close_rates_are_as_stated(seed, 30, 0.035)


@pytest.mark.slow
def test_time_based_close_rates_as_the_file_says(seed):
    close_rates_are_as_stated(seed, 100, 0.02)


def test_business_days():
    """Equal months, but the shorter one is 15 % better per business day."""
    months = outcomes(compiled("business-days"), 1, 1)[0].months
    assert months["leads"].tolist() == [1000, 1000]
    assert months["business_days"].tolist() == [23, 20]
    per_day = per_business_day(months["leads"], months["business_days"])
    assert change(per_day)[1] == pytest.approx(0.15)


def exact_chance():
    return sum(comb(40, k) * 0.25**k * 0.75 ** (40 - k) for k in range(10, 41))


def coin_toss(seed, replications, error):
    found = outcomes(compiled("ten-customers"), seed, replications)
    wins = np.array([o.sums["customers"] for o in found])
    mean(wins >= 10).agrees_with(exact_chance(), error)
    mean(wins).agrees_with(10, error)
    assert [o.sums["revenue"] for o in found] == (100_000 * wins).tolist()
    hits = [o.targets[0] for o in found]
    assert hits == wins.tolist()


def test_a_plan_at_the_ratio_is_a_coin_toss(seed):
    assert round(exact_chance(), 3) == 0.560
    assert p_at_least_batch(10, 40, 0.25) == pytest.approx(exact_chance(), rel=1e-12)
    coin_toss(seed, 400, 0.05)


@pytest.mark.slow
def test_a_plan_at_the_ratio_is_a_coin_toss_sharp(seed):
    coin_toss(seed, 2200, 0.02)


def test_five_neglected_leads_cost_exactly_125k_on_paper(seed):
    model = compiled("ten-customers", with_=("neglect",))
    assert model.book[:, Status.SQL].tolist() == [25_000]
    for found in outcomes(model, seed, 30):
        assert found.sums["leads"] == 40
        assert found.sums["cold"] == 5
        assert found.sums["paper_gross"] == found.sums["paper_loss"] == 125_000
        assert found.losses[Status.SQL, Cause.STALLED]["leads"] == 5


def test_nobody_is_neglected_without_the_policy(seed):
    for found in outcomes(compiled("ten-customers"), seed, 3):
        assert found.sums["leads"] == 40
        assert found.sums["cold"] == found.sums["paper_gross"] == 0


def test_three_clocks_take_their_shares(seed):
    """Competing exponentials: the first of rates .1, .02, .05, .03 wins with its share."""
    model = compiled("golden", ["channels.in.batches.start.leads=400"])
    rates = {Cause.CONTACT_LEFT: 0.02, Cause.COMPETITOR: 0.05, Cause.UNWORKED: 0.03}
    total = 0.1 + sum(rates.values())
    found = outcomes(model, seed, 30)
    for cause, rate in rates.items():
        lost = [o.losses[:, cause]["leads"].sum() / 400 for o in found]
        mean(lost).agrees_with(rate / total, 0.04)
    every = [o.losses["leads"].sum() / 400 for o in found]
    mean(every).agrees_with(0.5, 0.02)
    for o in found:
        assert o.sums["customers"] == 400 - o.losses["leads"].sum()
        assert set(np.flatnonzero(o.losses["leads"].sum(axis=0))) == set(rates)
