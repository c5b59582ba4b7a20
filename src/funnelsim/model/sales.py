"""Tables of sales: calls, conversation, clocks, stages, habits."""

from __future__ import annotations

from math import fsum, inf
from typing import Any

import numpy as np

from funnelsim.errors import Problem, ScenarioError
from funnelsim.model.axes import Axes
from funnelsim.model.codes import FIRST_STAGE, OnBreach
from funnelsim.model.dtypes import CLOCK, HABIT, STAGE
from funnelsim.model.encode import DAY, LEAST_FACTOR, Encoder
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.clocks import Competitor
from funnelsim.scenario.schema.curves import Curve
from funnelsim.scenario.schema.sales import Outcomes
from funnelsim.scenario.schema.scaling import buyer_factor, win_rate_exponents
from funnelsim.scenario.values import Value

BREACH = {
    "nothing": OnBreach.NOTHING,
    "reassign": OnBreach.REASSIGN,
    "escalate": OnBreach.ESCALATE,
}
BusinessDays = dict[tuple[int, str], float]
"""Open ms of a business day by epoch and team."""


class Sales:
    """Fills the sales half of a lead's row, clocks, stages and habits."""

    def __init__(self, axes: Axes, enc: Encoder, lead: np.ndarray, days: BusinessDays) -> None:
        shape = (len(axes.epochs), len(axes.classes))
        self.axes, self.enc, self.lead, self.days = axes, enc, lead, days
        self.clock = np.zeros((*shape, FIRST_STAGE + len(axes.stages)), dtype=CLOCK)
        self.stage = np.zeros((*shape, len(axes.stages)), dtype=STAGE)
        self.habit = np.zeros((*shape, len(axes.teams)), dtype=HABIT)
        for epoch, cls, s in axes.cells():
            enc.lead_class = axes.classes[cls]
            at = (epoch, cls)
            self._calls(at, s)
            self._conversation(at, s)
            self._clocks(at, s)
            self._stages(at, s)
            self._habits(at, s)

    def _put(self, at: tuple[int, int], field: str, number: Any, path: str) -> None:
        self.lead[field][at] = self.enc.number(number, path, ("lead", at, field))

    def _dist(
        self, at: tuple[int, int], field: str, number: Any, path: str, day: float = DAY
    ) -> None:
        self.lead[field][at] = self.enc.dist(number, path, ("lead", at, field), day)

    def _calls(self, at: tuple[int, int], s: Scenario) -> None:
        enc, lead, calls = self.enc, self.lead, s.calls
        team = s.calls_by
        day = self.days.get((at[0], team or ""), DAY)
        lead["calls_team"][at] = -1 if team is None else self.axes.teams.index(team)
        reach = calls.first_call_reaches
        start, size = enc.curve_of(list(reach.knots), "calls.first_call_reaches")
        lead["reach_start"][at], lead["reach_size"][at] = start, size
        self._put(at, "reach_later", reach.later, "calls.first_call_reaches.later")
        lead["again_start"][at], lead["again_size"][at] = enc.curve(
            list(calls.later_calls_reach), [0.0] * len(calls.later_calls_reach)
        )
        gaps = [g.nominal * (day / DAY if g.business_days else 1.0) for g in calls.gaps]
        lead["gaps_start"][at], lead["gaps_size"][at] = enc.curve(
            gaps, [float(g.business) for g in calls.gaps]
        )
        self._dist(at, "call_takes", calls.takes, "calls.takes", day)
        lead["then_drop"][at] = calls.then == "drop"
        self._dist(at, "handoff_delay", s.handoff.delay, "handoff.delay", day)
        self._put(at, "eagerness_half_life", s.eagerness.halves_every, "eagerness.halves_every")
        self._put(at, "eagerness_floor", s.eagerness.never_below, "eagerness.never_below")
        self._sla(at, s, day)

    def _sla(self, at: tuple[int, int], s: Scenario, day: float) -> None:
        lead = self.lead
        lead["sla"][at], lead["escalate_to"][at] = inf, -1
        if s.sla is None:
            return
        value = self.enc.of_class(s.sla.respond_within, "sla.respond_within")
        scale = day / DAY if value.business_days else 1.0
        cell = ("lead", at, "sla")
        lead["sla"][at] = self.enc.number(value, "sla.respond_within", cell, scale=scale)
        lead["sla_business"][at] = value.business
        lead["on_breach"][at] = BREACH[s.sla.on_breach.action]
        if s.sla.on_breach.team is not None:
            lead["escalate_to"][at] = self.axes.teams.index(s.sla.on_breach.team)

    def _conversation(self, at: tuple[int, int], s: Scenario) -> None:
        talk = s.conversation
        day = self.days.get((at[0], s.calls_by or ""), DAY)
        self._dist(at, "talk_takes", talk.takes, "conversation.takes", day)
        self._put(at, "annoyed", talk.annoyed, "conversation.annoyed")
        self._put(at, "uplift", talk.uplift, "conversation.uplift")
        for name, block in (("fit", talk.fit), ("unfit", talk.unfit)):
            path = f"conversation.{name}"
            start, size = self._accepted(block.accepted, f"{path}.accepted")
            self.lead[f"{name}_accept_start"][at] = start
            self.lead[f"{name}_accept_size"][at] = size
            self.lead[f"{name}_rest"][at] = self._rest(block, path, at, f"{name}_rest")

    def _accepted(self, curve: Curve, path: str) -> tuple[int, int]:
        return self.enc.curve_of(list(curve.knots), path)

    def _rest(
        self, block: Outcomes, path: str, at: tuple[int, int], field: str
    ) -> tuple[float, ...]:
        """Weights of those who do not accept; only their proportions matter."""
        return tuple(
            self.enc.number(part.share, f"{path}.{name}", ("lead", (*at, place), field))
            for place, (name, part) in enumerate(block.others.items())
        )

    def _clocks(self, at: tuple[int, int], s: Scenario) -> None:
        for status, name in enumerate(("lead", "mql", "sql", *self.axes.stages)):
            place = (*at, status)
            key = "sql" if status >= FIRST_STAGE and name not in s.shelf_life.named else name
            path = f"shelf_life.{key}"
            self.clock["shelf"][place] = self.enc.dist(
                s.shelf_life.of(name), path, ("clock", place, "shelf")
            )
            self.clock["competitor"][place] = self.enc.number(
                s.hazards.competitor.of(name),
                _competitor_path(s.hazards.competitor, name),
                ("clock", place, "competitor"),
            )
        self._put(at, "changes_job", s.hazards.changes_job, "hazards.changes_job")
        self._dist(at, "return_after", s.hazards.return_after, "hazards.return_after")

    def _habits(self, at: tuple[int, int], s: Scenario) -> None:
        for index, name in enumerate(self.axes.teams):
            if name not in s.teams:
                if at[0] > 0:
                    self.enc.carry("habit", self.habit, at[0], (at[1], index))
                continue
            habits, place = s.teams[name].habits, (*at, index)
            path = f"teams.{name}.habits"
            row = self.habit[place]
            for field in ("never_worked", "calls_kept"):
                row[field] = self.enc.number(
                    getattr(habits, field), f"{path}.{field}", ("habit", place, field)
                )
            row["notices_after"] = self.enc.dist(
                habits.notices_after, f"{path}.notices_after", ("habit", place, "notices_after"),
                self.days.get((at[0], name), DAY),
            )  # fmt: skip
            self.habit[place] = row

    def _stages(self, at: tuple[int, int], s: Scenario) -> None:
        names = list(s.stages.named)
        self.lead["first_stage"][at] = self.axes.stages.index(names[0]) if names else -1
        for index, name in enumerate(self.axes.stages):
            if name not in names and at[0] > 0:
                self._finish_by_old_rules(at, index, names)
        exponents = self._win_rate_exponents(s)
        stretch = Stretch(self.enc, s)
        for number, name in enumerate(names):
            block, place = s.stages.named[name], (*at, self.axes.stages.index(name))
            path = f"stages.{name}"
            team = s.stage_by(name)
            day = self.days.get((at[0], team or ""), DAY)
            row = self.stage[place]
            row["team"] = -1 if team is None else self.axes.teams.index(team)
            row["rep_time"] = self.enc.dist(
                block.rep_time, f"{path}.rep_time", ("stage", place, "rep_time"), day
            )
            row["buyer_takes"] = stretch.buyer_takes(name, place, day)
            cell = ("stage", place, "converts")
            row["converts"] = (
                self.enc.number(block.converts, f"{path}.converts", cell)
                if exponents is None
                else self.enc.number(
                    s.stages.win_rate, "stages.win_rate", cell, exponent=exponents[number]
                )
            )
            last = number + 1 == len(names)
            row["next_stage"] = -1 if last else self.axes.stages.index(names[number + 1])
            row["n_stages"] = len(names)
            row["reason_start"], row["reason_size"] = self.enc.shares(
                [block.reasons.get(r) for r in self.axes.reasons],
                [f"{path}.reasons.{r}" for r in self.axes.reasons],
            )
            self.stage[place] = row

    def _finish_by_old_rules(self, at: tuple[int, int], index: int, names: list[str]) -> None:
        """A stage no longer in force: deals in it end it as before, then go on with one that is."""
        self.enc.carry("stage", self.stage, at[0], (at[1], index))
        following = int(self.stage["next_stage"][(*at, index)])
        while following >= 0 and self.axes.stages[following] not in names:
            following = int(self.stage["next_stage"][(at[0] - 1, at[1], following)])
        self.stage["next_stage"][(*at, index)] = following

    def _win_rate_exponents(self, s: Scenario) -> list[float] | None:
        if s.stages.win_rate is None:
            return None
        return win_rate_exponents(
            [self.enc.number(b.converts, "stages", None) for b in s.stages.named.values()]
        )


