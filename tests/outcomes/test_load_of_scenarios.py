"""Load by hour and open opportunities of whole replications, from the logs of every engine."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import by_hour
from funnelsim.engines import ENGINES
from funnelsim.experiments.desks import desks, weeks
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.trace import trace
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.hours import working_hours
from funnelsim.outcomes.load import HOURS
from funnelsim.outcomes.spans import HOUR
from funnelsim.scenario.load import load
from two_engines import simulate

SCENARIOS = Path(__file__).parents[2] / "scenarios"
NO_SHOW = ("targets=[]", "channels.trade-show=off", "nurture.welcome.for.channels=off")
SHORT = {
    "industrial-b2b": ["until=2027-03-31", "run_off=30 days", *NO_SHOW],
    "overload": ["until=2027-01-17", "run_off=1 week", "targets=[]"],
    "real-pipeline": ["until=2018-01-20", "run_off=10 days", "targets=[]"],
    "saas-sales": ["until=2027-01-31", "run_off=30 days", "targets=[]"],
}


def shifts_of(model):
    """[begin, end) of the working hours of each rep."""
    hours = [working_hours(model, rep) for rep in range(len(model.rep_team))]
    return [list(zip(o.tolist(), c.tolist(), strict=True)) for o, c in hours]


def as_counts(table):
    return {(int(i), int(j)): int(table[i, j]) for i, j in np.argwhere(table)}


@pytest.mark.parametrize("name", SHORT)
def test_hours_and_open_opportunities_of_a_replication(name):
    model = compile_model(load(SCENARIOS / f"{name}.yaml", SHORT[name]))
    log = simulate(model, 7, 0)
    outcomes = fold(log, model)
    hours = {what: outcomes.hours[..., i] for i, what in enumerate(HOURS)}
    assert as_counts(hours["queue_ms"]) == by_hour.queues(log, model)
    assert as_counts(hours["busy_ms"]) == by_hour.work(log, model, shifts_of(model))
    opened = outcomes.desks["open_ms"]
    assert {i: int(ms) for i, ms in enumerate(opened) if ms} == by_hour.open_deals(log, model)
    assert hours["queue_ms"].any()
    for rep, shifts in enumerate(shifts_of(model)):
        assert model.team_unlimited[model.rep_team[rep]] or shifts


@pytest.fixture(scope="module")
def bundle():
    return load(SCENARIOS / "industrial-b2b.yaml", ["until=2027-01-21", *NO_SHOW])


def test_a_forecast_has_the_mean_week_of_its_logs(bundle):
    made = forecast(bundle, 3, 7, threads=1)
    queue, busy, opened = Counter(), Counter(), Counter()
    for i in range(3):
        one = trace(bundle, i, 7)
        queue.update(by_hour.queues(one.log, one.model))
        busy.update(by_hour.work(one.log, one.model, shifts_of(one.model)))
        opened.update(by_hour.open_deals(one.log, one.model))
    names = made.model.names
    for team, week in enumerate(weeks(made)):
        assert week.team == names.teams[team]
        for hour in range(168):
            cell = divmod(hour, 24)
            # Three weeks have each hour of the week three times.
            assert week.queue[cell] == pytest.approx(queue[team, hour] / (9 * HOUR))
            assert week.busy[cell] == pytest.approx(busy[team, hour] / (3 * HOUR))
    for group, name in enumerate(names.groups):
        mean = desks(made)[name]["open_opportunities"]["mean"]
        assert mean == pytest.approx(opened[group] / 3 / made.model.end)


def test_hours_are_the_same_for_any_threads_and_engine(bundle):
    one = forecast(bundle, range(4), 7, threads=1).stack
    assert one.hours.any()
    assert one.equals(forecast(bundle, range(4), 7, threads=2).stack)
    for engine in ENGINES:
        assert one.equals(forecast(bundle, range(4), 7, threads=1, engine=engine).stack)


def test_a_horizon_of_three_days_has_no_other_hours():
    short = load(SCENARIOS / "industrial-b2b.yaml", ["until=2027-01-03", *NO_SHOW])
    made = forecast(short, 2, 7, threads=1)
    first = made.first_day.weekday()
    there = {(first + i) % 7 for i in range(3)}
    for week in weeks(made):
        known = {int(day) for day in np.flatnonzero(np.isfinite(week.queue).all(axis=1))}
        assert known == there
        assert np.isnan(week.queue).sum() == 4 * 24
