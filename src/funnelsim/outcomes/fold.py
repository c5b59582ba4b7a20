"""From the event log of one replication to its outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from funnelsim.model.tables import Model
from funnelsim.outcomes.breakdown import breakdowns
from funnelsim.outcomes.conversion import conversions
from funnelsim.outcomes.durations import Counts
from funnelsim.outcomes.economics import chasing_unfit, growth, payback_months, volatility
from funnelsim.outcomes.facts import facts, months, weeks
from funnelsim.outcomes.flows import flows
from funnelsim.outcomes.history import History, arrange, count_history
from funnelsim.outcomes.ledger import loss_cells, loss_sums, paper_loss
from funnelsim.outcomes.load import Hours, desks_by_group, hours_by_team
from funnelsim.outcomes.response import effort, responses, temperature
from funnelsim.outcomes.room import KeptRoom
from funnelsim.outcomes.spans import Floats, Table, Ticks
from funnelsim.outcomes.tallies import Gathering
from funnelsim.outcomes.teams import items_by_team, team_sums
from funnelsim.outcomes.totals import (
    cycle_sums,
    durations,
    entries,
    horizon_facts,
    response_sums,
    target_values,
    team_totals,
)


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
    hours
        `load.HOURS` by team and hour of the week, shape (teams, 168, 3).
    desks
        `load.DESK`, shape (rep groups,).
    places
        Lead-ms spent in each Place within the horizon.
    flows
        New leads of the horizon by `flows.AXES`.
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
    hours: Hours
    desks: Table
    places: Ticks
    flows: Counts


Look = Callable[[History], None]

_ROOM = KeptRoom()


def fold(log: Table, model: Model) -> Outcomes:
    """Compute everything that is reported of one replication.

    Parameters
    ----------
    log
        Rows of `outcomes.log.ROW`, in any order.
    model
        The model of the world that was simulated.
    """
    folding = Fold(model)
    folding.add(log)
    return folding.outcomes()


class Fold:
    """Outcomes of a log that comes in parts, each with all rows of its leads.

    What is kept are sums, whose number depends on the model alone. They are exact, so the outcomes
    do not depend on how the leads are spread over the parts.
    """

    def __init__(self, model: Model, look: Look | None = None) -> None:
        """`look` is shown each part before it is forgotten."""
        self.model = model
        self._look = look
        self._gathering = Gathering(model)
        self._zombies = 0

    def add(self, rows: Table) -> None:
        """Take the rows of some leads, complete; they are not looked at again.

        Rows without a lead may be in any part.

        Raises
        ------
        ValueError
            A lead's rows begin without its arrival.
        """
        kept = self._gathering
        history = arrange(rows, self.model, kept.frame, _ROOM)
        kept.make_room(history.most_losses)
        count_history(history, kept.tally)
        if self._look is not None:
            self._look(history)
        self._zombies += history.zombies

    def outcomes(self) -> Outcomes:
        """What is reported of all rows taken so far."""
        sums = self._gathering.sums()
        found = facts(sums)
        by_month = months(sums, found)
        response, team, losses = responses(sums), team_sums(sums), loss_sums(sums)
        scalars = horizon_facts(by_month) | paper_loss(losses)
        scalars |= conversions(sums) | entries(sums) | growth(sums)
        scalars |= temperature(sums) | effort(sums) | chasing_unfit(sums)
        scalars |= response_sums(response) | team_totals(team) | cycle_sums(sums)
        scalars["zombies"] = float(self._zombies)
        return Outcomes(
            sums=scalars,
            spreads={
                "payback_months": payback_months(by_month),
                "volatility": volatility(by_month),
            },
            targets=target_values(sums, found),
            months=by_month,
            weeks=weeks(sums, found),
            by=breakdowns(sums),
            teams=team,
            items=items_by_team(sums),
            responses=response,
            losses=losses,
            loss_cells=loss_cells(sums),
            durations=durations(sums),
            hours=hours_by_team(sums),
            desks=desks_by_group(sums),
            places=np.array(sums.tally.places, np.int64),
            flows=flows(sums),
        )
