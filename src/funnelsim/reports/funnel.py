"""Targets, funnel and money of a forecast as tables."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from funnelsim.experiments.forecast import Forecast
from funnelsim.outcomes.conversion import READINGS
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, spread, table
from funnelsim.reports.sentences import goal, interval, window

FUNNEL = ("visitors", "leads", "mql", "sql", "opportunities", "customers")
RATE_INTO = {
    "leads": "opt_in",
    "mql": "lead_to_mql",
    "sql": "mql_to_sql",
    "opportunities": "sql_to_opportunity",
    "customers": "sql_to_customer",
}
BASE_OF = {
    "leads": "visitors", "mql": "leads", "sql": "mql", "opportunities": "sql", "customers": "sql",
}  # fmt: skip
MONEY_ROWS = (
    "revenue", "gross_profit", "cost", "profit", "roi", "marketing_roi", "deal_size", "cpl", "cac",
)  # fmt: skip
ALWAYS = ("leads", "customers")
PRICES = ("cpl", "cac")
LONGEST_WORD = 13
RATIO_ROWS = ("roi", "marketing_roi")


def targets_block(forecast: Forecast) -> Block:
    """Every target with its chance."""
    made = table("Targets", "chance", "95 % sure", "wanted")
    for aim in forecast.aims:
        wanted = aim.target.share
        made.add_row(
            f"{goal(forecast, aim)} {window(forecast, aim)}",
            _against(aim.chance.value, wanted),
            interval(aim.chance),
            numbers.chance(wanted) if wanted else "",
        )
    joint = forecast.joint_chance
    if joint is not None and len(forecast.aims) > 1:
        made.add_row("all at once", numbers.chance(joint.value), interval(joint), "")
    return Block(made)


def _against(chance: float | None, wanted: float) -> Text:
    text = Text(numbers.chance(chance))
    if wanted and chance is not None:
        text.stylize("green" if chance >= wanted else "red")
    return text


def funnel_block(forecast: Forecast) -> Block:
    """Volumes with their spread, and each conversion in its three readings."""
    words = forecast.bundle.scenario.words
    columns = ["mean", "8 of 10 futures", "period", "cohort", "in the end"]
    # Long words of the planner's own leave no room to repeat them beside each rate.
    says_base = max(len(numbers.label(name, words)) for name in FUNNEL) <= LONGEST_WORD
    made = table("Funnel", *columns, *(["of"] if says_base else []))
    for name in FUNNEL:
        mean = forecast.figure(name, ())["mean"]
        if not mean and name not in ALWAYS:
            continue
        rate = RATE_INTO.get(name)
        made.add_row(
            numbers.label(name, words),
            numbers.count(mean),
            _band(forecast, name, numbers.count),
            *(_readings(forecast, rate) if rate else ("", "", "")),
            *([_base(forecast, name)] if says_base else []),
        )
    made.add_row(
        f"{numbers.label('lead', words)} to {numbers.label('customer', words)}",
        "",
        "",
        *_readings(forecast, "lead_to_customer"),
        *([numbers.label("leads", words)] if says_base else []),
    )
    still_open = forecast.figure("still_open_share", ())["mean"]
    caption = (
        "period: counts of the period over each other; cohort: its new leads until its last day; "
        "in the end: the same, followed to the end of the run-off"
    )
    rest = f", when {numbers.share(still_open)} are still open." if still_open else "."
    return Block(made, [caption + rest])


def _base(forecast: Forecast, name: str) -> str:
    """What the rates of a line are a share of; empty where there is no rate."""
    if name not in RATE_INTO or not _known(forecast, RATE_INTO[name]):
        return ""
    return numbers.label(BASE_OF[name], forecast.bundle.scenario.words)


def _readings(forecast: Forecast, rate: str) -> list[str]:
    names = [rate if reading == "period" else f"{rate}_{reading}" for reading in READINGS]
    if not _known(forecast, rate):
        return [""] * len(names)
    return [numbers.share(forecast.figure(name, ())["mean"]) for name in names]


def _known(forecast: Forecast, rate: str) -> bool:
    return forecast.figure(rate, ())["mean"] is not None


def money_block(forecast: Forecast) -> Block:
    """Revenue, costs and what they buy."""
    made = table("Money", "mean", "8 of 10 futures")
    currency, words = forecast.bundle.scenario.currency, forecast.bundle.scenario.words
    for name in MONEY_ROWS:
        mean = forecast.figure(name, ())["mean"]
        if mean is None or (mean == 0 and name in PRICES):
            continue

        def show(value: float | None, name: str = name) -> str:
            if name in RATIO_ROWS:
                return numbers.ratio(value)
            return numbers.money(value, currency)

        text = Text(show(mean))
        if name in ("profit", *RATIO_ROWS) and mean < 0:
            text.stylize("red")
        made.add_row(numbers.label(name, words), text, _band(forecast, name, show))
    return Block(made)


def _band(forecast: Forecast, name: str, show: Callable[[float], str]) -> str:
    return spread(forecast.column(name), show)
