"""Targets count the horizon alone, and every valid scenario ends in a forecast."""

from __future__ import annotations

import pytest

from funnelsim.experiments.forecast import forecast
from funnelsim.scenario.load import load

FROM_THE_MIDDLE = """
kind: blank
from: 2027-01-15
until: 2027-02-14
warm_up: 1 month
channels: {web: {leads: 10/day, cost: 3100/month}}
teams: {sdr: {reps: 1}}
calls: {by: sdr}
targets: [{leads: 1, in: 2027-01}, {cost: at most 1, in: 2027-Q1}]
"""


def test_a_window_reaches_no_further_than_the_horizon():
    made = forecast(load(text=FROM_THE_MIDDLE), 3, seed=5, threads=1)
    january = made.stack.months["leads"][:, 0]
    leads, cost = (made.stack.targets[:, i] for i in range(2))
    assert leads.tolist() == january.tolist()
    assert cost.tolist() == made.column("cost").tolist()
    first = made.data["targets"][0]
    assert (first["from"], first["by"]) == ("2027-01-15", "2027-01-31")


@pytest.mark.parametrize(
    "text",
    [
        "from: 2027-01-01\nhorizon: 1 month\n",
        "from: 2027-01-01\nhorizon: 1 month\nchannels: {web: {leads: 3/day}}\n",
        "from: 2027-01-01\nhorizon: 1 month\nchannels: {web: {leads: 3/day, enters: mql}}\n",
    ],
)
def test_without_teams_or_channels_a_forecast_says_that_nothing_is_won(text):
    made = forecast(load(text=text), 2, seed=5, threads=1)
    assert made.figure("customers")["mean"] == 0
    assert made.stack.months["business_days"].max() == 31


def test_what_still_waits_at_the_end_has_waited():
    """Twenty meetings of a day each for one rep who is there for five: 15 wait to the end."""
    text = """
kind: blank
from: 2027-01-04
horizon: 5 days
warm_up: none
run_off: none
channels: {in: {batches: [{date: 2027-01-04, at: 00:00, leads: 20}], enters: sql}}
teams: {ae: {reps: 1}}
stages: {work: {rep_time: 24 h}}
"""
    made = forecast(load(text=text), 2, seed=5, threads=1)
    wait = made.data["teams"]["ae"]["classes"]["meeting"]["mean_wait_hours"]["mean"]
    assert wait == pytest.approx((24 * (0 + 1 + 2 + 3 + 4) + 15 * 120) / 20)
