"""What the folder of a run holds: the texts and tables of a forecast or a study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.cold.tables import TABLES as COLD_TABLES
from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.select import TABLES as SELECT_TABLES
from funnelsim.experiments.compare.tables import TABLES as COMPARE_TABLES
from funnelsim.experiments.drivers.data import TABLES as DRIVERS_TABLES
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.levers.tried import Tried
from funnelsim.experiments.optimise_data import TABLES as OPTIMISE_TABLES
from funnelsim.experiments.planned import TABLES as PLAN_TABLES
from funnelsim.experiments.status import Replications
from funnelsim.experiments.sweep_data import TABLES as SWEEP_TABLES
from funnelsim.experiments.tables import TABLES

SCENARIO = "scenario.yaml"
LOG_NAME = "events-0"
RESULTS = (
    "forecast.json", "cold.json", "compare.json", "plan.json", "sweep.json", "drivers.json",
    "optimise.json", "report.json", "report.html", "report.xlsx",
)  # fmt: skip
TABLE_NAMES = (
    *TABLES, LOG_NAME, *COLD_TABLES, *COMPARE_TABLES, *SELECT_TABLES, *PLAN_TABLES, *SWEEP_TABLES,
    *DRIVERS_TABLES, *OPTIMISE_TABLES,
)  # fmt: skip
"""Names of tables that a run of any kind may have."""

Study = Cold | Contest | Tried


@dataclass(frozen=True)
class Contents:
    """What a folder holds beside its manifest.

    Attributes
    ----------
    texts
        Text files by name.
    tables
        Data frames by name, made when they are written.
    made
        The result.
    """

    texts: Mapping[str, str]
    tables: Iterable[tuple[str, Any]]
    made: Forecast | Study

    @property
    def replications(self) -> Replications:
        """How the work went."""
        return self.made.replications


def of_forecast(
    forecast: Forecast, log: np.ndarray | None = None, scenario: str | None = None
) -> Contents:
    """Contents of the folder of a forecast; parameters as in `run_folder.write_run`."""
    data = {name: value for name, value in forecast.data.items() if name != "elapsed_seconds"}
    text = forecast.bundle.document.text if scenario is None else scenario
    # Without its time the same run has the same bytes.
    texts = {"forecast.json": laid_out(data) + "\n", SCENARIO: text}
    return Contents(texts, _tables(forecast, log), forecast)


def of_study(made: Study, command: str) -> Contents:
    """Contents of the folder of a study that a command has made."""
    texts = {f"{command}.json": made.json() + "\n", SCENARIO: made.bundle.document.text}
    tables = ((name, made.to_polars(name)) for name in made.table_names)
    return Contents(texts, tables, made)


def _tables(forecast: Forecast, log: np.ndarray | None) -> Iterator[tuple[str, Any]]:
    for name in TABLES:
        yield name, forecast.to_polars(name)
    if log is not None:
        from funnelsim.experiments.trace import Trace

        yield LOG_NAME, Trace(forecast.model, forecast.seed, 0, log).to_polars()
