import numpy as np
import pytest
from scipy import stats

from covering import acceptance, count
from funnelsim.experiments.ratios import ratio_of_means
from funnelsim.experiments.sensitivity.additive import fit
from funnelsim.experiments.sensitivity.split import NO_VARIANCE, pairs, split


def worlds(rng, n, share=0.5):
    """Two curved parameters of equal weight, an idle one, and luck; all standardised."""
    a, b, idle = rng.normal(size=(3, n))
    curved = (np.exp(0.5 * b) - np.exp(0.125)) / np.sqrt((np.exp(0.25) - 1) * np.exp(0.25))
    mean = np.sqrt(share / 2) * (a + curved)
    return {"a": a, "b": b, "idle": idle}, mean, np.sqrt(1 - share)


def test_shares_of_a_linear_model(rng):
    """Variances 4, 1 and 5: shares .4, .1 and .5 of luck."""
    a, b, luck = rng.normal(size=(3, 20_000))
    found = split({"a": 30 + a, "b": 1e6 * b}, 100 + 2 * a + b + np.sqrt(5) * luck, rng)
    assert found.ignorance.value == pytest.approx(0.5, abs=0.02)
    assert found.luck.value == pytest.approx(1 - found.ignorance.value)
    assert found.luck.lo == pytest.approx(1 - found.ignorance.hi)
    assert found.parts["a"].value == pytest.approx(0.4, abs=0.02)
    assert found.parts["b"].value == pytest.approx(0.1, abs=0.01)


def test_total_is_the_adjusted_r2_and_parts_add_up(rng):
    parameters, mean, sd = worlds(rng, 400)
    y = mean + sd * rng.normal(size=400)
    found = split(parameters, y, rng)
    sse, df = np.square(found.regression.residuals).sum(), found.regression.df
    adjusted = 1 - (sse / (400 - df - 1)) / y.var(ddof=1)
    assert found.ignorance.value == pytest.approx(adjusted)
    assert sum(part.value for part in found.parts.values()) == pytest.approx(adjusted)


def test_units_do_not_matter(rng):
    parameters, mean, sd = worlds(rng, 400)
    y = mean + sd * rng.normal(size=400)
    small = split(parameters, y, np.random.default_rng(1))
    large = split(
        {name: 1e9 * x + 1e10 for name, x in parameters.items()}, 1e7 * y, np.random.default_rng(1)
    )
    assert large.ignorance.value == pytest.approx(small.ignorance.value, abs=1e-6)


@pytest.mark.parametrize(
    "share", [0.068, *(pytest.param(one, marks=pytest.mark.slow) for one in (0.5, 0.9))]
)
def test_the_split_covers(rng, share):
    covered = np.zeros(3, dtype=int)
    for _ in range(200):
        parameters, mean, sd = worlds(rng, 500, share)
        found = split(parameters, mean + sd * rng.normal(size=500), rng)
        covered += [
            found.ignorance.covers(share),
            found.parts["a"].covers(share / 2),
            found.parts["b"].covers(share / 2),
        ]
    lo, hi = acceptance(size=200)
    assert lo <= covered[0] <= hi
    assert covered.min() >= lo


def test_an_idle_parameter_has_no_share(rng):
    def covered(r):
        parameters, mean, sd = worlds(r, 300)
        found = split(parameters, mean + sd * r.normal(size=300), r)
        return found.parts["idle"].covers(0.0) and found.parts["idle"].hi < 0.05

    assert count(covered, rng, 200) >= acceptance(size=200)[0]


def test_all_luck_covers_0(rng):
    def covered(r):
        parameters, _, _ = worlds(r, 300)
        return split(parameters, r.normal(size=300), r).ignorance.covers(0.0)

    assert count(covered, rng, 200) >= acceptance(size=200)[0]


def nested(rng, share=0.068, k=200, m=20):
    """Worlds by replications, as nested sampling would run them; skewed luck."""
    luck = rng.gamma(2.0, np.sqrt((1 - share) / 2), (k, m))
    return np.sqrt(share) * rng.normal(size=(k, 1)) + luck


def test_naive_nesting_is_biased_and_pairs_are_not(rng):
    """Var of world means / Var(Y) counts luck / m as ignorance: .068 + .932/20 = .115."""
    tables = [nested(rng) for _ in range(200)]
    naive = np.mean([table.mean(axis=1).var(ddof=1) / table.var(ddof=1) for table in tables])
    fair = np.mean([ratio_of_pair(table) for table in tables])
    assert naive == pytest.approx(0.115, abs=0.002)
    assert fair == pytest.approx(0.068, abs=0.02)


