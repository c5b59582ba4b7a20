"""What to look at: alarms and diagnoses in sentences, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.run_data import losses, teams
from funnelsim.experiments.sources import sources
from funnelsim.experiments.stated import stated_rates
from funnelsim.model.codes import COLD_CAUSES
from funnelsim.reports import numbers
from funnelsim.reports.cold import CAUSES

MOST = 6

OVERLOADED, IDLE = 0.9, 0.15
NEGLECTED = 0.1
BIG_LOSS = 0.25
UNSETTLED = 0.25
LATE_ANSWERS = 0.8
BANDS = {
    "opt_in_ultimate": (0.01, 0.05, "visitors to leads"),
    "lead_to_mql_ultimate": (0.10, 0.40, "leads to MQL"),
    "mql_to_sql_ultimate": (0.13, 0.60, "MQL to SQL"),
    "lead_to_customer_ultimate": (0.005, 0.04, "leads to customers"),
}
"""Bands of published stage rates (docs/evidence.md, grade C)."""

ANSWERABLE = "of the leads that were called or whose time ran out"
"""Of whom an agreed response time is kept or not; whoever went cold before is in neither."""

WHOLE_WAY = "lead_to_customer_ultimate"

_COLD = {cause.name.lower() for cause in COLD_CAUSES}


class Finding(NamedTuple):
    """A sentence and its weight, 0..1."""

    weight: float
    sentence: str


def findings(forecast: Forecast) -> list[str]:
    """At most six sentences."""
    found = [*of_money(forecast), *of_teams(forecast), *_cold(forecast), *_sources(forecast),
             *_rates(forecast)]  # fmt: skip
    found.sort(key=lambda finding: -finding.weight)
    return [finding.sentence for finding in found[:MOST]]


def of_money(forecast: Forecast) -> Iterator[Finding]:
    """Alarms of the unit economics."""

    def show(value: float) -> str:
        return numbers.money(value, forecast.bundle.scenario.currency)

    cac, worth = (forecast.figure(name, ())["mean"] for name in ("cac", "clv"))
    if cac is not None and worth is not None and worth > 0 and cac > worth:
        yield Finding(
            0.95,
            f"A customer costs {show(cac)} to win and brings {show(worth)} of gross profit: "
            "at these volumes the plan loses money.",
        )
    cpl, deal = (forecast.figure(name, ())["mean"] for name in ("cpl", "deal_size"))
    if cac is not None and deal is not None and cac > deal:
        yield Finding(
            0.97, f"A customer costs {show(cac)}, more than the average deal of {show(deal)}."
        )
    if cpl is not None and deal is not None and cpl > deal:
        yield Finding(1.0, f"A lead costs {show(cpl)}, more than the average deal of {show(deal)}.")
    most = forecast.figure("max_cpl", ())["mean"]
    if cpl is not None and most is not None and 0 < most < cpl:
        yield Finding(
            0.85,
            f"A lead of marketing costs {show(cpl)} and may cost at most {show(most)} to break "
            "even within the period.",
        )


def of_teams(forecast: Forecast) -> Iterator[Finding]:
    """Teams that are full, idle or late; leads that nobody calls."""
    for name, team in teams(forecast).items():
        busy, prompt = team["utilisation"]["mean"], team["sla_met"]["mean"]
        label = numbers.label(name, forecast.bundle.scenario.words)
        if busy is not None and busy > OVERLOADED:
            yield Finding(
                0.9,
                f"{label} is busy {numbers.share(busy)} of its time: more leads would wait and go "
                "cold rather than be won.",
            )
        elif busy == 0:
            yield Finding(0.3, f"Team {label} has no work.")
        elif busy is not None and busy < IDLE:
            yield Finding(0.3, f"{label} is busy only {numbers.share(busy)} of its time.")
        if prompt is not None and prompt < LATE_ANSWERS:
            yield Finding(
                0.6,
                f"{label} keeps the agreed response time for {numbers.share(prompt)} {ANSWERABLE}.",
            )
    never = forecast.figure("never_called", ())["mean"]
    if never is not None and never > NEGLECTED:
        yield Finding(0.8, f"{numbers.share(never)} of the leads handed to sales get no call.")


def _cold(forecast: Forecast) -> Iterator[Finding]:
    total = forecast.figure("paper_loss", ())["mean"]
    for row in losses(forecast)[:1]:
        paper = row["paper"]["mean"]
        if row["cause"] in _COLD and total and paper and paper > BIG_LOSS * total:
            stage = numbers.label(row["stage"], forecast.bundle.scenario.words)
            money = numbers.money(paper, forecast.bundle.scenario.currency)
            yield Finding(
                0.7,
                f"The largest part of the paper loss, {money} of it, is {stage} "
                f"{CAUSES[row['cause']]}.",
            )
    still_open = forecast.figure("still_open_share", ())["mean"]
    if still_open is not None and still_open > UNSETTLED:
        yield Finding(
            0.4,
            f"{numbers.share(still_open)} of the new leads are still open at the end of the "
            "run-off: conversions in the end are not settled; a longer `run_off` would tell.",
        )
    zombies = forecast.figure("zombies", ())["mean"]
    if zombies:
        yield Finding(
            0.75,
            f"{numbers.count(zombies)} open deals are older than the scenario's own rules can "
            "explain; they are counted as zombies and never won.",
        )


def barren_sources(forecast: Forecast, dimension: str) -> Iterator[str]:
    """Parts that bring many of the leads and hardly any of the customers."""
    found = sources(forecast, dimension)
    for source in found if len(found) > 1 else ():
        if source.barren:
            leads, won = (source.shares[name]["mean"] for name in ("leads", "customers"))
            yield (
                f"{dimension.capitalize()} {source.name} brings {numbers.share(leads)} of the "
                f"leads and {numbers.share(won)} of the customers."
            )


def _sources(forecast: Forecast) -> Iterator[Finding]:
    for dimension in ("segment", "channel"):
        for sentence in barren_sources(forecast, dimension):
            yield Finding(0.5, sentence)


def _mostly_leads(forecast: Forecast) -> bool:
    """Whether most people enter as leads, so that the rate of the whole way means something."""
    entered, leads = (forecast.figure(name, ())["mean"] for name in ("entered_lead", "leads"))
    return bool(entered > leads / 2)


def _rates(forecast: Forecast) -> Iterator[Finding]:
    for rate in stated_rates(forecast):
        if not rate.agrees:
            yield Finding(
                0.65,
                f"{rate.key} states {numbers.share(rate.stated)}; this scenario produces "
                f"{numbers.share(rate.simulated.value)}.",
            )
    for name, (low, high, words) in BANDS.items():
        if name == WHOLE_WAY and not _mostly_leads(forecast):
            continue
        found = forecast.figure(name, ())
        ends, value = found["ci95"], found["mean"]
        if ends is not None and value is not None and (ends[1] < low or ends[0] > high):
            side = "below" if value < low else "above"
            yield Finding(
                0.45,
                f"{numbers.share(value)} of {words} is {side} what is usually published, "
                f"{numbers.share(low)} to {numbers.share(high)}.",
            )
