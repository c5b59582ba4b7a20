import numpy as np
import pytest

from covering import acceptance, count
from funnelsim.errors import UsageError
from funnelsim.experiments.sensitivity.sobol import CONSTANT, budget, indices, settings


def ishigami(u):
    """Ishigami and Homma (1990) on 0..1; a = 7, b = .1."""
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def solved(function, factors, rng, n=1024):
    plan = settings(factors, rng, n)
    mixed = {name: function(u) for name, u in zip(plan.names, plan.mixed, strict=True)}
    return indices(function(plan.a), function(plan.b), mixed, rng)


THREE = {"x1": 1, "x2": 1, "x3": 1}


def test_ishigami(rng):
    """Variances: V = 13.845, V1 = 4.346, V2 = 6.125, V13 = 3.374."""
    v1, v2, v13 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    found = solved(ishigami, THREE, rng, 2**14)
    first = [found[name].first.value for name in THREE]
    everything = [found[name].total.value for name in THREE]
    assert first == pytest.approx([v1 / total, v2 / total, 0.0], abs=0.015)
    assert everything == pytest.approx([(v1 + v13) / total, v2 / total, v13 / total], abs=0.015)


def test_intervals_cover_with_independent_settings(rng):
    """y = 2 x1 + x2 of uniforms: indices .8 and .2, first and total alike."""

    def covered(r):
        a, b = r.random((2, 256, 2))
        one, two = a.copy(), a.copy()
        one[:, 0], two[:, 1] = b[:, 0], b[:, 1]
        weights = np.array([2.0, 1.0])
        mixed = {"x1": one @ weights, "x2": two @ weights}
        found = indices(a @ weights, b @ weights, mixed, r, resamples=400)
        return [
            found["x1"].first.covers(0.8), found["x1"].total.covers(0.8),
            found["x2"].first.covers(0.2), found["x2"].total.covers(0.2),
        ]  # fmt: skip

    lo, hi = acceptance(size=500)
    counts = np.sum([covered(rng) for _ in range(500)], axis=0)
    assert all(lo <= one <= hi for one in counts)


def test_sobol_settings_are_at_least_as_sure(rng):
    def covered(r):
        return solved(lambda u: 2 * u[:, 0] + u[:, 1], {"x1": 1, "x2": 1}, r, 256)[
            "x1"
        ].total.covers(0.8)

    assert count(covered, rng, 200) >= acceptance(size=200)[0]


def simulated(rng, fresh):
    """Mean of 50 replications with noise of sd 2.5 times that of the parameter x1; x2 is idle."""
    luck = rng.normal(0.0, 2.5 * np.sqrt(1 / 12), 50)

    def mean(u):
        noise = rng.normal(0.0, 2.5 * np.sqrt(1 / 12), (len(u), 50)) if fresh else luck
        return u[:, 0] + np.mean(noise, axis=-1)

    return mean


def test_an_idle_parameter_has_no_index_with_frozen_noise(rng):
    found = solved(simulated(rng, fresh=False), {"x1": 1, "idle": 1}, rng, 256)
    assert found["idle"].total.covers(0.0)
    assert found["idle"].first.covers(0.0)
    assert found["idle"].total.hi < 0.01
    assert found["x1"].total.covers(1.0)


def test_a_parameter_that_moves_next_to_nothing(rng):
    found = solved(lambda u: u[:, 0] + 1e-12 * u[:, 1], {"x1": 1, "idle": 1}, rng, 256)
    assert found["idle"].first.covers(0.0)
    assert found["idle"].total.value < 1e-12


def test_fresh_noise_would_give_an_idle_parameter_an_index(rng):
    """Noise makes 6.25/50 = 1/8 of the parameter's variance: a total index of 1/9."""
    found = solved(simulated(rng, fresh=True), {"x1": 1, "idle": 1}, rng, 1024)
    assert found["idle"].total.lo > 0.08
    assert found["idle"].total.value == pytest.approx(1 / 9, abs=0.02)


def test_joint_parameters_are_one_factor(rng):
    """x1 + 2 x2 x3 with x2, x3 together: their interaction is their own."""
    found = solved(lambda u: u[:, 0] + 2 * u[:, 1] * u[:, 2], {"x1": 1, "joint": 2}, rng, 4096)
    v1, joint = 1 / 12, 4 * (1 / 9 - 1 / 16)
    assert found["x1"].total.value == pytest.approx(v1 / (v1 + joint), abs=0.02)
    assert found["joint"].first.value == pytest.approx(joint / (v1 + joint), abs=0.02)


def test_settings_mix_the_columns_of_one_factor(rng):
    plan = settings({"x1": 1, "joint": 2}, rng)
    assert plan.mixed.shape == (2, 256, 3)
    assert (plan.mixed[0][:, 0] == plan.b[:, 0]).all()
    assert (plan.mixed[0][:, 1:] == plan.a[:, 1:]).all()
    assert (plan.mixed[1][:, 1:] == plan.b[:, 1:]).all()
    assert plan.table.shape == (budget(2).settings, 3)
    assert plan.table.min() >= 0.0
    assert plan.table.max() < 1.0


def test_a_far_mean_does_not_disturb(rng):
    near = solved(ishigami, THREE, np.random.default_rng(1))
    far = solved(lambda u: 1e6 + ishigami(u), THREE, np.random.default_rng(1))
    assert far["x1"].first.value == pytest.approx(near["x1"].first.value, abs=1e-6)


def test_a_constant_outcome_has_no_indices(rng):
    found = solved(lambda u: np.full(len(u), 3.0), {"x1": 1}, rng)
    assert (found["x1"].total.value, found["x1"].total.reason) == (None, CONSTANT)


def test_the_budget_is_told_first():
    assert (budget(10).settings, budget(10).replications) == (3072, 153_600)
    with pytest.raises(UsageError, match="power of 2 from 256"):
        budget(3, n=300)
    with pytest.raises(UsageError, match="at least 50"):
        budget(3, m=10)


def test_shapes_match(rng):
    with pytest.raises(ValueError, match="do not match"):
        indices(np.zeros(4), np.zeros(5), {"x": np.zeros(4)}, rng)
