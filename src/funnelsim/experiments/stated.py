"""Rates that the planner stated beside those that the simulation produced."""

from __future__ import annotations

from dataclasses import dataclass

from funnelsim.experiments.figures import sides
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.ratios import ratio_of_means

TOLERANCE = 0.1
"""Relative difference that counts as agreement, beside the Monte-Carlo interval."""

PAIRS = {
    "visitor_to_lead": "opt_in",
    "lead_to_mql": "lead_to_mql_ultimate",
    "mql_to_sql": "mql_to_sql_ultimate",
    "win_rate": "sql_to_customer_ultimate",
}
"""Key of `plan:` -> figure that measures it, leads followed to the end of the run-off."""


@dataclass(frozen=True, slots=True)
class StatedRate:
    """One stated rate, share 0..1, and its simulated counterpart."""

    key: str
    stated: float
    simulated: Interval

    @property
    def agrees(self) -> bool:
        """Whether the stated rate is within the interval or 10 % of the simulated one."""
        value = self.simulated.value
        if value is None or self.simulated.covers(self.stated):
            return True
        return abs(value - self.stated) <= TOLERANCE * self.stated


def stated_rates(forecast: Forecast) -> list[StatedRate]:
    """Every rate stated under `plan:` (and `stages.win_rate`) that the run can measure."""
    scenario = forecast.bundle.scenario
    stated = {key: getattr(scenario.plan, key) for key in PAIRS}
    keys = {key: f"plan.{key}" for key in PAIRS}
    if stated["win_rate"] is None and scenario.stages.win_rate is not None:
        stated["win_rate"], keys["win_rate"] = scenario.stages.win_rate, "stages.win_rate"
    return [
        StatedRate(keys[key], value.nominal, ratio_of_means(*sides(forecast.stack, PAIRS[key])))
        for key, value in stated.items()
        if value is not None
    ]
