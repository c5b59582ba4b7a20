"""Capacity, delay, habits and reps more against closed forms: each world is a Markov chain."""

from math import exp, sqrt

import numpy as np
import pytest
from small_years import theory

from funnelsim.experiments.cold.price import cold
from funnelsim.experiments.cold.worlds import DELAYS

DAY = 86_400_000


def agrees(per_replication, truth, relative=None):
    """Fail unless the mean is within 4 standard errors of the truth, and those are small."""
    values = np.asarray(per_replication, float)
    error = values.std(ddof=1) / sqrt(len(values))
    assert abs(values.mean() - truth) < 4 * error, (values.mean(), error, truth)
    assert relative is None or error < relative * abs(truth), (error, truth)


class Queue:
    """M/M/c+M: leads at `arrivals` a minute, `servers` reps, each done at rate `service`."""

    def __init__(self, arrivals, service, states=400):
        self.arrivals, self.service, self.n = arrivals, service, np.arange(states)

    def generator(self, servers, impatience):
        """Rates between numbers of leads in the system, rows sum to 0."""
        from scipy.sparse import diags

        busy = np.minimum(self.n, servers)
        leave = busy * self.service + (self.n - busy) * impatience
        come = np.full(len(self.n), self.arrivals)
        come[-1] = 0.0
        return diags([come[:-1], -(come + leave), leave[1:]], [1, 0, -1]).tocsr(), busy

    def stationary(self, servers, impatience):
        """Shares of time with n leads in the system."""
        rates, _ = self.generator(servers, impatience)
        up, down = rates.diagonal(1), rates.diagonal(-1)
        weights = np.concatenate(([0.0], np.cumsum(np.log(up / down))))
        shares = np.exp(weights - weights.max())
        return shares / shares.sum()

    def served(self, start, servers, impatience, minutes):
        """Mean number of leads served within so many minutes: the integral of mu E[busy]."""
        from scipy.integrate import solve_ivp

        rates, busy = self.generator(servers, impatience)
        flow = rates.T.tocsr()

        def change(_, state):
            return np.append(flow @ state[:-1], self.service * (busy @ state[:-1]))

        found = solve_ivp(change, (0, minutes), np.append(start, 0.0), method="LSODA",
                          rtol=1e-8, atol=1e-10)  # fmt: skip
        assert found.y[:-1, -1].sum() == pytest.approx(1)
        assert found.y[-2, -1] < 1e-6  # states enough
        return float(found.y[-1, -1])


@pytest.fixture(scope="module")
def impatient():
    """Erlang-A: 10 leads a minute, 8 reps, 1 minute each, a patience of 2 minutes."""
    found = cold(theory("erlang-a-10-1-05-8", "horizon=1 h", "warm_up=30 min"), 60, threads=1)
    queue = Queue(10, 1)
    start = queue.stationary(8, 0.5)
    return found, lambda servers, impatience: queue.served(start, servers, impatience, 60)


def test_the_chain_of_this_test_knows_erlang_a():
    """P(cold) .22721843 and 4.54436855 waiting on average (theory/formulas.py has the source)."""
    shares = Queue(10, 1).stationary(8, 0.5)
    waiting = shares @ np.maximum(np.arange(400) - 8, 0)
    assert waiting == pytest.approx(4.54436855, abs=1e-7)
    assert 0.5 * waiting / 10 == pytest.approx(0.22721843, abs=1e-8)
    assert Queue(10, 1).served(shares, 8, 0.5, 60) == pytest.approx(
        600 * (1 - 0.22721843), rel=1e-6
    )


def test_reps_without_limit_serve_everybody_at_once(impatient):
    found, served = impatient
    now, unlimited = served(8, 0.5), served(400, 0.0)
    agrees(found.figures("actual").sums["customers"], now, 0.01)
    agrees(found.world("congestion"), unlimited - now, 0.05)
    chain = found.capacity()
    assert chain["policy"].value == chain["impermanence"].value == 0  # nobody waits any more
    assert chain["total"].value == chain["congestion"].value


def test_leads_that_never_go_cold_keep_the_reps_busy(impatient):
    found, served = impatient
    agrees(found.loss(), served(8, 0.0) - served(8, 0.5), 0.2)
    assert list(found.saturated) == ["t"]


def test_what_the_next_two_reps_bring(impatient):
    found, served = impatient
    worth = [served(servers, 0.5) for servers in (8, 9, 10)]
    ninth, tenth = found.hired()
    assert [(h.team, h.number, h.paid) for h in (ninth, tenth)] == [("t", 9, 0.0), ("t", 10, 0.0)]
    first, second = (found.world(f"rep t {n}", "gross_profit") for n in (9, 10))
    agrees(first, worth[1] - worth[0], 0.05)
    agrees(second - first, worth[2] - worth[1], 0.08)
    assert ninth.brings.value == pytest.approx(first.mean())
    assert tenth.brings.value == pytest.approx((second - first).mean())


