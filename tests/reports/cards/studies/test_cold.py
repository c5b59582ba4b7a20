"""Cards of what cold leads cost, against the study's own tables."""

from textwrap import dedent

import numpy as np
import pytest
from sound import column, rows, sound

from funnelsim.experiments.cold.price import cold
from funnelsim.reports.numbers import money
from funnelsim.scenario.load import load

ONE_TEAM = """
from: 2027-01-01
horizon: 2 months
channels: {web: {leads: 3/day, enters: mql}}
teams: {ae: {reps: unlimited}}
calls: {by: ae}
stages: {sale: {converts: 25%, rep_time: 1 h}}
handoff: {delay: 1 day}
shelf_life: {mql: 12 h}
deal: 1k
"""


def made_of(text, n=3, **more):
    return cold(load(text=dedent(text), name="a.yaml"), n, 1, threads=1, **more)


@pytest.fixture(scope="module")
def found(tiny_cold):
    return sound(tiny_cold)


def test_the_waterfall_goes_from_the_year_without_cold_leads_to_the_year_as_it_is(tiny_cold, found):
    runs = tiny_cold.to_polars("replications")
    first, *parts, last = found["cold-loss"].picture["steps"]
    assert first["value"] == pytest.approx(runs["twin"].mean())
    assert last["value"] == pytest.approx(runs["actual"].mean())
    fair = {row["mechanism"]: row["fair"] for row in tiny_cold.data["attribution"]}
    assert [-step["value"] for step in parts] == [one["mean"] for one in fair.values()]
    for step, one in zip(parts, fair.values(), strict=True):
        assert step["ends"] == (one["ci95"] and [-one["ci95"][1], -one["ci95"][0]])


def test_money_and_roi_are_apart(tiny_cold, found):
    card = found["cold-roi"]
    assert card.picture["x"]["unit"] == "ratio"
    assert [row["value"] for row in card.picture["rows"]] == [
        tiny_cold.data["roi"]["actual"], tiny_cold.data["roi"]["without_decay"]
    ]  # fmt: skip
    for other in found.values():
        if other is not card:
            assert "ROI" not in other.finding


def test_the_ledger_adds_up_to_the_loss_in_every_reading(tiny_cold, found):
    loss = tiny_cold.to_polars("replications")["real_loss"].mean()
    cells = [cell for row in found["cold-ledger"].picture["values"] for cell in row if cell]
    assert sum(cells) == pytest.approx(loss)
    assert sum(column(found["cold-ledger"], "revenue")) == pytest.approx(loss)
    for name in ("channel", "segment", "team", "month"):
        card = found[f"cold-ledger-{name}"]
        assert sum(column(card, "revenue")) == pytest.approx(loss)
        (shown,) = card.picture["series"]
        assert sum(shown["values"]) == pytest.approx(loss)


def test_months_are_told_as_months(found):
    assert found["cold-ledger-month"].picture["categories"] == ["Jan 2027", "Feb 2027"]


def test_the_price_of_delay_is_that_of_the_data(tiny_cold, found):
    card, data = found["cold-delay"], tiny_cold.data["delay_price"]
    assert card.picture["at"] == [row["hours"] for row in data]
    (line,) = card.picture["lines"]
    assert line["values"] == [row["revenue"]["mean"] for row in data]
    assert line["ends"] == [row["revenue"]["ci95"] for row in data]
    assert column(card, "per hour") == [row["per_hour"]["mean"] for row in data]


@pytest.mark.parametrize(("delay", "size", "hours"), [
    ("exactly 2 h", "2.0 h", 1), ("exactly 36 h", "36 h", 24), ("exactly 30 min", "30 min", None),
])  # fmt: skip
def test_the_hand_over_is_priced_for_no_more_time_than_it_takes(delay, size, hours):
    found = made_of(ONE_TEAM.replace("1 day", delay), 40)
    (note,) = sound(found)["cold-habits"].notes
    cost = float(found.world("handoff").mean())
    assert note.startswith(f"The hand-over of {size} costs {money(cost, 'USD')} (")
    each = {1: "hour", 24: "day"}.get(hours)
    if each is None:
        assert "for each" not in note
    else:
        rate = cost / (2 if hours == 1 else 1.5)
        assert note.endswith(f", {money(rate, 'USD')} for each {each} of it.")


def test_reps_and_capacity_are_those_of_the_data(tiny_cold, found):
    reps = tiny_cold.data["reps"]
    assert [row["value"] for row in found["cold-reps"].picture["rows"]] == [
        one["return"]["mean"] for one in reps
    ]
    assert found["cold-reps"].picture["zero"] == 1.0
    steps = found["cold-capacity"].picture["steps"]
    chain = tiny_cold.data["capacity"]
    assert [step["value"] for step in steps[1:-1]] == [
        chain[name] for name in ("congestion", "policy", "impermanence")
    ]
    assert steps[-1]["value"] - steps[0]["value"] == pytest.approx(chain["total"])


def test_policies_and_mechanisms_are_those_of_the_data(tiny_cold, found):
    gains = {row["policy"]: row["revenue"] for row in tiny_cold.data["recoverable"]}
    shown = rows(found["cold-policies"])
    assert {name: row["value"] for name, row in shown.items()} == {
        name: one["mean"] for name, one in gains.items()
    }
    assert shown["idle"]["reason"] == "identical"
    readings = {one["name"]: one["values"] for one in found["cold-mechanisms"].picture["series"]}
    for name, key in (("fair part", "fair"), ("alone", "alone"), ("cured alone", "recoverable")):
        assert readings[name] == [row[key]["mean"] for row in tiny_cold.data["attribution"]]


def test_what_is_not_settled_and_what_is_absent_stands_at_the_loss(found):
    notes = " ".join(found["cold-loss"].notes)
    assert "is not settled" in notes
    assert "Not in this scenario, and so no part of the loss: intent." in notes


def test_a_busy_twin_is_said_to_be_busy(tiny_cold):
    made = cold(tiny_cold.bundle, 2, threads=1)
    made.__dict__["saturated"] = {"inside": 0.98}
    assert "Capacity, not decay, limits the money" in sound(made)["cold-loss"].notes[0]


def test_one_future_has_values_and_no_intervals(tiny):
    found = sound(cold(tiny, 1, threads=1))
    whiskers = [row for card in found.values() if card.picture and card.picture["kind"] == "forest"
                for row in card.picture["rows"]]  # fmt: skip
    assert all(row["ends"] is None for row in whiskers)
    assert all(step["ends"] is None for step in found["cold-loss"].picture["steps"])


def test_one_mechanism_no_costs_no_limit_and_yen():
    found = sound(made_of(ONE_TEAM + "currency: JPY\n"))
    assert len(found["cold-loss"].picture["steps"]) == 3
    assert "¥" in found["cold-loss"].finding
    assert found["cold-roi"].finding == "No costs are stated, so there is no ROI."
    assert found["cold-roi"].picture is None
    assert "cold-reps" not in found
    assert "cold-policies" not in found


def test_no_loss_at_all_is_a_loss_of_nothing():
    found = sound(made_of(ONE_TEAM.replace("converts: 25%", "converts: 0%")))
    steps = found["cold-loss"].picture["steps"]
    assert [step["value"] for step in steps] == pytest.approx([0.0] * len(steps))
    assert "No lead that goes cold costs a deal in 3 simulated futures." in (
        found["cold-loss"].finding
    )
    assert found["cold-ledger"].picture is None
    assert np.allclose(column(found["cold-delay"], "revenue lost"), 0)
