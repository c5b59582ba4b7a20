"""Cards of a forecast: numbers of the run itself, and something sensible whatever the scenario."""

import json
import math
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest

from card_checks import by_id
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.trace import trace
from funnelsim.model.codes import COLD_CAUSES
from funnelsim.reports.sentences import central
from funnelsim.scenario.load import load
from small_funnels import BATCH, FLOW, batch, flow
from ways_of_leads import ways_of

HOSTILE = "<script>alert('x')</script> \"q\" \N{ROCKET} \u05e9\u05dc\u05d5\u05dd " + "n" * 150


@pytest.fixture(scope="module")
def made(tiny):
    return forecast(tiny, 120, threads=1)


@pytest.fixture(scope="module")
def told(made):
    return by_id(made)


def test_the_whole_page(told):
    assert list(told) == [
        "targets", "revenue-distribution", "customers-distribution",
        "revenue-fan", "customers-fan", "chance-so-far", "luck", "lead-flow", "sales-flow",
        "conversions", "response-times", "cycle-times", "team-load", "hours-2", "hours-1",
        "first-calls", "open-opportunities", "leads-per-business-day", "by-channel", "by-segment",
        "profit", "unit-economics", "channel-economics",
    ]  # fmt: skip


def test_chances_are_those_of_the_targets(made, told):
    rows = told["targets"].picture["rows"]
    aims = [row for row in rows if row["label"].startswith(("at least", "at most"))]
    assert [(row["value"], row["ends"]) for row in aims] == [
        (aim.chance.value, aim.chance.ends) for aim in made.aims
    ]
    assert [row["value"] for row in rows if row["label"] == "wanted"] == [0.8]
    assert rows[-1]["value"] == made.joint_chance.value
    chance = made.aims[1].chance.value
    points = round(abs(chance - 0.8) * 100)
    assert f"80 % wanted: {points} points less" in told["targets"].finding


@pytest.mark.parametrize("figure", ["customers", "revenue"])
def test_a_distribution_is_the_share_of_futures_in_each_bin(made, told, figure):
    picture, values = told[f"{figure}-distribution"].picture, made.column(figure)
    edges = [-math.inf, *picture["edges"][1:-1], math.inf]
    shares = [np.mean((values >= a) & (values < b)) for a, b in pairwise(edges)]
    assert picture["series"][0]["shares"] == pytest.approx(shares)
    (strip,) = [mark for mark in picture["marks"] if "to" in mark]
    low, high = central(values)
    assert strip["at"] == low
    assert high <= strip["to"] <= high + (figure == "customers")
    assert np.mean((values >= low) & (values <= high)) >= 0.8
    target = next(mark["at"] for mark in picture["marks"] if "to" not in mark)
    assert target == {"customers": 3, "revenue": 60_000}[figure]


def test_a_fan_ends_where_the_distribution_lies(made, told):
    for figure in ("customers", "revenue"):
        (line,) = told[f"{figure}-fan"].picture["lines"]
        wide, narrow = line["bands"]
        assert (wide["low"][-1], wide["high"][-1]) == pytest.approx(central(made.column(figure)))
        ordered = np.sort(made.column(figure))
        assert line["values"][-1] == pytest.approx(ordered[59])
        for i in range(len(line["values"])):
            assert (
                wide["low"][i] <= narrow["low"][i] <= line["values"][i]
                <= narrow["high"][i] <= wide["high"][i]
            )  # fmt: skip
        assert "pointwise" in told[f"{figure}-fan"].caption


def test_the_chance_so_far_ends_at_the_chance(made, told):
    lines = told["chance-so-far"].picture["lines"]
    assert [line["values"][-1] for line in lines] == [
        *(aim.chance.value for aim in made.aims), made.joint_chance.value,
    ]  # fmt: skip
    for line, aim in zip(lines, made.aims, strict=False):
        (band,) = line["bands"]
        assert [band["low"][-1], band["high"][-1]] == aim.chance.ends
    assert lines[0]["values"] == sorted(lines[0]["values"])


def balance(picture):
    """Inflow and outflow of each node."""
    into, out = defaultdict(float), defaultdict(float)
    for link in picture["links"]:
        out[link["source"]] += link["value"]
        into[link["target"]] += link["value"]
    return into, out


