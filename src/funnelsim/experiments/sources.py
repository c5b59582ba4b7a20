"""What channels, segments, regions and origins bring, beside what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from funnelsim.experiments.columns import Columns
from funnelsim.experiments.ratios import ratio_summary
from funnelsim.experiments.run_data import groups
from funnelsim.experiments.summaries import Summary
from funnelsim.outcomes.breakdown import names_of

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast

SOURCES = ("channel", "segment", "region", "origin")
"""Dimensions whose parts make up the whole; rep groups do not."""

SHARED = ("leads", "customers", "revenue")
MANY_LEADS, FEW_CUSTOMERS = 0.15, 0.25

ECONOMICS = {
    "cpl": ("cost", "leads"),
    "cac": ("cost", "customers"),
    "deal_size": ("revenue", "customers"),
    "clv": ("gross_profit", "customers"),
    "clv_to_cac": ("gross_profit", "cost"),
}
"""Unit economics of a part, as `outcomes.figures.RATIOS` has them for the whole."""


@dataclass(frozen=True)
class Source:
    """A channel, segment, region or origin.

    Attributes
    ----------
    name
        The planner's.
    figures
        As `run_data.groups` gives them.
    shares
        Of all leads, customers, revenue: ratios of means; undefined where nobody has any.
    """

    name: str
    figures: dict[str, Summary]
    shares: dict[str, Summary]

    @property
    def barren(self) -> bool:
        """Whether it brings many of the leads and hardly any of the customers."""
        leads, won = (self.shares[name]["mean"] for name in ("leads", "customers"))
        if leads is None or won is None:
            return False
        return bool(leads > MANY_LEADS and won < FEW_CUSTOMERS * leads)

    @property
    def idle(self) -> bool:
        """Whether nothing came of it, and nothing was spent."""
        return not any(
            self.figures[name]["mean"] for name in (*SHARED, "cost") if name in self.figures
        )


def sources(forecast: Forecast, dimension: str) -> list[Source]:
    """All parts of one of the `SOURCES`, in the order of the scenario."""
    table = forecast.stack.by[dimension]
    names = names_of(forecast.model, dimension)
    total = {name: np.sum(table[name], axis=1) for name in SHARED}
    return [
        Source(
            name,
            figures,
            {each: ratio_summary(table[each][:, names.index(name)], total[each], ())
             for each in SHARED},
        )
        for name, figures in groups(forecast, dimension).items()
    ]  # fmt: skip


def economics(forecast: Forecast) -> dict[str, dict[str, Summary]]:
    """`ECONOMICS` of every channel; its cost is its own and the touches of its leads.

    ``cost_share`` is its share in the cost of all channels.
    """
    table = forecast.stack.by["channel"]
    total = np.sum(table["cost"], axis=1)
    return {
        name: {
            figure: ratio_summary(table[over][:, i], table[under][:, i], ())
            for figure, (over, under) in ECONOMICS.items()
        }
        | {"cost_share": ratio_summary(table["cost"][:, i], total, ())}
        for i, name in enumerate(forecast.model.names.channels)
    }


@dataclass(frozen=True)
class Audience:
    """How eagerly the visitors of a channel opt in, and how well they convert.

    Attributes
    ----------
    opt_in
        Leads over visitors.
    converts
        Customers over leads, followed to the end of the run-off.
    """

    channel: str
    opt_in: Summary
    converts: Summary

    def wrong(self, usual: Audience) -> bool:
        """Whether many opt in and few buy: the offer attracts people who are no customers."""
        eager, rare = (self._over(usual, name) for name in ("opt_in", "converts"))
        if eager is None or rare is None or eager <= EAGER or rare >= RARE:
            return False
        ends = self.converts["ci95"]
        return ends is None or ends[1] < usual.converts["mean"]

    def _over(self, usual: Audience, name: str) -> float | None:
        mine, theirs = getattr(self, name)["mean"], getattr(usual, name)["mean"]
        return None if mine is None or not theirs else float(mine / theirs)


EAGER, RARE = 1.2, 0.5
"""More than the usual opt-in, less than the usual conversion, that make a wrong audience."""


def audiences(forecast: Forecast) -> tuple[list[Audience], Audience]:
    """Those of the channels all of whose leads are drawn from counted visitors; and of them all."""
    model, table = forecast.model, forecast.stack.by["channel"]
    given = {*model.batches["channel"].tolist(), *(lead.channel for lead in model.replay)}
    known = [
        i for i in range(len(model.names.channels))
        if i not in given and np.any(table["visitors"][:, i] > 0)
    ]  # fmt: skip
    return [_audience(model.names.channels[i], table, [i]) for i in known], _audience(
        "all", table, known
    )


def _audience(name: str, table: Columns, channels: list[int]) -> Audience:
    visitors, leads, won = (
        np.sum(table[figure][:, channels], axis=1)
        for figure in ("visitors", "leads", "cohort_customers")
    )
    return Audience(name, ratio_summary(leads, visitors, ()), ratio_summary(won, leads, ()))