def _competitor_path(risks: Competitor, stage: str) -> str:
    """The key that states a risk; one for all stages is one number."""
    if stage in risks.named:
        return f"hazards.competitor.{stage}"
    if risks.lead == risks.mql == risks.sql:
        return "hazards.competitor"
    return f"hazards.competitor.{stage if stage in ('lead', 'mql') else 'sql'}"


class Stretch:
    """Scales every `buyer_takes` by one factor so that the means add up to `sales_cycle`.

    All in wall time: work and business days are spread over the week.
    """

    def __init__(self, enc: Encoder, s: Scenario) -> None:
        self.enc, self.s = enc, s
        self.cycle: Value | None = s.stages.sales_cycle
        if self.cycle is None:
            return
        works, waits = [], []
        for name, block in s.stages.named.items():
            work = enc.of_class(block.rep_time, f"stages.{name}.rep_time")
            wait = enc.of_class(block.buyer_takes, f"stages.{name}.buyer_takes")
            team = s.stage_by(name) or ""
            works.append(work.nominal * wall_per_open(s, team, work))
            waits.append(wait.nominal * wall_per_open(s, team, wait))
        self.work, self.wait = fsum(works), fsum(waits)
        try:
            self.by = buyer_factor(works, waits, self.cycle.nominal)
        except ValueError as reason:
            who = ", ".join(name for name in enc.lead_class or () if name)
            text = f"stages.sales_cycle of {self.cycle.text} cannot be met for {who}"
            key = ("stages", "sales_cycle")
            raise ScenarioError(
                [Problem("FS713", "error", text, "", None, None, key, cure=str(reason))]
            ) from reason

    def buyer_takes(self, name: str, place: tuple[int, ...], day: float) -> Any:
        block = self.s.stages.named[name]
        path, cell = f"stages.{name}.buyer_takes", ("stage", place, "buyer_takes")
        if self.cycle is None:
            return self.enc.dist(block.buyer_takes, path, cell, day)
        value = self.enc.of_class(block.buyer_takes, path)
        if self.cycle.uncertain and self.wait > 0:
            parameter = self.enc.parameter(self.cycle, "stages.sales_cycle")
            scale = (day / DAY if value.business_days else 1.0) / self.wait
            self.enc.scaled_by_parameter(cell, value.dist, parameter, scale, -self.work * scale)
            return self.enc.dist(block.buyer_takes, path, cell, day, max(self.by, LEAST_FACTOR))
        return self.enc.dist(block.buyer_takes, path, cell, day, self.by)


def wall_per_open(s: Scenario, team: str, value: Value) -> float:
    """Wall time that a duration takes per ms stated; open time is spread over the week.

    The ms of business days count 24 h a day, so that a week of them has as many as open days.
    """
    if not value.business or team not in s.teams:
        return 1.0
    minutes = [sum(b - a for a, b in opening) for opening in s.working_time(team).weekly]
    if not any(minutes):
        return 1.0
    if value.business_days:
        return 7 / sum(m > 0 for m in minutes)
    return 7 * 24 * 60 / sum(minutes)
