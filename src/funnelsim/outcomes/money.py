"""Costs: what accrues, what is paid per thing, and to whom it is charged.

- A channel bears its own costs and the touches of its leads.
- A rep group bears the pay of its reps.
- Everything else (fixed costs, policies) is in the total alone.
- A segment or region bears the touches of its leads and, for each of its leads, the channel's
  cost of the horizon divided by the channel's leads of the horizon.
- Marketing cost is everything but the pay of reps, the channels of other origins with the
  touches of their leads, and policies.
- Paid channels are those with a budget or a price per click.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Origin
from funnelsim.model.tables import Model
from funnelsim.outcomes.history import History
from funnelsim.outcomes.spans import (
    Flags,
    Floats,
    Table,
    Ticks,
    epoch_at,
    months_since_origin,
)

NOBODY = -1
POLICIES = "policies"
"""Name of the cost item (`Names.cost_items`) of policies."""


class SpentByPeriod(NamedTuple):
    """Money by period: everything, marketing cost, cost of paid channels."""

    total: Floats
    marketing: Floats
    paid: Floats


@dataclass(frozen=True)
class Costs:
    """Monthly streams and single charges of one replication.

    Attributes
    ----------
    tick, amount, channel, who
        One entry per charge; `channel` is NOBODY for the one-off cost of policies, `who` the
        lead that was touched, NOBODY for the channel's own costs.
    """

    model: Model
    tick: Ticks
    amount: Floats
    channel: NDArray[np.int64]
    who: NDArray[np.int64]

    def by_period(self, edges: Ticks) -> SpentByPeriod:
        """Money spent in each span between `edges`."""
        accrual = accrued(self.model, edges)
        inside = (self.tick >= edges[0]) & (self.tick < edges[-1])
        period = np.searchsorted(edges, self.tick[inside], side="right") - 1
        amount, n = self.amount[inside], len(edges) - 1

        def add(streams: Flags, charges: Flags) -> Floats:
            chosen = charges[inside]
            single = np.bincount(period[chosen], amount[chosen], n)
            total: Floats = accrual[streams].sum(axis=0) + single
            return total

        everything = np.ones(len(self.model.streams), bool), np.ones(len(self.tick), bool)
        paid = self.of_channels(paid_channels(self.model))
        return SpentByPeriod(add(*everything), add(*self.of_marketing()), add(*paid))

    def of_channels(self, channels: Flags) -> tuple[Flags, Flags]:
        """Masks of the streams and charges that the chosen channels bear."""
        # NOBODY reads the last entry, which stands for no channel.
        chosen = np.append(channels, False)
        return chosen[self.model.streams["channel"]], chosen[self.channel]

    def of_marketing(self) -> tuple[Flags, Flags]:
        """Masks of the streams and charges that are marketing cost."""
        model = self.model
        streams, charges = self.of_channels(marketing_channels(model))
        policy = np.array([item == POLICIES for item in model.names.cost_items], np.bool_)
        shared = (model.streams["channel"] == NOBODY) & (model.streams["group"] == NOBODY)
        return streams | (shared & ~policy[model.streams["item"]]), charges


def marketing_channels(model: Model) -> Flags:
    """Channels whose leads are marketing-originated."""
    marketing = Origin.MARKETING.name.lower()
    return np.array([origin == marketing for origin in model.names.origins], np.bool_)


def paid_channels(model: Model) -> Flags:
    """Channels with a budget or a price per click in any epoch."""
    bought = (model.channel["budget"] > 0) | (model.unit_cost["per_click"] > 0)
    return np.asarray(bought.any(axis=0))


def accrued(model: Model, edges: Ticks) -> Floats:
    """Money of each monthly stream between `edges`, shape (streams, spans).

    A stream accrues evenly within each calendar month while it is in force.
    """
    streams = model.streams
    at = np.clip(edges, streams["begin"][:, np.newaxis], streams["end"][:, np.newaxis])
    months = np.diff(months_since_origin(model.origin, at), axis=1)
    result: Floats = streams["per_month"][:, np.newaxis] * months
    return result


def costs(history: History, leads: Table) -> Costs:
    """Collect every single charge of a replication."""
    model = history.model
    parts = [
        _visitor_charges(history),
        _lead_charges(model, leads),
        _batch_charges(model),
        _touch_charges(history, leads),
        _policy_charge(model),
    ]
    tick, amount, channel, who = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Costs(model, tick, amount, channel, who)


Charges = tuple[Ticks, Floats, NDArray[np.int64], NDArray[np.int64]]


def _charges(tick: Ticks, amount: Floats, channel: Ticks, who: Ticks | None = None) -> Charges:
    nobody = np.full(len(tick), NOBODY)
    return tick, np.asarray(amount, np.float64), channel.astype(np.int64), (
        nobody if who is None else who
    )  # fmt: skip


def _visitor_charges(history: History) -> Charges:
    """Visitors and clicks, day by day and channel; a click is a visitor that a budget bought."""
    model, rows = history.model, history.visitors
    at = epoch_at(model, rows["tick"]), rows["a"]
    price = model.unit_cost["per_visitor"][at]
    price = price + model.unit_cost["per_click"][at] * _click_share(model)[at]
    return _charges(rows["tick"], rows["value"] * price, rows["a"])


def _click_share(model: Model) -> Floats:
    """Share of a channel's visitors that came by clicks, [epoch, channel]."""
    channel = model.channel
    clicks = np.zeros(channel.shape)
    priced = channel["cost_per_click"] > 0
    np.divide(channel["budget"], channel["cost_per_click"], out=clicks, where=priced)
    ceiling = channel["saturates_at"]
    limited = np.isfinite(ceiling) & (ceiling > 0)
    clicks[limited] = -ceiling[limited] * np.expm1(-clicks[limited] / ceiling[limited])
    total = clicks + channel["visitors"]
    share: Floats = np.divide(clicks, total, out=np.zeros(channel.shape), where=total > 0)
    return share


