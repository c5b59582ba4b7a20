"""The chart of how futures spread: each future in its bin, the target at an edge."""

import io
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from funnelsim.experiments.forecast import forecast
from funnelsim.reports.charts import WIDTH, spark
from funnelsim.reports.futures import MOST_BINS, binned, futures_block
from funnelsim.reports.said import print_result
from funnelsim.scenario.load import load

TEN = Path(__file__).parents[2] / "scenarios" / "ten-customers.yaml"


def printed(made, width=80):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    print_result(console, made)
    return console.file.getvalue()


def test_bars_are_as_high_as_futures_are_many():
    assert spark([1, 2, 4, 8, 0, 1], 3).plain == "▏▁▁▁▂▂▂▄▄▄┊███   ▁▁▁     ▕"
    assert spark([1, 1000]).plain.strip("▏▕ ") == "▁" * 11 + "█" * 11


def test_a_chart_is_as_wide_as_the_others_whatever_it_shows():
    for bins in range(1, MOST_BINS + 3):
        for mark in (None, bins // 2):
            assert len(spark([1] * bins, mark).plain) == WIDTH + 2


@pytest.mark.parametrize("replications", [12, 40])
def test_the_share_beyond_the_mark_is_the_chance(tiny, replications):
    made = forecast(load(tiny.path), replications, seed=3, threads=1)
    several = 0
    for aim in made.aims:
        known = aim.values[np.isfinite(aim.values)]
        counts, mark = binned(known, aim, whole=aim.target.metric == "customers")
        assert sum(counts) == len(known)
        assert len(counts) <= MOST_BINS + 2
        least = aim.target.value
        reached = [v >= least if aim.target.at_least else v <= least for v in known]
        if mark is None:
            assert all(reached) or not any(reached)
            continue
        several += 1
        beyond = sum(counts[mark:])
        assert beyond == sum(reached if aim.target.at_least else [not r for r in reached])
    assert several >= 2


def test_whole_numbers_have_bins_of_their_own(ten):
    customers = [int(value) for value in ten.column("customers")]
    counts, mark = binned(ten.column("customers"), ten.aims[0], whole=True)
    width = -(-(max(customers) - min(customers) + 1) // MOST_BINS)
    first = 10 - mark * width
    assert counts == [
        sum(first + i * width <= value < first + (i + 1) * width for value in customers)
        for i in range(len(counts))
    ]


def test_the_least_and_the_most_future_stand_beside_the_chart(ten):
    line = next(line for line in printed(ten).splitlines() if line.startswith("customers"))
    customers = ten.column("customers")
    assert line.split()[1] == f"{customers.min():.0f}"
    assert line.split()[-1] == f"{customers.max():.0f}"
    assert "┊" in line


def test_one_future_or_equal_ones_make_no_chart(tiny, ten):
    assert futures_block(forecast(load(tiny.path), 1, seed=3, threads=1)) is None
    sure = load(TEN, sets=["stages.offer.converts=100%"])
    assert futures_block(forecast(sure, 12, seed=3, threads=1)) is None


def test_of_several_targets_of_one_figure_each_says_its_window(tiny):
    targets = "targets=[{customers: 1, by: 2027-01-31}, {customers: 3}]"
    text = printed(forecast(load(tiny.path, sets=[targets]), 30, seed=3, threads=1))
    assert "customers by 31 Jan 2027" in text
    assert "customers by 28 Feb 2027" in text


@pytest.fixture(scope="module")
def ten():
    return forecast(load(TEN), 200, seed=7, threads=1)
