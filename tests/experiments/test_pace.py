"""Figures and chances so far, from the event logs of the same futures; luck; bins."""

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom, norm

from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.histogram import beyond, bin_edges, bin_shares, share_reaching
from funnelsim.experiments.luck import luck
from funnelsim.experiments.pace import pace
from funnelsim.experiments.trace import trace
from funnelsim.model.codes import Row
from funnelsim.outcomes.flows import AXES
from funnelsim.scenario.load import load
from small_funnels import FLOW
from ways_of_leads import ways_of

DAY = 86_400_000


def funnel(**changed):
    """SQL at a rate, half a year, targets of all kinds."""
    text = FLOW.replace("10 days", "6 months").replace(
        "leads: 4/day", "leads: 1/day, cost: 2k/month"
    )
    targets = """targets:
  - {customers: 40}
  - {revenue: 1M, by: 2027-03-31}
  - {customers: 20, in: 2027-Q2}
  - {cac: at most 300, by: 2027-05-15}
  - {profit: 2M, by: 2027-06-10}
  - {paper_loss: at most 1k}
"""
    text = text.replace("targets: [{customers: 10}]\n", targets)
    for old, new in changed.items():
        text = text.replace(old, new)
    return load(text=text, name="half-year.yaml")


@pytest.fixture(scope="module")
def half_year():
    return forecast(funnel(), 80, 3, threads=1)


def wins(made):
    """Tick and money of every win, by replication."""
    logs = [trace(made.bundle, i, made.seed).log for i in range(made.n)]
    return [log[log["kind"] == Row.WON][["tick", "value"]] for log in logs]


def end_of(made, day):
    return (day - made.first_day).days * DAY + DAY


def test_figures_so_far_are_those_of_the_logs(half_year):
    table = half_year.to_polars("pace")
    won = wins(half_year)
    for row in table.iter_rows(named=True):
        end = end_of(half_year, row["end"])
        before = [one["value"][one["tick"] < end] for one in won]
        so_far = sorted(
            float(len(one)) if row["figure"] == "customers" else float(one.sum()) for one in before
        )
        n = len(so_far)
        assert row["mean"] == pytest.approx(sum(so_far) / n)
        assert row["median"] == pytest.approx(so_far[math.ceil(n / 2) - 1])
        assert (row["least"], row["most"]) == pytest.approx((so_far[0], so_far[-1]))
        for within in (80, 50):
            low, high = row[f"low{within}"], row[f"high{within}"]
            # So many futures may lie beyond each side; one more would be too many.
            outside = n - math.ceil(n * (1 + within / 100) / 2 - 1e-9)
            assert low == pytest.approx(so_far[outside])
            assert high == pytest.approx(so_far[n - 1 - outside])
            inside = sum(low - 1e-6 <= x <= high + 1e-6 for x in so_far)
            assert inside >= n * within / 100
    assert table["end"].to_list()[:6] == [
        dt.date(2027, 1, 31), dt.date(2027, 2, 28), dt.date(2027, 3, 31), dt.date(2027, 4, 30),
        dt.date(2027, 5, 31), dt.date(2027, 6, 30),
    ]  # fmt: skip


def wilson(k, n):
    z2 = norm.ppf(0.975) ** 2
    centre, spread = k + z2 / 2, math.sqrt(z2 * (k * (n - k) / n + z2 / 4))
    return (centre - spread) / (n + z2), (centre + spread) / (n + z2)


def test_chances_so_far_are_shares_of_the_logs(half_year):
    won, begin = wins(half_year), {1: 0, 2: 0, 3: end_of(half_year, dt.date(2027, 3, 31))}
    table = half_year.to_polars("chances")
    rows = table.filter(pl.col("target").is_in([1, 2, 3])).iter_rows(named=True)
    for row in rows:
        end = end_of(half_year, row["by"])
        first = begin[row["target"]]
        inside = [one["value"][(one["tick"] >= first) & (one["tick"] < end)] for one in won]
        values = [one.sum() if row["metric"] == "revenue" else len(one) for one in inside]
        k, n = sum(value >= row["value"] for value in values), len(values)
        assert row["probability"] == k / n
        low, high = wilson(k, n)
        assert row["lo"] == pytest.approx(low, abs=1e-12)
        assert row["hi"] == pytest.approx(high, abs=1e-12)


