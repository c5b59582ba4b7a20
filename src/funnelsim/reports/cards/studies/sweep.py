"""A range of one lever as curves, of two as maps."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.compare.objective import ranks_upwards
from funnelsim.experiments.contests.paired import ENOUGH
from funnelsim.experiments.figures import figure
from funnelsim.experiments.intervals import turned
from funnelsim.experiments.search.curves import TurningPoint
from funnelsim.experiments.sweep import Sweep
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.lever_axis import axis_of, lead_times, strips
from funnelsim.reports.cards.studies.parts import EACH, ends, line, triple, unit_of
from funnelsim.reports.cards.studies.sweep_maps import maps
from funnelsim.reports.pictures import Curves, Mark, Role, Unit
from funnelsim.reports.sentences import between, few
from funnelsim.reports.sweep_tables import FIGURES, HEADS
from funnelsim.reports.sweep_text import Report
from funnelsim.reports.tried import SURE, goal, short, upper

OVER = {
    "volume": "the volume of leads",
    "threshold": "the scoring threshold",
    "delay": "the delay of first calls",
    "reps": "the number of reps",
}
_ROLES: tuple[Role, ...] = ("main", "other", "luck", "ignorance")


def cards(made: Sweep) -> Iterator[Card]:
    """All cards of one sweep: the break-even, the objective, chances, customers, figures."""
    report = Report(made)
    if len(made.axes) == 2:
        yield from maps(made, report)
        return
    yield from _duel(made, report)
    yield _objective(made, report)
    yield from _chances(made, report)
    yield from _customers(made, report)
    yield from _congestion(made)
    yield _figures(made, report)


def _over(made: Sweep) -> str:
    name = made.trials.levers[0].name
    return OVER.get(name, name)


def _axis(made: Sweep) -> list[float]:
    return [values[0] for values in made.settings]


def _objective(made: Sweep, report: Report) -> Card:
    return _curve(
        made, report, made.objective, "sweep-objective",
        " ".join(report.best()),
        [*report.change(), *lead_times(made)],
    )  # fmt: skip


def _customers(made: Sweep, report: Report) -> Iterator[Card]:
    table = made.table("customers")
    if made.objective != "customers" and (table != table[0]).any():
        says = " ".join([report.peak("customers"), *report.turns("customers")])
        yield _curve(made, report, "customers", "sweep-customers", says, [])


def _curve(
    made: Sweep, report: Report, metric: str, name: str, finding: str, notes: list[str]
) -> Card:
    lever, label = made.trials.levers[0], report.tables.label(metric)
    turning = made.turning_of(metric)
    found = [made.mean(values, metric) for values in made.settings]
    picture: Curves = {
        "kind": "curves",
        "x": axis_of(lever),
        "at": _axis(made),
        "y": {"label": f"mean {label}", "unit": unit_of(metric)},
        "lines": [line(f"mean {label}", found)],
        "marks": _may_be_best(made, turning),
    }
    return Card(
        id=name,
        section="levers",
        title=f"{upper(label)} over {_over(made)}",
        finding=finding,
        caption=(
            f"Mean {label} at each value, on the same leads. {EACH} "
            + (f"No strip shows what may be best: {few(made.n)} to exclude any value."
               if turning.untold and made.n < ENOUGH else
               "Strip: values of which none is surely worse than the best; paired, so narrower "
               "than the whiskers look.")
        ),
        picture=picture,
        grid=grid(
            [(lever.name, "text"), *triple(f"mean {label}", unit_of(metric)),
             ("may be best", "text")],
            [[short(lever, value), *ends(one), value in turning.kept]
             for value, one in zip(_axis(made), found, strict=True)],
        ),
        notes=notes,
    )  # fmt: skip


def _may_be_best(made: Sweep, turning: TurningPoint) -> list[Mark]:
    """Strips of the best set; none where too few futures exclude nothing."""
    lever = made.trials.levers[0]
    if made.idle or (turning.untold and made.n < ENOUGH):
        return []
    return [*strips(lever, turning.alike, "may be best"),
            *strips(lever, turning.untold, "too few futures to exclude", "muted")]  # fmt: skip


def _chances(made: Sweep, report: Report) -> Iterator[Card]:
    """The chance of each target at every value of the lever."""
    words, lever = made.bundle.scenario.words, made.trials.levers[0]
    for i, aim in enumerate(made.model.targets):
        found = [made.chance(values, i) for values in made.settings]
        best = max(range(len(found)), key=lambda at: found[at].value or 0.0)
        told, at = goal(made.model, aim, words), report.tables.setting(made.settings[best])
        highest = f"The chance of {told} is highest at {at}"
        sure = f" ({SURE}: {between(found[best], numbers.chance)})" if found[best].ends else ""
        picture: Curves = {
            "kind": "curves",
            "x": axis_of(lever),
            "at": _axis(made),
            "y": {"label": "chance", "unit": "chance"},
            "lines": [line(f"chance of {told}", found)],
            "marks": [],
        }
        yield Card(
            id=f"sweep-chance-{i + 1}",
            section="levers",
            title=f"Chance over {_over(made)}: {told}",
            finding=f"{highest}: {numbers.chance(found[best].value)}{sure}.",
            caption=f"The share of futures that reach it, at each value. {EACH}",
            picture=picture,
            grid=grid(
                [(lever.name, "text"), *triple("chance", "chance")],
                [[short(lever, value), *ends(one)]
                 for value, one in zip(_axis(made), found, strict=True)],
            ),
        )  # fmt: skip


def _congestion(made: Sweep) -> Iterator[Card]:
    """Customers over MQL, where more MQL surely make fewer customers."""
    words = made.bundle.scenario.words
    mql = [made.mean(values, "mql").value or 0.0 for values in made.settings]
    order = sorted(range(len(mql)), key=lambda at: mql[at])
    most, turning = made.settings[order[-1]], made.turning_of("customers")
    best = made.settings.index((turning.value,))
    if most[0] in turning.kept or made.idle:
        return
    found = [made.mean(made.settings[at], "customers") for at in order]
    fewer = turned(made.less_best(most, "customers"))
    label, won = numbers.label("mql", words), numbers.label("customers", words)
    picture: Curves = {
        "kind": "curves",
        "x": {"label": label, "unit": "count"},
        "at": [mql[at] for at in order],
        "y": {"label": f"mean {won}", "unit": "count"},
        "lines": [line(f"mean {won}", found)],
        "marks": [{"axis": "x", "at": mql[best], "label": f"most {won}", "role": "good"}],
    }
    yield Card(
        id="sweep-congestion",
        section="levers",
        title=f"Where more {label} win fewer {won}",
        finding=(
            f"More {label} make fewer {won}: {numbers.count(mql[order[-1]])} {label} win "
            f"{numbers.count(fewer.value)} fewer than {numbers.count(mql[best])} do ({SURE}: "
            f"{between(fewer, numbers.count)})."
        ),
        caption=(
            f"Mean {won} over the mean number of {label} of each setting: reps that have no time "
            f"for more let leads go cold. {EACH}"
        ),
        picture=picture,
        grid=grid(
            [(made.trials.levers[0].name, "text"), (label, "count"), *triple(won, "count")],
            [[short(made.trials.levers[0], made.settings[at][0]), mql[at], *ends(one)]
             for at, one in zip(order, found, strict=True)],
        ),
    )  # fmt: skip


def _figures(made: Sweep, report: Report) -> Card:
    """All figures of all settings."""
    aims = [goal(made.model, aim, made.bundle.scenario.words) for aim in made.model.targets]
    lever = made.trials.levers[0]
    head: list[tuple[str, Unit]] = [(lever.name, "text")]
    head += [(f"chance of {aim}", "chance") for aim in aims]
    head += [(HEADS.get(name, report.tables.label(name)), unit_of(name)) for name in FIGURES]
    first, last = made.settings[0], made.settings[-1]
    return Card(
        id="sweep-figures",
        section="levers",
        title=f"All figures over {_over(made)}",
        finding=f"{_won(made, first, report)}; {_won(made, last, report)}.",
        caption="Means over all futures; first call: mean time from the hand-over.",
        picture=None,
        grid=grid(head, [
            [short(lever, values[0]),
             *(made.chance(values, i).value for i in range(len(aims))),
             *_means(made, values)]
            for values in made.settings
        ]),
    )  # fmt: skip


def _means(made: Sweep, values: tuple[float, ...]) -> list[Cell]:
    return [figure(made.figures(values), name, ())["mean"] for name in FIGURES]


def _won(made: Sweep, values: tuple[float, ...], report: Report) -> str:
    money = report.tables.show("revenue")(made.mean(values, "revenue").value)
    customers = numbers.count(made.mean(values, "customers").value)
    at = report.tables.setting(values)
    return f"{customers} {report.tables.label('customers')} and {money} of revenue at {at}"


def _duel(made: Sweep, report: Report) -> Iterator[Card]:
    """One policy less the other, where that was asked."""
    duel = made.duel
    if duel is None:
        return
    lever, by = made.trials.levers[0], report.tables.label(made.objective)
    spans = [(crossing.lo, crossing.hi) for crossing in duel.result.crossings]
    more = "more" if ranks_upwards(made.objective) else "less"
    picture: Curves = {
        "kind": "curves",
        "x": axis_of(lever),
        "at": _axis(made),
        "y": {"label": f"{by}, {duel.first} less {duel.second}", "unit": unit_of(made.objective)},
        "lines": [line(f"{duel.first} less {duel.second}", duel.differences)],
        "marks": [
            {"axis": "y", "at": 0.0, "label": "no difference", "role": "muted"},
            *strips(lever, spans, "cannot be told"),
        ],
    }
    yield Card(
        id="sweep-break-even",
        section="levers",
        title=f"Where {duel.first} beats {duel.second}",
        finding=" ".join(report.fought()),
        caption=(
            f"Future by future, on the same leads: {more} is better for {duel.first}. {EACH} "
            "Strip: all values at which neither surely leads."
        ),
        picture=picture,
        grid=grid(
            [(lever.name, "text"), *triple(f"{duel.first} less {duel.second}",
                                           unit_of(made.objective))],
            [[short(lever, value), *ends(one)]
             for value, one in zip(_axis(made), duel.differences, strict=True)],
        ),
    )  # fmt: skip
