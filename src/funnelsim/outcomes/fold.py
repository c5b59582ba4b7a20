"""From the event log of one replication to its outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from funnelsim.model.tables import Model
from funnelsim.outcomes.breakdown import breakdowns
from funnelsim.outcomes.conversion import conversions
from funnelsim.outcomes.durations import Counts
from funnelsim.outcomes.economics import chasing_unfit, growth, payback_months, volatility
from funnelsim.outcomes.facts import months, weeks
from funnelsim.outcomes.history import arrange
from funnelsim.outcomes.leads import lead_table
from funnelsim.outcomes.ledger import ledger, loss_cells, loss_sums, paper_loss
from funnelsim.outcomes.money import costs
from funnelsim.outcomes.places import moves, times_in_places
from funnelsim.outcomes.response import effort, responses, temperature
from funnelsim.outcomes.spans import Floats, Table, Ticks
from funnelsim.outcomes.teams import item_sums, queue_items, team_sums
from funnelsim.outcomes.totals import (
    cycle_sums,
    durations,
    entries,
    horizon_facts,
    response_sums,
    target_values,
    team_totals,
)
from funnelsim.outcomes.visits import sales_visits
from funnelsim.outcomes.work import WorkingTime, work_spells


@dataclass(frozen=True)
class Outcomes:
    """Numbers of one replication; the arrays of many replications can be stacked.

    Attributes
    ----------
    sums
        Counts and money of the horizon; both sides of every ratio in `figures.RATIOS`.
    spreads
        Figures that are neither sums nor ratios of sums (``payback_months``, ``volatility``);
        NaN where undefined.
    targets
        Value of each target's metric in its window, shape (targets,); NaN where undefined.
    months, weeks
        `facts.PERIOD`, one row per period.
    by
        `breakdown.BREAKDOWN` by dimension, rows named by `breakdown.names_of`.
    teams
        `teams.TEAM`, shape (teams,).
    items
        `teams.ITEMS`, shape (teams, item classes).
    responses
        `response.RESPONSE`, rows as in `visits.ARRIVES`.
    losses
        `ledger.LOSS_SUMS`, shape (status, cause).
    loss_cells
        `ledger.LOSS_CELL`, as many rows as there are cells in use: not stackable.
    durations
        Counts on the grid of `durations`: ``response_wall``, ``response_working``, ``cycle``,
        ``cycle_from_sql``; the response also ``….evening`` and so on, the cycle ``cycle.segment``
        by name.
    places
        Lead-ms spent in each Place within the horizon.
    """

    sums: dict[str, float]
    spreads: dict[str, float]
    targets: Floats
    months: Table
    weeks: Table
    by: dict[str, Table]
    teams: Table
    items: Table
    responses: Table
    losses: Table
    loss_cells: Table
    durations: dict[str, Counts]
    places: Ticks


def fold(log: Table, model: Model) -> Outcomes:
    """Compute everything that is reported of one replication.

    Parameters
    ----------
    log
        Rows of `outcomes.log.ROW`, in any order.
    model
        The model of the world that was simulated.
    """
    history = arrange(log, model)
    moved, visits, spells = moves(history), sales_visits(history), work_spells(history)
    leads = lead_table(history, moved, visits)
    spent, losses = costs(history, leads), ledger(history, leads)
    working = WorkingTime(model)
    busy = working.busy(spells).astype(np.float64)
    by_month = months(history, leads, spent)
    response = responses(visits, model.end)
    team = team_sums(history, visits, spells, working, busy)
    sums = horizon_facts(by_month) | paper_loss(losses, 0, model.end)
    sums |= conversions(history, leads) | entries(leads, model.end) | growth(leads, model.end)
    sums |= temperature(history, leads, moved) | effort(history, leads, spells, busy)
    sums |= chasing_unfit(history, leads, spells, working, busy)
    sums |= response_sums(response) | team_totals(team) | cycle_sums(leads, model.end)
    sums["zombies"] = float(len(history.zombies))
    return Outcomes(
        sums=sums,
        spreads={"payback_months": payback_months(by_month), "volatility": volatility(by_month)},
        targets=target_values(history, leads, spent, losses),
        months=by_month,
        weeks=weeks(history, leads, spent),
        by=breakdowns(history, leads, spent),
        teams=team,
        items=item_sums(queue_items(history, spells), len(team), model.end, model.stop),
        responses=response,
        losses=loss_sums(losses, model),
        loss_cells=loss_cells(losses, leads, model),
        durations=durations(visits, leads, model),
        places=times_in_places(moved, model.end),
    )


class Fold:
    """Outcomes of a log that comes in parts, each with all rows of its leads."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._parts: list[Table] = []

    def add(self, rows: Table) -> None:
        """Take the rows of some leads, complete; they are not looked at again."""
        self._parts.append(rows.copy())

    def outcomes(self) -> Outcomes:
        """What `fold` would say of all rows."""
        return fold(np.concatenate(self._parts), self.model)
