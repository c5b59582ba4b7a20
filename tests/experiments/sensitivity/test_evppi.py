import numpy as np
import pytest
from scipy import stats

from covering import acceptance
from funnelsim.experiments.sensitivity.evppi import NEVER_CHANGES, NO_POLICY, evppi


def unit_loss(mean, sd):
    """E max(0, N(mean, sd)) - max(0, mean), Raiffa and Schlaifer (1961)."""
    z = mean / sd
    return sd * stats.norm.pdf(z) + mean * stats.norm.cdf(z) - max(0.0, mean)


def worlds(rng, n, mean=0.3, slopes=(1.0, 0.5), luck=1.0):
    """One policy whose advantage is normal in two parameters; common luck, and some of its own."""
    x = rng.normal(size=(2, n))
    base = 50.0 + 20.0 * rng.normal(size=n)
    policy = base + mean + np.array(slopes) @ x + luck * rng.normal(size=n)
    return {"a": x[0], "b": x[1]}, base, policy[np.newaxis]


def covered(rng, mean, names, truth, n=1000):
    """How many of 200 experiments cover the value of knowing these parameters."""
    count = 0
    for _ in range(200):
        parameters, base, policy = worlds(rng, n, mean)
        count += evppi({name: parameters[name] for name in names}, base, policy).value.covers(truth)
    return count


def test_the_value_of_one_parameter_is_covered(rng):
    lo, hi = acceptance(size=200)
    assert lo <= covered(rng, 0.3, "a", unit_loss(0.3, 1.0), 600) <= hi


@pytest.mark.slow
@pytest.mark.parametrize("mean", [0.0, 0.3, -0.6])
@pytest.mark.parametrize(("names", "sd"), [("a", 1.0), ("ab", np.sqrt(1.25))])
def test_closed_forms_are_covered(rng, mean, names, sd):
    """At mean 0 both decisions are equally good without knowledge: conservative there."""
    assert covered(rng, mean, names, unit_loss(mean, sd)) >= acceptance(size=200)[0]


def test_the_value_is_right_on_average(rng):
    found = []
    for _ in range(40):
        parameters, base, policy = worlds(rng, 2000)
        found.append(evppi({"a": parameters["a"]}, base, policy).value.value)
    error = np.std(found, ddof=1) / np.sqrt(40)
    assert abs(np.mean(found) - unit_loss(0.3, 1.0)) < 4 * error


def test_luck_is_not_counted_as_knowledge(rng):
    """The mean of the per-world best pays for knowing luck, too."""
    parameters, base, policy = worlds(rng, 4000, luck=5.0)
    naive = np.maximum(base, policy[0]).mean() - max(base.mean(), policy.mean())
    truth = unit_loss(0.3, np.sqrt(1.25))
    assert naive > 3 * truth
    assert evppi(parameters, base, policy).value.covers(truth)


def test_an_idle_parameter_is_worth_nothing(rng):
    _, base, policy = worlds(rng, 2000)
    found = evppi({"idle": rng.normal(size=2000)}, base, policy).value
    assert found.value == pytest.approx(0.0, abs=0.02)


def test_several_policies(rng):
    """Advantages x and -x: E max(0, x, -x) = E|x|."""
    x = rng.normal(size=4000)
    base = rng.normal(size=4000)
    found = evppi({"x": x}, base, [base + x, base - x])
    assert found.value.covers(np.sqrt(2 / np.pi))
    # The baseline is never best; one policy or the other is, half of the time each.
    assert found.changes == pytest.approx(0.5, abs=0.1)


def test_rare_changes_have_no_interval(rng):
    """Another decision in 1 of 100 worlds."""
    x, base = rng.normal(size=(2, 1500))
    found = evppi({"x": x}, base, [base + x - stats.norm.ppf(0.99)])
    assert 0.0 < found.changes < 0.02
    assert found.value.ends is None
    assert "worlds" in found.value.reason


def test_a_decision_that_never_changes(rng):
    x, base = rng.random((2, 500))
    found = evppi({"x": x}, base, [base + 10.0 + x])
    assert (found.value.value, found.value.ends, found.changes) == (0.0, None, 0.0)
    assert found.value.reason == NEVER_CHANGES


def test_without_policies_nothing_is_to_be_known(rng):
    found = evppi({"x": rng.random(2000)}, rng.random(2000), [])
    assert (found.value.value, found.value.reason, found.changes) == (None, NO_POLICY, None)


def test_few_worlds_are_told(rng):
    for n, told in ((1999, True), (2000, False)):
        parameters, base, policy = worlds(rng, n)
        assert bool(evppi(parameters, base, policy).warning) is told
