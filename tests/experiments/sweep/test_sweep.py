"""Sweeps against single runs, against a crossing that is known, and past a turning point."""

from pathlib import Path

import numpy as np
import pytest

import funnelsim as fs
from funnelsim.experiments.sweep import sweep
from funnelsim.reports.sweep_text import Report
from funnelsim.scenario.load import load
from small_funnels import BATCH, batch

OVERLOAD = Path(__file__).parents[3] / "scenarios" / "overload.yaml"


def test_every_value_equals_a_run_with_that_setting_bit_for_bit():
    made = sweep(batch(), "stages.offer.converts=10%..50%:3", 20, 11, threads=1)
    for value in (10, 30, 50):
        said = load(text=BATCH, name="batch.yaml", sets=[f"stages.offer.converts={value}%"])
        run = fs.run(said, replications=20, seed=11, threads=1)
        for metric in ("customers", "revenue", "profit"):
            one = made.table(metric)[made.settings.index((float(value),))]
            assert one.tobytes() == run.column(metric).tobytes()
        chance = made.chance((float(value),), 0)
        assert chance.value == run.aims[0].chance.value


def test_two_keys_make_a_map_whose_best_is_both_best():
    made = sweep(batch(), ["stages.offer.converts=10%..50%:3", "deal=50k..90k:2"], 20, threads=1)
    assert len(made.settings) == 6
    assert made.best == (50.0, 90_000.0)
    assert made.best in made.best_set
    assert made.data["turning_point"] is None


def test_a_crossing_that_is_known_is_found():
    # By profit, 5 customers more for 500k: even where the deal is 100k, 12.5 % of 40 leads.
    bundle = batch("policies: {more: {cost: {once: 500k}, set: {stages.offer.converts: 37.5%}}}")
    made = sweep(bundle, "deal=20k..180k:5", 200, until="more beats baseline", threads=1)
    (crossing,) = made.duel.result.crossings
    assert crossing.changes_the_lead
    assert crossing.lo <= 100_000 <= crossing.hi
    assert crossing.hi - crossing.lo < 30_000
    assert (made.duel.leader(crossing.before), made.duel.leader(crossing.after)) == (
        "baseline", "more"
    )  # fmt: skip
    (said,) = (line for line in Report(made).headline() if "unless" in line)
    assert said.startswith("By profit, baseline wins unless deal is above ")


def test_less_is_better_for_costs():
    bundle = batch("policies: {dear: {cost: {once: 500k}, set: {stages.offer.converts: 30%}}}")
    made = sweep(bundle, "deal=20k..180k:2", 5, objective="cost", until="dear beats baseline",
                 threads=1)  # fmt: skip
    assert made.duel.leader(made.duel.result.throughout) == "baseline"
    assert [found.value for found in made.duel.differences] == [500_000.0] * 2
    assert not made.larger


def test_more_volume_makes_fewer_wins_and_it_is_said():
    made = sweep(load(OVERLOAD), "volume=x1..x3:3", 40, objective="customers", threads=1)
    assert made.turning.value < 3
    assert 3.0 not in made.turning.kept
    first, *_, last = made.table("customers").mean(axis=1)
    assert last < first / 2
    said = " ".join(Report(made).headline())
    assert "makes fewer customers: at x3" in said


def test_a_key_without_effect_is_named():
    made = sweep(batch(), ["shelf_life.lead=20 days..40 days:2", "deal=50k..90k:2"], 5, threads=1)
    assert made.idle == ("shelf_life.lead",)


def test_flat_between_values_that_cannot_be_told_apart():
    made = sweep(batch(), "shelf_life.lead=20 days..40 days:3", 5, threads=1)
    assert made.turning.flat == ((20.0, 40.0),)
    assert made.turning.at_edge


def test_tables_hold_the_figures():
    made = sweep(batch(), "deal=50k..90k:2", 6, threads=1)
    points = made.to_polars()
    assert points["deal"].to_list() == [50_000.0, 90_000.0]
    rows = made.to_polars("replications")
    assert rows.height == 12
    mean = rows.filter(rows["deal"] == 90_000.0)["revenue"].mean()
    assert mean == pytest.approx(points["revenue"][1])
    assert np.isfinite(rows["profit"].to_numpy()).all()


def test_few_futures_are_said_to_be_few_not_flat():
    made = sweep(batch(), "stages.offer.converts=10%..50%:3", 20, threads=1)
    means = made.table("profit").mean(axis=1)
    assert means[0] < means[1] < means[2]
    (said,) = Report(made).best()
    assert said.endswith("; these 20 futures are too few to tell 10% to 50% apart.")


def test_others_of_a_map_do_not_count_the_best():
    made = sweep(batch(), ["stages.offer.converts=10%..50%:3", "deal=50k..90k:2"], 20, threads=1)
    (said,) = Report(made).best()
    assert said.endswith("; these 20 futures are too few to exclude any of the 5 other settings.")
