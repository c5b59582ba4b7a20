"""Conversion rates in their three readings."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.tables import Row, conversion_rows
from funnelsim.outcomes.conversion import RATES, READINGS
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.forecast.flow import SECTION
from funnelsim.reports.cards.forecast.parts import possible
from funnelsim.reports.funnel import BASE_OF, RATE_INTO
from funnelsim.reports.pictures import Bars, Role

SAYS = {"period": "in the period", "cohort": "new leads so far", "ultimate": "in the end"}
ROLES: dict[str, Role] = {"period": "muted", "cohort": "other", "ultimate": "main"}
WHOLE_WAY = "lead_to_customer"
OF = {rate: (BASE_OF[into], into) for into, rate in RATE_INTO.items()} | {
    WHOLE_WAY: ("leads", "customers")
}
"""Names of what each rate is a share of, and of what they become."""


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card, if anything is converted at all."""
    rows = {(row["rate"], row["reading"]): row for row in conversion_rows(forecast)}
    rates = [rate for rate in RATES if any(rows[rate, reading]["of"] for reading in READINGS)]
    if rates:
        yield _card(forecast, rates, rows)


def _card(forecast: Forecast, rates: list[str], rows: dict[tuple[str, str], Row]) -> Card:
    words = forecast.bundle.scenario.words
    names = [" to ".join(numbers.label(name, words) for name in OF[rate]) for rate in rates]
    return Card(
        id="conversions",
        section=SECTION,
        title="Conversion rates in three readings",
        finding=_finding(forecast, rates, rows),
        caption=(
            "In the period: counts of the period over each other, as a dashboard shows them; they "
            "lag behind while the funnel grows. New leads so far: the leads of the period, what "
            "became of them by its last day. In the end: the same leads, followed to the end of "
            "the run-off."
        ),
        picture=_bars(rates, names, rows),
        grid=grid(
            [("rate", "text"), ("reading", "text"), ("reached", "count"), ("of", "count"),
             ("share", "share"), ("95 % sure from", "share"), ("to", "share")],
            [
                [name, SAYS[reading],
                 *_cells(rows[rate, reading], reading)]
                for rate, name in zip(rates, names, strict=True) for reading in READINGS
            ],
        ),
        notes=list(_open(forecast)),
    )  # fmt: skip


def _cells(row: Row, reading: str) -> list[Cell]:
    """Only of the period may more arrive than there are to come from."""
    ends = possible((row["lo"], row["hi"]), None if reading == "period" else 1.0)
    return [row["reached"], row["of"], row["mean"], *ends]


def _bars(rates: list[str], names: list[str], rows: dict[tuple[str, str], Row]) -> Bars:
    return {
        "kind": "bars",
        "categories": names,
        "value": {"label": "share", "unit": "share"},
        "series": [
            {"name": SAYS[reading], "role": ROLES[reading],
             "values": [rows[rate, reading]["mean"] for rate in rates]}
            for reading in READINGS
        ],
        "stacked": False,
        "lying": True,
        "marks": [],
    }  # fmt: skip


def _finding(forecast: Forecast, rates: list[str], rows: dict[tuple[str, str], Row]) -> str:
    """The whole way in its readings, else the last rate."""
    words = forecast.bundle.scenario.words
    rate = WHOLE_WAY if WHOLE_WAY in rates else rates[-1]
    source, into = (numbers.label(name, words) for name in OF[rate])
    end, so_far = (rows[rate, reading] for reading in ("ultimate", "cohort"))
    if end["mean"] is None:
        return f"No new {source} to tell how many become {into}."
    sure = (
        f" (95 % sure: {numbers.share(max(0.0, end['lo']))} to "
        f"{numbers.share(min(1.0, end['hi']))})"
        if end["lo"] is not None and end["reached"]
        else ""
    )
    text = f"{numbers.share(end['mean'])} of the new {source} become {into} in the end{sure}"
    if so_far["mean"] is not None and so_far["mean"] < end["mean"]:
        text += (
            f", {numbers.share(so_far['mean'])} by {numbers.day(forecast.last_day)}: the latest "
            "have had no time for it"
        )
    return f"{text}."


def _open(forecast: Forecast) -> Iterator[str]:
    still_open = forecast.figure("still_open_share", ())["mean"]
    if still_open:
        yield (
            f"{numbers.share(still_open)} of the new leads are still open at the end of the "
            "run-off: “in the end” is a lower bound."
        )
