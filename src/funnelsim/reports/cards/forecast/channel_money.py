"""What customers of each channel cost and bring."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.sources import economics
from funnelsim.experiments.summaries import Summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.forecast.answer import upper
from funnelsim.reports.cards.forecast.parts import ends_heads, mean_and_ends, money
from funnelsim.reports.pictures import Bars

SECTION = "money"
MOST_BARS = 12
MATERIAL = 0.01
"""Share of the cost of all channels below which a cost per customer says nothing."""

Channel = tuple[str, dict[str, Summary]]


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card, where several channels cost something."""
    found = list(economics(forecast).items())
    paid = [(name, each) for name, each in found if (each["cost_share"]["mean"] or 0) >= MATERIAL]
    if len(paid) < 2:
        return
    ordered = sorted(paid, key=lambda channel: -channel[1]["clv_to_cac"]["mean"])
    cheap = [channel for channel in found if channel not in paid]
    rest = len(ordered) - MOST_BARS
    yield Card(
        id="channel-economics",
        section=SECTION,
        title="What customers of each channel cost and bring",
        finding=_finding(forecast, ordered),
        caption=(
            "The cost of a channel is its own and the touches of its leads; the pay of reps and "
            "fixed costs are in no channel. No bar: no customer in any future, so nothing to "
            "divide by."
            + (f" {rest} more channels are in the table." if rest > 0 else "")
        ),
        picture=_bars(ordered[:MOST_BARS]),
        grid=grid(
            [("channel", "text"), ("cost per lead", "money"), ("cost per customer", "money"),
             *ends_heads("money"), ("average deal", "money"),
             ("gross profit per customer", "money"), ("gross profit over cost", "number"),
             *ends_heads("number")],
            [
                [name, each["cpl"]["mean"], *mean_and_ends(each["cac"]), each["deal_size"]["mean"],
                 each["clv"]["mean"], each["clv_to_cac"]["mean"],
                 *(each["clv_to_cac"]["ci95"] or (None, None))]
                for name, each in [*ordered, *cheap]
            ],
        ),
        notes=[*_alarms(forecast, ordered), *_cheap(cheap)],
    )  # fmt: skip


def _cheap(cheap: list[Channel]) -> Iterator[str]:
    """Channels left to the table."""
    if cheap:
        names = ", ".join(name for name, _ in cheap)
        yield (
            f"Next to nothing of what channels cost (under {numbers.share(MATERIAL, 0)}) is for "
            f"{names}."
        )


def _bars(shown: list[Channel]) -> Bars:
    return {
        "kind": "bars",
        "categories": [name for name, _ in shown],
        "value": {"label": "per customer", "unit": "money"},
        "series": [
            {"name": "channel cost", "role": "bad",
             "values": [each["cac"]["mean"] for _, each in shown]},
            {"name": "gross profit", "role": "good",
             "values": [each["clv"]["mean"] for _, each in shown]},
        ],
        "stacked": False,
        "lying": True,
        "marks": [],
    }  # fmt: skip


def _finding(forecast: Forecast, ordered: list[Channel]) -> str:
    """The best and the worst channel by what comes back of the money spent on it."""
    (best, most), (worst, least) = ordered[0], ordered[-1]
    high, low = most["clv_to_cac"]["mean"], least["clv_to_cac"]["mean"]
    if not high:
        return "No channel that costs money wins a customer in any simulated future."
    return (
        f"{upper(best)} brings {money(forecast, 100 * high)} of gross profit for each "
        f"{money(forecast, 100)} spent on it, {worst} "
        f"{money(forecast, 100 * low) if low else 'nothing'}."
    )


def _alarms(forecast: Forecast, ordered: list[Channel]) -> Iterator[str]:
    """Channels whose customers cost more than they bring, whose leads more than a deal."""
    for name, each in ordered:
        cpl, cac, deal, worth = (each[key]["mean"] for key in ("cpl", "cac", "deal_size", "clv"))
        if cac is None:
            yield f"{upper(name)} costs money and wins no customer in any simulated future."
        elif cpl is not None and cpl > deal:
            yield (
                f"A lead of {name} costs {money(forecast, cpl)}, more than its average deal of "
                f"{money(forecast, deal)}."
            )
        elif cac > worth:
            yield (
                f"A customer of {name} costs {money(forecast, cac)} and brings "
                f"{money(forecast, worth)} of gross profit."
            )