def test_the_flow_balances_and_is_that_of_the_logs(tiny):
    made = forecast(tiny, 12, threads=1)
    totals, n_mql = defaultdict(float), 0
    for i in range(made.n):
        one = trace(tiny, i, made.seed)
        for (entry, furthest, end), n in ways_of(one.log, one.model.end).items():
            totals[end] += n / made.n
            n_mql += n / made.n if entry <= 1 <= furthest else 0
    picture = by_id(made)["lead-flow"].picture
    into, out = balance(picture)
    assert {"at:mql", "at:sql", "at:opportunity"} <= into.keys() & out.keys()
    for name in into.keys() & out.keys():
        assert into[name] == pytest.approx(out[name])
    assert into["at:mql"] == pytest.approx(n_mql)
    entering = sum(out[name] for name in out if name not in into)
    assert entering == pytest.approx(sum(totals.values()))
    assert into["end:won"] == pytest.approx(totals["won"])
    assert into["end:open"] == pytest.approx(totals["open"])
    roles = {node["name"]: node["role"] for node in picture["nodes"]}
    cold = sum(n for name, n in into.items() if roles[name] == "cold")
    assert cold == pytest.approx(sum(totals[cause.name.lower()] for cause in COLD_CAUSES))
    columns = {node["name"]: node["column"] for node in picture["nodes"]}
    assert all(columns[link["source"]] < columns[link["target"]] for link in picture["links"])


def test_every_cold_cause_of_what_sales_get_has_its_node(tiny):
    made = forecast(tiny, 12, threads=1)
    totals = defaultdict(float)
    for i in range(made.n):
        one = trace(tiny, i, made.seed)
        for (_, furthest, end), n in ways_of(one.log, one.model.end).items():
            totals[end] += n / made.n if furthest else 0.0
    into, out = balance(by_id(made)["sales-flow"].picture)
    for name in into.keys() & out.keys():
        assert into[name] == pytest.approx(out[name])
    for cause in (*(cause.name.lower() for cause in COLD_CAUSES), "won", "open"):
        assert into.get(f"end:{cause}", 0.0) == pytest.approx(totals[cause])


def test_sales_have_a_flow_of_their_own_where_they_get_few_of_the_leads():
    made = forecast(load("scenarios/first-screen.yaml"), 3, 1, threads=1)
    told = by_id(made)
    for name in ("lead-flow", "sales-flow"):
        into, out = balance(told[name].picture)
        for node in into.keys() & out.keys():
            assert into[node] == pytest.approx(out[node])
    rows = [row for row in told["lead-flow"].grid["rows"] if row[0] != "leads"]
    own = told["sales-flow"].grid["rows"]
    assert [row[:6] for row in rows] == [row[:6] for row in own]
    into, _ = balance(told["sales-flow"].picture)
    sold = sum(n for name, n in into.items() if name.startswith("end:"))
    assert sold == pytest.approx(sum(row[3] for row in own))
    sales = {node["label"].rsplit(" ", 1)[0] for node in told["lead-flow"].picture["nodes"]}
    assert {"cold with sales", "lost by sales"} <= sales


def test_rates_and_times_are_those_of_the_tables(made, told):
    table = {(r["rate"], r["reading"]): r for r in made.to_polars("conversions").to_dicts()}
    picture = told["conversions"].picture
    rates = dict(zip(picture["categories"], range(9), strict=False))
    for series, reading in zip(picture["series"], ("period", "cohort", "ultimate"), strict=True):
        at = rates["leads to customers"]
        assert series["values"][at] == table["lead_to_customer", reading]["mean"]
    hours = {r["duration"]: r for r in made.to_polars("durations").to_dicts()}
    row = told["response-times"].picture["rows"][0]
    found = hours["response_wall"]
    assert (row["value"], row["ends"]) == (found["q0.5"], [found["q0.1"], found["q0.9"]])
    cycle = told["cycle-times"].picture["rows"][0]
    assert cycle["value"] == hours["cycle"]["q0.5"] / 24


def test_luck_is_split_from_what_is_not_known(told):
    rows = {row["label"]: row for row in told["luck"].picture["rows"]}
    assert set(rows) == {"luck", "stages.meeting.converts"}
    assert rows["luck"]["ends"][0] <= rows["luck"]["value"] <= rows["luck"]["ends"][1]


