"""A forecast against figures computed by hand from its replications."""

import json
import math
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from funnelsim.errors import RunError, UsageError
from funnelsim.experiments.figures import NAMES, QUOTIENTS, column
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.tables import TABLES
from funnelsim.scenario.load import load

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schemas" / "run-1.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def data(tiny_forecast):
    return json.loads(tiny_forecast.json())


def test_the_schema_is_one_and_knows_every_figure():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]["outcomes"]["properties"]) == set(NAMES)


def test_the_object_has_exactly_the_keys_of_its_schema(data):
    assert not list(VALIDATOR.iter_errors(data))
    assert list(data) == [
        "schema", "scenario", "seed", "replications", "engine", "outcomes", "targets",
        "joint_probability", "periods", "by", "teams", "losses", "assumptions",
        "elapsed_seconds",
    ]  # fmt: skip


def test_a_schema_of_another_object_is_refused(data):
    """The schema is strict: a figure that lacks its interval does not pass."""
    broken = json.loads(json.dumps(data))
    del broken["outcomes"]["customers"]["ci95"]
    assert list(VALIDATOR.iter_errors(broken))


def test_one_replication_has_no_intervals(tiny):
    one = json.loads(forecast(tiny, 1, threads=1).json())
    assert not list(VALIDATOR.iter_errors(one))
    customers = one["outcomes"]["customers"]
    assert customers["ci95"] is None
    assert customers["sd"] is None
    assert customers["reason"] == "one replication has no interval"
    assert customers["quantiles"]["0.5"]["value"] == customers["mean"]


def test_means_and_ratios_of_means(tiny_forecast, data):
    sums, outcomes = tiny_forecast.stack.sums, data["outcomes"]
    assert outcomes["customers"]["mean"] == sums["customers"].mean()
    assert outcomes["roi"]["mean"] == pytest.approx(sums["profit"].mean() / sums["cost"].mean())
    assert outcomes["cac"]["mean"] == pytest.approx(sums["cost"].mean() / sums["customers"].mean())
    assert outcomes["profit"]["mean"] == pytest.approx(
        outcomes["gross_profit"]["mean"] - outcomes["cost"]["mean"]
    )
    undefined = np.mean(sums["customers"] == 0)
    assert undefined > 0.01
    assert outcomes["cac"]["undefined_share"] == undefined
    assert outcomes["cac"]["quantiles"]["0.5"]["value"] is None
    assert "undefined" in outcomes["cac"]["quantiles"]["0.5"]["reason"]


def test_parts_add_up(data):
    outcomes = data["outcomes"]
    for name in ("leads", "mql", "customers", "revenue", "cost", "cold"):
        months = sum(period[name]["mean"] for period in data["periods"])
        assert months == pytest.approx(outcomes[name]["mean"])
    for dimension in ("channel", "segment", "origin"):
        for name in ("leads", "customers", "revenue"):
            parts = sum(group[name]["mean"] for group in data["by"][dimension].values())
            assert parts == pytest.approx(outcomes[name]["mean"])
    assert sum(row["paper"]["mean"] for row in data["losses"]) == pytest.approx(
        outcomes["paper_loss"]["mean"]
    )
    cold = {"forgotten", "unworked", "late", "stalled", "nurture"}
    assert sum(
        row["leads"]["mean"] for row in data["losses"] if row["cause"] in cold
    ) == pytest.approx(outcomes["cold"]["mean"])


def test_periods_are_whole_months_or_marked(data):
    spans = [(p["start"], p["end"], p["partial"]) for p in data["periods"]]
    assert spans == [("2027-01-04", "2027-01-31", True), ("2027-02-01", "2027-02-28", False)]


def test_targets_count_the_replications_that_reach_them(tiny_forecast, data):
    sums = tiny_forecast.stack.sums
    customers, revenue, cac = data["targets"]
    assert (customers["metric"], customers["target"], customers["direction"]) == (
        "customers", 3, "at_least",
    )  # fmt: skip
    assert (customers["from"], customers["by"]) == ("2027-01-04", "2027-02-28")
    assert customers["probability"] == np.mean(sums["customers"] >= 3)
    assert revenue["probability"] == np.mean(sums["revenue"] >= 60_000)
    assert (customers["with"], revenue["with"]) == (None, 0.8)
    with np.errstate(divide="ignore"):
        within = sums["cost"] / sums["customers"] <= 9_000
    assert cac["direction"] == "at_most"
    assert cac["probability"] == np.mean(within)
    together = (sums["customers"] >= 3) & (sums["revenue"] >= 60_000) & within
    assert data["joint_probability"] == np.mean(together)
    lo, hi = revenue["ci95"]
    assert 0 <= lo <= revenue["probability"] <= hi <= 1
    assert all(target["parameter_range80"] is None for target in data["targets"])


