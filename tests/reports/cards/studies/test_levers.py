"""Cards of sweeps, drivers, plans, searches and choices, against the studies' own data."""

from dataclasses import replace
from pathlib import Path

import pytest
from sound import column, rows, sound

import funnelsim as fs
from funnelsim.experiments import optimise as optimising
from funnelsim.experiments.compare.select import select
from funnelsim.experiments.drivers.find import drivers
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.optimise import optimise
from funnelsim.experiments.planned import Planned
from funnelsim.experiments.search import optimum
from funnelsim.experiments.sensitivity.sobol import Index
from funnelsim.experiments.sweep import sweep
from funnelsim.reports.cards.studies import cards_of
from funnelsim.scenario.load import load
from small_funnels import BATCH, batch

RATE = "stages.offer.converts"
OVERLOAD = Path(__file__).parents[4] / "scenarios" / "overload.yaml"


@pytest.fixture(scope="module")
def crowded():
    """More leads than reps have time for."""
    made = sweep(load(OVERLOAD), "volume=x0.5..x3:4", 40, 7, threads=1)
    return made, sound(made)


@pytest.fixture(scope="module")
def driven():
    """Two uncertain numbers, a rate known as a count, a policy to choose."""
    text = BATCH.replace("converts: 25%", "converts: 10 of 40")
    text = text.replace("deal: 100k", "deal: ~ 80k..120k")
    more = "policies: {sure: {cost: {once: 100k}, set: {stages.offer.converts: 27%}}}"
    return drivers(load(text=text + more, name="a.yaml"), 120, 7, pair_worlds=40, threads=1)


@pytest.fixture(scope="module")
def optimised():
    more = "policies: {sharp: {cost: {once: 250k}, set: {stages.offer.converts: 40%}}}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "FINAL_REPLICATIONS", 60)
        patch.setattr(optimising, "FINAL_REPLICATIONS", 60)
        yield optimise(
            batch(more), ["channels.in.batches.start.leads=10..30"], 7, policies=["sharp"],
            budget=240, final_replications=60, threads=1,
        )  # fmt: skip


class TestSweep:
    def test_the_curve_is_that_of_the_data(self, crowded):
        made, found = crowded
        points = made.data["points"]
        for name, metric in (("sweep-objective", "profit"), ("sweep-customers", "customers")):
            picture = found[name].picture
            assert picture["at"] == [point["value"] for point in points]
            (line,) = picture["lines"]
            assert line["values"] == [point["figures"][metric]["mean"] for point in points]
            assert line["ends"] == [point["figures"][metric]["ci95"] for point in points]

    def test_strips_are_the_best_set(self, crowded):
        made, found = crowded
        spans = [[mark["at"], mark.get("to", mark["at"])]
                 for mark in found["sweep-objective"].picture["marks"]]  # fmt: skip
        assert spans == [list(span) for span in made.data["turning_point"]["flat"]]
        kept = [one for (one,) in made.data["best_set"]]
        card = found["sweep-objective"]
        flags = zip(card.picture["at"], column(card, "may be best"), strict=True)
        assert [value for value, keep in flags if keep] == kept

    def test_chances_are_those_of_the_data(self, crowded):
        made, found = crowded
        (line,) = found["sweep-chance-1"].picture["lines"]
        assert line["values"] == [p["targets"][0]["probability"] for p in made.data["points"]]

    def test_more_mql_that_win_fewer_customers_have_a_card(self, crowded):
        made, found = crowded
        card = found["sweep-congestion"]
        runs = made.to_polars("replications").group_by("volume").mean().sort("mql")
        assert card.picture["at"] == pytest.approx(runs["mql"].to_list())
        (line,) = card.picture["lines"]
        assert line["values"] == pytest.approx(runs["customers"].to_list())
        fewer = runs["customers"].max() - runs["customers"].to_list()[-1]
        assert f" win {fewer:.3g} fewer than " in card.finding

    def test_no_congestion_where_more_is_more(self):
        found = sound(sweep(batch(), "volume=x0.5..x1:2", 40, threads=1))
        assert "sweep-congestion" not in found

    def test_a_lever_without_effect(self):
        found = sound(sweep(batch(), "qualification.threshold=10..90:3", 2, threads=1))
        assert "has no effect" in found["sweep-objective"].finding
        assert found["sweep-objective"].picture["marks"] == []
        assert "sweep-customers" not in found

    def test_no_strip_and_no_frame_where_few_futures_exclude_nothing(self):
        curve = sound(sweep(batch(), f"{RATE}=10%..50%:3", 20, threads=1))["sweep-objective"]
        assert curve.picture["marks"] == []
        assert "these 20 futures are too few to exclude any value" in curve.caption
        grown = sound(sweep(batch(), [f"{RATE}=10%..50%:3", "deal=50k..90k:2"], 20, threads=1))
        assert grown["sweep-objective"].picture["best"] == []
        assert "these 20 futures are too few to exclude any." in grown["sweep-objective"].caption

    def test_a_break_even_has_its_crossing_as_a_strip(self):
        policy = "policies: {more: {cost: {once: 500k}, set: {stages.offer.converts: 37.5%}}}"
        made = sweep(batch(policy), "deal=20k..180k:5", 60, until="more beats baseline", threads=1)
        card, data = sound(made)["sweep-break-even"], made.data["break_even"]
        (line,) = card.picture["lines"]
        assert line["values"] == [one["mean"] for one in data["differences"]]
        (crossing,) = data["crossings"]
        strips = [(mark["at"], mark["to"]) for mark in card.picture["marks"] if "to" in mark]
        assert strips == [(crossing["from"], crossing["to"])]
        assert "baseline wins unless deal is above" in card.finding

    def test_two_levers_are_a_map_with_the_best_framed(self):
        made = sweep(batch(), [f"{RATE}=10%..50%:3", "deal=50k..900k:2"], 40, threads=1)
        found = sound(made)
        picture = found["sweep-objective"].picture
        means = {tuple(p["value"]): p["figures"]["profit"]["mean"] for p in made.data["points"]}
        assert picture["rows"] == ["10%", "30%", "50%"]
        assert picture["values"] == [
            [means[rate, deal] for deal in (50e3, 900e3)] for rate in (10.0, 30.0, 50.0)
        ]
        assert picture["best"] == [[1, 2]]
        assert found["sweep-chance-1"].picture["value"]["unit"] == "chance"


