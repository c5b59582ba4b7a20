"""What notebooks show of a result: true numbers, plain names, charts that are well-formed."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from funnelsim import svg
from funnelsim.experiments.cold.price import cold
from funnelsim.experiments.compare.contest import compare
from funnelsim.experiments.forecast import forecast
from funnelsim.scenario.load import load

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<b>'&\"$x$\u202e\U0001f680 " + "y" * 200


def chart(result):
    """The chart of a result, parsed; there is one at most."""
    found = re.findall(r"<svg .*?</svg>", result._repr_html_(), re.DOTALL)
    assert len(found) <= 1
    return ElementTree.fromstring(found[0]) if found else None


def written(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def rectangles(root):
    return [tuple(float(node.get(key)) for key in ("x", "y", "width", "height"))
            for node in root.iter(f"{SVG}rect")]  # fmt: skip


@pytest.fixture(params=["tiny_forecast", "tiny_cold", "tiny_contest"])
def result(request):
    return request.getfixturevalue(request.param)


def test_charts_are_told_to_those_who_cannot_see_them(result):
    root = chart(result)
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.find(f"{SVG}title").text
    assert root.get("viewBox").split()[2:] == [root.get("width"), root.get("height")]


def test_charts_take_the_ink_of_the_page(result):
    root = chart(result)
    assert {node.get("fill") for node in root.iter(f"{SVG}text")} == {"currentColor"}
    assert not root.findall(f".//{SVG}style")


def test_nothing_is_cut_off(result):
    root = chart(result)
    width, height = (float(root.get(key)) for key in ("width", "height"))
    for x, y, w, h in rectangles(root):
        assert -0.1 <= x <= x + w <= width + 0.1
        assert 0 <= y <= y + h <= height


def test_no_scripts_no_numbers_that_are_none(result):
    text = result._repr_html_()
    assert not re.search(r"<script|NaN|\bnan\b|\binf\b|None", text)


def test_the_distribution_holds_all_futures(tiny_forecast):
    root = chart(tiny_forecast)
    bars = rectangles(root)
    tallest = max(h for *_, h in bars)
    values = tiny_forecast.aims[0].values
    # The least share that a bar may stand for is that of one future.
    shares = [h / tallest for *_, h in bars]
    unit = min(shares)
    counts = [round(share / unit) for share in shares]
    assert len(values) % sum(counts) == 0
    target = tiny_forecast.aims[0].target
    assert f"target {target.value:g}" in written(root)


def test_the_waterfall_leads_from_the_twin_to_what_is(tiny_cold):
    root = chart(tiny_cold)
    actual, twin = (world.mean() for world in tiny_cold.money())
    bars = rectangles(root)
    longest = max(bars[0][2], bars[-1][2])
    scale = longest / max(actual, twin)
    assert bars[0][2] == pytest.approx(twin * scale, abs=1)
    assert bars[-1][2] == pytest.approx(actual * scale, abs=1)
    words = written(root)
    assert f"{twin:,.0f}" in words
    assert f"{actual:,.0f}" in words
    assert sum(player.fair.value for player in tiny_cold.attribution()) == pytest.approx(
        twin - actual
    )


def test_the_forest_has_every_policy_but_the_baseline(tiny_contest):
    words = written(chart(tiny_contest))
    assert {"quick", "idle", "quick+idle"} <= set(words)
    assert tiny_contest.names[0] not in words
    gain = tiny_contest.difference(1, "profit")
    assert any(text.startswith(f"{gain.value:,.0f}") for text in words)
    assert any("identical" in text for text in words)  # the idle policy


def test_the_table_has_every_mechanism(tiny_cold):
    text = tiny_cold._repr_html_()
    for player in tiny_cold.attribution():
        assert f"<th>{player.mechanism}</th><td>{player.fair.value:,.0f}</td>" in text


@pytest.mark.parametrize("study", [forecast, cold])
def test_one_future_is_shown_without_intervals(tiny, study):
    text = study(tiny, 1, threads=1)._repr_html_()
    assert "one replication has no interval" in text or " to " not in text


def test_names_are_plain_text(tiny, tiny_contest):
    nasty = load(text=tiny.document.text.replace("name: Tiny", "name: '<b>&'"), name="a.yaml")
    text = forecast(nasty, 2, threads=1)._repr_html_()
    assert "&lt;b&gt;&amp;" in text
    models = dict(zip([NASTY, *tiny_contest.names[1:]], tiny_contest.models, strict=True))
    renamed = replace(tiny_contest, contestants=replace(tiny_contest.contestants, models=models))
    assert "<b>'" not in renamed._repr_html_().replace("<p><b>", "")
    assert chart(renamed) is not None


def test_many_policies_stay_readable(tiny):
    many = compare(tiny, ["quick", "idle", "quick+idle"], 3, threads=1)
    assert len(written(chart(many))) == 1 + 2 * 3


class TestCharts:
    def test_a_long_name_is_shortened(self):
        text = svg.forest("t", [svg.Row("n" * 80, 1.0, None, "1")])
        assert f"{'n' * 25}…" in text
        assert "n" * 27 not in text

    def test_whiskers_end_where_the_interval_does(self):
        rows = [svg.Row("a", 5.0, [0.0, 10.0], "5"), svg.Row("b", 2.5, [0.0, 5.0], "2.5")]
        root = ElementTree.fromstring(svg.forest("t", rows))
        lines = [node for node in root.iter(f"{SVG}line") if node.get("stroke-width")]
        one, other = ([float(line.get(key)) for key in ("x1", "x2")] for line in lines)
        assert other[1] - other[0] == pytest.approx((one[1] - one[0]) / 2, abs=0.1)
        (dot, _) = root.iter(f"{SVG}circle")
        assert float(dot.get("cx")) == pytest.approx(sum(one) / 2, abs=0.1)

    def test_parts_hang_from_the_step_before(self):
        steps = [svg.Step("all", 10.0, True, ""), svg.Step("less", -4.0, False, ""),
                 svg.Step("rest", 6.0, True, "")]  # fmt: skip
        whole, part, rest = rectangles(ElementTree.fromstring(svg.waterfall("t", steps)))
        assert part[0] + part[2] == pytest.approx(whole[0] + whole[2], abs=0.1)
        assert part[0] == pytest.approx(rest[0] + rest[2], abs=0.1)
        assert part[2] == pytest.approx(0.4 * whole[2], abs=0.1)

    @pytest.mark.parametrize("value", [0.0, 7.0])
    def test_nothing_to_compare_with_is_drawn_too(self, value):
        for text in (
            svg.forest("t", [svg.Row("a", value, None, "")], zero=None),
            svg.forest("t", []),
            svg.waterfall("t", [svg.Step("a", value, True, "")]),
            svg.distribution("t", [value, value + 1], [1.0], str, (value, "target")),
        ):
            assert "nan" not in text
            ElementTree.fromstring(text)
