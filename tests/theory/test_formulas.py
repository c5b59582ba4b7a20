"""The formulas that the simulation is held against, against printed values and each other."""

from math import exp

import pytest
from formulas import (
    delayed_poisson_mean,
    erlang_a,
    erlang_c_wait,
    fixed_patience,
    impatient,
    lognormal_cdf,
    pollaczek_khinchine,
    priority_stays,
    weibull_survival,
)

ERLANG_A = {
    (10, 1, 1, 10): (0.54207029, 0.12511004, 1.25110036),
    (10, 1, 0.5, 10): (0.61965523, 0.10391321, 2.07826425),
    (10, 1, 0.5, 8): (0.86979370, 0.22721843, 4.54436855),
    (50, 1, 2, 50): (0.43665997, 0.06594073, 1.64851825),
    (2, 0.5, 0.1, 3): (0.93429895, 0.27400615, 5.48012303),
}


def to_digits(values, digits):
    return tuple(round(v, digits) for v in values)


@pytest.mark.parametrize("case", ERLANG_A)
def test_erlang_a_is_the_printed_table(case):
    assert to_digits(erlang_a(*case), 8) == ERLANG_A[case]


@pytest.mark.parametrize("case", ERLANG_A)
def test_erlang_a_from_the_integral_of_exponential_patience(case):
    arrivals, service, impatience, servers = case
    waits, cold, wait = impatient(arrivals, service, servers, lambda x: exp(-impatience * x))
    assert (waits, cold, wait * arrivals) == pytest.approx(erlang_a(*case), rel=1e-8)


def test_waits_without_impatience():
    assert erlang_c_wait(0.9, 1, 1) == pytest.approx(9)
    assert round(erlang_c_wait(1.9, 1, 2), 6) == 9.256410
    assert erlang_c_wait(0.2, 0.1, 3) == pytest.approx(4 / 9 / 0.1)


def test_fixed_patience():
    assert to_digits(fixed_patience(10, 1, 10, 2), 8) == (0.85157406, 0.04055115, 0.89212521)
    assert to_digits(fixed_patience(12, 1, 10, 2), 8) == (0.99288374, 0.16804551, 1.60412697)
    assert round(fixed_patience(0.9, 1, 1, 6)[1], 6) == 0.088922


@pytest.mark.parametrize(
    ("case", "patience"), [((10, 1, 10), 2), ((12, 1, 10), 2), ((0.9, 1, 1), 6)]
)
def test_fixed_patience_by_integration(case, patience):
    found = impatient(*case, lambda x: float(x < patience), knots=[patience])
    assert found == pytest.approx(fixed_patience(*case, patience), rel=1e-8)


def test_weibull_patience():
    found = impatient(12, 1, 10, weibull_survival(2, 0.7))
    assert to_digits(found, 7) == (0.7538111, 0.2143680, 0.2230068)


def test_general_work_and_priorities():
    assert pollaczek_khinchine(0.8, 0.5) == pytest.approx(2)
    assert pollaczek_khinchine(0.8, 2) == pytest.approx(8)
    assert pollaczek_khinchine(0.9, 1) == pytest.approx(0.9 * erlang_c_wait(0.9, 1, 1))
    assert priority_stays(0.2, 0.6, 1) == pytest.approx((2, 6))


def test_delayed_poisson_counts_add_up():
    """Spans add up to the whole; without delay the mean is the integral of the rate."""
    cdf = lognormal_cdf(1.3, 1.2)

    def rate(s):
        return 300 * 1.02**s

    parts = [delayed_poisson_mean(rate, 0.25, cdf, m, m + 1) for m in range(12)]
    assert sum(parts) == pytest.approx(delayed_poisson_mean(rate, 0.25, cdf, 0, 12), rel=1e-8)
    at_once = delayed_poisson_mean(lambda s: 300.0, 0.25, lambda x: float(x >= 0), 3, 5)
    assert at_once == pytest.approx(150)
