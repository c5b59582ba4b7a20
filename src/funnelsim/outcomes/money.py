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

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from funnelsim.model.codes import Origin
from funnelsim.model.tables import Model
from funnelsim.outcomes.spans import Flags, Floats, Ticks, months_since_origin
from funnelsim.outcomes.tally_codes import (
    CLASS_LEADS,
    EARNED_TOUCHES,
    SPENT_CHARGES,
    SPENT_TOUCHES,
)

if TYPE_CHECKING:
    from funnelsim.outcomes.tallies import Sums

NOBODY = -1
POLICIES = "policies"
"""Name of the cost item (`Names.cost_items`) of policies."""


class SpentBySpan(NamedTuple):
    """Money by span: everything, marketing cost, cost of paid channels."""

    total: Floats
    marketing: Floats
    paid: Floats


def spent_by_span(sums: Sums) -> SpentBySpan:
    """Money spent in each month, week and window."""
    model, accrual = sums.model, sums.accrual
    single = sums.spent[:, :, SPENT_CHARGES] + sums.spent[:, :, SPENT_TOUCHES]
    marketing = marketing_streams(model, sums.layout.marketing)
    return SpentBySpan(
        accrual.sum(axis=0) + single[:, 0],
        accrual[marketing].sum(axis=0) + single[:, 1],
        accrual[_borne_by(model, sums.paid)].sum(axis=0) + single[:, 2],
    )


def _borne_by(model: Model, channels: Flags) -> Flags:
    """Streams that the chosen channels bear."""
    # NOBODY reads the last entry, which stands for no channel.
    result: Flags = np.append(channels, False)[model.streams["channel"]]
    return result


def marketing_streams(model: Model, channels: Flags) -> Flags:
    """Streams that are marketing cost, `channels` being those of marketing."""
    policy = np.array([item == POLICIES for item in model.names.cost_items], np.bool_)
    shared = (model.streams["channel"] == NOBODY) & (model.streams["group"] == NOBODY)
    result: Flags = _borne_by(model, channels) | (shared & ~policy[model.streams["item"]])
    return result


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
    per_month: Floats = model.streams["per_month"][:, np.newaxis]
    result: Floats = per_month * months_in_force(model, edges)
    return result


def months_in_force(model: Model, edges: Ticks) -> Floats:
    """Calendar months for which each stream is in force between `edges`, (streams, spans)."""
    streams = model.streams
    at = np.clip(edges, streams["begin"][:, np.newaxis], streams["end"][:, np.newaxis])
    return np.diff(months_since_origin(model.origin, at), axis=1)


def price_per_visitor(model: Model) -> Floats:
    """What a visitor costs on average, [epoch, channel]; a budget bought clicks among them."""
    price = model.unit_cost
    result: Floats = price["per_visitor"] + price["per_click"] * _click_share(model)
    return result


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


def cost_of_channels(sums: Sums) -> Floats:
    """What each channel bears in the horizon: its streams, its charges, touches of its leads."""
    charges = sums.horizon[:-1, [SPENT_CHARGES, SPENT_TOUCHES]].sum(1).rounded()
    return _accrued_by(sums, "channel", len(charges)) + charges


def pay_of_groups(sums: Sums) -> Floats:
    """Pay of each rep group in the horizon."""
    return _accrued_by(sums, "group", sums.frame.n_groups)


def _accrued_by(sums: Sums, bearer: str, n: int) -> Floats:
    """Streams of the horizon by who bears them."""
    total = np.zeros(n + 1)  # the last entry takes what none of them bears
    np.add.at(total, sums.model.streams[bearer], sums.accrual[:, -1])
    return total[:n]


def cost_of_classes(sums: Sums) -> Floats:
    """Money that the leads of each class bear in the horizon.

    The touches of the leads, and for each new lead of the horizon an equal share of what its
    channel cost without touches. What a channel without a new lead cost is borne by nobody.
    """
    n = sums.frame.n_channels
    channel = sums.model.class_channel
    own = _accrued_by(sums, "channel", n) + sums.horizon[:-1, SPENT_CHARGES].rounded()
    new = sums.classes[:, CLASS_LEADS].astype(np.float64)
    members = np.bincount(channel, new, n)
    share = np.divide(own, members, out=np.zeros(n), where=members > 0)
    touches = sums.earned[:, EARNED_TOUCHES].rounded()
    result: Floats = touches + share[channel] * new
    return result
