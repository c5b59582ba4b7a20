"""Cost streams, margin and the book values of the ledger."""

from __future__ import annotations

from datetime import date
from math import inf
from typing import Any

import numpy as np

from funnelsim.model.axes import Axes, present
from funnelsim.model.codes import FIRST_STAGE
from funnelsim.model.dtypes import ONE_OFF, STREAM
from funnelsim.model.encode import Encoder
from funnelsim.rules.calls import accepted_at, first_call_reach, later_call_reach
from funnelsim.rules.qualification import fit_share
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.curves import Curve
from funnelsim.scenario.schema.scaling import win_rate_exponents

FIXED = ("technology", "infrastructure", "agency", "labour", "other")
COST_ITEMS = ("channels", "reps", *FIXED, "policies")


class Streams:
    """Monthly costs with the ticks between which they run."""

    def __init__(self, axes: Axes, enc: Encoder, begin: int, stop: int, rep: np.ndarray) -> None:
        self.axes, self.enc = axes, enc
        self.window = (begin, stop)
        self.rows: list[tuple[int, int, int, float, int, int]] = []
        self.one_offs: list[tuple[int, float]] = []
        enc.lead_class = None
        for epoch in range(len(axes.epochs)):
            s, span = axes.scenario(epoch), axes.epoch_span(epoch)
            for index, name in enumerate(axes.channels):
                block = s.channels.get(name)
                if block is not None:
                    path = f"channels.{name}"
                    self._add("channels", block.cost.fixed, f"{path}.cost.fixed", span, index)
                    if block.budget is not None:
                        self._add("channels", block.budget, f"{path}.budget", span, index)
            for item in FIXED:
                value = getattr(s.money.fixed_costs, item)
                self._add(item, value, f"money.fixed_costs.{item}", span)
            self._reps(epoch, s, span, rep)
        self._policies()
        self.table = np.array(self.rows, dtype=STREAM)
        self.once = np.array(self.one_offs, dtype=ONE_OFF)

    def _reps(self, epoch: int, s: Scenario, span: tuple[int, int], rep: np.ndarray) -> None:
        for index, (group, number) in enumerate(self.axes.reps):
            team, name = self.axes.groups[group]
            if present(s, team, name, number):
                row = rep[epoch, index]
                employed = max(span[0], int(row["starts"])), min(span[1], int(row["ends"]))
                own = s.teams[team].reps[name].cost_each is not None
                path = f"teams.{team}.reps.{name}.cost_each" if own else f"teams.{team}.cost_each"
                self._add("reps", s.cost_each(team, name), path, employed, group=group)

    def _policies(self) -> None:
        """What the policies in force cost, from their own day on."""
        s = self.axes.resolved.bundle.scenario
        for name, day in self._in_force().items():
            policy, start = s.policies[name], self.axes.tick(day)
            path = f"policies.{name}.cost"
            self._add("policies", policy.cost.per_month, f"{path}.per_month", (start, 2**62))
            cell = ("policy_once", (len(self.one_offs),), "amount")
            self.one_offs.append((start, self.enc.number(policy.cost.once, f"{path}.once", cell)))

    def _in_force(self) -> dict[str, date]:
        """Policies of the run with all they include, each once, and their first days.

        An included policy without a date begins with the policy that includes it.
        """
        bundle = self.axes.resolved.bundle
        policies = bundle.scenario.policies
        found: dict[str, date] = {}

        def visit(name: str, day: date) -> None:
            if name not in found:
                found[name] = policies[name].from_ or day
                for inner in policies[name].includes:
                    visit(inner, found[name])

        for name in bundle.with_:
            visit(name, bundle.scenario.from_)
        return found

    def _add(
        self,
        item: str,
        value: Any,
        path: str,
        span: tuple[int, int],
        channel: int = -1,
        group: int = -1,
    ) -> None:
        begin, end = max(span[0], self.window[0]), min(span[1], self.window[1])
        if begin >= end:
            return
        cell = ("streams", (len(self.rows),), "per_month")
        per_month = self.enc.number(value, path, cell)
        if per_month or value.uncertain:
            self.rows.append((COST_ITEMS.index(item), channel, group, per_month, begin, end))


def margin_table(axes: Axes, enc: Encoder) -> np.ndarray:
    table = np.zeros((len(axes.epochs), len(axes.classes)))
    for epoch, cls, s in axes.cells():
        enc.lead_class = axes.classes[cls]
        cell = ("margin", (epoch, cls), "")
        table[epoch, cls] = enc.number(s.money.margin, "money.margin", cell)
    return table


