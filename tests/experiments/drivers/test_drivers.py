"""What drives an outcome, against closed forms and single runs."""

import numpy as np
import pytest

import funnelsim as fs
from funnelsim.errors import UsageError
from funnelsim.experiments.drivers.find import drivers
from funnelsim.experiments.sensitivity.more_data import more_deals
from funnelsim.scenario.load import load
from small_funnels import BATCH, batch

RATE = "stages.offer.converts"
COUNTED = BATCH.replace("converts: 25%", "converts: 10 of 40")


def counted(more=""):
    return load(text=COUNTED + more, name="counted.yaml")


@pytest.fixture(scope="module")
def found():
    """One uncertain rate, known as 10 of 40, and a dear policy that helps where it is low."""
    more = "policies: {sure: {cost: {once: 100k}, set: {stages.offer.converts: 27%}}}"
    return drivers(counted(more), 500, 7, pair_worlds=300, threads=1)


def share_of_ignorance(leads, a, b):
    """Var(E[wins | rate]) over Var(wins), a binomial whose rate is Beta(a, b)."""
    mean, variance = a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))
    luck = leads * (mean - mean**2 - variance)
    return leads**2 * variance / (luck + leads**2 * variance)


def test_luck_and_ignorance_are_the_closed_form(found):
    truth = share_of_ignorance(40, 10.5, 30.5)
    assert truth == pytest.approx(0.494, abs=5e-4)
    for share in (found.split.ignorance, found.pairs):
        # Within four standard errors, of which a 95 % interval has about two on each side.
        assert abs(share.value - truth) < 2 * share.half_width
    assert found.split.luck.value == pytest.approx(1 - found.split.ignorance.value)
    assert found.split.ignorance.half_width < 0.1


def test_more_deals_narrow_as_the_posterior_says(found):
    (known,) = found.known
    assert (known.path, known.won, known.of) == (RATE, 10, 40)
    share = found.split.parts[RATE].value
    assert known.narrowing == more_deals(10, 40, 100, share)
    # 41 of 141 of the variance is left.
    assert known.narrowing.explained == pytest.approx(100 / 141)


def test_the_bar_from_p10_to_p90_is_forty_deals_times_the_range(found):
    (bar,) = found.ranges
    low, high = bar.settings
    assert bar.swing.covers(40 * 100_000 * (high - low))


def test_knowing_the_rate_is_worth_something(found):
    knowing = found.knowing[RATE]
    assert knowing.value.value > 0
    assert 0.2 < knowing.changes < 0.8


def test_moved_numbers_match_runs_with_the_setting():
    made = drivers(batch(), 50, 7, threads=1)
    bars = {bar.name: bar for bar in made.moved}
    base = fs.run(batch(), replications=50, seed=7, threads=1).column("revenue")
    for key in (RATE, "deal"):
        for factor, end in (("x0.8", bars[key].low), ("x1.2", bars[key].high)):
            said = load(text=BATCH, name="batch.yaml", sets=[f"{key}={factor}"])
            run = fs.run(said, replications=50, seed=7, threads=1)
            assert end.value == pytest.approx((run.column("revenue") - base).mean())


def test_only_luck_without_uncertain_numbers():
    made = drivers(batch(), 20, 7, threads=1)
    assert made.split is None
    assert made.ranges == []
    assert made.data["luck"] is None


@pytest.mark.slow
def test_sobol_of_the_only_number_is_all():
    made = drivers(counted(), 20, 7, sobol=True, threads=1)
    index = made.sobol[RATE]
    assert index.first.value == pytest.approx(1, abs=0.1)
    assert index.total.value == pytest.approx(1, abs=0.1)


def test_losing_the_biggest_deal_is_a_run_without_it(tmp_path):
    rows = ["a,offer,2026-12-20,10000", "b,offer,2026-12-28,20000", "c,offer,2026-12-30,90000"]
    text = BATCH.replace("horizon: 1 day", "horizon: 40 days") + (
        "pipeline: {file: p.csv, as_of: 2027-01-03, stages: {offer: offer}, "
        "columns: {id: id, stage: stage, since: since, value: value}}\n"
    )
    text = text.replace("converts: 25%", "buyer_takes: 20 days, converts: 25%")

    def bundle(lines):
        (tmp_path / "p.csv").write_text("\n".join(["id,stage,since,value", *lines]) + "\n")
        (tmp_path / "s.yaml").write_text(text)
        return load(tmp_path / "s.yaml")

    made = drivers(bundle(rows), 60, 7, threads=1)
    assert made.lost.value == 90_000
    whole, less = (
        fs.run(bundle(lines), replications=60, seed=7, threads=1) for lines in (rows, rows[:2])
    )
    difference = less.column("revenue") - whole.column("revenue")
    assert made.lost.revenue.value == pytest.approx(difference.mean())
    assert made.lost.revenue.value < 0
    reached = [run.aims[0].chance.value for run in (whole, less)]
    assert made.lost.chance.value == pytest.approx(reached[1] - reached[0])


def test_too_few_worlds_for_a_regression():
    with pytest.raises(UsageError, match="write at least -n 20"):
        drivers(counted(), 10)


def test_tables_hold_every_world(found):
    worlds = found.to_polars("worlds")
    assert worlds.height == 500
    assert np.ptp(worlds[RATE].to_numpy()) > 0
    assert found.to_polars()["kind"].to_list()[-1] == "P10 to P90"
