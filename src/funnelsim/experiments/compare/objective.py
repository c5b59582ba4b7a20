"""The figure by which policies are ranked, and whether more of it is better."""

from __future__ import annotations

from functools import lru_cache

from funnelsim.errors import UsageError
from funnelsim.experiments.figures import COUNTS, MONEY, NAMES, SPREADS
from funnelsim.scenario.didyoumean import did_you_mean

OBJECTIVE = "profit"

_DOWNWARDS = frozenset(
    ("cost", "marketing_cost", "paid_cost", "unfit_cost", "paper_loss", "paper_gross", "cold",
     "cold_stock", "phantoms", "zombies", "still_open")
)  # fmt: skip
"""Figures that add up and of which less is better."""


@lru_cache
def ranks_upwards(objective: str) -> bool:
    """Whether more of a figure is better.

    Raises
    ------
    UsageError
        There is no such figure, or it has no mean in every future.
    """
    if objective not in NAMES:
        near = did_you_mean(objective, NAMES)
        raise UsageError(f"there is no figure '{objective}' to rank policies by; {near}")
    if objective in SPREADS or objective not in (*COUNTS, *MONEY):
        raise UsageError(
            f"'{objective}' is a ratio, which a future without deals does not have; rank by a "
            "figure that adds up: profit, gross_profit, revenue, customers, cost"
        )
    return objective not in _DOWNWARDS
