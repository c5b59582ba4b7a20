"""The inner loops by themselves, under pytest-benchmark: `python -m pytest benchmarks`."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.ours import flagship, log_of, model_of, outcomes_of, rows_of
from benchmarks.systems import SYSTEMS
from funnelsim.engines import ENGINES
from funnelsim.engines.fill import fill
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.log import sort_log
from funnelsim.rules.distributions import quantile
from funnelsim.rules.families import EXPONENTIAL, GAMMA, LOGNORMAL, WEIBULL
from funnelsim.rules.order import before
from funnelsim.rules.philox import uniform
from funnelsim.rules.working_time import add_working
from funnelsim.scenario.load import load

SHORT = {"reference": 600, "compiled": 60_000}
"""Leads of a queue, for a fraction of a second."""


@pytest.fixture(scope="module")
def log():
    return log_of(flagship(), 7)


def test_random_number(benchmark):
    assert 0 < benchmark(uniform, 7, 3, 12, 1, 0, 2) < 1


@pytest.mark.parametrize("family", [EXPONENTIAL, WEIBULL, LOGNORMAL, GAMMA])
def test_duration(benchmark, family):
    assert benchmark(quantile, family, 2.0, 1.5, 0.0, 0.3) > 0


def test_order_of_two_events(benchmark):
    assert benchmark(before, 5, 1, 2, 0, 5, 1, 3, 0)


def test_working_time(benchmark):
    opens = (np.arange(500) * 24 + 9) * 3_600_000
    closes, before_ = opens + 8 * 3_600_000, np.arange(500) * 8 * 3_600_000
    end = benchmark(add_working, opens, closes, before_, int(opens[200]), 10 * 3_600_000)
    assert end == opens[201] + 2 * 3_600_000


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.key)
def test_queue(benchmark, name, system):
    model = model_of(system.path, *system.settings(SHORT[name]))
    rows = benchmark(rows_of, model, 1, name)
    assert rows > 5 * SHORT[name]


@pytest.mark.parametrize("name", ENGINES)
def test_flagship(benchmark, name):
    assert benchmark(rows_of, flagship(), 7, name) > 10_000


@pytest.mark.parametrize("name", ENGINES)
def test_flagship_with_outcomes(benchmark, name):
    assert benchmark(outcomes_of, flagship(), 7, name).sums["leads"] > 1_000


def test_fold_of_the_flagship(benchmark, log):
    assert benchmark(fold, log, flagship()).sums["leads"] > 1_000


def test_sorting_a_log(benchmark, log):
    shuffled = np.random.default_rng(1).permutation(log)
    assert np.array_equal(benchmark(sort_log, shuffled), log)


def test_tables_of_a_world(benchmark):
    filled, values = benchmark(fill, flagship(), 7, 3)
    assert len(values) == len(flagship().parameters)
    assert filled.end == flagship().end


def test_loading_and_compiling_a_scenario(benchmark):
    path = SYSTEMS[0].path
    assert benchmark(lambda: compile_model(load(path))).end > 0
