"""Two levers at once: maps of an outcome over both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funnelsim.experiments.contests.paired import ENOUGH
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.levers.trials import Values
from funnelsim.experiments.sweep import Sweep
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.studies.lever_axis import NAMES, lead_times
from funnelsim.reports.cards.studies.parts import ends, triple, unit_of
from funnelsim.reports.pictures import Heat, Unit
from funnelsim.reports.sentences import few
from funnelsim.reports.sweep_tables import excluded
from funnelsim.reports.sweep_text import Report
from funnelsim.reports.tried import goal, short, upper


def maps(made: Sweep, report: Report) -> Iterator[Card]:
    """The objective, then the chance of each target."""
    label = report.tables.label(made.objective)
    means = {values: made.mean(values, made.objective) for values in made.settings}
    yield _map(
        made, "sweep-objective", upper(label), " ".join(report.best()),
        f"mean {label}", unit_of(made.objective), means,
        _framed(made), [*report.findings(), *lead_times(made)], framed=True,
    )  # fmt: skip
    words = made.bundle.scenario.words
    for i, aim in enumerate(made.model.targets):
        told = goal(made.model, aim, words)
        chances = {values: made.chance(values, i) for values in made.settings}
        best = max(chances, key=lambda values: chances[values].value or 0.0)
        yield _map(
            made, f"sweep-chance-{i + 1}", f"Chance of {told}",
            f"The chance of {told} is highest at {report.tables.setting(best)}: "
            f"{numbers.chance(chances[best].value)}.",
            "chance", "chance", chances, "The share of futures that reach it.",
        )  # fmt: skip


def _nothing_excluded(made: Sweep) -> bool:
    return bool(made.untold) and made.n < ENOUGH


def _framed(made: Sweep) -> str:
    """What the frames mean, or why there are none."""
    if _nothing_excluded(made):
        return f"No setting is framed: {few(made.n)} to exclude any."
    says = "Framed: settings of which none is surely worse than the best."
    return f"{says} {excluded(made)}" if made.untold else says


def _map(
    made: Sweep, name: str, title: str, finding: str, label: str, unit: Unit,
    cells: dict[Values, Interval], says: str, notes: Sequence[str] = (), framed: bool = False,
) -> Card:  # fmt: skip
    (down, across), (rows, columns) = made.trials.levers, made.axes
    picture: Heat = {
        "kind": "heat",
        "x": {"label": NAMES.get(across.name, across.name), "unit": "text"},
        "y": {"label": NAMES.get(down.name, down.name), "unit": "text"},
        "columns": [short(across, x) for x in columns],
        "rows": [short(down, y) for y in rows],
        "value": {"label": label, "unit": unit},
        "values": [[cells[y, x].value if (y, x) in cells else None for x in columns] for y in rows],
    }
    if framed:
        shown = () if _nothing_excluded(made) else made.best_set
        picture["best"] = [[columns.index(x), rows.index(y)] for y, x in shown]
    head: list[tuple[str, Unit]] = [(down.name, "text"), (across.name, "text")]
    head += triple(label, unit)
    if framed:
        head.append(("may be best", "text"))
    return Card(
        id=name,
        section="levers",
        title=title,
        finding=finding,
        caption=f"Each cell is a setting of both, on the same leads. {says}",
        picture=picture,
        grid=grid(
            head,
            [[short(down, y), short(across, x), *ends(found),
              *([(y, x) in made.best_set] if framed else [])]
             for (y, x), found in cells.items()],
        ),
        notes=notes,
    )  # fmt: skip
