"""The best setting, what the search promised, and what it honestly brings."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.optimise import Optimised
from funnelsim.experiments.search.optimum import Finalist
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.studies.lever_axis import lead_times
from funnelsim.reports.cards.studies.parts import (
    EACH,
    ends,
    forest,
    interval_grid,
    triple,
    unit_of,
    whisker,
)
from funnelsim.reports.optimise_text import Report
from funnelsim.reports.pictures import Points, Role, Unit

_ROLES: tuple[Role, ...] = ("muted", "good", "main")

Rows = list[tuple[Finalist, Interval, Interval]]
"""Finalists with what the search promised and what they bring on futures of their own."""


def cards(made: Optimised) -> Iterator[Card]:
    """The winner, then the finalists."""
    report = Report(made)
    unit: Unit = "chance" if report.of_chance else unit_of(made.objective)
    yield _winner(made, report, unit)
    yield from _finalists(made, report, unit)


def _winner(made: Optimised, report: Report, unit: Unit) -> Card:
    """What the search promised beside what futures of its own say."""
    promised = made.of_sign(made.result.search_value)
    honest = made.of_sign(made.result.honest_value)
    gain = made.of_sign(made.gain)
    rows = [("promised by the search", promised), ("on futures of its own", honest)]
    if honest.value is not None and gain.value is not None:
        rows.append(("as it is, on the same futures", Interval(honest.value - gain.value)))
    luck = made.result.shrinkage
    return Card(
        id="optimise-winner",
        section="levers",
        title=f"The best setting by {report.label}",
        finding=" ".join(report.headline()),
        caption=(
            "The best of many noisy means tends to be too good: the search promised the first "
            "value. On futures that nobody had looked at the winner brings the second. "
            f"{EACH}"
        ),
        picture=forest(
            {"label": report.label, "unit": unit},
            [whisker(name, found, role) for (name, found), role in
             zip(rows, _ROLES, strict=False)],
            zero=None,
        ),
        grid=interval_grid(
            "", [(report.label, unit)],
            [*((name, [found]) for name, found in rows),
             ("more than as it is", [gain]), ("luck of the search", [luck])],
        ),
        notes=[*report.honesty(), *report.change(), *lead_times(made)],
    )  # fmt: skip


def _finalists(made: Optimised, report: Report, unit: Unit) -> Iterator[Card]:
    """The finalists: promised by the search, and on common futures that it had not seen."""
    if not made.result.finalists:
        return
    rows = [(one, made.of_sign(one.search), made.of_sign(one.second))
            for one in made.result.finalists]  # fmt: skip
    alike = len(made.result.best_set)
    first = f"{report.setting(rows[0][0].design)} brings {report.show(rows[0][2].value)}"
    yield Card(
        id="optimise-finalists",
        section="levers",
        title="The finalists",
        finding=(
            f"{first}; {alike} of {len(rows)} finalists may be the best."
            if alike > 1 else f"{first}, surely more than the {len(rows) - 1} other finalists."
            if len(rows) > 1 else f"{first}."
        ),
        caption=(
            f"Mean {report.label} of each on the same {made.n:,} futures, which the search has not "
            f"seen. Green: no other is surely better. {EACH}"
        ),
        picture=forest(
            {"label": f"mean {report.label}", "unit": unit},
            [whisker(report.setting(one.design), second, "good" if one.in_best_set else "muted")
             for one, _, second in rows],
            zero=None,
        ),
        grid=grid(
            [("setting", "text"), *triple("mean", unit), *triple("search", unit),
             ("may be best", "text")],
            [[report.setting(one.design), *ends(second), *ends(search), one.in_best_set]
             for one, search, second in rows],
        ),
    )  # fmt: skip
    yield _promises(report, unit, rows)


def _promises(report: Report, unit: Unit, rows: Rows) -> Card:
    """Search value against the value on futures of the finalists' own."""
    points = [
        (str(i), search.value, second.value)
        for i, (_, search, second) in enumerate(rows, 1)
        if search.value is not None and second.value is not None
    ]
    lucky = sum(promised > found for _, promised, found in points)
    picture: Points = {
        "kind": "points",
        "x": {"label": f"mean {report.label}, promised by the search", "unit": unit},
        "y": {"label": "on futures that it had not seen", "unit": unit},
        "points": [
            {"label": name, "x": promised, "y": found,
             "role": "good" if rows[int(name) - 1][0].in_best_set else "muted"}
            for name, promised, found in points
        ],
        "frontier": [],
    }  # fmt: skip
    return Card(
        id="optimise-promises",
        section="levers",
        title="What the search promised, and what came",
        finding=f"{lucky} of {len(points)} finalists fell short of what the search promised.",
        caption=(
            "Each dot is a finalist, by its place. What a search promises of its best is partly "
            "luck: the choice has to rest on other futures."
        ),
        picture=picture,
        grid=grid(
            [("place", "text"), ("setting", "text"), ("promised", unit), ("mean", unit)],
            [[name, report.setting(rows[int(name) - 1][0].design), promised, found]
             for name, promised, found in points],
        ),
    )  # fmt: skip
