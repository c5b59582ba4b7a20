"""Leads per business day, month over month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from funnelsim.experiments.business_days import Month, business_months, more_per_day
from funnelsim.experiments.forecast import Forecast
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.forecast.answer import upper
from funnelsim.reports.cards.forecast.parts import possible

SECTION = "teams"


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card, where there are months to compare."""
    months = business_months(forecast)
    known = [month for month in months if month.a_day["mean"] is not None]
    if len(known) < 2 or not any(month.a_day["mean"] for month in known):
        return
    leads = numbers.label("leads", forecast.bundle.scenario.words)
    names = [f"{name_of(month)}{'' if month.whole else '*'}" for month in months]
    yield Card(
        id="leads-per-business-day",
        section=SECTION,
        title=f"{upper(leads)} per business day",
        finding=_finding(known, leads),
        caption=(
            f"New {leads} of each month, on average over all futures, over the days on which the "
            "calling team is open: weekends and holidays are none."
            + ("" if all(month.whole for month in months) else " * not a whole month.")
        ),
        picture={
            "kind": "bars",
            "categories": names,
            "value": {"label": f"{leads} per business day", "unit": "count"},
            "series": [{"name": f"{leads} per business day", "role": "main",
                        "values": [month.a_day["mean"] for month in months]}],
            "stacked": False,
            "lying": False,
            "marks": [],
        },
        grid=grid(
            [("month", "text"), (leads, "count"), ("business days", "number"),
             ("per business day", "count"), ("95 % sure from", "count"), ("to", "count")],
            [[name, month.leads["mean"], month.days, month.a_day["mean"],
              *possible(month.a_day["ci95"])]
             for name, month in zip(names, months, strict=True)],
        ),
        notes=list(_fewer_days(months, leads)),
    )  # fmt: skip


def name_of(month: Month) -> str:
    """``Jan 2027``."""
    return numbers.day(month.first).split(" ", 1)[1]


def _finding(known: list[Month], leads: str) -> str:
    """The first and the last month, and the largest change from one to the next."""
    first, last = known[0], known[-1]
    text = (
        f"{numbers.count(first.a_day['mean'])} {leads} per business day in {name_of(first)}, "
        f"{numbers.count(last.a_day['mean'])} in {name_of(last)}."
    )
    changes = [
        (after.a_day["mean"] / before.a_day["mean"] - 1.0, before, after)
        for before, after in pairwise(known)
        if before.a_day["mean"]
    ]
    if not changes:
        return text
    change, before, after = max(changes, key=lambda each: abs(each[0]))
    if abs(change) < 0.005:
        return f"{text} From month to month it hardly changes."
    return (
        f"{text} The largest change from month to month: {signed(change)} from {name_of(before)} "
        f"to {name_of(after)}."
    )


def signed(change: float) -> str:
    """``+15 %``, ``-8.2 %``."""
    return f"{'+' if change > 0 else ''}{numbers.share(change)}"


def _fewer_days(months: list[Month], leads: str) -> Iterator[str]:
    """The neighbours between which the most business days are lost."""
    whole = [
        (more_per_day(before.days, after.days), before, after)
        for before, after in pairwise(months)
        if before.whole and after.whole and after.days and before.leads["mean"]
    ]
    more, before, after = max(whole, key=lambda each: each[0], default=(0.0, None, None))
    if before is not None and after is not None and more > 0:
        yield (
            f"{name_of(after)} has {after.days:.0f} business days after {before.days:.0f} in "
            f"{name_of(before)}: keeping the volume takes {signed(more)} {leads} per business day."
        )
