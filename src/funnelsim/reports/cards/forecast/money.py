"""Money: from revenue to profit, what a lead and a customer cost and bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funnelsim.experiments.costs import costs
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.summaries import Summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.forecast import channel_money
from funnelsim.reports.cards.forecast.parts import ends_heads, money
from funnelsim.reports.findings import of_money
from funnelsim.reports.pictures import Axis, Role, Step, Unit, Whisker

SECTION = "money"
WIDE = 30.0
"""A largest amount so many times the smallest one asks for a logarithmic axis."""

BORNE = {
    "channels": "channels",
    "reps": "pay of reps",
    "rest": "other costs",
}
AMOUNTS: dict[str, tuple[str, Role]] = {
    "cpl": ("lead costs", "bad"),
    "max_cpl": ("lead may cost", "good"),
    "cac": ("customer costs", "bad"),
    "clv": ("customer brings", "good"),
    "deal_size": ("average deal", "other"),
}
OTHERS: dict[str, tuple[str, Unit]] = {
    "clv_to_cac": ("gross profit of a customer over its cost", "number"),
    "roi": ("ROI, all costs", "ratio"),
    "marketing_roi": ("marketing ROI", "ratio"),
    "payback_months": ("months until the costs are earned back", "number"),
}
UNDEFINED = "undefined"
NO_COSTS = "No costs are stated: ROI and gross profit over cost are undefined."


def cards(forecast: Forecast) -> Iterator[Card]:
    """Profit, unit economics, the same by channel; nothing where no money moves."""
    if not any(forecast.figure(name, ())["mean"] for name in ("revenue", "cost")):
        return
    yield _profit(forecast)
    yield _units(forecast)
    yield from channel_money.cards(forecast)


# -- from revenue to profit -----------------------------------------------------------------


def _profit(forecast: Forecast) -> Card:
    words = forecast.bundle.scenario.words
    steps = list(_steps(forecast))
    return Card(
        id="profit",
        section=SECTION,
        title=f"From {numbers.label('revenue', words)} to profit",
        finding=_profit_said(forecast),
        caption=(
            "Means over all futures, from the top down: what is taken off each total leads to the "
            "next one. Channels: with the touches of their leads. Other costs: technology, fixed "
            "costs, policies. Warm-up and run-off are not in it."
        ),
        picture={
            "kind": "waterfall",
            "y": {"label": forecast.bundle.scenario.currency or "money", "unit": "money"},
            "steps": steps,
        },
        grid=grid(
            [("step", "text"), ("mean", "money"), *ends_heads("money")],
            [[step["label"], step["value"], *(step["ends"] or (None, None))] for step in steps],
        ),
        notes=[] if forecast.figure("cost", ())["mean"] else [NO_COSTS],
    )  # fmt: skip


def _steps(forecast: Forecast) -> Iterator[Step]:
    words = forecast.bundle.scenario.words
    revenue, gross, profit = (forecast.figure(name, ())
                              for name in ("revenue", "gross_profit", "profit"))  # fmt: skip
    yield _total(numbers.label("revenue", words), revenue, "main")
    goods = gross["mean"] - revenue["mean"]
    if goods:
        yield {"label": "cost of goods", "value": goods, "total": False, "role": "bad",
               "ends": None}  # fmt: skip
        yield _total(numbers.label("gross_profit", words), gross, "main")
    for name, found in costs(forecast).items():
        if found["mean"]:
            yield {"label": BORNE[name], "value": -found["mean"], "total": False, "role": "bad",
                   "ends": _negative(found["ci95"])}  # fmt: skip
    yield _total("profit", profit, "good" if profit["mean"] >= 0 else "bad")


def _total(label: str, found: Summary, role: Role) -> Step:
    return {"label": label, "value": found["mean"], "total": True, "role": role,
            "ends": found["ci95"]}  # fmt: skip


def _negative(ends: Sequence[float] | None) -> list[float] | None:
    return None if ends is None else [-ends[1], -ends[0]]


def _profit_said(forecast: Forecast) -> str:
    revenue, gross, cost, profit, roi = (
        forecast.figure(name, ())["mean"]
        for name in ("revenue", "gross_profit", "cost", "profit", "roi")
    )
    name = numbers.label("revenue", forecast.bundle.scenario.words)
    text = f"On average {money(forecast, revenue)} of {name}"
    if gross != revenue:
        text += f", of which {money(forecast, gross)} is gross profit"
    if not cost:
        return f"{text}; no costs are stated, so ROI is undefined."
    end = "a profit" if profit >= 0 else "a loss"
    return (
        f"{text}; after {money(forecast, cost)} of costs {end} of {money(forecast, abs(profit))} "
        f"(ROI {numbers.ratio(roi)})."
    )


# -- unit economics ---------------------------------------------------------------------------


def _units(forecast: Forecast) -> Card:
    found = {name: forecast.figure(name, ()) for name in (*AMOUNTS, *OTHERS)}
    rows: list[Whisker] = []
    for name, (label, role) in AMOUNTS.items():
        row: Whisker = {"label": label, "value": found[name]["mean"],
                        "ends": found[name]["ci95"], "role": role}  # fmt: skip
        rows.append(row if row["value"] is not None else row | {"reason": UNDEFINED})
    alarms = [finding.sentence for finding in of_money(forecast)]
    return Card(
        id="unit-economics",
        section=SECTION,
        title="What a lead and a customer cost and bring",
        finding=alarms[0] if alarms else _units_said(forecast),
        caption=(
            "Dots: money per lead, per customer, per deal over the whole period (ratios of means); "
            "whiskers: 95 % intervals. Leads: of marketing, with its costs alone; a lead may cost "
            "what its gross profit brings. Customers: with all costs; they bring gross profit. It "
            "pays while “costs” lies left of “may cost” and “brings”."
        ),
        picture={
            "kind": "forest",
            "x": _axis("per lead, per customer", [row["value"] for row in rows]),
            "zero": None,
            "rows": rows,
        },
        grid=grid(
            [("figure", "text"), ("mean", "text"), *ends_heads("text"),
             ("undefined because", "text")],
            [
                *(_written(forecast, label, found[name], "money")
                  for name, (label, _) in AMOUNTS.items()),
                *(_written(forecast, label, found[name], unit)
                  for name, (label, unit) in OTHERS.items()),
            ],
        ),
        notes=[*alarms[1:], *_undefined(forecast)],
    )  # fmt: skip


def _axis(label: str, values: Sequence[float | None]) -> Axis:
    axis: Axis = {"label": label, "unit": "money"}
    known = [value for value in values if value is not None]
    if known and min(known) > 0 and max(known) / min(known) > WIDE:
        axis["log"] = True
    return axis


def _written(forecast: Forecast, label: str, found: Summary, unit: Unit) -> list[Cell]:
    """A row whose cells come written: each row has its own unit."""
    from funnelsim.reports.written import written

    currency = forecast.bundle.scenario.currency
    ends = found["ci95"] or (None, None)
    why = "" if found["mean"] is not None else f"{UNDEFINED}: {found['reason']}"
    return [label, *(None if value is None else written(value, unit, currency)
                     for value in (found["mean"], *ends)), why]  # fmt: skip


def _units_said(forecast: Forecast) -> str:
    """``A customer costs $8k to win and brings $24k of gross profit, 3.0 times as much.``"""
    cac, worth, times = (forecast.figure(name, ())["mean"] for name in ("cac", "clv", "clv_to_cac"))
    if cac is None or worth is None:
        return "No customer in any simulated future: what one costs and brings is undefined."
    if not cac:
        return f"A customer brings {money(forecast, worth)} of gross profit; no costs are stated."
    return (
        f"A customer costs {money(forecast, cac)} to win and brings {money(forecast, worth)} of "
        f"gross profit, {numbers.count(times)} times as much."
    )


def _undefined(forecast: Forecast) -> Iterator[str]:
    if not forecast.figure("cost", ())["mean"]:
        yield NO_COSTS
    payback = forecast.figure("payback_months", ())
    share = payback.get("undefined_share")
    if payback["mean"] is None or share:
        if share == 1:
            yield "The costs are earned back within the period in no simulated future."
        else:
            some = "some" if share is None else numbers.chance(share)
            yield f"In {some} of the futures the costs are not earned back within the period."