class TestDrivers:
    def test_numbers_are_those_of_the_data(self, driven):
        found, data = sound(driven), driven.data
        for name, key in (("moved", "plus_minus_20"), ("ranges", "p10_p90")):
            shown = found[f"drivers-{name}"].picture["rows"]
            expected = [(bar["name"], bar["low"]["mean"], bar["high"]["mean"])
                        for bar in data["tornado"][key]]  # fmt: skip
            assert [(row["label"], row["low"], row["high"]) for row in shown] == expected[:12]
        parts = {one["name"]: one["values"] for one in found["drivers-split"].picture["series"]}
        assert parts == {"luck": [data["luck"]["mean"]],
                         "not knowing better": [data["ignorance"]["mean"]]}  # fmt: skip
        shares = {row["parameter"]: row["share"]["mean"] for row in data["parameters"]}
        assert {n: row["value"] for n, row in rows(found["drivers-shares"]).items()} == shares
        worth = {row["parameter"]: row["value"]["mean"] for row in data["evppi"]}
        assert {n: row["value"] for n, row in rows(found["drivers-knowing"]).items()} == worth
        assert column(found["drivers-deals"], "narrows the plan by") == [
            row["narrowing"] for row in data["more_deals"]
        ]

    def test_the_two_kinds_of_bars_are_labelled_apart(self, driven):
        found = sound(driven)
        labels = [{(row["low_label"], row["high_label"])
                   for row in found[f"drivers-{name}"].picture["rows"]}
                  for name in ("moved", "ranges")]  # fmt: skip
        assert labels[0] == {("20 % less", "20 % more")}
        assert not labels[0] & labels[1]
        assert found["drivers-moved"].title != found["drivers-ranges"].title

    def test_sobol_indices_alone_and_with_others(self, driven):
        indices = {
            "a": Index(Interval(0.1, 0.0, 0.2), Interval(0.3, 0.2, 0.4)),
            "b": Index(Interval(0.5, 0.4, 0.6), Interval(0.6, 0.5, 0.7)),
        }
        card = sound(replace(driven, sobol=indices))["drivers-sobol"]
        assert [(row["label"], row["value"]) for row in card.picture["rows"]] == [
            ("b, alone", 0.5), ("b, with others", 0.6), ("a, alone", 0.1), ("a, with others", 0.3)
        ]  # fmt: skip
        assert column(card, "with others, 95 % to") == [0.7, 0.4]

    def test_a_scenario_that_is_certain_is_all_luck(self):
        found = sound(drivers(batch(), 20, threads=1))
        assert "all luck" in found["drivers-split"].finding
        assert found["drivers-split"].picture is None
        assert set(found) == {"drivers-moved", "drivers-split"}

    def test_the_biggest_deal_lost(self, tmp_path):
        text = BATCH.replace("horizon: 1 day", "horizon: 40 days") + (
            "pipeline: {file: p.csv, as_of: 2027-01-03, stages: {offer: offer}, "
            "columns: {id: id, stage: stage, since: since, value: value}}\n"
        )
        (tmp_path / "p.csv").write_text("id,stage,since,value\na,offer,2026-12-20,90000\n")
        (tmp_path / "s.yaml").write_text(text)
        made = drivers(load(tmp_path / "s.yaml"), 30, 7, threads=1)
        (row,) = sound(made)["drivers-lost"].picture["rows"]
        lost = made.data["lose_the_biggest"]
        assert (row["value"], row["ends"]) == (lost["revenue"]["mean"], lost["revenue"]["ci95"])
        assert row["label"] == lost["row"]


