"""Figures of results: the numbers are those of the result, the names those of the report."""

import numpy as np
import pytest

import funnelsim as fs

pytest.importorskip("matplotlib", reason="needs the extra plot: pip install '.[plot]'")

from matplotlib.axes import Axes
from matplotlib.figure import Figure


@pytest.fixture(scope="module")
def year():
    """A year with targets, teams and enough futures for intervals."""
    return fs.run(fs.load("scenarios/overload.yaml"), 40, 7, threads=1)


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)


@pytest.fixture(scope="module")
def swept():
    return fs.sweep(fs.load("scenarios/first-screen.yaml"), ["volume=x0.5..x2:3"], 4, 7, threads=1)


def test_a_fan_ends_where_the_futures_end(tiny_forecast):
    ax = fs.plot.fan(tiny_forecast, of="customers")
    line = max(ax.lines, key=lambda one: len(one.get_xdata()))
    ends = np.sort(tiny_forecast.column("customers"))
    last = line.get_ydata()[-1]
    assert ends[0] <= last <= ends[-1]
    assert (ends <= last).mean() >= 0.5
    assert ((ends < last).mean()) <= 0.5


def test_a_distribution_holds_all_futures(tiny_forecast):
    ax = fs.plot.distribution(tiny_forecast, of="customers")
    values = ax.patches[0].get_data().values
    assert values.sum() == pytest.approx(1)
    assert all((v * tiny_forecast.n) == pytest.approx(round(v * tiny_forecast.n)) for v in values)


def test_a_waterfall_has_the_loss_of_the_price(tiny_cold):
    ax = fs.plot.waterfall(tiny_cold)
    actual, twin = (float(world.mean()) for world in tiny_cold.money())
    ends = [bar.get_x() + bar.get_width() for bar in ax.patches]
    assert ends[0] == pytest.approx(twin)
    assert ends[-1] == pytest.approx(actual)


def test_the_price_of_delay_is_that_of_the_study(tiny_cold):
    line = max(fs.plot.delay(tiny_cold).lines, key=lambda one: len(one.get_xdata()))
    found = [money.value for _, money, _ in tiny_cold.delay_price()]
    assert line.get_ydata().tolist() == pytest.approx(found)


def test_a_forest_has_the_differences_of_the_contest(tiny_contest):
    ax = fs.plot.forest(tiny_contest)
    shown = {one.get_xdata()[0] for one in ax.lines if one.get_marker() == "o"}
    found = {tiny_contest.difference(i, tiny_contest.objective).value for i in (1, 2, 3)}
    assert shown == found


def test_a_threshold_curve_has_the_means_of_the_sweep(swept):
    ax = fs.plot.threshold(swept)
    line = max(ax.lines, key=lambda one: len(one.get_xdata()))
    assert line.get_ydata().tolist() == pytest.approx(
        swept.table(swept.objective).mean(axis=1).tolist()
    )


def test_the_week_of_a_team(year):
    ax = fs.plot.hours(year, team="sales")
    assert ax.get_figure().axes[1].get_ylabel() == "waiting on average"
    with pytest.raises(fs.UsageError, match="there is no team 'cats'; choose one of sales"):
        fs.plot.hours(year, team="cats")


def test_the_funnel_and_any_other_card(year):
    assert isinstance(fs.plot.funnel(year), Axes)
    mine = Figure().add_subplot()
    assert fs.plot.card(year, "unit-economics", mine) is mine
    assert mine.get_title("left")
    with pytest.raises(fs.UsageError, match=r"no picture 'cats'; it has targets, revenue-dist"):
        fs.plot.card(year, "cats")


def test_a_tornado_shows_what_is_not_known_or_else_what_is(monkeypatch):
    from funnelsim.reports import plot

    asked = []
    monkeypatch.setattr(plot, "card", lambda result, name, ax: asked.append(name))

    class Found:
        ranges = ("something",)

    class Sure:
        ranges = ()

    plot.tornado(Found())
    plot.tornado(Sure())
    plot.tornado(Found(), of="moved")
    assert asked == ["drivers-ranges", "drivers-moved", "drivers-moved"]


def test_a_notebook_shows_the_figure(tiny_forecast):
    ax = fs.plot.fan(tiny_forecast)
    png, size = ax._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert size == {"width": 700, "height": 400}
    assert png == ax._repr_png_()[0]