class Book:
    """Book values: E[deal value] x P(win from here if worked without decay), nominal numbers.

    Of the first epoch that knows the segment, so that all worlds and policies share them. Rep
    factors and clocks do not enter; see docs/scenario.md for the chain of probabilities.
    """

    def __init__(self, axes: Axes, enc: Encoder) -> None:
        self.axes, self.enc = axes, enc
        self.table = np.zeros((len(axes.classes), FIRST_STAGE + len(axes.stages)))
        self.unfit_odds = np.ones_like(self.table)
        for cls, (channel, segment, _) in enumerate(axes.classes):
            enc.lead_class = axes.classes[cls]
            self._fill(cls, axes.scenario(axes.first_with(segment), cls), channel, segment)

    def _fill(self, cls: int, s: Scenario, channel: str, segment: str) -> None:
        deal = self._nominal(s.deal_of(segment), "deal")
        fit = self._nominal(s.segments[segment].fit, "fit")
        score = self._nominal(s.qualification.threshold, "threshold")
        accepts_fit = self._accepted(s.conversation.fit.accepted, score)
        accepts_unfit = self._accepted(s.conversation.unfit.accepted, score)
        odds = self._unfit_odds(s, channel, _odds(accepts_unfit, accepts_fit))
        self.unfit_odds[cls, 1], self.unfit_odds[cls, 2:] = odds
        passes, fit_sql = (fit_share(fit, x) for x in odds)
        accepted = passes * accepts_fit + (1 - passes) * accepts_unfit
        remaining = self._remaining(s)
        sql = deal * fit_sql * (remaining[0] if remaining else 0.0)
        row = self.table[cls]
        row[2] = sql
        row[1] = self._reached(s) * accepted * sql
        stated = s.plan.lead_to_mql
        row[0] = 0.0 if stated is None else self._nominal(stated, "plan") * row[1]
        for name, chance in zip(s.stages.named, remaining, strict=True):
            row[FIRST_STAGE + self.axes.stages.index(name)] = deal * fit_sql * chance

    def _unfit_odds(self, s: Scenario, channel: str, talked: float) -> tuple[float, float]:
        """How much likelier the unfit become MQL and SQL than the fit: the verdict, the talk.

        Deals of the open pipeline without a channel came the longest way that any channel has.
        """
        known = [s.channels[channel]] if channel in s.channels else list(s.channels.values())
        enters = {stage for block in known for stage in block.enters if block.enters[stage].nominal}
        good = self._nominal(s.qualification.good_fit_passes, "good_fit_passes")
        bad = self._nominal(s.qualification.bad_fit_passes, "bad_fit_passes")
        judged = _odds(bad, good) if "lead" in enters or not enters else 1.0
        return judged, 1.0 if enters == {"sql"} else judged * talked

    def _reached(self, s: Scenario) -> float:
        """P(reached by the planned calls), the first at delay 0, every planned call made."""
        reach = s.calls.first_call_reaches
        knots = [(x, self._nominal(c, "first_call_reaches")) for x, c in reach.knots]
        later = self._nominal(reach.later, "first_call_reaches")
        missed = 1 - first_call_reach(
            np.array([x for x, _ in knots]), np.array([c for _, c in knots]), 0, len(knots),
            later, 0.0,
        )  # fmt: skip
        again = np.array(s.calls.later_calls_reach, dtype=np.float64)
        for attempt in range(2, 2 + len(s.calls.gaps)):
            missed *= 1 - later_call_reach(again, 0, len(again), attempt)
        return float(1 - missed)

    def _accepted(self, curve: Curve, score: float) -> float:
        scores = np.array([x for x, _ in curve.knots])
        chances = np.array([self._nominal(c, "accepted") for _, c in curve.knots])
        return float(accepted_at(scores, chances, 0, len(scores), score))

    def _remaining(self, s: Scenario) -> list[float]:
        """Product of the conversions from each stage to the win."""
        chances = [self._nominal(b.converts, "converts") for b in s.stages.named.values()]
        if s.stages.win_rate is not None and chances:
            win_rate = self._nominal(s.stages.win_rate, "win_rate")
            chances = [win_rate**e for e in win_rate_exponents(chances)]
        return [float(np.prod(chances[i:])) for i in range(len(chances))]

    def _nominal(self, number: Any, path: str) -> float:
        return self.enc.number(number, path, None)


def _odds(unfit: float, fit: float) -> float:
    """Ratio of two chances; 1 where neither gets there."""
    if fit > 0:
        return unfit / fit
    return inf if unfit > 0 else 1.0