class TestPlan:
    def test_the_chain_without_levers(self):
        plan = fs.plan(batch(), 0.8)
        found = sound(plan)
        assert set(found) == {"plan-chain", "plan-certainty"}
        assert column(found["plan-chain"], "needed") == [
            link["volume"] for link in reversed(plan.data["chain"])
        ]
        assert column(found["plan-certainty"], "fixed number") == [49, 55, 60]
        assert column(found["plan-certainty"], "as they come") == [51, 57, 63]
        assert "with 80 %" in found["plan-certainty"].finding
        (mark,) = found["plan-certainty"].picture["marks"]
        assert mark["at"] == 40
        assert "56 %" in mark["label"]

    def test_a_lever_for_a_wanted_chance(self):
        made = Planned.of(fs.plan(batch(), 0.8, [f"{RATE}=10%..50%"], 40, threads=1))
        card, data = sound(made)["plan-goal"], made.data["probabilistic"]
        picture = card.picture
        tried = sorted((one["value"], one["chance"]) for one in data["tried"])
        assert picture["at"] == [value for value, _ in tried]
        assert picture["lines"][0]["values"] == [chance for _, chance in tried]
        wanted, answer = picture["marks"]
        assert (wanted["axis"], wanted["at"]) == ("y", 0.8)
        assert [answer["at"], answer["to"]] == data["ci95"]
        assert card.section == "answer"

    def test_what_no_value_reaches(self):
        made = Planned.of(fs.plan(batch(), 0.8, [f"{RATE}=1%..2%"], 20, threads=1))
        card = sound(made)["plan-goal"]
        assert "brings 80 %" in card.finding
        assert [mark["axis"] for mark in card.picture["marks"]] == ["y"]

    def test_two_levers_are_dots(self):
        levers = [f"{RATE}=10%..50%", "volume"]
        made = Planned.of(fs.plan(batch(), 0.8, levers, 30, threads=1))
        picture = sound(made)["plan-goal"].picture
        answers = [[dot["x"], dot["y"]] for dot in picture["points"] if dot["role"] == "main"]
        assert answers == [made.data["probabilistic"]["value"]]

    def test_visitors_do_not_dwarf_the_rest(self, tiny):
        card = sound(fs.plan(tiny))["plan-chain"]
        names = column(card, "step")
        shown = card.picture["categories"]
        assert names[-len(shown):] == shown  # fmt: skip
        for name in set(names) - set(shown):
            assert any(name in note for note in card.notes)


class TestOptimised:
    def test_the_promise_stands_beside_what_came(self, optimised):
        found, data = sound(optimised), optimised.data
        shown = rows(found["optimise-winner"])
        assert shown["promised by the search"]["value"] == data["search_value"]
        honest = shown["on futures of its own"]
        assert (honest["value"], honest["ends"]) == tuple(data["honest_value"].values())
        today = honest["value"] - data["gain"]["mean"]
        assert shown["as it is, on the same futures"]["value"] == pytest.approx(today)
        assert (
            column(found["optimise-winner"], optimised.objective)[-1] == data["shrinkage"]["mean"]
        )

    def test_finalists_are_those_of_the_data(self, optimised):
        found, data = sound(optimised), optimised.data["finalists"]
        assert [row["value"] for row in found["optimise-finalists"].picture["rows"]] == [
            one["value"]["mean"] for one in data
        ]
        dots = found["optimise-promises"].picture["points"]
        assert [(dot["x"], dot["y"]) for dot in dots] == [
            (one["search"]["mean"], one["value"]["mean"]) for one in data
        ]


class TestChosen:
    def test_means_and_futures_are_those_of_the_data(self):
        more = """
policies:
  sharp: {cost: {once: 250k}, set: {stages.offer.converts: 40%}}
  twin: {set: {stages.offer.converts: 25%}}
"""
        made = select(batch(more), 100e3, threads=1)
        found = sound(made)
        data = {row["name"]: row for row in made.data["policies"]}
        card = found["select-policies"]
        assert column(card, "policy")[0] == made.selected == "sharp"
        for name, mean, outdone in zip(column(card, "policy"), column(card, "mean profit"),
                                       column(card, "outdone by"), strict=True):  # fmt: skip
            assert (mean, outdone) == (data[name]["mean"], data[name]["outdone_by"])
        assert column(found["select-futures"], "futures") == [
            data[name]["replications"] for name in column(card, "policy")
        ]


def test_what_is_no_study_has_no_cards():
    with pytest.raises(TypeError, match="no cards for a str"):
        cards_of("a study")
