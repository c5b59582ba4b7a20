"""Reports in a real browser: painted, alone, readable, reachable, the same numbers as the JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gallery
import page_cases as pages
from funnelsim.reports.html.page import render

pytest.importorskip("playwright.sync_api", reason="needs pip install '.[browser]'")

WIDTHS = (390, 800, 1440)
LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8").partition("\n")[2]
LARGEST = 1_500_000
"""Bytes of a page."""

SERIOUS = ("serious", "critical")
PAPER = 690
"""Pixels of A4 between margins of 1 cm, at 96 to the inch."""


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Makes a run folder once, by its name."""
    known = {}

    def folder(name):
        if name not in known:
            place = tmp_path_factory.mktemp(name.replace(" ", "-"))
            if name == "many":
                known[name] = pages.many(place)
            elif name in pages.VERBS:
                known[name] = pages.of_verb(name, place / "run")
            else:
                known[name] = pages.edge(name, place)
        return known[name]

    return folder


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory):
    """A page with every kind of picture, twice, under names that are markup."""
    file = tmp_path_factory.mktemp("gallery") / "report.html"
    reports = [gallery.report(), gallery.report("another", "JPY")]
    file.write_text(render(reports), encoding="utf-8")
    return file


CASES = (*pages.VERBS, *pages.EDGES, "many")


@pytest.mark.parametrize("name", CASES)
def test_everything_is_painted_and_nothing_overlaps(name, made, visit):
    page = made(name) / "report.html"
    for width in WIDTHS:
        seen = visit(page, width)
        assert seen.page.evaluate(LOOKS) == [], width
        assert seen.errors == []
        assert seen.asked == []
    assert page.stat().st_size < LARGEST
    assert seen.page.locator(".chart").count() == int(
        seen.page.locator("html").get_attribute("data-painted")
    )


def test_names_are_text(made, visit):
    seen = visit(made("hostile") / "report.html")
    assert "<script>alert(1)</script>" in seen.page.locator("h1").inner_text()
    assert seen.page.locator("b, img, script[src]").count() == 0
    assert seen.page.locator("script").count() == 3  # the library, the numbers, the painter
    assert "</script <img src" in seen.page.locator("main").inner_text()
    assert "קמפיין חורף 🚀" in seen.page.locator("main").inner_text()


def test_every_kind_of_picture_stands_names_of_any_sort(every_kind, visit):
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            seen = visit(every_kind, width, scheme)
            assert seen.page.evaluate(LOOKS) == [], (width, scheme)
            assert seen.errors == []
            assert seen.asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["run", "cold", "compare", "hostile"])
def test_axe_finds_nothing_serious(name, scheme, made, visit):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    seen = visit(made(name) / "report.html", 800, scheme)
    seen.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    found = axe.Axe().run(seen.page).response["violations"]
    told = [(one["id"], one["nodes"][0]["target"]) for one in found if one["impact"] in SERIOUS]
    assert told == []


def test_dark_is_chosen_by_the_system_or_by_hand(made, visit):
    page = made("cold") / "report.html"
    paper = "getComputedStyle(document.body).backgroundColor"
    light = visit(page).page.evaluate(paper)
    seen = visit(page, scheme="dark")
    dark = seen.page.evaluate(paper)
    assert dark != light
    seen.page.get_by_role("button", name="Light or dark").click()
    assert seen.page.evaluate(paper) == light
    assert seen.page.evaluate(LOOKS) == []


def test_the_keyboard_reaches_everything(made, visit):
    seen = visit(made("compare") / "report.html")
    wanted = seen.page.evaluate(
        "[...document.querySelectorAll('a, button, summary, [tabindex]')]"
        ".filter((one) => one.checkVisibility()).map((one) => one.textContent)"
    )
    reached = []
    for _ in wanted:
        seen.page.keyboard.press("Tab")
        reached.append(seen.page.evaluate("document.activeElement.textContent"))
        shape = "getComputedStyle(document.activeElement).outlineStyle"
        assert seen.page.evaluate(shape) != "none"
    assert reached == wanted
    seen.page.keyboard.press("Enter")  # the last one is a table
    assert seen.page.evaluate("document.activeElement.parentElement.open") is True
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className").startswith("scroll")


def test_tables_say_what_the_json_says(made, visit):
    folder = made("run")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    shown = visit(folder / "report.html").page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('article')].map((one) =>
            [one.id, [...one.querySelectorAll('tbody tr')].map((row) =>
                [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent))]))"""
    )
    for card in report["cards"]:
        rows = card["grid"]["rows"] if card["grid"] else []
        assert len(shown[card["id"]]) == min(len(rows), 600)
        for row, found in zip(rows, shown[card["id"]], strict=False):
            for cell, text in zip(row, found, strict=True):
                if isinstance(cell, float):
                    assert float(text) == cell
                elif isinstance(cell, str):
                    assert text == cell

    forecast = json.loads((folder / "forecast.json").read_text(encoding="utf-8"))
    chances = next(card for card in report["cards"] if card["id"] == "targets")["grid"]["rows"]
    assert [row[1] for row in chances][: len(forecast["targets"])] == [
        target["probability"] for target in forecast["targets"]
    ]


def test_paper_shows_whole_charts_on_white(made, visit):
    seen = visit(made("cold") / "report.html", 1440, "dark")
    pdf = seen.page.pdf(format="A4", margin=dict.fromkeys(("left", "right", "top"), "1cm"))
    assert pdf.startswith(b"%PDF")
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"  # and back
    seen = visit(made("cold") / "report.html", 1440)
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": PAPER, "height": 1000})
    beyond = seen.page.evaluate(
        """(paper) => [...document.querySelectorAll('.chart svg')].filter((svg) => {
            const at = svg.getBoundingClientRect();
            return at.right > paper + 1 || at.width < 100 ||
                at.bottom > svg.closest('article').getBoundingClientRect().bottom + 1;
        }).length"""
        , PAPER
    )  # fmt: skip
    assert beyond == 0


def test_runs_stand_side_by_side(made, visit, tmp_path):
    from funnelsim.reports.rebuilt import write_page

    page = write_page([made("run"), made("yen"), made("cold")], tmp_path / "all.html")
    for width in WIDTHS:
        seen = visit(page, width)
        assert seen.page.evaluate(LOOKS) == []
        assert seen.errors == []
    assert seen.page.locator("h1").count() == 3
    assert seen.page.locator("#side-by-side tbody tr").count() > 5
    assert page.stat().st_size < LARGEST
