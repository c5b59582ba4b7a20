"""The chance in the middle of a year, from what is open and what is still to come."""

import pytest
from stories import Story

REST_OF_THE_YEAR = """
kind: blank
from: 2027-07-01
until: 2027-12-31
run_off: none
targets: [{customers: 6}]
deal: 10k
channels: {web: {leads: 4/month, enters: sql}}
pipeline:
  file: open.csv
  as_of: 2027-06-30
  columns: {id: deal, stage: stage, since: since, value: value}
  stages: {talk: offer, offer: offer, won: skip}
teams: {sales: {reps: unlimited}}
stages: {offer: {by: sales, buyer_takes: gamma(mean=30 days; cv=0.5), converts: 30%}}
"""

OPEN = """deal,stage,since,value
1,talk,2027-06-20,12000
2,offer,2027-06-10,
3,offer,,8000
4,won,2027-05-01,9000
5,offer,2026-01-01,9000
"""


@pytest.fixture
def half_time(tmp_path):
    (tmp_path / "open.csv").write_text(OPEN)
    scenario = tmp_path / "rest.yaml"
    scenario.write_text(REST_OF_THE_YEAR)

    def stories(*sets, n=60):
        text = scenario.read_text()
        return [Story(*sets, text=text, path=scenario, replication=r) for r in range(n)]

    return stories


def customers(stories):
    return [story.sums["customers"] for story in stories]


def test_open_deals_and_leads_to_come_add_up(half_time):
    both = half_time()
    only_open = half_time("channels.web.leads=off", "channels.web.batches=[]")
    assert both[0].sums["open_deals"] == 3
    assert both[0].sums["zombies"] == 1
    # The open deals are the same leads with the same luck, whatever else arrives.
    of_the_open = [story.outcomes.by["origin"]["customers"][-1] for story in both]
    assert of_the_open == customers(only_open)
    assert sum(customers(both)) > 2 * sum(customers(only_open)) > 0


def test_the_chance_in_the_middle_of_the_year(half_time):
    """Of ten customers wanted four are won: six are left, and the chance is that of the rest."""
    chance = [value >= 6 for value in customers(half_time())]
    without = [value >= 6 for value in customers(half_time("pipeline=off", "warm_up=none"))]
    assert 0 < sum(without) < sum(chance) < len(chance)
    assert [s.outcomes.targets[0] for s in half_time(n=3)] == customers(half_time(n=3))
