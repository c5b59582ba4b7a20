"""The tables of a forecast for the terminal; none is wider than 80 columns."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.run_data import groups, losses, teams
from funnelsim.experiments.summaries import Summary
from funnelsim.model.codes import COLD_CAUSES
from funnelsim.outcomes.conversion import READINGS
from funnelsim.outcomes.durations import pooled_quantile
from funnelsim.outcomes.spans import HOUR
from funnelsim.reports import numbers
from funnelsim.reports.sentences import BAND, amount, interval, window

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
RATIO_ROWS = ("roi", "marketing_roi")
CAUSES = {
    "forgotten": "never taken up",
    "unworked": "waiting for the first call",
    "late": "waiting between calls",
    "stalled": "waiting for a meeting",
    "nurture": "interest faded in nurture",
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
}
MOST_LOSSES = 8
MOST_GROUPS = 12

_COLD = {cause.name.lower() for cause in COLD_CAUSES}


def table(title: str, *columns: str, wide: int = 0) -> Table:
    """A plain table: first column left, the others right."""
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        padding=(0, 2, 0, 0),
        pad_edge=False,
        header_style="dim",
        show_edge=False,
    )
    for i, name in enumerate(columns):
        if i == 0:
            made.add_column(name, min_width=wide, ratio=None, overflow="fold")
        else:
            made.add_column(name, justify="right", no_wrap=True)
    return made


def targets_block(forecast: Forecast) -> RenderableType:
    """Every target with its chance."""
    made = table("Targets", "", "chance", "95 % sure", "wanted")
    for aim in forecast.aims:
        name = numbers.label(aim.target.metric, forecast.bundle.scenario.words)
        side = "at least" if aim.target.at_least else "at most"
        goal = amount(forecast, aim.target.metric, aim.target.value)
        wanted = aim.target.share
        made.add_row(
            f"{side} {goal} {name} {window(forecast, aim)}",
            _against(aim.chance.value, wanted),
            interval(aim.chance),
            numbers.chance(wanted) if wanted else "",
        )
    joint = forecast.joint_chance
    if joint is not None and len(forecast.aims) > 1:
        made.add_row("all at once", numbers.chance(joint.value), interval(joint), "")
    return made


def _against(chance: float | None, wanted: float) -> Text:
    text = Text(numbers.chance(chance))
    if wanted and chance is not None:
        text.stylize("green" if chance >= wanted else "red")
    return text


def funnel_block(forecast: Forecast) -> RenderableType:
    """Volumes with their spread, and each conversion in its three readings."""
    made = table("Funnel", "", "mean", "8 of 10 futures", "period", "cohort", "in the end", "of")
    words = forecast.bundle.scenario.words
    for name in FUNNEL:
        found = forecast.figure(name, BAND)
        if name == "visitors" and not found["mean"]:
            continue
        rate = RATE_INTO.get(name)
        made.add_row(
            numbers.label(name, words),
            numbers.count(found["mean"]),
            _band(found, numbers.count),
            *(_readings(forecast, rate) if rate else ("", "", "")),
            numbers.label(BASE_OF[name], words) if rate and _known(forecast, rate) else "",
        )
    made.add_row(
        f"lead to {numbers.label('customers', words).removesuffix('s')}",
        "",
        "",
        *_readings(forecast, "lead_to_customer"),
        numbers.label("leads", words),
    )
    still_open = forecast.figure("still_open_share", ())["mean"]
    caption = Text(
        "period: counts of the period over each other; cohort: its new leads until its last day; "
        "in the end: the same followed to the end of the run-off"
        + (f", when {numbers.share(still_open)} are still open." if still_open else "."),
        style="dim",
    )
    return Group(made, caption)


def _readings(forecast: Forecast, rate: str) -> list[str]:
    names = [rate if reading == "period" else f"{rate}_{reading}" for reading in READINGS]
    if not _known(forecast, rate):
        return [""] * len(names)
    return [numbers.share(forecast.figure(name, ())["mean"]) for name in names]


def _known(forecast: Forecast, rate: str) -> bool:
    return forecast.figure(rate, ())["mean"] is not None


def money_block(forecast: Forecast) -> RenderableType:
    """Revenue, costs and what they buy."""
    made = table("Money", "", "mean", "8 of 10 futures")
    currency, words = forecast.bundle.scenario.currency, forecast.bundle.scenario.words
    for name in MONEY_ROWS:
        found = forecast.figure(name, BAND)
        if found["mean"] is None:
            continue

        def show(value: float | None, name: str = name) -> str:
            if name in RATIO_ROWS:
                return numbers.ratio(value)
            return numbers.money(value, currency)

        text = Text(show(found["mean"]))
        if name in ("profit", *RATIO_ROWS) and found["mean"] < 0:
            text.stylize("red")
        made.add_row(numbers.label(name, words), text, _band(found, show))
    return made


def _band(found: Summary, show: object) -> str:
    assert callable(show)
    low, high = (found["quantiles"][q]["value"] for q in ("0.1", "0.9"))
    if low is None or high is None:
        return ""
    ends = show(low), show(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}"


def cold_block(forecast: Forecast) -> RenderableType | None:
    """What went cold, by stage and cause, and what left otherwise."""
    rows = losses(forecast)
    cold = [row for row in rows if row["cause"] in _COLD]
    if not rows:
        return None
    words, currency = forecast.bundle.scenario.words, forecast.bundle.scenario.currency
    made = table("Leads gone cold", "while", "stage", "leads", "paper loss")
    for row in cold[:MOST_LOSSES]:
        made.add_row(
            CAUSES[row["cause"]],
            numbers.label(row["stage"], words),
            numbers.count(row["leads"]["mean"]),
            numbers.money(row["paper"]["mean"], currency) if row["paper"]["mean"] else "",
        )
    made.columns[1].justify = "left"
    parts: list[RenderableType] = [made] if cold else [Text("No lead went cold.", style="bold")]
    if cold:
        parts.append(Text(_paper(forecast), style="dim"))
    others = _others(rows)
    if others:
        parts.append(Text(f"Left otherwise: {others}.", style="dim"))
    return Group(*parts)


def _paper(forecast: Forecast) -> str:
    currency = forecast.bundle.scenario.currency
    gross, back, net = (
        numbers.money(forecast.figure(name, ())["mean"], currency)
        for name in ("paper_gross", "paper_recovered", "paper_loss")
    )
    return (
        f"Paper loss: the book value of what went cold, {gross}, less {back} that came back: "
        f"{net}. It is not the money that faster work would bring."
    )


def _others(rows: list[dict[str, object]]) -> str:
    """Leads that left without going cold, by cause."""
    totals: dict[str, float] = {}
    for row in rows:
        cause, leads = str(row["cause"]), row["leads"]
        assert isinstance(leads, dict)
        if cause not in _COLD:
            totals[cause] = totals.get(cause, 0.0) + float(leads["mean"] or 0.0)
    ordered = sorted(totals.items(), key=lambda item: -item[1])
    return ", ".join(f"{CAUSES[cause]} {numbers.count(mean)}" for cause, mean in ordered)


def teams_block(forecast: Forecast) -> RenderableType | None:
    """How busy and prompt the teams are."""
    found = teams(forecast)
    words = forecast.bundle.scenario.words
    made = table("Teams", "", "busy", "in time", "work", "items", "waited", "cold", "mean wait")
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
    response = _response(forecast)
    return Group(made, Text(response, style="dim")) if response else made


def _response(forecast: Forecast) -> str:
    """First calls: how fast, how many never."""
    counts = forecast.stack.durations["response_wall"]
    if not counts.sum():
        return ""
    median, late = (pooled_quantile(counts, q) / HOUR for q in (0.5, 0.9))
    never = forecast.figure("never_called", ())["mean"]
    return (
        f"First call: half of them within {numbers.hours(median)}, 9 of 10 within "
        f"{numbers.hours(late)} of the hand-over; {numbers.share(never)} of the leads handed to "
        "sales are never called."
    )


def sources_block(forecast: Forecast, dimension: str) -> RenderableType | None:
    """Leads, customers and money by channel, segment, region, origin or rep group."""
    found = groups(forecast, dimension)
    if len(found) < 2:
        return None
    words, currency = forecast.bundle.scenario.words, forecast.bundle.scenario.currency
    titles = {"rep_group": "rep group"}
    made = table(
        f"By {titles.get(dimension, dimension)}", "",
        *(numbers.label(name, words) for name in ("leads", "mql", "sql", "customers", "revenue")),
        "cost", "per customer",
    )  # fmt: skip
    ordered = sorted(found.items(), key=lambda item: -(item[1]["revenue"]["mean"] or 0.0))
    for name, figures in ordered[:MOST_GROUPS]:
        made.add_row(
            numbers.label(name, words),
            *(numbers.count(figures[key]["mean"]) for key in ("leads", "mql", "sql", "customers")),
            *(numbers.money(figures[key]["mean"], currency) for key in ("revenue", "cost")),
            numbers.money(figures["cac"]["mean"], currency),
        )
    return made