def test_the_last_chance_is_that_of_the_target(half_year):
    table = half_year.to_polars("chances")
    assert table["target"].unique().sort().to_list() == [1, 2, 3, 4, 5]  # no paper loss by month
    for number, aim in enumerate(half_year.aims[:5], start=1):
        rows = table.filter(pl.col("target") == number)
        last = rows.row(-1, named=True)
        assert (last["probability"], last["lo"], last["hi"]) == (
            aim.chance.value, aim.chance.lo, aim.chance.hi,
        )  # fmt: skip
        assert end_of(half_year, last["by"]) == aim.target.end
        if aim.target.metric in ("customers", "revenue"):
            assert rows["probability"].is_sorted()


def test_months_of_a_window_within_the_horizon_only(half_year):
    table = half_year.to_polars("chances").filter(pl.col("target") == 3)
    assert table["by"].to_list() == [
        dt.date(2027, 4, 30),
        dt.date(2027, 5, 31),
        dt.date(2027, 6, 30),
    ]


def test_short_horizons_are_told_by_weeks(tiny_forecast):
    table = tiny_forecast.to_polars("pace").filter(pl.col("figure") == "customers")
    assert table["end"].to_list() == [dt.date(2027, 1, 10) + dt.timedelta(7 * i) for i in range(8)]


def test_bands_need_enough_futures(half_year):
    values = pace(half_year, "customers").values
    known = pace(half_year, "customers")
    assert known.band(0.8) is not None
    for n in range(1, 60):
        few = type(known)("customers", values[:n])
        # An order statistic bounds the 90 % quantile from above with 97.5 %.
        enough = 1 - binom.pmf(n, n, 0.9) >= 0.975
        assert (few.band(0.8) is not None) == enough
        assert (few.band(0.5) is not None) == (1 - binom.pmf(n, n, 0.75) >= 0.975)


def test_ways_of_leads_are_those_of_the_logs(tiny, tiny_forecast):
    totals = {}
    for i in range(tiny_forecast.n):
        made = trace(tiny, i, tiny_forecast.seed)
        for way, n in ways_of(made.log, made.model.end).items():
            totals[way] = totals.get(way, 0) + n
    table = tiny_forecast.to_polars("flows")
    told = {
        (AXES[0].index(row["entered"]), AXES[1].index(row["furthest"]), row["ends"]): row["leads"]
        for row in table.iter_rows(named=True)
    }
    assert told == {way: pytest.approx(n / tiny_forecast.n) for way, n in totals.items()}
    assert len(told) > 15


def test_luck_is_all_there_is_without_uncertain_numbers(half_year):
    assert luck(half_year, half_year.column("revenue")) is None


def test_a_number_that_decides_everything_is_found():
    bundle = funnel(**{"converts: 25%": "converts: ~ 5%..95%"})
    made = forecast(bundle, 120, 3, threads=1)
    found = luck(made, made.column("customers"))
    drawn = made.to_polars("parameters")["stages.offer.converts"].to_numpy()
    share = np.corrcoef(drawn, made.column("customers"))[0, 1] ** 2
    assert share > 0.8
    assert found.ignorance.value == pytest.approx(share, abs=0.05)
    few = forecast(bundle, 99, 3, threads=1)
    assert luck(few, few.column("customers")) is None


@pytest.mark.parametrize("n", [1, 2, 40, 1_000])
@pytest.mark.parametrize("scale", [0.003, 1.0, 1e6])
def test_every_future_is_in_a_bin(n, scale):
    values = np.random.default_rng(n).lognormal(0.0, 1.5, n) * scale
    edges = bin_edges([values])
    shares = bin_shares(values, edges)
    assert sum(shares) == pytest.approx(1.0)
    assert 1 <= len(shares) <= 40
    assert np.ptp(np.diff(edges)) <= 1e-9 * edges[-1]
    inside, (below, above) = np.histogram(values, edges)[0], beyond(values, edges)
    assert below + above <= 0.011 * n
    assert [round(share * n) for share in shares[1:-1]] == inside[1:-1].tolist()
    reaching = share_reaching(values, edges)
    assert [round(share * n) for share in reaching] == [
        sum(value >= edge for value in values) for edge in edges
    ]


def test_a_count_has_a_bin_of_its_own_where_counts_are_few():
    values = np.array([7.0, 8, 8, 9, 12])
    assert bin_edges([values]) == [7, 8, 9, 10, 11, 12, 13]
    assert bin_shares(values, bin_edges([values])) == [0.2, 0.4, 0.2, 0, 0, 0.2]
    assert bin_edges([np.zeros(5)]) == [0, 1]
    assert bin_edges([np.full(5, 0.25)]) == [0, 1]