def test_one_future_has_no_intervals(tiny):
    told = by_id(forecast(tiny, 1, threads=1))
    assert told["targets"].picture is None
    assert "the one simulated future" in told["targets"].finding
    assert not {"revenue-distribution", "customers-distribution"} & set(told)
    for name in ("revenue-fan", "customers-fan"):
        if name in told:
            assert told[name].picture["lines"][0]["bands"] == []
    assert "chance-so-far" not in told
    assert "wanted" not in told["targets"].finding


def test_few_futures_show_their_extremes(tiny):
    told = by_id(forecast(tiny, 10, threads=1))
    (band,) = told["revenue-fan"].picture["lines"][0]["bands"]
    assert band["label"] == "all 10 futures"
    assert "too few" in told["revenue-fan"].caption
    told = by_id(forecast(tiny, 20, threads=1))
    labels = [band["label"] for band in told["revenue-fan"].picture["lines"][0]["bands"]]
    assert labels == ["all 20 futures", "5 of 10 futures"]


def changed(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return load(text=text, name="changed.yaml")


def test_without_targets():
    made = forecast(changed(FLOW, ("targets: [{customers: 10}]\n", "")), 40, threads=1)
    told = by_id(made)
    assert not {"targets", "chance-so-far"} & set(told)
    assert "10 Jan 2027" not in told["customers-distribution"].title
    assert all("Dashed" not in card.caption for card in told.values())


def test_nobody_buys():
    made = forecast(changed(FLOW, ("converts: 25%", "converts: 0%")), 40, threads=1)
    told = by_id(made)
    assert told["customers-distribution"].picture is None
    assert told["customers-distribution"].finding.startswith("Every one of the 40 simulated")
    assert not {"revenue-fan", "customers-fan", "cycle-times"} & set(told)
    assert "no simulated future reaches 10" in told["targets"].finding
    assert "nothing spreads" in told["luck"].finding


def test_nobody_comes():
    told = by_id(forecast(changed(FLOW, ("leads: 4/day", "leads: 0/day")), 40, threads=1))
    assert not {"lead-flow", "conversions"} & set(told)


def test_a_day_has_no_pace_and_money_without_costs_no_ratio():
    told = by_id(forecast(batch(), 40, threads=1))
    assert not any("fan" in name or "so-far" in name for name in told)
    free = changed(BATCH, (", cost: {per_lead: 1k}", ""), ("{customers: 10}", "{roi: 50%}"))
    told = by_id(forecast(free, 40, threads=1))
    assert "ROI" in told["targets"].finding
    assert "target-1-distribution" not in told


def test_who_enters_as_sql_never_was_a_lead():
    picture = by_id(forecast(flow(), 20, threads=1))["lead-flow"].picture
    assert {node["name"] for node in picture["nodes"] if node["column"] == 0} == {"at:sql"}


def test_yen_have_no_decimals_and_60_months_their_places():
    text = FLOW.replace("USD", "JPY").replace("10 days", "60 months").replace("4/day", "4/month")
    told = by_id(forecast(load(text=text, name="long.yaml"), 40, threads=1))
    assert len(told["revenue-fan"].picture["at"]) == 61  # from the fourth to the third of a month
    assert "¥" in told["revenue-distribution"].finding
    assert told["chance-so-far"].picture["at"][-1] == "3 Jan 2032"


def test_the_planners_names_are_plain_text():
    bundle = load(text=json.dumps({
        "kind": "blank", "name": HOSTILE, "from": "2027-01-04", "horizon": "10 days",
        "warm_up": "none", "run_off": "none", "currency": "EUR",
        "targets": [{"customers": 3}], "deal": "100k", "run": {"replications": 30, "seed": 1},
        "words": {"customers": "<b>wins</b>", "sql": "\u202eSQL"},
        "channels": {"in": {"enters": "sql", "leads": "4/day"}},
        "teams": {"sales": {"reps": "unlimited"}},
        "stages": {"offer": {"by": "sales", "converts": "25%"}},
    }), name="hostile.yaml")  # fmt: skip
    told = by_id(forecast(bundle, 30, threads=1))
    assert "<b>wins</b>" in told["customers-distribution"].finding
    assert any("\u202eSQL" in node["label"] for node in told["lead-flow"].picture["nodes"])
