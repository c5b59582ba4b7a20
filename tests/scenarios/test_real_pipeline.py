"""The CRM export, counted and expected by hand from its own rows."""

import csv
import datetime as dt
import importlib.util
from bisect import bisect_right
from collections import Counter
from functools import cache

import numpy as np
import pytest
from shipped import FOLDER, gain, loaded, mean, of, run

from funnelsim.model.codes import FIRST_STAGE, Status
from funnelsim.model.compile import compile_model

DATA = FOLDER / "data" / "maven_crm"
START, LAST = dt.date(2018, 1, 1), dt.date(2018, 6, 30)
WIN_RATE, HONEST_RATE = 0.6315, 0.498


@cache
def deals():
    with (DATA / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def date(text):
    month, day, year = (int(part) for part in text.split("/"))
    return dt.date(year, month, day)


@cache
def cycles():
    closed = [d for d in deals() if d["close_date"]]
    return sorted((date(d["close_date"]) - date(d["engage_date"])).days for d in closed)


def ages(first=START):
    """Days since engagement, at the start, of the deals that are in engagement."""
    return [(first - date(d["engage_date"])).days for d in deals() if d["deal_stage"] == "Engaging"]


def closed_within(days):
    return bisect_right(cycles(), days) / len(cycles())


def meets_first(day):
    """The first working day on which a rep can meet a deal of this day."""
    return day + dt.timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def script():
    spec = importlib.util.spec_from_file_location("make_replay", DATA / "make_replay.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rates_are_those_of_the_closed_deals():
    stages = Counter(d["deal_stage"] for d in deals())
    old = [
        d["deal_stage"]
        for d in deals()
        if d["engage_date"]
        and (dt.date(2017, 12, 31) - date(d["engage_date"])).days >= cycles()[-1]
    ]

    assert stages["Won"] / (stages["Won"] + stages["Lost"]) == pytest.approx(WIN_RATE, abs=5e-5)
    assert old.count("Won") / len(old) == pytest.approx(HONEST_RATE, abs=5e-4)
    assert old.count("Engaging") / len(old) == pytest.approx(0.22, abs=5e-3)


def test_four_of_five_open_deals_are_older_than_any_that_closed():
    at_export = ages(dt.date(2017, 12, 31))

    assert sum(age > cycles()[-1] for age in at_export) == 1291
    assert 1291 / len(at_export) == pytest.approx(0.81, abs=5e-3)


def test_zombies_are_recognised():
    """Open at an age that fewer than 1 in 1,000 closed deals outlasted.

    Cycles and ages are whole days, and an hour of work comes on top of the cycle.
    """
    model = compile_model(loaded("real-pipeline"))
    expected = sum(1 - closed_within(age - 1) < 1e-3 for age in ages())

    assert sum(deal.zombie for deal in model.pipeline) == expected == 1303
    assert set(run("real-pipeline").column("zombies")) == {float(expected)}


def test_every_open_deal_is_in_its_stage():
    model = compile_model(loaded("real-pipeline"))

    assert Counter(deal.status for deal in model.pipeline) == {Status.SQL: 500, FIRST_STAGE: 1589}
    assert all(deal.age == 0 for deal in model.pipeline if deal.status == Status.SQL)
    assert all(deal.reps for deal in model.pipeline)


def test_replay_is_last_years_first_half_on_the_same_weekdays():
    told = Counter(
        (date(d["engage_date"]) + dt.timedelta(days=364), d["product"])
        for d in deals()
        if d["engage_date"]
    )
    told = {key: n for key, n in told.items() if START <= key[0] <= LAST}
    model = compile_model(loaded("real-pipeline"))
    segments = model.names.segments
    arrived = Counter(
        (START + dt.timedelta(milliseconds=lead.tick), segments[lead.segment])
        for lead in model.replay
    )

    assert arrived == told
    assert {lead.value for lead in model.replay} == {55, 550, 1096, 3393, 4821, 5482, 26768}


def test_files_are_as_the_script_writes_them(tmp_path):
    make = script()
    make.HERE = tmp_path
    rows = make.rows_of("sales_pipeline.csv", DATA), make.rows_of("products.csv", DATA)
    make.write(
        "replay.csv",
        ("time", "id", "segment", "value"),
        make.replayed(rows[0], make.list_prices(rows[1])),
    )
    make.write("cycles.csv", ("value", "weight"), make.cycles(rows[0]))

    for name in ("replay.csv", "cycles.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


@pytest.mark.parametrize(("policy", "rate"), [("", WIN_RATE), ("count-the-silent", HONEST_RATE)])
def test_wins_are_those_of_the_rows(policy, rate):
    """Each deal is won at its rate if its cycle, begun at the first meeting, ends in time."""
    model = compile_model(loaded("real-pipeline"))
    met = [meets_first(START + dt.timedelta(milliseconds=lead.tick)) for lead in model.replay]
    chances = [rate * closed_within((LAST - day).days) for day in met]
    alive = len(model.pipeline) - 1303
    expected = sum(chances) + rate * alive
    variance = sum(p * (1 - p) for p in chances) + alive * rate * (1 - rate)
    wins = run("real-pipeline", policy).column("customers")

    assert abs(wins.mean() - expected) < 4 * np.sqrt(variance / len(wins))


def test_the_silent_cost_a_fifth():
    fewer, _ = gain("real-pipeline", "count-the-silent", "customers")

    assert fewer / mean(run("real-pipeline"), "customers") == pytest.approx(
        HONEST_RATE / WIN_RATE - 1, abs=0.03
    )
    assert run("real-pipeline", "count-the-silent").aims[0].chance.value == 0


def test_open_deals_stay_with_their_agents():
    """Every agent of the export closes deals."""
    found = run("real-pipeline")
    agents = {d["sales_agent"] for d in deals()}

    assert len(agents) == 30
    for agent in agents:
        assert of(found, "rep_group", f"sales.{agent}", "customers").sum() > 0
