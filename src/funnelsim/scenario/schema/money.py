"""Margin and costs that belong to no channel and no rep."""

from __future__ import annotations

from funnelsim.scenario.schema.base import Block, key
from funnelsim.scenario.schema.types import OneMoneyRate, ShareValue


class FixedCosts(Block):
    """Costs per month."""

    technology: OneMoneyRate = key(
        "0/month", "software and tools", "1.2k/month", unit="money per month"
    )
    infrastructure: OneMoneyRate = key(
        "0/month", "offices, telephones", "800/month", unit="money per month"
    )
    agency: OneMoneyRate = key(
        "0/month", "agencies and freelancers", "3k/month", unit="money per month"
    )
    labour: OneMoneyRate = key(
        "0/month", "in-house marketing labour", "4k/month", unit="money per month"
    )
    other: OneMoneyRate = key("0/month", "anything else", "500/month", unit="money per month")


class Money(Block):
    """What of a sale stays, and what the house costs."""

    margin: ShareValue = key("100%", "gross profit as a share of revenue", "65%", unit="share")
    fixed_costs: FixedCosts = key({}, "costs per month", {"technology": "1.2k/month"})
