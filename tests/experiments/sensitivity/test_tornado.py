import numpy as np
import pytest
from scipy import stats

from covering import acceptance
from funnelsim.experiments.intervals import mean_t
from funnelsim.experiments.sensitivity.tornado import p10_p90, plus_minus

Z = stats.norm.ppf(0.9)


def test_bars_of_a_linear_model(rng):
    """Swings are 2 z times slope times standard deviation, the longest first."""
    a, b, c = rng.normal(size=(3, 20_000))
    y = 5 + 2 * a - 30 * (b / 10) + 0.5 * c + rng.normal(size=20_000)
    bars = p10_p90({"a": a, "b": b / 10, "c": c}, y)
    assert [bar.name for bar in bars] == ["b", "a", "c"]
    assert [bar.swing.value for bar in bars] == pytest.approx([-6 * Z, 4 * Z, Z], abs=0.1)
    assert bars[1].settings == pytest.approx((-Z, Z), abs=0.05)
    assert bars[1].low.value == pytest.approx(-2 * Z, abs=0.1)
    assert bars[1].high.value == pytest.approx(2 * Z, abs=0.1)
    assert {bar.kind for bar in bars} == {"P10 to P90"}


def test_a_curve_may_fall_at_both_ends(rng):
    x = rng.uniform(-1, 1, 5000)
    (bar,) = p10_p90({"x": x}, -(x**2) + 0.1 * rng.normal(size=5000))
    assert bar.low.value == pytest.approx(-0.64 + 1 / 3, abs=0.03)
    assert bar.high.value == pytest.approx(-0.64 + 1 / 3, abs=0.03)
    assert bar.swing.value == pytest.approx(0.0, abs=0.04)


def test_swings_cover_also_where_luck_differs_between_worlds(rng):
    """Luck grows with the parameter; the two quantiles are those of the drawn worlds."""
    covered = np.zeros(2, dtype=int)
    for _ in range(500):
        a, idle = rng.normal(size=(2, 400))
        y = a + (0.2 + np.abs(a)) * rng.normal(size=400)
        bars = {bar.name: bar for bar in p10_p90({"a": a, "idle": idle}, y)}
        low, high = bars["a"].settings
        covered += [bars["a"].swing.covers(high - low), bars["idle"].swing.covers(0.0)]
    lo, hi = acceptance(size=500)
    assert lo <= covered.min() <= covered.max() <= hi, covered


def test_equal_luck_would_not_cover_there(rng):
    def covered():
        a = rng.normal(size=400)
        line = stats.linregress(a, a + (0.2 + np.abs(a)) * rng.normal(size=400))
        return abs(line.slope - 1) <= 1.966 * line.stderr

    assert sum(covered() for _ in range(500)) < acceptance(size=500)[0]


def test_plus_minus_is_paired(rng):
    base = rng.normal(100, 30, 200)
    down, up = base - 5 + rng.normal(size=200), base + 8 + rng.normal(size=200)
    (bar,) = plus_minus(base, {"rate": (down, up)})
    assert bar.low == mean_t(down - base)
    assert bar.high == mean_t(up - base)
    assert bar.swing == mean_t(up - down)
    assert (bar.kind, bar.settings) == ("±20 %", (0.8, 1.2))
    assert bar.swing.half_width < 0.5


def test_both_kinds_say_different_things(rng):
    """A strong effect that is well known: short over its range, long for 20 %."""
    known = rng.normal(1.0, 0.01, 2000)
    y = 100 * known + rng.normal(size=2000)
    (short,) = p10_p90({"known": known}, y)
    (long,) = plus_minus(y, {"known": (y - 20, y + 20)})
    assert short.swing.value == pytest.approx(2 * Z, abs=0.3)
    assert long.swing.value == pytest.approx(40.0)
