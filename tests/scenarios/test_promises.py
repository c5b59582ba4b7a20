"""What the headers of the shipped scenarios promise, each on identical leads."""

from functools import cache

import numpy as np
import pytest
from scipy.stats import binom
from shipped import NAMES, gain, loaded, mean, of, run, utilisation

from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.log import first_difference
from two_engines import simulate

CLEAR = 3.0
"""Standard errors that make a difference clear."""


def test_flagship_is_neither_idle_nor_drowned():
    found = run("industrial-b2b")

    assert 0.45 < utilisation(found, "sdr") < 0.85
    assert 0.5 < utilisation(found, "ae") < 0.85
    assert 0.13 < mean(found, "sql_to_customer") < 0.35
    assert 1400 < mean(found, "leads") < 1850
    assert 0.5 < mean(found, "paper_loss") / mean(found, "revenue") < 2


def test_flagship_gains_from_answering_at_once():
    more_sql, error = gain("industrial-b2b", "answer-in-5-minutes", "sql")

    assert more_sql > CLEAR * error
    assert gain("industrial-b2b", "answer-in-5-minutes", "leads") == (0, 0)


@pytest.mark.parametrize("policy", loaded("industrial-b2b").scenario.policies)
def test_every_policy_of_the_flagship_acts_and_leaves_the_past_alone(policy):
    base, other = first_half(""), first_half(policy)

    assert first_difference(base[base["tick"] < 0], other[other["tick"] < 0]) is None
    assert first_difference(base, other) is not None


@cache
def first_half(policy):
    """Log of the flagship's first half-year."""
    half = ("until=2027-06-30", "targets=[]")
    return simulate(compile_model(loaded("industrial-b2b", policy, half)), 7, 0)


def test_coin_toss():
    chance, n = binom.sf(9, 40, 0.25), len(run("ten-customers").column("customers"))
    error = np.sqrt(chance * (1 - chance) / n)

    assert chance == pytest.approx(0.560, abs=5e-4)
    assert abs(run("ten-customers").aims[0].chance.value - chance) < 4 * error


def test_five_of_forty_neglected():
    found = run("ten-customers", "neglect")
    fewer, error = gain("ten-customers", "neglect", "customers")

    assert set(found.column("paper_loss")) == {125_000.0}
    assert set(found.column("cold")) == {5.0}
    assert set(run("ten-customers").column("paper_loss")) == {0.0}
    assert abs(fewer + 1.25) < 4 * error
    assert binom.sf(9, 35, 0.25) == pytest.approx(0.374, abs=5e-4)


def test_more_mql_make_fewer_wins():
    more_mql, _ = gain("overload", "more-leads", "mql")
    fewer, error = gain("overload", "more-leads", "customers")

    assert more_mql > 0.9 * mean(run("overload"), "mql")
    assert fewer < -CLEAR * error
    assert fewer < -0.15 * mean(run("overload"), "customers")


def test_appointments_first_cure_it():
    more, error = gain("overload", "more-leads+sell-first", "customers")

    assert more > CLEAR * error
    assert utilisation(run("overload", "more-leads"), "sales") > 0.95


def test_a_fair_of_one_day():
    found = run("trade-show")
    log = simulate(compile_model(loaded("trade-show")), 7, 0)
    arrived = log[log["kind"] == Row.ARRIVED]["tick"]

    assert set(found.column("leads")) == {400.0}
    assert set(arrived) == {int(1.5 * 86_400_000)}  # noon of the second day


def test_cards_called_from_the_stand():
    more_sql, error = gain("trade-show", "call-from-the-stand", "sql")
    late_help, _ = gain("trade-show", "phone-team", "sql")

    assert more_sql > CLEAR * error
    assert more_sql > 0.25 * mean(run("trade-show"), "sql")
    assert abs(late_help) < more_sql / 3


def test_evening_shift():
    more_sql, error = gain("consumer-afternoon", "evening-shift", "sql")
    by_day, _ = gain("consumer-afternoon", "fifth-adviser", "sql")

    assert more_sql > 2 * error
    assert by_day < more_sql
    assert mean(run("consumer-afternoon", "evening-shift"), "never_called") < 0.45
    assert 0.4 < mean(run("consumer-afternoon"), "never_called") < 0.6


def test_software_is_not_all_marketings_merit():
    found = run("saas-sales")
    more_sql, error = gain("saas-sales", "answer-in-ten-minutes", "sql")

    assert 0.25 < mean(found, "marketing_originated") < 0.6
    assert mean(found, "deal_size") > 15_000
    assert more_sql > 2 * error


def test_agency_lives_on_referrals():
    found = run("agency")
    more_sql, _ = gain("agency", "nobody-forgotten", "sql")

    assert of(found, "channel", "referrals", "sql").sum() > 0.8 * found.column("sql").sum()
    assert 0 <= more_sql < 0.15 * mean(found, "sql")


def test_first_screen_falls_short():
    found = run("first-screen")
    more_sql, error = gain("first-screen", "answer-in-an-hour", "sql")

    assert found.column("customers").max() < 10
    assert more_sql > 2 * error


def test_only_vendors_claims_are_grade_d_and_none_is_in_force():
    graded = {
        name: {policy.evidence for policy in loaded(name).scenario.policies.values()}
        for name in NAMES
    }

    assert graded.pop("vendor-claims") == {"D"}
    assert all("D" not in grades for grades in graded.values())
    assert loaded("vendor-claims").with_ == ()


def test_nurtured_leads_spend_47_percent_more():
    base, right = run("vendor-claims"), run("vendor-claims", "nurtured-spend-more")
    values = []
    for policy in ("", "nurtured-spend-more"):
        model = compile_model(loaded("vendor-claims", policy))
        log = simulate(model, 7, 0)
        here = log[(log["kind"] == Row.ARRIVED) & (log["tick"] >= 0)]
        website = here["a"] == model.names.channels.index("website")
        values.append((here["value"][website], here["value"][~website]))
    (nurtured, others), (claimed, same) = values

    np.testing.assert_allclose(claimed / nurtured, 1.47)
    np.testing.assert_array_equal(same, others)
    for figure in ("leads", "mql", "sql", "customers"):
        np.testing.assert_array_equal(base.column(figure), right.column(figure))


def test_nurtured_leads_convert_more():
    base, right = run("vendor-claims"), run("vendor-claims", "nurtured-convert-more")
    more = of(right, "channel", "website", "sql") - of(base, "channel", "website", "sql")

    assert more.mean() > 2 * more.std(ddof=1) / np.sqrt(len(more))
    np.testing.assert_array_equal(
        of(right, "channel", "demo-request", "sql"), of(base, "channel", "demo-request", "sql")
    )


def test_scoring_and_the_21_fold():
    base = mean(run("vendor-claims"), "sql")

    assert 1.2 < mean(run("vendor-claims", "scoring-pays"), "sql") / base < 1.45
    assert mean(run("vendor-claims", "five-minutes-21x"), "sql") < 0.85 * base
