"""The page of reports without a browser: alone, escaped, the same bytes, numbers in tables."""

import html
import json
import re

import pytest

import gallery
from funnelsim.reports.html.options import options
from funnelsim.reports.html.page import MOST_ROWS, render
from funnelsim.reports.pictures import KINDS


def charts_of(page):
    found = re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.S)
    return json.loads(found[1])["charts"]


@pytest.fixture(scope="module")
def page():
    return render([gallery.report()])


def without_library(page):
    start = page.index("<script>/*!")
    return page[:start] + page[page.index("</script>", start) :]


def test_every_kind_of_picture_is_in_the_gallery():
    assert {picture["kind"] for picture in gallery.PICTURES.values()} == set(KINDS)


@pytest.mark.parametrize("name", gallery.PICTURES)
def test_options_are_json_with_every_number_of_the_picture(name):
    picture = gallery.PICTURES[name]
    made = options(picture, "USD")
    text = json.dumps(made, allow_nan=False)
    assert made["height"] > 100
    numbers = set(re.findall(r"-?\d+\.\d{3,}", json.dumps(picture)))
    # A waterfall is drawn from running sums, uneven hours are written: both are looked at below.
    if name not in ("steps", "delay"):
        assert all(number in text for number in numbers)


def test_nothing_is_asked_of_a_network(page):
    own = without_library(page)
    assert "http" not in own.replace('http-equiv="Content-Security-Policy"', "")
    assert "default-src 'none'" in own
    assert not re.search(r"\b(src|href)=\"(?!#|data:)", own)


def test_names_are_escaped_everywhere(page):
    own = without_library(page)
    assert "<script>alert" not in own
    assert own.count("</script>") == 3
    assert html.escape(gallery.SCRIPT, quote=False) in own.replace("&#39;", "'")
    assert gallery.RIGHT in own


def test_the_same_reports_give_the_same_bytes(page):
    assert render([gallery.report()]) == page


def test_a_number_is_in_its_cell_raw_and_written(page):
    assert '<td data-value="12345.678">$12.3k</td>' in page
    assert '<td data-value="0.14285714285714285">14 %</td>' in page


def test_what_has_changed_is_marked(page):
    assert re.search(r"<tr class=changed>\s*<th[^>]*>shelf_life", page)
    assert len(re.findall("<tr class=changed>", page)) == 1


def test_every_chart_says_what_it_is_and_has_its_table(page):
    for name in gallery.PICTURES:
        article = re.search(rf'<article id="{name}".*?</article>', page, re.S)[0]
        assert 'role="img" aria-label="About' in article
        assert "<details><summary>The numbers" in article
        assert f"{name}-chart" in charts_of(page)


def test_very_long_tables_say_what_they_leave_out():
    report = gallery.report()
    card = report["cards"][0]
    card["grid"]["rows"] = [["x", 1.0, 0.5]] * (MOST_ROWS + 7)
    page = render([report])
    assert f"first {MOST_ROWS} rows of {MOST_ROWS + 7}" in page


def test_cards_of_the_same_name_stand_beside_each_other():
    page = render([gallery.report("first"), gallery.report("second", "JPY")])
    both = re.findall(r'<div class="beside">(.*?)</div></section>|<div class="beside">', page, re.S)
    assert len(both) == len(gallery.PICTURES) + 1  # and the table of the scenario
    assert {"fan-1-chart", "fan-2-chart"} <= set(charts_of(page))
    assert charts_of(page)["fan-2-chart"]["currency"] == "JPY"
    assert "¥12.3k" in page
    assert "$12.3k" in page


def test_a_part_hangs_from_the_level_before_it():
    made = options(gallery.PICTURES["steps"], "USD")
    bars = [one["value"][1:] for one in made["series"][0]["data"]]
    assert bars == [
        [0, 900_000], [900_000, 700_000], [700_000, 580_000], [580_000, 610_000],
        [610_000, 520_000], [0, 520_000],
    ]  # fmt: skip


def test_uneven_hours_are_names():
    made = options(gallery.PICTURES["delay"], "USD")
    assert made["xAxis"]["data"] == [
        "0 min", "5 min", "15 min", "1.0 h", "4.0 h", "24 h", "2.0 days", "5.0 days"
    ]  # fmt: skip
    marks = made["series"][-1]
    assert marks["markLine"]["data"][0]["xAxis"] == "4.0 h"
    assert [side["xAxis"] for side in marks["markArea"]["data"][0]] == ["24 h", "2.0 days"]


def test_hours_have_the_steps_of_clocks():
    picture = {
        "kind": "forest", "x": {"label": "wait", "unit": "hours"}, "zero": 0,
        "rows": [{"label": "a", "value": 24.0, "ends": [2.0, 130.0], "role": "main"}],
    }  # fmt: skip
    assert options(picture, "USD")["xAxis"]["interval"] == 24
    picture["rows"][0]["ends"] = [0.01, 1.9]
    picture["rows"][0]["value"] = 1.0
    assert options(picture, "USD")["xAxis"]["interval"] == 0.5
