"""Teams, and the horizon by source and by month, as tables."""

from __future__ import annotations

import numpy as np

from funnelsim.experiments.days import day_of
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.run_data import groups, teams
from funnelsim.outcomes.durations import pooled_quantile
from funnelsim.outcomes.spans import HOUR
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, headed, spread, table

GROUP_COLUMNS = ("leads", "mql", "sql", "customers", "revenue")
MOST_GROUPS = 12


def teams_block(forecast: Forecast) -> Block | None:
    """How busy and prompt the teams are."""
    found = teams(forecast)
    words = forecast.bundle.scenario.words
    made = table("Teams", "busy", "in time", "work", "items", "waited", "cold", "wait")
    made.columns[3].justify = "left"
    for name, team in found.items():
        busy, prompt = (team[key]["mean"] for key in ("utilisation", "sla_met"))
        lead = [
            numbers.label(name, words),
            numbers.share(busy, 0) if busy is not None else "no limit",
            numbers.share(prompt, 0) if prompt is not None else "",
        ]
        for item, figures in team["classes"].items():
            made.add_row(
                *lead,
                numbers.label(item, words),
                numbers.count(figures["items"]["mean"]),
                numbers.share(figures["share_waited"]["mean"], 0),
                numbers.share(figures["share_cold"]["mean"]),
                numbers.hours(figures["mean_wait_hours"]["mean"]),
            )
            lead = ["", "", ""]
    if not made.rows:
        return None
    answers = response(forecast)
    return Block(made, [answers] if answers else [])


def response(forecast: Forecast) -> str:
    """First calls: how fast, how many never."""
    counts = forecast.stack.durations["response_wall"]
    if not counts.sum():
        return ""
    median, late = (pooled_quantile(counts, q) / HOUR for q in (0.5, 0.9))
    never = forecast.figure("never_called", ())["mean"]
    return (
        f"First call: half of those called within {numbers.hours(median)}, 9 of 10 within "
        f"{numbers.hours(late)} of the hand-over; {numbers.share(never)} of the leads handed to "
        "sales get no call before the simulation ends."
    )


def sources_block(forecast: Forecast, dimension: str) -> Block | None:
    """Leads, customers and money by channel, segment, region, origin or rep group."""
    found = groups(forecast, dimension)
    if len(found) < 2:
        return None
    words, currency = forecast.bundle.scenario.words, forecast.bundle.scenario.currency
    titles = {"rep_group": "rep group"}
    made = table(
        f"By {titles.get(dimension, dimension)}",
        *(headed(numbers.label(name, words)) for name in GROUP_COLUMNS),
        "cost", "per win",
    )  # fmt: skip
    ordered = sorted(found.items(), key=lambda item: -(item[1]["revenue"]["mean"] or 0.0))
    for name, figures in ordered[:MOST_GROUPS]:
        made.add_row(
            numbers.label(name, words),
            *(numbers.count(figures[key]["mean"]) for key in ("leads", "mql", "sql", "customers")),
            *(numbers.money(figures[key]["mean"], currency) for key in ("revenue", "cost")),
            numbers.money(figures["cac"]["mean"], currency),
        )
    return Block(made)


def months_block(forecast: Forecast) -> Block:
    """Month by month: new leads, what came of all leads, customers so far."""
    months, words = forecast.stack.months, forecast.bundle.scenario.words
    names = ("leads", "mql", "sql", "customers")
    heads = [numbers.label(name, words) for name in names]
    heads += ["leads a day", f"{heads[-1]} so far", f"{numbers.label('revenue', words)} so far"]
    made = table("By month", *map(headed, heads))
    won, earned = (np.cumsum(months[key], axis=1) for key in ("customers", "revenue"))
    currency = forecast.bundle.scenario.currency
    for i in range(months.shape[1]):
        month = months[:, i]
        open_days = float(month["business_days"][0])
        daily = float(month["leads"].mean()) / open_days if open_days else None
        name = day_of(forecast.model.origin, month["begin"][0]).strftime("%Y-%m")
        made.add_row(
            f"{name}{'*' if month['partial'][0] else ''}",
            *(numbers.count(float(month[key].mean())) for key in names),
            numbers.count(daily),
            spread(won[:, i], numbers.count),
            spread(earned[:, i], lambda value: numbers.money(value, currency)),
        )
    captions = ["Ranges: 8 of 10 futures, each month by itself. Leads a day: of business."]
    if months["partial"][0].any():
        captions.append("* not a whole month")
    return Block(made, captions)
