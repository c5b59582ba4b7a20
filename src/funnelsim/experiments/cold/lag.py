"""How long a hand-over takes on average, as stated."""

from __future__ import annotations

from funnelsim.scenario.checks.findings import mean_of
from funnelsim.scenario.load import Bundle


def mean_lag_days(bundle: Bundle) -> float:
    """Nominal mean of ``handoff.delay`` in days; business days count as days."""
    return mean_of(bundle.scenario.handoff.delay) / 86_400_000
