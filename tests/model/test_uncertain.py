"""Uncertain numbers: slots filled per world, everything else untouched."""

from __future__ import annotations

import math

import numpy as np
import pytest

from funnelsim.engines.fill import fill

DAY = 86_400_000


def worlds(model, table, field, n=2000):
    cells = []
    for world in range(n):
        filled, _ = fill(model, 11, world)
        column = getattr(filled, table)
        for part in field.split("."):
            column = column[part]
        cells.append(np.array(column))
    return np.array(cells)


def test_a_scenario_without_uncertain_numbers_is_its_own_world(compiled):
    model = compiled()
    filled, values = fill(model, 1, 0)
    assert filled is model
    assert len(values) == 0


def test_counts_are_a_beta_with_jeffreys_prior(compiled):
    model = compiled("channels.web={visitors: 9000/month, opt_in: 90 of 4500}")
    draws = worlds(model, "channel", "opt_in")[:, 0, 0]
    a, b = 90.5, 4410.5
    mean, sd = a / (a + b), math.sqrt(a * b / (a + b) ** 2 / (a + b + 1))
    assert abs(draws.mean() - mean) < 4 * sd / math.sqrt(len(draws))
    assert draws.std() == pytest.approx(sd, rel=0.1)
    assert model.channel["opt_in"][0, 0] == pytest.approx(mean)


def test_an_uncertain_win_rate_reaches_all_stages_and_classes(compiled):
    converts = worlds(compiled("stages.win_rate=10 of 40"), "stage", "converts", 50)
    products = converts.prod(axis=-1)
    assert np.ptp(products, axis=(1, 2)) == pytest.approx(np.zeros(50), abs=1e-15)
    assert len(set(products[:, 0, 0])) == 50


def test_an_uncertain_cycle_stretches_a_lognormal_by_its_median(compiled):
    settings = (
        "stages.sales_cycle=~ 40..80 days",
        "stages.first.buyer_takes=lognormal(mean=10 days; cv=1)",
    )
    model = compiled(*settings)
    fixed = compiled("stages.sales_cycle=60 days", settings[1])
    parameter = next(p for p in model.parameters if p.path == "stages.sales_cycle")
    filled, values = fill(model, 3, 5)
    cycle = values[model.parameters.index(parameter)]
    work = 2 * 3_600_000 * 168 / 40
    factor = (cycle - work) / (60 * DAY - work)
    mu = filled.stage["buyer_takes"]["a"][0, 0, 0] - fixed.stage["buyer_takes"]["a"][0, 0, 0]
    assert mu == pytest.approx(math.log(factor))
    last = filled.stage["buyer_takes"]["a"][0, 0, 1] / fixed.stage["buyer_takes"]["a"][0, 0, 1]
    assert last == pytest.approx(factor)


def test_joint_draws_take_one_row(compiled, tmp_path):
    rows = "opt_in,win\n" + "".join(f"{0.01 * i},{0.1 * i}\n" for i in range(1, 8))
    (tmp_path / "fit.csv").write_text(rows, encoding="utf-8")
    model = compiled(
        "channels.web={visitors: 9000/month, opt_in: ~ draws(fit.csv; opt_in)}",
        "stages.win_rate=~ draws(fit.csv; win)",
    )
    seen = set()
    for world in range(60):
        filled, _ = fill(model, 1, world)
        opt_in = filled.channel["opt_in"][0, 0]
        win = filled.stage["converts"][0, 0].prod()
        assert win == pytest.approx(10 * opt_in)
        seen.add(round(opt_in, 6))
    assert len(seen) == 7


def test_a_world_is_an_address(compiled):
    one = compiled("stages.win_rate=10 of 40")
    two = compiled("stages.win_rate=10 of 40", "channels.web={visitors: 1/day, opt_in: ~ 1%..9%}")
    for world in range(5):
        left, right = fill(one, 7, world)[0], fill(two, 7, world)[0]
        assert (left.stage["converts"] == right.stage["converts"]).all()
