"""What the cards of several studies share: rows with intervals, grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from funnelsim.experiments.contests.paired import IDENTICAL
from funnelsim.experiments.figures import COUNTS
from funnelsim.experiments.intervals import Interval
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Cell, Grid, grid
from funnelsim.reports.pictures import Axis, Forest, Line, Role, Unit, Whisker
from funnelsim.reports.sentences import may_be_zero
from funnelsim.scenario.schema.targets import RATIOS

MOST_ROWS = 12
"""More rows than that are left to the table."""

EACH = "Whiskers: 95 % intervals, each by itself."
AT_ONCE = "Whiskers: 95 % intervals that hold all at once."

_WHY = "no interval because"


def unit_of(metric: str) -> Unit:
    """Unit of a figure by its name."""
    if metric == "mean_response_hours":
        return "hours"
    if metric == "utilisation":
        return "share"
    if metric in RATIOS:
        return "ratio"
    return "count" if metric in COUNTS else "money"


def whisker(label: str, found: Interval, role: Role = "main") -> Whisker:
    """A row of a forest."""
    row: Whisker = {"label": label, "value": found.value, "ends": found.ends, "role": role}
    short = _short(found)
    if short:
        row["reason"] = short
    return row


def _short(found: Interval) -> str | None:
    """The word in place of an interval; where it says little the value stands there instead."""
    if found.ends is not None or found.reason is None:
        return None
    if found.value is None:
        return "not known" if found.reason.endswith("ended early") else "undefined"
    if found.reason == IDENTICAL:
        return "identical"
    if found.reason.startswith("too rare"):
        return "too rare"
    return "too few futures" if "needs at least" in found.reason else None


def forest(x: Axis, rows: Iterable[Whisker], zero: float | None = 0.0) -> Forest:
    """Values with intervals below one another."""
    return {"kind": "forest", "x": x, "zero": zero, "rows": list(rows)}


def role_of(found: Interval, larger: bool = True) -> Role:
    """Whether a difference is surely good, surely bad, or may be none."""
    if may_be_zero(found):
        return "muted"
    return "good" if ((found.lo or 0.0) > 0) == larger else "bad"


def line(name: str, found: Iterable[Interval], role: Role = "main") -> Line:
    """A curve of estimates with their intervals as whiskers."""
    points = list(found)
    return {
        "name": name, "role": role, "values": [one.value for one in points],
        "ends": [one.ends for one in points],
    }  # fmt: skip


def triple(name: str, unit: Unit, sure: str = "95 %") -> list[tuple[str, Unit]]:
    """Heads of an estimate and the ends of its interval."""
    return [(name, unit), (f"{name}, {sure} from", unit), (f"{name}, {sure} to", unit)]


def ends(found: Interval) -> list[Cell]:
    """Cells of an estimate and the ends of its interval."""
    return [found.value, found.lo, found.hi]


def interval_grid(
    first: str, columns: Sequence[tuple[str, Unit]],
    rows: Iterable[tuple[str, Sequence[Interval]]],
) -> Grid:  # fmt: skip
    """A grid of named rows with an estimate and its interval for each of the columns.

    Where an interval is missing a last column says why.
    """
    made = [(name, list(found)) for name, found in rows]
    reasons = [_reasons(found) for _, found in made]
    head: list[tuple[str, Unit]] = [(first, "text")]
    head += [one for name, unit in columns for one in triple(name, unit)]
    cells = [[name, *(cell for one in found for cell in ends(one))] for name, found in made]
    if any(reasons):
        head.append((_WHY, "text"))
        cells = [[*row, why] for row, why in zip(cells, reasons, strict=True)]
    return grid(head, cells)


def _reasons(found: Iterable[Interval]) -> str | None:
    texts = [one.reason for one in found if one.ends is None and one.reason]
    return "; ".join(dict.fromkeys(texts)) or None


def why(found: Interval) -> str | None:
    """Why there is no interval, in full; None where there is one."""
    return found.reason if found.ends is None else None


def left_out(whole: int, shown: int, what: str) -> Iterator[str]:
    """A note where the picture shows fewer than there are."""
    if shown < whole:
        yield f"The picture shows {shown} of {whole} {what}; all are in the table."


def month(text: str) -> str:
    """``Jan 2027`` from ``2027-01``."""
    year, number = text.split("-")
    return f"{numbers.MONTHS[int(number) - 1]} {year}"