def test_teams(tiny_forecast, data):
    stack, model = tiny_forecast.stack, tiny_forecast.model
    inside = data["teams"]["inside"]
    i = model.names.teams.index("inside")
    busy = stack.teams["busy_ms"][:, i].mean() / stack.teams["available_ms"][:, i].mean()
    assert inside["utilisation"]["mean"] == pytest.approx(busy)
    items = stack.items["items"][:, i, 0]
    assert inside["classes"]["first_call"]["items"]["mean"] == pytest.approx(items.mean())
    assert set(data["teams"]["outside"]["classes"]) == {"meeting"}
    queue = stack.items["queue_ms"][:, i, 0].mean() / model.end
    assert inside["classes"]["first_call"]["mean_queue"]["mean"] == pytest.approx(queue)


def test_assumptions_name_source_and_grade(data):
    assert data["assumptions"]
    assert {"key", "value", "source", "grade"} == set(data["assumptions"][0])


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_column(tiny_forecast, name):
    values = column(tiny_forecast.stack, name)
    assert values.shape == (tiny_forecast.n,)
    known = values[np.isfinite(values)]
    found = tiny_forecast.figure(name)
    if name not in QUOTIENTS and len(known) == len(values):
        assert found["mean"] == pytest.approx(known.mean())


@pytest.mark.parametrize("name", TABLES)
def test_tables_hold_no_nan(tiny_forecast, name):
    frame = tiny_forecast.to_polars(name)
    assert frame.height > 0
    for column_ in frame.iter_columns():
        if column_.dtype.is_float():
            assert all(math.isfinite(value) for value in column_.drop_nulls())


def test_the_table_of_replications_has_one_row_each(tiny_forecast):
    frame = tiny_forecast.to_polars("replications")
    assert frame["replication"].to_list() == list(range(12))
    assert frame["customers"].to_list() == tiny_forecast.stack.sums["customers"].tolist()
    cac = tiny_forecast.column("cac")
    assert frame["cac"].null_count() == np.count_nonzero(np.isnan(cac))


def test_uncertain_numbers_are_drawn_for_each_replication(tiny_forecast):
    drawn = tiny_forecast.to_polars("parameters")["stages.meeting.converts"]
    assert drawn.n_unique() == tiny_forecast.n
    assert 0.2 < drawn.min() < drawn.max() < 0.8


def test_no_table_of_that_name(tiny_forecast):
    with pytest.raises(UsageError, match="no table 'cats'; choose one of outcomes"):
        tiny_forecast.to_polars("cats")


def test_repr_is_one_line_with_the_chance(tiny_forecast):
    text = repr(tiny_forecast)
    assert "\n" not in text
    assert "Tiny" in text
    assert f"{tiny_forecast.aims[0].chance.value:.0%} chance" in text
    assert "seed 5" in text


def test_html_escapes_and_shows_the_planners_words(tiny_forecast):
    html = tiny_forecast._repr_html_()
    assert "<th>Qualified inquiry</th>" in html
    assert "NaN" not in html


def test_a_seed_is_chosen_where_none_is_stated(tiny):
    text = tiny.document.text.replace("seed: 5", "").replace("12, }", "12}")
    loose = load(text=text, name="loose.yaml")
    assert loose.scenario.run.seed is None
    first = forecast(loose, 1, threads=1)
    again = forecast(loose, 1, first.seed, threads=1)
    assert again.stack.equals(first.stack)


def test_the_argument_wins_over_the_file(tiny, tiny_forecast):
    other = forecast(tiny, 2, 6, threads=1)
    assert (other.seed, other.n) == (6, 2)
    assert tiny_forecast.seed == 5
    assert not np.array_equal(other.stack.sums["revenue"], tiny_forecast.stack.sums["revenue"][:2])


def test_nothing_done_is_an_error(tiny):
    with pytest.raises(RunError, match="no replication was done: none was asked for"):
        forecast(tiny, 0)