def ratio_of_pair(table):
    one, two = table[:, 0] - table.mean(), table[:, 1] - table.mean()
    return ratio_of_means(one * two, (one**2 + two**2) / 2).value


def test_pairs_by_hand():
    one, two = np.array([1.0, 3.0, 4.0]), np.array([2.0, 3.0, 5.0])
    a, b = one - 3.0, two - 3.0
    assert pairs(one, two).value == pytest.approx((a @ b) / ((a @ a + b @ b) / 2))


@pytest.mark.parametrize("share", [0.068, 0.6])
def test_pairs_cover(rng, share):
    def covered(r):
        table = nested(r, share, 2000, 2)
        return pairs(table[:, 0], table[:, 1]).covers(share)

    lo, hi = acceptance(size=500)
    assert lo <= count(covered, rng, 500) <= hi


def test_ignoring_that_pairs_share_a_world_would_not_cover(rng):
    """An interval of the worlds' variance that takes 2 k replications as independent."""

    def covered(r):
        world = np.repeat(r.normal(size=200), 2)
        squares = np.square(world - world.mean())
        half = 1.96 * squares.std(ddof=1) / np.sqrt(squares.size)
        return abs(squares.mean() - 1.0) <= half

    assert count(covered, rng, 500) < acceptance(size=500)[0]


def test_the_check_agrees_and_shows_interactions(rng):
    """y = a b has no additive part at all; pairs see it."""
    a, b = rng.normal(size=(2, 4000))
    first, second = a * b + 0.5 * rng.normal(size=(2, 4000))
    assert split({"a": a, "b": b}, first, rng).ignorance.hi < 0.05
    assert pairs(first, second).covers(0.8)


def test_parameters_drawn_jointly_count_as_one(rng):
    joint = rng.multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]], 5000)
    y = joint.sum(axis=1) + np.sqrt(3.8) * rng.normal(size=5000)
    found = split({"both": joint, "idle": rng.normal(size=5000)}, y, rng)
    assert found.parts["both"].covers(0.5)


def test_a_parameter_with_few_values(rng):
    kind = rng.integers(0, 2, 2000).astype(float)
    rare = (rng.random(2000) < 0.01).astype(float)
    found = split({"kind": kind, "rare": rare, "fixed": np.ones(2000)}, kind + 0 * rare, rng)
    assert found.parts["kind"].value == pytest.approx(1.0)
    assert found.parts["fixed"].value == 0.0


def test_nothing_varies():
    rng = np.random.default_rng(1)
    found = split({"a": np.arange(20.0)}, np.ones(20), rng)
    assert (found.ignorance.value, found.ignorance.reason) == (None, NO_VARIANCE)
    assert pairs(np.ones(5), np.ones(5)).reason == NO_VARIANCE


def test_curves_are_found_where_there_are_some(rng):
    x, z = rng.uniform(0, 1, (2, 2000))
    y = np.sin(2 * np.pi * x) + z + 0.3 * rng.normal(size=2000)
    found = fit({"x": x, "z": z}, y)
    curve, line = found.parts
    assert curve.df >= 4
    at = np.linspace(0.05, 0.95, 19)
    assert curve.effect(at) == pytest.approx(np.sin(2 * np.pi * at), abs=0.08)
    assert np.diff(line.effect(at)) == pytest.approx(np.diff(at), abs=0.02)
    assert found.predict({"x": x, "z": z}) == pytest.approx(found.fitted)


def test_splines_are_straight_beyond_their_knots(rng):
    x = rng.normal(size=2000)
    (part,) = fit({"x": x}, x**2 + 0.1 * rng.normal(size=2000)).parts
    far = part.effect(np.array([5.0, 6.0, 7.0]))
    assert far[2] - far[1] == pytest.approx(far[1] - far[0])


def test_a_straight_line_is_ordinary_least_squares(rng):
    x = rng.integers(0, 2, 100).astype(float)
    y = x + rng.normal(size=100)
    line = stats.linregress(x, y)
    assert fit({"x": x}, y).fitted == pytest.approx(line.intercept + line.slope * x)


def test_worlds_that_cannot_be_regressed():
    with pytest.raises(ValueError, match="too few"):
        fit({"a": np.zeros(9)}, np.zeros(9))
    with pytest.raises(ValueError, match="do not match"):
        fit({"a": np.zeros(9)}, np.zeros(20))
    with pytest.raises(ValueError, match="finite"):
        fit({"a": np.full(20, np.nan)}, np.zeros(20))
    with pytest.raises(ValueError, match="at least one"):
        fit({}, np.zeros(20))
    with pytest.raises(ValueError, match="not pairs"):
        pairs([1.0, 2.0], [1.0])
