import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.experiments.intervals import mean_t, quantile_order
from funnelsim.experiments.summaries import PROBABILITIES, fan_bands, summaries, summary


def test_summary_collects_mean_spread_and_quantiles(rng: np.random.Generator) -> None:
    x = rng.gamma(2.0, 3.0, 300)
    found = summary(x)
    assert list(found) == ["mean", "ci95", "sd", "quantiles"]
    assert found["mean"] == pytest.approx(x.mean(), rel=1e-14)
    assert found["ci95"] == pytest.approx(mean_t(x).ends)
    assert found["sd"] == pytest.approx(x.std(ddof=1))
    assert list(found["quantiles"]) == ["0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95"]
    for q in PROBABILITIES:
        one = quantile_order(x, q)
        assert found["quantiles"][f"{q}"] == {"value": one.value, "ci95": one.ends}


def test_one_replication_is_all_value_and_no_interval() -> None:
    found = summary([12.0], (0.05, 0.5))
    reason = "one replication has no interval"
    quantile = {"value": 12.0, "ci95": None, "reason": reason}
    assert found == {
        "mean": 12.0,
        "ci95": None,
        "sd": None,
        "quantiles": {"0.05": quantile, "0.5": quantile},
        "reason": reason,
    }


def test_few_replications_lack_only_the_outer_quantile_intervals() -> None:
    found = summary(np.arange(60.0))
    assert found["ci95"] is not None
    assert "reason" not in found
    without = [name for name, entry in found["quantiles"].items() if entry["ci95"] is None]
    assert without == ["0.05", "0.95"]
    assert "at least 72" in found["quantiles"]["0.05"]["reason"]


def test_undefined_figures_are_none_with_a_reason() -> None:
    found = summary([1.0, float("nan"), 2.0], (0.5,))
    reason = "undefined in 1 of 3 replications"
    assert found == {
        "mean": None,
        "ci95": None,
        "sd": None,
        "quantiles": {"0.5": {"value": None, "ci95": None, "reason": reason}},
        "reason": reason,
    }
    assert summary([], ())["reason"] == "no replication"


def test_without_quantiles_the_key_is_left_out() -> None:
    assert list(summary([1.0, 2.0], ())) == ["mean", "ci95", "sd"]


def test_figures_together_equal_figures_alone(rng: np.random.Generator) -> None:
    table = rng.lognormal(size=(501, 7))
    table[3, 4] = np.nan
    assert summaries(table) == [summary(table[:, j]) for j in range(7)]
    assert summaries(np.asfortranarray(table)) == summaries(table)


@given(st.lists(st.floats(), max_size=100))
def test_output_is_strict_json_whatever_the_figures(x: list[float]) -> None:
    text = json.dumps(summary(x), allow_nan=False)
    found = json.loads(text)
    if found["ci95"] is None or found["sd"] is None:
        assert found["reason"]
    else:
        assert found["ci95"][0] <= found["mean"] <= found["ci95"][1]


def test_fan_bands_are_the_quantiles_of_each_period(rng: np.random.Generator) -> None:
    series = rng.poisson([3.0, 8.0, 1.0], (400, 3)).astype(float)
    fan = fan_bands(series, (0.9, 0.1, 0.5))
    assert fan.probabilities == (0.1, 0.5, 0.9)
    for band, (q, ends) in enumerate(zip(fan.probabilities, fan.ends, strict=True)):
        assert ends is not None
        for period in range(3):
            one = quantile_order(series[:, period], q)
            assert fan.values[band, period] == one.value
            assert ends[:, period].tolist() == one.ends
    assert "not for a whole path" in fan.caption


def test_cumulative_bands_add_up_before_they_rank() -> None:
    # two paths that cross: every sum is 10, though each period swings between 0 and 10
    series = np.array([[0.0, 10.0], [10.0, 0.0]] * 50)
    fan = fan_bands(series, (0.1, 0.9), cumulative=True)
    assert fan.values.tolist() == [[0.0, 10.0], [10.0, 10.0]]
    assert fan_bands(series, (0.1, 0.9)).values.tolist() == [[0.0, 0.0], [10.0, 10.0]]


def test_fan_bands_without_interval_say_none() -> None:
    fan = fan_bands(np.arange(40.0).reshape(20, 2), (0.05, 0.5))
    assert fan.ends[0] is None
    assert fan.ends[1] is not None


@pytest.mark.parametrize("series", [np.zeros((0, 3)), np.full((5, 2), np.nan), np.zeros(4)])
def test_fan_bands_refuse_what_has_no_bands(series: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"replication"):
        fan_bands(series)