def _lead_charges(model: Model, leads: Table) -> Charges:
    new = leads[~leads["open_deal"]]
    price = model.unit_cost["per_lead"][epoch_at(model, new["created"]), new["channel"]]
    return _charges(new["created"], price, new["channel"])


def _batch_charges(model: Model) -> Charges:
    batches = model.batches
    price = model.unit_cost["per_batch"][batches["epoch"], batches["channel"]]
    return _charges(batches["tick"], price, batches["channel"])


def _touch_charges(history: History, leads: Table) -> Charges:
    touches, who = history.touches, history.touch_who
    return _charges(touches["tick"], touches["value"], leads["channel"][who], who)


def _policy_charge(model: Model) -> Charges:
    nobody = np.full(len(model.policy_once), NOBODY)
    return _charges(model.policy_once["tick"], model.policy_once["amount"], nobody)


def cost_of_leads(spent: Costs, leads: Table, new: Flags) -> Floats:
    """Money that each lead bears in the horizon: its touches and its share of its channel's cost.

    Parameters
    ----------
    new
        Leads created in the horizon: they share what their channel cost, equally. What a channel
        without a new lead cost is borne by nobody.
    """
    model = spent.model
    edges = np.array([0, model.end], np.int64)
    inside = (spent.tick >= 0) & (spent.tick < model.end)
    touched = inside & (spent.who != NOBODY)
    result = np.bincount(spent.who[touched], spent.amount[touched], len(leads)).astype(np.float64)
    n = len(model.names.channels)
    own = np.zeros(n + 1)
    np.add.at(own, model.streams["channel"], accrued(model, edges)[:, 0])
    single = inside & (spent.who == NOBODY)
    np.add.at(own, spent.channel[single], spent.amount[single])
    members = np.bincount(leads["channel"][new], minlength=n).astype(np.float64)
    share = np.divide(own[:n], members, out=np.zeros(n), where=members > 0)
    result[new] += share[leads["channel"][new]]
    return result
