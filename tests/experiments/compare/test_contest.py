"""A contest against what its runs say one by one, and what may not change it."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from scipy.stats import t as t_distribution
from scipy.stats import ttest_rel
from shipped_contests import loaded

from funnelsim.engines import engine as engine_of
from funnelsim.engines.fill import fill
from funnelsim.experiments.compare.contest import METRICS, compare, resampling
from funnelsim.experiments.compare.names import with_included
from funnelsim.experiments.compare.verdicts import Verdict, ahead_by, headcount
from funnelsim.experiments.contests.paired import IDENTICAL
from funnelsim.experiments.contests.simultaneous import differences_max_t
from funnelsim.experiments.figures import QUOTIENTS, column
from funnelsim.experiments.forecast import forecast
from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from two_engines import ALL

SEED = 12


@pytest.fixture(scope="module")
def clinic():
    """Thirty futures of a scenario whose two policies act now and then."""
    return compare(loaded("consumer-afternoon"), replications=30, seed=SEED, threads=1)


def test_each_policy_has_the_figures_of_its_own_forecast(clinic):
    bundle = loaded("consumer-afternoon")
    for i, name in enumerate(clinic.names):
        alone = replace(bundle, with_=(name,) if i else ())
        own = forecast(alone, 30, seed=SEED, threads=1)
        for metric in METRICS:
            np.testing.assert_array_equal(clinic.column(i, metric), column(own.stack, metric))


@pytest.fixture(scope="module")
def call_centre():
    """Forty futures of a scenario whose policies act in every one."""
    return compare(loaded("overload"), replications=40, seed=SEED, threads=1)


def test_differences_are_paired_by_replication(call_centre):
    from scipy.stats import t

    factor = t.ppf(1 - 0.05 / (2 * 2), 39) / sqrt(40)  # two policies against the baseline
    seen = 0
    for metric in METRICS:
        for i in (1, 2):
            found = call_centre.difference(i, metric)
            d = call_centre.column(i, metric) - call_centre.column(0, metric)
            if metric in QUOTIENTS or len(np.unique(d)) < 30:
                continue
            half = factor * d.std(ddof=1)
            assert found.value == pytest.approx(d.mean())
            assert found.ends == pytest.approx((d.mean() - half, d.mean() + half))
            seen += 1
    assert seen >= 4


def test_revenue_differs_by_the_deals_that_only_one_world_wins(clinic):
    simulate = engine_of()
    for i in (1, 2):
        for r in range(5):
            worlds = []
            for model in (clinic.models[0], clinic.models[i]):
                log = simulate(fill(model, SEED, r)[0], SEED, r)
                won = log[(log["kind"] == Row.WON) & (log["tick"] >= 0) & (log["tick"] < model.end)]
                worlds.append(dict(zip(won["lead"].tolist(), won["value"].tolist(), strict=True)))
            a, b = worlds
            gained = sum(b[lead] for lead in b.keys() - a.keys())
            lost = sum(a[lead] for lead in a.keys() - b.keys())
            other = sum(b[lead] - a[lead] for lead in a.keys() & b.keys())
            paired = clinic.column(i, "revenue")[r] - clinic.column(0, "revenue")[r]
            assert paired == pytest.approx(gained - lost + other, abs=1e-6)
            assert clinic.gained(0, i)[r, 0] == len(b.keys() - a.keys())
            assert clinic.gained(i, 0)[r, 0] == len(a.keys() - b.keys())


def test_both_at_once_are_what_the_command_line_stacks():
    bundle = loaded("overload")
    both = "more-leads+sell-first"
    contest = compare(bundle, [both], 4, SEED, threads=1)
    stacked = forecast(replace(bundle, with_=tuple(both.split("+"))), 4, seed=SEED, threads=1)
    single = compare(bundle, ["more-leads", "sell-first"], 4, SEED, threads=1)
    for metric in ("revenue", "cost", "customers", "sql"):
        np.testing.assert_array_equal(contest.column(1, metric), stacked.column(metric))
    assert (contest.column(1, "revenue") != single.column(1, "revenue")).any()
    assert (contest.column(1, "revenue") != single.column(2, "revenue")).any()


def test_policies_stand_for_themselves_whatever_their_order(clinic):
    bundle = loaded("consumer-afternoon")
    back = compare(bundle, clinic.names[:0:-1], 30, SEED, threads=1)
    assert back.names == (clinic.names[0], *clinic.names[:0:-1])
    told = {one["name"]: one for one in clinic.data["policies"]}
    assert {one["name"]: one for one in back.data["policies"]} == told
    assert set(back.data["best_set"]) == set(clinic.data["best_set"])


def test_threads_and_pieces_of_work_are_idle(clinic):
    bundle = loaded("consumer-afternoon")
    assert compare(bundle, replications=30, seed=SEED, threads=2).json() == clinic.json()
    some = compare(bundle, replications=[29, 7, 8], seed=SEED, threads=1)
    for metric in METRICS:
        np.testing.assert_array_equal(some.column(1, metric), clinic.column(1, metric)[[7, 8, 29]])


@pytest.mark.skipif(len(ALL) < 2, reason="one engine only")
def test_a_contest_does_not_depend_on_the_engine():
    found = [compare(loaded("tiny"), ["quick", "idle"], 3, SEED, engine=name, threads=1)
             for name in ALL]  # fmt: skip
    first, second = ({**one.data, "engine": ""} for one in found)
    assert first == second


WITHOUT_EFFECT = (
    "policies.margin={set: {money.margin: 70%}}",
    "policies.dear={set: {teams.inside.cost_each: 5k/month}}",
    "policies.priced={includes: [idle], cost: {per_month: 200}}",
)


def test_a_policy_that_touches_nothing_differs_by_nothing_and_says_which_key_is_idle():
    c = compare(loaded("tiny", *WITHOUT_EFFECT), replications=30, seed=SEED, threads=1)
    found = {one["name"]: one for one in c.data["policies"]}
    idle = found["idle"]
    assert (idle["identical"], idle["idle_keys"]) == (True, ["hazards.return_after"])
    for metric in METRICS:
        told = idle["difference"][metric]
        assert (told["mean"], told["ci95"], told["reason"]) == (0.0, None, IDENTICAL)
    assert idle["variance_reduction"] is idle["variance_reduction_ceiling"] is None
    assert idle["p_best"] == found["baseline"]["p_best"]
    assert idle["in_best_set"] == found["baseline"]["in_best_set"]
    priced = found["priced"]  # what it includes is idle, it costs nevertheless
    assert (priced["identical"], priced["idle_keys"]) == (True, ["hazards.return_after"])
    months = np.array([28, 28]) / np.array([31, 28])  # 4 to 31 January, all of February
    assert priced["difference"]["cost"]["mean"] == pytest.approx(200 * months.sum())
    assert not found["margin"]["identical"]  # gross profit is another
    assert found["margin"]["idle_keys"] == []
    assert found["dear"]["idle_keys"] == []  # the key is what costs
    assert found["dear"]["difference"]["revenue"]["reason"] == IDENTICAL


def test_policies_and_what_they_include():
    policies = loaded("tiny", *WITHOUT_EFFECT, "policies.each={includes: [priced, quick]}").scenario
    assert with_included("each+idle", policies.policies) == ("each", "priced", "idle", "quick")


def test_identical_policies_split_the_first_place():
    c = compare(loaded("tiny"), ["quick", "idle", "quick+idle"], 30, SEED, threads=1)
    x = np.stack([c.column(i, "profit") for i in range(4)])
    assert (x[0] == x[2]).all()
    assert (x[1] == x[3]).all()
    shares = [sum((x[i, r] == x[:, r].max()) / (x[:, r] == x[:, r].max()).sum()
                  for r in range(30)) / 30 for i in range(4)]  # fmt: skip
    told = [one["p_best"] for one in c.data["policies"]]
    assert told == pytest.approx(shares)
    assert told[0] == told[2]
    assert told[1] == told[3]
    assert sum(told) == pytest.approx(1)
    means = [one["p_best_mean"] for one in c.data["policies"]]
    assert means[0] == means[2]
    assert means[1] == means[3]


HIRED = (
    "policies.hire={from: 2027-02-01, set: {teams.inside.reps: 3}}",
    "teams.outside.reps={new: {count: 1, starts: 2027-02-14}}",
)


def test_headcount_by_hand():
    bundle = loaded("tiny", *HIRED)
    days = 28 + 28  # 4 January to 28 February
    base = 1 + 1 + 15 / days  # the new one: 14 to 28 February
    assert headcount(compile_model(bundle)) == pytest.approx(base)
    hired = compile_model(replace(bundle, with_=("hire",)))
    assert headcount(hired) == pytest.approx(base + 2 * 28 / days)
    unlimited = loaded("tiny", "teams.outside.reps=unlimited")
    assert headcount(compile_model(unlimited)) == 1


def test_the_month_in_which_it_shows_by_hand(call_centre):
    """From the first month on in which all later cumulative differences are clear."""
    from scipy.stats import t

    c, shown = call_centre, []
    for verdict in c.verdicts[1:]:
        months = [c.figures(i).months["profit"] for i in (0, verdict.policy)]
        d = np.cumsum(months[1] - months[0], axis=1)
        n, m = d.shape
        half = t.ppf(1 - 0.05 / (2 * m), n - 1) * d.std(axis=0, ddof=1) / sqrt(n)
        clear = np.abs(d.mean(axis=0)) > half
        clear &= [np.unique(month, return_counts=True)[1].max() <= n - 30 for month in d.T]
        first = next((k for k in range(m) if clear[k:].all()), None)
        origin = np.datetime64(c.models[0].origin, "M")
        assert verdict.shows_from == (None if first is None else str(origin + first))
        shown.append(verdict.shows_from)
    assert any(shown)


def test_a_cost_alone_shows_at_once_and_a_late_one_late():
    early = "policies.early={cost: {per_month: 100}, set: {hazards.return_after: 900 days}}"
    late = "policies.late={from: 2027-02-01, cost: {per_month: 100}, set: {hazards.return_after: 900 days}}"  # noqa: E501
    acts = late.replace("late", "acts").replace("900", "9")
    names = ["early", "late", "idle", "acts"]
    c = compare(loaded("tiny", early, late, acts), names, 10, SEED, threads=1)
    months = [Verdict(c, i).shows_from for i in range(1, 5)]
    # What `acts` does besides is rare: ten futures tell nothing of it.
    assert months == ["2027-01", "2027-02", None, None]


@pytest.mark.parametrize(("n", "differ", "told"), [(20, 20, False), (200, 29, False),
                                                   (200, 30, True), (200, 0, False)])  # fmt: skip
def test_a_month_in_which_too_few_futures_differ_has_no_interval(n, differ, told):
    """All futures cost 100 more; in some of them deals are won besides."""
    rng = np.random.default_rng(5)
    before = rng.normal(1e4, 1e3, n)
    won = np.where(np.arange(n) < differ, rng.uniform(1e4, 2e4, n), 0.0)
    found = ahead_by(before, before + won - 100.0, 0.975)
    assert found.value == pytest.approx(won.mean() - 100.0)
    assert (found.ends is not None) == told
    if told:
        half = t_distribution.ppf(1 - 0.025 / 2, n - 1) * won.std(ddof=1) / sqrt(n)
        assert found.hi - found.lo == pytest.approx(2 * half)


def test_a_cost_is_certain_where_nothing_else_can_differ():
    before = np.arange(20.0)
    found = ahead_by(before, before - 100.0, 0.975, certain=True)
    assert (found.value, found.lo, found.hi) == (-100.0, -100.0, -100.0)
    assert ahead_by(before, before, 0.975).ends is None


def test_intervals_may_come_from_the_largest_t_of_bootstrapped_futures(call_centre):
    other = replace(call_centre, max_t=True)
    x = call_centre.table("profit")
    clear = [found for found in differences_max_t(x, resampling()).each if found.interval.ends]
    assert clear
    for found in clear:
        assert other.difference(found.policy, "profit") == found.interval
        assert call_centre.difference(found.policy, "profit") != found.interval


def test_adjusted_p_values_agree_with_scipy_and_holm(call_centre):
    x = call_centre.table(call_centre.objective)
    raw = [ttest_rel(row, x[0]).pvalue for row in x[1:]]
    told = [policy["p_adjusted"] for policy in call_centre.data["policies"]]
    assert told[0] is None
    order = np.argsort(raw)
    holm = np.maximum.accumulate([min(1.0, (len(raw) - r) * raw[i]) for r, i in enumerate(order)])
    assert [told[1 + i] for i in order] == pytest.approx(list(holm))
