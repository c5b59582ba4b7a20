"""What the folds need of a model, laid out once: spans, calendars, accrual, columns for the loops.

The worlds of one run are copies of a few tables of its model. What they share is kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.calendar import Calendar
from funnelsim.model.tables import Model
from funnelsim.outcomes.cells import Frame
from funnelsim.outcomes.durations import EDGES
from funnelsim.outcomes.hours import employed, limited_reps, working_hours
from funnelsim.outcomes.money import marketing_channels, months_in_force, price_per_visitor
from funnelsim.outcomes.records import floats, ints
from funnelsim.outcomes.spans import (
    DAY,
    Floats,
    Ticks,
    business_days,
    month_edges,
    partial_months,
    partial_weeks,
    week_edges,
)
from funnelsim.outcomes.tally_codes import HOURS_OF_WEEK
from funnelsim.outcomes.week import hours_of_stretches

_MODELS_KEPT = 4
_kept: list[Layout] = []


class Layout:
    """What does not differ between the worlds of a model.

    Attributes
    ----------
    months, weeks
        Edges of the months and weeks of the horizon.
    windows
        The other spans, [begin, end): those of the targets, then the halves of the horizon.
    partial, business_days
        Of each month, then of each week.
    in_force
        Months in force of each cost stream, shape (streams, spans): in each month, each week, each
        window, last in the horizon.
    edges
        Edges of the elementary spans.
    first, last
        Of each span, as in `in_force`: the elementary spans ``[first, last)`` make it up.
    staffed
        Working ms of the reps of each team in each hour of the week, shape (teams, 168); 0 where
        there is no limit of reps.
    employed
        Ms for which the reps of each group are employed; 0 where there is no limit of reps.
    """

    def __init__(self, model: Model) -> None:
        self._made_of = _parts(model)
        end = model.end
        self.months: Ticks = month_edges(model.origin, end)
        self.weeks: Ticks = week_edges(model.origin, end)
        self.windows = [(target.begin, target.end) for target in model.targets]
        self.windows += [(0, end // 2), (end // 2, end)]
        self.partial = np.append(
            partial_months(model.origin, self.months), partial_weeks(self.weeks)
        )
        office = office_calendar(model)
        self.business_days: Floats = np.append(
            business_days(office, self.months), business_days(office, self.weeks)
        )
        spans = [self.months, self.weeks, *map(np.array, [*self.windows, (0, end)])]
        self.in_force: Floats = np.hstack([months_in_force(model, edges) for edges in spans])
        begins = np.concatenate([edges[:-1] for edges in spans])
        ends = np.concatenate([edges[1:] for edges in spans])
        self.edges = np.unique(np.clip(np.append(begins, ends), model.begin, model.stop + 1))
        self.first = np.searchsorted(self.edges, begins)
        self.last = np.maximum(np.searchsorted(self.edges, ends), self.first)
        self.hours = [working_hours(model, rep) for rep in range(len(model.rep_team))]
        self.available = np.array([np.sum(c - o) for o, c in self.hours], np.float64)
        self.staffed, self.employed = self._staff(model)
        self.marketing = marketing_channels(model)
        self._columns = self._common_columns(model)

    def _staff(self, model: Model) -> tuple[Ticks, Ticks]:
        limited = limited_reps(model)
        weekday = model.origin.weekday()
        hours = np.zeros((len(model.team_unlimited), HOURS_OF_WEEK), np.int64)
        there = np.zeros(len(model.names.groups), np.int64)
        for rep in np.flatnonzero(limited):
            hours[model.rep_team[rep]] += hours_of_stretches(*self.hours[rep], weekday)
            there[model.rep_group[rep]] += sum(b - a for a, b in employed(model, int(rep)))
        return hours, there

    def fits(self, model: Model) -> bool:
        """Whether this is the layout of a model: made of the same objects, or of equal numbers."""
        return all(
            mine is its or (isinstance(mine, np.ndarray) and np.array_equal(mine, its))
            for mine, its in zip(self._made_of, _parts(model), strict=True)
        )

    def frame(self, model: Model) -> Frame:
        """The columns of one world."""
        frame = Frame()
        for name, value in self._columns.items():
            setattr(frame, name, value)
        lead = model.lead
        frame.calls_team, frame.first_stage = ints(lead["calls_team"]), ints(lead["first_stage"])
        frame.has_sla = ints(np.isfinite(lead["sla"]))
        frame.margin = floats(model.margin)
        frame.book = floats(np.where(np.isfinite(model.book), model.book, 0.0))
        frame.per_lead = floats(model.unit_cost["per_lead"])
        frame.per_visitor = floats(price_per_visitor(model))
        return frame

    def _common_columns(self, model: Model) -> dict[str, Any]:
        names = model.names
        days = np.arange(0, model.end, DAY, dtype=np.int64)
        all_days = np.arange(self.edges[0], self.edges[-1], DAY)
        deals = sorted((deal.lead, round(deal.age), deal.status) for deal in model.pipeline)
        calendars = [(c.opens, c.closes) for c in model.calendars]
        columns: dict[str, Any] = {
            "end": model.end, "stop": model.stop, "weekday": model.origin.weekday(),
            "n_channels": len(names.channels), "n_classes": model.n_classes,
            "n_statuses": model.book.shape[1], "n_segments": len(names.segments),
            "n_teams": len(model.team_unlimited), "n_groups": len(names.groups),
            "n_months": len(self.months) - 1, "n_epochs": len(model.epoch_ticks),
            "n_targets": len(model.targets), "last_calendar": len(model.calendars) - 1,
            "epochs": ints(model.epoch_ticks), "class_channel": ints(model.class_channel),
            "class_segment": ints(model.class_segment), "class_region": ints(model.class_region),
            "team_calendar": ints(model.team["calendar"]), "rep_group": ints(model.rep_group),
            "replayed": ints(sorted(lead.lead for lead in model.replay)),
            "deals": ints([lead for lead, _, _ in deals]),
            "deal_age": ints([age for _, age, _ in deals]),
            "deal_status": ints([status for _, _, status in deals]),
            "month_of": ints(np.searchsorted(self.months, days, side="right") - 1),
            "edges": ints(self.edges), "last_edge": int(self.edges[-1]),
            "span_of_day": ints(np.searchsorted(self.edges, all_days, side="right") - 1),
            "window_begin": ints([target.begin for target in model.targets]),
            "window_end": ints([target.end for target in model.targets]),
            "duration_edges": floats(EDGES),
        }  # fmt: skip
        for prefix, hours in (("", calendars), ("rep_", self.hours)):
            first, opens, closes, before = one_after_the_other(hours)
            columns[f"{prefix or 'cal_'}first"] = ints(first)
            columns[f"{prefix}opens"], columns[f"{prefix}closes"] = ints(opens), ints(closes)
            columns[f"{prefix}before"] = ints(before)
        return columns


def layout_of(model: Model) -> Layout:
    """The layout of a model, made anew only for a model that is no world of those seen last."""
    for layout in _kept:
        if layout.fits(model):
            return layout
    layout = Layout(model)
    _kept[:] = [layout, *_kept[: _MODELS_KEPT - 1]]
    return layout


def office_calendar(model: Model) -> Calendar:
    """The calendar whose business days count: that of the team that makes the calls.

    Where nobody calls that of the first team; without teams the only one, the scenario's.
    """
    if not model.team.shape[1]:
        return model.calendars[-1]
    team = max(0, int(model.lead["calls_team"][0, 0])) if model.n_classes else 0
    return model.calendars[int(model.team["calendar"][0, team])]


def one_after_the_other(
    hours: list[tuple[Ticks, Ticks]],
) -> tuple[NDArray[np.int64], Ticks, Ticks, Ticks]:
    """Several lists of open hours as one: where each begins, opens, closes, open ms before."""
    none = np.zeros(0, np.int64)
    first = np.cumsum([0, *(len(opens) for opens, _ in hours)])
    opens = np.concatenate([none, *(opens for opens, _ in hours)])
    closes = np.concatenate([none, *(closes for _, closes in hours)])
    before = [np.cumsum(closes - opens) - (closes - opens) for opens, closes in hours]
    return first, opens, closes, np.concatenate([none, *before])


def _parts(model: Model) -> list[Any]:
    """What a layout is made of; of tables that worlds have copies of, the fields that it uses."""
    copied = ("lead", "rep", "team", "streams")
    whole = (
        "epoch_ticks", "calendars", "absences", "rep_team", "rep_group", "rep_calendar",
        "team_unlimited", "class_channel", "class_segment", "class_region", "replay", "pipeline",
        "targets", "names", "origin",
    )  # fmt: skip
    used = {
        "lead": ("calls_team",), "rep": ("present", "starts", "ends"), "team": ("calendar",),
        "streams": ("begin", "end"),
    }  # fmt: skip
    parts = [getattr(model, name) for name in whole]
    parts += [getattr(model, table)[name].copy() for table in copied for name in used[table]]
    return [*parts, np.array([model.begin, model.end, model.stop])]
