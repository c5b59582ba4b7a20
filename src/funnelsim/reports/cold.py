"""What went cold, by stage and cause, as a table."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.run_data import losses
from funnelsim.model.codes import COLD_CAUSES
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, table

CAUSES = {
    "forgotten": "never taken up",
    "unworked": "waiting for first call",
    "late": "waiting between calls",
    "stalled": "waiting for a meeting",
    "nurture": "interest faded",
    "unsubscribed": "unsubscribed",
    "contact_left": "contact left the firm",
    "competitor": "bought elsewhere",
    "unreached": "not reached",
    "not_ready": "not ready",
    "disqualified": "disqualified",
    "not_interested": "not interested",
    "bad_fit": "bad fit",
    "lost_deal": "deal lost",
    "zombie": "zombie",
    "open": "still under way",
    "for_less": "won for less",
    "never_came": "never came",
    "crowded_out": "crowded out",
}
LEAST_SHARE = 0.005
"""Losses below this share, of the leads and of the paper loss, are not worth a line."""

MOST_LOSSES = 8

Row = dict[str, Any]

_COLD = {cause.name.lower() for cause in COLD_CAUSES}


def cold_block(forecast: Forecast) -> Block | None:
    """What went cold, by stage and cause, and what left otherwise."""
    rows = losses(forecast)
    if not rows:
        return None
    cold = [row for row in rows if row["cause"] in _COLD]
    words, currency = forecast.bundle.scenario.words, forecast.bundle.scenario.currency
    leads = numbers.label("leads", words)
    title = f"{leads[:1].upper()}{leads[1:]} gone cold"
    made = table(title, "stage", leads, "paper loss")
    made.columns[1].justify = "left"
    for row in _worth_a_line(cold)[:MOST_LOSSES]:
        made.add_row(
            CAUSES[row["cause"]],
            numbers.label(row["stage"], words),
            numbers.count(row["leads"]["mean"]),
            numbers.money(row["paper"]["mean"], currency) if row["paper"]["mean"] else "",
        )
    captions = [_paper(forecast)] if forecast.figure("paper_gross", ())["mean"] else []
    others = _others(rows)
    if others:
        captions.append(f"Left otherwise: {others}.")
    captions += _database(forecast)
    return Block(made if cold else Text(f"{title}: none", style="bold"), captions)


def _worth_a_line(cold: list[Row]) -> list[Row]:
    totals = {key: sum(row[key]["mean"] for row in cold) for key in ("leads", "paper")}
    return [
        row
        for row in cold
        if any(row[key]["mean"] > LEAST_SHARE * total for key, total in totals.items())
    ]


def _database(forecast: Forecast) -> list[str]:
    """How warm the database is at the end, and who is not there any more."""
    held, hot, warm, cold, gone = (
        numbers.count(forecast.figure(name, ())["mean"])
        for name in ("database", "hot", "warm", "cold_stock", "phantoms")
    )
    if held == "0":
        return []
    text = f"At the end the database holds {held} people: {hot} hot, {warm} warm, {cold} cold"
    phantoms = f"; {gone} of them have left their firm unnoticed" if gone != "0" else ""
    return [f"{text}{phantoms}."]


def _paper(forecast: Forecast) -> str:
    currency = forecast.bundle.scenario.currency
    back = forecast.figure("paper_recovered", ())["mean"]
    gross, recovered, net = (
        numbers.money(forecast.figure(name, ())["mean"], currency)
        for name in ("paper_gross", "paper_recovered", "paper_loss")
    )
    less = f"{gross}, less {recovered} that came back: {net}" if back else f"{gross}"
    return (
        f"Paper loss: the book value of what went cold, {less}. It is not the money that faster "
        "work would bring."
    )


def _others(rows: list[Row]) -> str:
    """Leads that left without going cold, by cause."""
    totals: dict[str, float] = {}
    for row in rows:
        if row["cause"] not in _COLD:
            totals[row["cause"]] = totals.get(row["cause"], 0.0) + row["leads"]["mean"]
    ordered = sorted(totals.items(), key=lambda item: -item[1])
    return ", ".join(f"{CAUSES[cause]} {numbers.count(mean)}" for cause, mean in ordered)
