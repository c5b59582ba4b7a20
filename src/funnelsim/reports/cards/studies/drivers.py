"""What drives an outcome: what moves it, luck or ignorance, and what knowing more is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funnelsim.experiments.drivers.result import MORE_DEALS, Drivers
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.sensitivity.tornado import Bar
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.parts import (
    EACH,
    MOST_ROWS,
    ends,
    forest,
    interval_grid,
    left_out,
    role_of,
    triple,
    unit_of,
    whisker,
)
from funnelsim.reports.drivers_text import Report, signed
from funnelsim.reports.pictures import Bars, Swing, Tornado, Whisker
from funnelsim.reports.sentences import between
from funnelsim.reports.tried import SURE, ended, upper


def cards(made: Drivers) -> Iterator[Card]:
    """All cards of one study, what moves the outcome first."""
    report = Report(made)
    yield from _moved(made, report)
    yield _split(made, report)
    yield from _shares(made, report)
    yield from _ranges(made, report)
    yield from _knowing(made, report)
    yield from _deals(made, report)
    yield from _lost(made, report)
    yield from _sobol(made, report)


def _moved(made: Drivers, report: Report) -> Iterator[Card]:
    """Every stated number a fifth down and up."""
    notes = [report.assumption(), *report.findings(), *ended(made)]
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
    yield _tornado(
        made, report, made.ranges, "drivers-ranges", "What is not known, over its range",
        f"{first.name} matters most of what is not known: over the range in which it lies with "
        f"80 %, from {first.settings[0]:.4g} to {first.settings[1]:.4g}, mean {report.label} "
        f"changes by {signed(first.swing.value, report.show)}{sure}.",
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


def _knowing(made: Drivers, report: Report) -> Iterator[Card]:
    """What it is worth to know a number before choosing a policy."""
    if not made.knowing:
        return
    yield Card(
        id="drivers-knowing",
        section="levers",
        title="What knowing is worth",
        finding=" ".join(report.worth_knowing()),
        caption=(
            "At most so much profit is gained on average by knowing a number before choosing among "
            f"the scenario as it is and {', '.join(made.policies)}. {EACH}"
        ),
        picture=forest(
            {"label": "profit gained at most", "unit": "money"},
            [whisker(name, found.value, "ignorance") for name, found in made.knowing.items()],
        ),
        grid=grid(
            [("number", "text"), *triple("worth at most", "money"), ("changes in", "chance"),
             ("no interval because", "text")],
            [[name, *ends(found.value), found.changes, _why(found.value)]
             for name, found in made.knowing.items()],
        ),
        notes=list({f"Take care: {one.warning}.": None
                    for one in made.knowing.values() if one.warning}),
    )  # fmt: skip


def _why(found: Interval) -> str | None:
    return found.reason if found.ends is None else None


def _deals(made: Drivers, report: Report) -> Iterator[Card]:
    """How far more decided deals would narrow a rate, and with it the plan."""
    if not made.known:
        return
    picture: Bars = {
        "kind": "bars",
        "categories": [known.path for known in made.known],
        "value": {"label": "uncertainty of the rate (standard deviation)", "unit": "share"},
        "series": [
            {"name": "now", "role": "muted", "values": [k.narrowing.sd_now for k in made.known]},
            {"name": f"after {MORE_DEALS} more", "role": "ignorance",
             "values": [k.narrowing.sd_then for k in made.known]},
        ],
        "stacked": False,
        "lying": True,
        "marks": [],
    }  # fmt: skip
    yield Card(
        id="drivers-deals",
        section="levers",
        title=f"What {MORE_DEALS} more decided deals would tell",
        finding=" ".join(report.deals()),
        caption=(
            "How far a rate known only as so many of so many may be off, now and after more deals "
            "are decided at the same rate."
        ),
        picture=picture,
        grid=grid(
            [("rate", "text"), ("won", "count"), ("of", "count"), ("uncertainty now", "share"),
             (f"after {MORE_DEALS} more", "share"), ("narrows the plan by", "share")],
            [[k.path, k.won, k.of, k.narrowing.sd_now, k.narrowing.sd_then, k.narrowing.narrowing]
             for k in made.known],
        ),
    )  # fmt: skip


def _lost(made: Drivers, report: Report) -> Iterator[Card]:
    """What it takes away to lose the biggest open deal."""
    lost = made.lost
    if lost is None:
        return
    chance: list[Cell] = ends(lost.chance) if lost.chance else [None] * 3
    yield Card(
        id="drivers-lost",
        section="levers",
        title="If the biggest open deal is lost",
        finding=" ".join(report.loses()),
        caption=f"Change of mean revenue of the period, on the same futures. {EACH}",
        picture=forest(
            {"label": "change of mean revenue", "unit": "money"},
            [whisker(lost.row, lost.revenue, role_of(lost.revenue))],
        ),
        grid=grid(
            [("deal", "text"), ("value", "money"), *triple("change of revenue", "money"),
             *triple("change of the chance of the first target", "share")],
            [[lost.row, lost.value, *ends(lost.revenue), *chance]],
        ),
    )  # fmt: skip


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
