"""Load by hour and open opportunities against a walk from one hour to the next."""

import numpy as np
import pytest

import by_hour
from funnelsim.outcomes.load import HOURS

ROUND_THE_CLOCK, OFFICE = None, [[(540, 1020)]] * 5 + [[], []]


def as_counts(table):
    return {(int(i), int(j)): int(table[i, j]) for i, j in np.argwhere(table)}


def shifts_of(model):
    """Open spans of the only calendar in the horizon, for each of the reps."""
    [calendar] = model.calendars
    spans = [(max(0, a), min(b, model.end)) for a, b in
             zip(calendar.opens.tolist(), calendar.closes.tolist(), strict=True)]  # fmt: skip
    return [[(a, b) for a, b in spans if a < b]] * 3


@pytest.mark.parametrize("weekly", [ROUND_THE_CLOCK, OFFICE], ids=["always", "office"])
@pytest.mark.parametrize("seed", range(8))
def test_hours_equal_a_walk_through_them(wander, seed, weekly):
    told = wander(seed, weekly=weekly)
    outcomes, log, model = told.fold(), told.log(), told.model
    hours = {name: outcomes.hours[..., i] for i, name in enumerate(HOURS)}
    assert as_counts(hours["queue_ms"]) == by_hour.queues(log, model)
    assert as_counts(hours["busy_ms"]) == by_hour.work(log, model, shifts_of(model))
    opened = outcomes.desks["open_ms"]
    assert {i: int(ms) for i, ms in enumerate(opened) if ms} == by_hour.open_deals(log, model)


@pytest.mark.parametrize("seed", range(8))
def test_hours_add_up_to_their_teams(wander, seed):
    outcomes = wander(seed, weekly=OFFICE).fold()
    sums = dict(zip(HOURS, outcomes.hours.sum(axis=1).T, strict=True))
    assert sums["busy_ms"].tolist() == outcomes.teams["busy_ms"].tolist()
    assert sums["staffed_ms"].tolist() == outcomes.teams["available_ms"].tolist()
    assert sums["queue_ms"].tolist() == outcomes.items["queue_ms"].sum(axis=1).tolist()
    assert (outcomes.hours >= 0).all()
