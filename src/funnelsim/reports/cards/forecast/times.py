"""How long it takes: first calls and sales cycles, as quantiles over the leads of all futures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.tables import Row, duration_rows
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.forecast.flow import SECTION
from funnelsim.reports.people import response
from funnelsim.reports.pictures import Axis, Unit, Whisker

RESPONSES = {
    "response_wall": "all first calls",
    "response_wall.office_hours": "in office hours",
    "response_wall.evening": "in the evening",
    "response_wall.weekend": "at the weekend",
    "response_working": "all, in open hours",
}
CYCLE, FROM_SQL = "cycle", "cycle_from_sql"
QUANTILES = ("0.1", "0.25", "0.5", "0.75", "0.9")
HOURS_A_DAY = 24

ENOUGH = 10
"""Fewest leads whose spread is drawn."""

WIDE = 30.0
"""A longest time so many times the shortest one asks for a logarithmic axis."""


def cards(forecast: Forecast) -> Iterator[Card]:
    """Responses, then cycles; what nobody went through is left out."""
    rows = {row["duration"]: row for row in duration_rows(forecast) if row["leads"]}
    if "response_wall" in rows:
        known = {label: rows[name] for name, label in RESPONSES.items() if name in rows}
        yield _responses(forecast, known)
    if CYCLE in rows:
        yield _cycles(forecast, dict(_named_cycles(forecast, rows)))


def _responses(forecast: Forecast, rows: Mapping[str, Row]) -> Card:
    return Card(
        id="response-times",
        section=SECTION,
        title="How soon leads get their first call",
        finding=response(forecast),
        caption=_caption("half of the calls come sooner", "calls"),
        picture={
            "kind": "forest",
            "x": _axis("from hand-over (when) to first call", "hours", rows, 1),
            "zero": None,
            "rows": _whiskers(rows, 1),
        },
        grid=grid(_heads("first calls", "hours"), _table(rows, 1)),
    )


def _cycles(forecast: Forecast, rows: Mapping[str, Row]) -> Card:
    words = forecast.bundle.scenario.words
    whole = next(iter(rows.values()))
    middle, late = (whole[f"q{q}"] for q in ("0.5", "0.9"))
    one, many = numbers.label("lead", words), numbers.label("customers", words)
    return Card(
        id="cycle-times",
        section=SECTION,
        title=f"How long it takes to win {many}",
        finding=(
            f"Half of the wins take longer than {numbers.hours(middle)} from {one} to win, one in "
            f"ten longer than {numbers.hours(late)}: of what comes in later than "
            f"{numbers.hours(middle)} before the last day, most is won after it."
        ),
        caption=_caption("half take less", many),
        picture={
            "kind": "forest",
            "x": _axis("days to the win", "days", rows, HOURS_A_DAY),
            "zero": None,
            "rows": _whiskers(rows, HOURS_A_DAY),
        },
        grid=grid(_heads(many, "days"), _table(rows, HOURS_A_DAY)),
        notes=["Only wins within the period count: the slowest ones are not among them."],
    )


def _named_cycles(forecast: Forecast, rows: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    words, segments = forecast.bundle.scenario.words, forecast.model.names.segments
    won = numbers.label("customer", words)
    yield f"{numbers.label('lead', words)} to {won}", rows[CYCLE]
    if FROM_SQL in rows:
        yield f"{numbers.label('sql', words)} to {won}", rows[FROM_SQL]
    for name in segments if len(segments) > 1 else ():
        if f"{CYCLE}.{name}" in rows:
            yield f"segment {name}", rows[f"{CYCLE}.{name}"]


def _caption(half: str, what: str) -> str:
    return (
        f"Dot: {half}. Whisker: 8 of 10 lie in it, one in ten is faster and one slower. It is the "
        f"spread between {what} of all simulated futures together, no interval of an estimate."
    )


def _axis(label: str, unit: Unit, rows: Mapping[str, Row], scale: int) -> Axis:
    known = [row[f"q{q}"] / scale for row in rows.values() for q in ("0.1", "0.9")]
    axis: Axis = {"label": label, "unit": unit}
    if min(known) > 0 and max(known) > WIDE * min(known):
        axis["log"] = True
    return axis


def _whiskers(rows: Mapping[str, Row], scale: int) -> list[Whisker]:
    return [_whisker(label, row, scale) for label, row in rows.items()]


def _whisker(label: str, row: Row, scale: int) -> Whisker:
    low, middle, high = (row[f"q{q}"] / scale for q in ("0.1", "0.5", "0.9"))
    made: Whisker = {"label": label, "value": middle, "ends": [low, high], "role": "main"}
    if row["leads"] < ENOUGH:
        made |= {"ends": None, "reason": f"{row['leads']} only"}
    return made


def _heads(what: str, unit: Unit) -> list[tuple[str, Unit]]:
    said = ("1 of 10 within", "a quarter within", "half within", "3 quarters within",
            "9 of 10 within")  # fmt: skip
    return [("what", "text"), (what, "count"), *((name, unit) for name in said)]


def _table(rows: Mapping[str, Row], scale: int) -> Sequence[list[float | str]]:
    return [
        [label, row["leads"], *(row[f"q{q}"] / scale for q in QUANTILES)]
        for label, row in rows.items()
    ]
