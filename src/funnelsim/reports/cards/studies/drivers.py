"""What drives an outcome: what moves it, luck or ignorance, and what knowing more is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funnelsim.experiments.drivers.result import Drivers
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.sensitivity.tornado import Bar
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.studies.drivers_worth import deals, knowing, lost
from funnelsim.reports.cards.studies.parts import (
    EACH,
    MOST_ROWS,
    ends,
    forest,
    interval_grid,
    left_out,
    triple,
    unit_of,
    whisker,
)
from funnelsim.reports.drivers_text import Report, signed
from funnelsim.reports.pictures import Bars, Swing, Tornado, Whisker
from funnelsim.reports.sentences import between, may_be_zero
from funnelsim.reports.tried import SURE, upper


def cards(made: Drivers) -> Iterator[Card]:
    """All cards of one study, what moves the outcome first."""
    report = Report(made)
    yield from _moved(made, report)
    yield _split(made, report)
    yield from _shares(made, report)
    yield from _ranges(made, report)
    yield from knowing(made, report)
    yield from deals(made, report)
    yield from lost(made, report)
    yield from _sobol(made, report)


def _moved(made: Drivers, report: Report) -> Iterator[Card]:
    """Every stated number a fifth down and up."""
    notes = list(report.findings())
    if made.moved:
        yield _tornado(
            made, report, made.moved, "drivers-moved", "A fifth less, a fifth more",
            report.strongest(),
            "Each number times 0.8 and times 1.2: how hard it reacts, whether or not the number is "
            "known well.", notes,
        )  # fmt: skip


def _ranges(made: Drivers, report: Report) -> Iterator[Card]:
    """Every uncertain number over its range."""
    if not made.ranges:
        return
    first = made.ranges[0]
    sure = f" ({SURE}: {between(first.swing, report.show)})" if first.swing.ends else ""
    says = f"{first.name} matters most of what is not known"
    if may_be_zero(first.swing):
        says = f"Nothing that is not known surely matters, {first.name} perhaps"
    yield _tornado(
        made, report, made.ranges, "drivers-ranges", "What is not known, over its range",
        f"{says}: over the range in which it lies with 80 %, from {first.settings[0]:.3g} to "
        f"{first.settings[1]:.3g}, mean {report.label} changes by "
        f"{signed(first.swing.value, report.show)}{sure}.",
        "Each uncertain number over the range in which it lies with 80 %: what is not known.", [],
    )  # fmt: skip


def _tornado(
    made: Drivers, report: Report, bars: Sequence[Bar], name: str, title: str, finding: str,
    says: str, notes: list[str],
) -> Card:  # fmt: skip
    shown, unit = bars[:MOST_ROWS], unit_of(made.metric)
    picture: Tornado = {
        "kind": "tornado",
        "x": {"label": f"change of mean {report.label}", "unit": unit},
        "rows": [_swing(bar) for bar in shown],
    }
    return Card(
        id=name,
        section="levers",
        title=f"{title}: {report.label}",
        finding=finding,
        caption=f"{says} Change of mean {report.label} against the scenario as it is.",
        picture=picture,
        grid=grid(
            [("number", "text"), ("low setting", "number"), ("high setting", "number"),
             *triple("low", unit), *triple("high", unit), *triple("high less low", unit)],
            [[bar.name, *bar.settings, *ends(bar.low), *ends(bar.high), *ends(bar.swing)]
             for bar in bars],
        ),
        notes=[*notes, *left_out(len(bars), len(shown), "numbers")],
    )  # fmt: skip


def _swing(bar: Bar) -> Swing:
    low, high = (
        (f"{value:.4g}" for value in bar.settings) if bar.kind != "±20 %"
        else ("20 % less", "20 % more")
    )  # fmt: skip
    return {
        "label": bar.name,
        "low": bar.low.value or 0.0,
        "high": bar.high.value or 0.0,
        "low_label": low,
        "high_label": high,
    }


def _split(made: Drivers, report: Report) -> Card:
    """Luck and ignorance as parts of one bar."""
    parts = made.split
    rows: list[tuple[str, Interval]] = []
    if parts is not None and parts.luck.value is not None:
        rows = [("luck", parts.luck), ("not knowing better", parts.ignorance)]
    picture: Bars | None = None
    if rows:
        picture = {
            "kind": "bars",
            "categories": [f"variance of {report.label}"],
            "value": {"label": "share of the variance", "unit": "share"},
            "series": [
                {"name": rows[0][0], "role": "luck", "values": [rows[0][1].value]},
                {"name": rows[1][0], "role": "ignorance", "values": [rows[1][1].value]},
            ],
            "stacked": True,
            "lying": True,
            "marks": [],
        }
    if rows and made.pairs is not None:
        rows.append(("not knowing better, by pairs", made.pairs))
    return Card(
        id="drivers-split",
        section="levers",
        title=f"Luck or ignorance: {report.label}",
        finding=report.luck(),
        caption=(
            "Luck would remain if every uncertain number were known. Lumpiness and the market "
            "count as luck."
        ),
        picture=picture,
        grid=interval_grid(
            "part", [("share", "share")], [(upper(name), [found]) for name, found in rows]
        ) if rows else None,
    )  # fmt: skip


def _shares(made: Drivers, report: Report) -> Iterator[Card]:
    """Ignorance by number, where there are several."""
    if made.split is None or len(made.split.parts) < 2 or made.split.luck.value is None:
        return
    rows = sorted(made.split.parts.items(), key=lambda item: -(item[1].value or 0.0))
    name, first = rows[0]
    shown = rows[:MOST_ROWS]
    yield Card(
        id="drivers-shares",
        section="levers",
        title="What it is that is not known",
        finding=(
            f"{name} alone makes {numbers.share(first.value, 0)} of the variance of {report.label}"
            + (f" ({SURE}: {between(first, _percent)})." if first.ends else ".")
        ),
        caption=f"Shares of the variance; luck is not among them. {EACH}",
        picture=forest(
            {"label": "share of the variance", "unit": "share"},
            [whisker(part, found, "ignorance") for part, found in shown],
        ),
        grid=interval_grid(
            "number", [("share", "share")], [(part, [found]) for part, found in rows]
        ),
        notes=list(left_out(len(rows), len(shown), "numbers")),
    )  # fmt: skip


def _percent(value: float) -> str:
    return numbers.share(value, 0)


def _sobol(made: Drivers, report: Report) -> Iterator[Card]:
    """Sobol indices."""
    if not made.sobol:
        return
    rows = sorted(made.sobol.items(), key=lambda item: -(item[1].total.value or 0.0))
    shown = rows[: MOST_ROWS // 2]
    whiskers: list[Whisker] = []
    for name, index in shown:
        whiskers += [
            whisker(f"{name}, alone", index.first, "other"),
            whisker(f"{name}, with others", index.total, "ignorance"),
        ]
    name, first = rows[0]
    yield Card(
        id="drivers-sobol",
        section="levers",
        title="Numbers alone and together (Sobol)",
        finding=(
            f"{name}, with all it does together with others, makes "
            f"{numbers.share(first.total.value, 0)} of the variance of mean {report.label}; alone "
            f"{numbers.share(first.first.value, 0)}."
        ),
        caption=(
            f"Shares of the variance of mean {report.label} over the uncertain numbers, with luck "
            f"held the same. {EACH}"
        ),
        picture=forest({"label": "share of the variance", "unit": "share"}, whiskers),
        grid=interval_grid(
            "number", [("alone", "share"), ("with others", "share")],
            [(name, [index.first, index.total]) for name, index in rows],
        ),
        notes=list(left_out(len(rows), len(shown), "numbers")),
    )  # fmt: skip