def test_what_a_rep_is_paid_and_returns():
    sets = ("teams.t.cost_each=60/month", "horizon=1 h", "warm_up=none", "run.replications=20")
    found = cold(theory("erlang-a-10-1-05-8", *sets), threads=1)
    assert found.n == 20
    pay = 60 * (1 / 24) / 31  # an hour of January
    for hired in found.hired():
        assert hired.paid == pytest.approx(pay)
        assert hired.times.value == pytest.approx(hired.brings.value / pay)


LEADS, FADES = 1000, 0.5  # a day
PATIENT = (
    "handoff.delay=0 min",
    f"shelf_life.mql=exponential(mean={1 / FADES} days)",
    "hazards={changes_job: never, competitor: {lead: never, mql: never, sql: never}}",
)


def lost_meanwhile(delay, leads=LEADS):
    """A lead with exponential patience is still there after x with probability exp(-theta x)."""
    return leads * (1 - exp(-FADES * delay / DAY))


def test_the_price_of_delay_is_what_fades_meanwhile():
    from scipy.stats import t

    n = 24
    found = cold(theory("golden", *PATIENT), n, threads=1)
    assert found.worlds.players == ("shelf_before_contact",)
    assert not found.loss().any()  # called at once
    factor = t.ppf(1 - 0.05 / (2 * len(DELAYS)), n - 1) / sqrt(n)
    before = 0.0, np.zeros(n)
    for delay, (hours, cost, per_hour) in zip(DELAYS, found.delay_price(), strict=True):
        lost = -found.world(f"delay {delay}")
        agrees(lost, lost_meanwhile(delay))
        assert hours == delay / 3_600_000
        slope = (lost - before[1]) / (hours - before[0])
        for told, values in ((cost, lost), (per_hour, slope)):
            half = factor * values.std(ddof=1)
            ends = values.mean() - half, values.mean() + half
            assert (told.value, *told.ends) == pytest.approx((values.mean(), *ends))
        before = hours, lost


@pytest.mark.slow
def test_the_intervals_of_the_price_of_delay_hold_at_once():
    bundle = theory("golden", *PATIENT, "channels.in.batches.start.leads=200")
    covered = 0
    for first in range(0, 8000, 40):
        price = cold(bundle, range(first, first + 40), threads=2).delay_price()
        covered += all(cost.covers(lost_meanwhile(delay, 200))
                       for delay, (_, cost, _) in zip(DELAYS, price, strict=True))  # fmt: skip
    assert 179 <= covered <= 200  # Bonferroni: conservative


SLOPPY = (
    "handoff.delay=0 min",
    "hazards={changes_job: never, competitor: {lead: never, mql: never, sql: never}}",
    "shelf_life.mql=exponential(mean=20 days)",
    "teams.t.habits={never_worked: 20%, notices_after: exponential(mean=10 days), calls_kept: 60%}",
    "calls.first_call_reaches=50%",
    "calls.later_calls_reach=[40%]",
    "calls.gaps=[2 days]",
)


def sloppy(forgotten=0.2, notices=0.1, fades=0.05, kept=0.6, gap=2.0):
    """Leads won: taken up, noticed in time, reached by the first call or kept for a second."""
    in_time = 1.0 if notices is None else notices / (notices + fades)
    return LEADS * (1 - forgotten) * in_time * (0.5 + 0.5 * kept * exp(-fades * gap) * 0.4)


def test_what_each_habit_costs():
    found = cold(theory("golden", *SLOPPY), 24, threads=1)
    now = sloppy()
    agrees(found.figures("actual").sums["customers"], now, 0.01)
    agrees(found.world("habit forgetting"), sloppy(forgotten=0) - now, 0.04)
    agrees(found.world("habit late_noticing"), sloppy(notices=None) - now, 0.04)
    agrees(found.world("habit giving_up"), sloppy(kept=1) - now, 0.08)
    habits = found.habits()
    assert all(habits[name].value == found.world(f"habit {name}").mean() for name in habits)
    assert not found.world("congestion").any()
    perfect = sloppy(forgotten=0, notices=None, kept=1, gap=0)
    agrees(found.world("policy"), perfect - now, 0.03)
    assert found.capacity()["impermanence"].value == 0  # nobody waits, so nobody goes cold
    agrees(found.loss(), sloppy(fades=0) - now, 0.03)  # the twin's reps forget and give up too
