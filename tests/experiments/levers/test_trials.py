"""Settings of a scenario: what a lever leaves alone, and what is kept of the work."""

from pathlib import Path

import numpy as np
import pytest

import funnelsim as fs
from funnelsim.engines import simulate
from funnelsim.experiments.figures import column
from funnelsim.experiments.levers.session import trials_of
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.scenario.load import load
from small_funnels import BATCH, batch, flow

TINY = Path(__file__).parents[2] / "tiny.yaml"
NOW = (7, "compiled", 1, None)
DAY = 86_400_000


def trials(bundle, *levers, progress=None):
    return trials_of(bundle, levers, "--vary", *NOW, progress)


def test_before_its_lead_time_a_lever_changes_nothing():
    bundle = flow("levers: {stages.offer.converts: {range: 30%..90%, lead_time: 5 days}}")
    made = trials(bundle, "stages.offer.converts")
    as_it_is, later = made.as_it_is.model(()), made.model((90,))
    logs = [simulate(model, 7, 0) for model in (as_it_is, later)]
    early = [log[log["tick"] < 5 * DAY] for log in logs]
    assert len(early[0]) > 20
    assert early[0].tobytes() == early[1].tobytes()
    assert not np.array_equal(logs[0], logs[1])


def test_a_setting_equals_a_scenario_that_says_so():
    made = trials(batch(), "stages.offer.converts=10%..50%")
    found = made.outcomes((40,), range(30))
    said = fs.load(text=BATCH.replace("25%", "40%"), name="said.yaml")
    forecast = fs.run(said, replications=30, seed=7, threads=1)
    assert found.sums["customers"].tolist() == forecast.column("customers").tolist()


def test_every_setting_is_simulated_once():
    steps = []
    made = trials(batch(), "stages.offer.converts=10%..50%", progress=steps.append)
    first = made.outcomes((30,), range(5))
    told = len(steps)
    assert made.outcomes((30,), range(5)) is first
    assert len(steps) == told
    assert made.work.settings == 1


def test_progress_is_that_of_all_settings():
    steps = []
    made = trials(batch(), "stages.offer.converts=10%..50%", progress=steps.append)
    made.work.expect(20)
    made.outcomes((30,), range(10))
    made.outcomes((40,), range(10))
    assert {step.wanted for step in steps} == {20}
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[-1] == 20
    assert steps[-1].setting == "setting 2, stages.offer.converts 40%"


def test_what_fails_ends_the_work_with_its_reason(monkeypatch):
    from funnelsim.experiments.levers.trials import FiguresStudy

    def broken(self, matter, seed, replication, engine):
        raise RuntimeError("the pump is broken")

    monkeypatch.setattr(FiguresStudy, "once", broken)
    made = trials(batch(), "stages.offer.converts=10%..50%")
    with pytest.raises(IncompleteError, match=r"failed at stages\.offer\.converts 30%.*pump"):
        made.outcomes((30,), range(3))
    assert not made.work.ended.interrupted
    assert "Traceback" in made.work.ended.details
    assert made.work.replications(range(3)).missing == 3


@pytest.mark.parametrize(
    ("lever", "value", "sums"),
    [("volume", 2.0, 80), ("volume", 0.5, 20)],
)  # fmt: skip
def test_volume_multiplies_batches(lever, value, sums):
    made = trials(batch(), lever)
    assert set(made.outcomes((value,), range(3)).sums["sql"].tolist()) == {sums}


def test_reps_sets_the_group_that_calls_first():
    found = trials(load(TINY), "reps=1..6").outcomes((4,), range(3))
    said = load(TINY, sets=["teams.inside.reps.core.count=4"])
    run = fs.run(said, replications=3, seed=7, threads=1)
    assert found.sums["revenue"].tolist() == run.column("revenue").tolist()
    assert found.sums["cost"].tolist() == run.column("cost").tolist()


def test_delay_holds_first_calls_back():
    made = trials(load(TINY), "delay")
    now, later = (made.outcomes((hours,), range(4)) for hours in (0.0, 48.0))
    as_it_is = made.as_it_is.outcomes((), range(4))
    assert now.sums["revenue"].tolist() == as_it_is.sums["revenue"].tolist()
    hours = [np.nanmean(column(found, "mean_response_hours")) for found in (now, later)]
    assert hours[1] > hours[0] + 40
