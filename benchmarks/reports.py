"""What a report costs after a run: seconds to build it, bytes, seconds until it is painted."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.table import Table, amount
from funnelsim import cold, compare, load, run
from funnelsim.reports.html.page import render
from funnelsim.reports.manifest import beginning, manifest
from funnelsim.reports.report import report_of

FLAGSHIP = "scenarios/industrial-b2b.yaml"
TURNS = 5


def tables() -> list[Table]:
    whole = load(FLAGSHIP)
    made: Mapping[str, Any] = {
        "run, 1,000 futures": run(whole, 1000, seed=7),
        "cold, 20 futures": cold(whole, 20, seed=7),
        "compare, 6 policies, 100 futures": compare(whole, None, 100, seed=7),
    }
    rows, pages = [], {}
    for name, one in made.items():
        verb = name.partition(",")[0]
        data = manifest(beginning(one, dt.datetime(2027, 1, 4), verb), one.replications, {})
        one.data  # noqa: B018 - not part of the report
        built = _best(lambda one=one, data=data: report_of(one, data))
        report = report_of(one, data)
        rendered = _best(lambda report=report: render([report]))
        pages[name] = render([report])
        size = len(pages[name].encode()) / 1e6
        charts = sum(card["picture"] is not None for card in report["cards"])
        rows.append([name, str(charts), amount(built), amount(rendered), amount(size)])
    painted = _painted(list(pages.values()))
    return [
        Table(
            "Reports of the flagship",
            ["run", "charts", "cards, s", "page, s", "MB", "painted, s"],
            [[*row, amount(seconds) if seconds else "-"]
             for row, seconds in zip(rows, painted, strict=True)],
            "Cards and page: wall time of one process after the run, the best of "
            f"{TURNS}. Painted: from the request until all charts are drawn, headless Chromium, "
            "1,200 pixels, the best of as many; a dash where there is none (extra `browser`).",
        )
    ]  # fmt: skip


def _best(work: Callable[[], object]) -> float:
    return min(_took(work) for _ in range(TURNS))


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _painted(pages: Sequence[str]) -> list[float | None]:
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return [None] * len(pages)
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 1200, "height": 900})

        def show(file: Path) -> None:
            view.goto(file.as_uri())
            view.wait_for_selector("html[data-painted]")

        found = []
        for i, page in enumerate(pages):
            file = Path(folder) / f"{i}.html"
            file.write_text(page, encoding="utf-8")
            found.append(_best(lambda file=file: show(file)))
        browser.close()
    return found
