"""Tables of teams, reps, assignment rules and calendars."""

from __future__ import annotations

from datetime import date
from functools import partial
from importlib import import_module
from math import inf
from typing import Any

import numpy as np

from funnelsim.errors import Problem, ScenarioError
from funnelsim.lazy import lazily
from funnelsim.model.axes import BEFORE_ALL, DAY, NEVER, Axes, present
from funnelsim.model.calendar import Calendar, build_calendar
from funnelsim.model.codes import Assign, ItemClass, WorkFirst
from funnelsim.model.dtypes import ABSENCE, REP, RULE, TEAM
from funnelsim.model.encode import Encoder
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.top import WorkingTime

ASSIGN = {a.name.lower().replace("_", "-"): a for a in Assign}
WORK = {w.name.lower().replace("_", "-"): w for w in WorkFirst}
ITEMS = {c.name.lower(): c for c in ItemClass}
BEYOND = 370 * DAY
"""Calendars go on for a year after the run-off, so that work begun before its end can end."""


class Teams:
    """Team, rep and rule tables; calendars by rep group."""

    def __init__(self, axes: Axes, enc: Encoder, begin: int, stop: int) -> None:
        epochs = len(axes.epochs)
        self.axes, self.enc = axes, enc
        self.span = (begin - 8 * DAY, stop + BEYOND)
        self.holidays: dict[tuple[str, date], str] = {}
        self.calendars: list[Calendar] = []
        self._calendar_index: dict[Any, int] = {}
        self.team = np.zeros((epochs, len(axes.teams)), dtype=TEAM)
        self.rep = np.zeros((epochs, len(axes.reps)), dtype=REP)
        self.rules: list[tuple[int, int, float, int]] = []
        self.rule_match: list[list[bool]] = []
        self.absences = self._absences()
        self.business_days = self._business_days()
        for epoch in range(epochs):
            s = axes.scenario(epoch)
            for index, name in enumerate(axes.teams):
                if name in s.teams:
                    self._team(epoch, index, name, s)
                elif epoch > 0:
                    enc.carry("team", self.team, epoch, (index,))
            for index in range(len(axes.reps)):
                self._rep(epoch, index, s)
        if not axes.teams:  # business days still count
            self._scenario_calendar(axes.scenario(0))
        self.rep_team = np.array(
            [axes.teams.index(axes.groups[g][0]) for g, _ in axes.reps], dtype=np.int32
        )
        self.unlimited = np.zeros(len(axes.teams), dtype=bool)
        np.logical_or.at(self.unlimited, self.rep_team, self.rep["unlimited"].any(axis=0))
        self.rep_group = np.array([g for g, _ in axes.reps], dtype=np.int32)
        self.rep_calendar = np.array(
            [self._calendar(*axes.groups[g]) for g, _ in axes.reps], dtype=np.int32
        )

    # -- teams ------------------------------------------------------------------------------

    def _team(self, epoch: int, index: int, name: str, s: Scenario) -> None:
        block, at, path = s.teams[name], (epoch, index), f"teams.{name}"
        row = self.team[at]
        row["assign"] = ASSIGN[block.assign.kind]
        row["rules_start"] = len(self.rules)
        if block.assign.rules:
            self._rules(name, block.assign, s, epoch)
        row["rules_size"] = len(self.rules) - row["rules_start"]
        row["work_first"] = WORK[block.work_first]
        cell = ("team", at, "selling_time")
        row["selling_time"] = self.enc.number(block.selling_time, f"{path}.selling_time", cell)
        row["open_deals"] = self._limit(name, block)
        row["look_back"] = block.look_back.nominal
        row["cap"] = inf if block.cap is None else 1 + block.cap
        rank = [ITEMS[c] for c in block.classes]
        rank += [c for c in ItemClass if c not in rank]
        row["class_rank"] = [rank.index(c) for c in ItemClass]
        row["calendar"] = self._calendar(name, None)
        self.team[at] = row

    @staticmethod
    def _limit(name: str, block: Any) -> int:
        """Open deals of one rep at most; 0 for no limit. A pool has no owners to count them."""
        if block.open_deals is not None and block.assign.kind == "pool":
            text = f"teams.{name}.open_deals needs owners, and a pool has none"
            cure = "assign by round-robin or least-loaded, or leave open_deals out"
            raise ScenarioError([Problem("FS712", "error", text, cure=cure)])
        return block.open_deals or 0

    def _rules(self, team: str, assign: Any, s: Scenario, epoch: int) -> None:
        for rule in assign.rules:
            known = s.teams[team].reps
            groups = sum(
                1 << i
                for i, (t, g) in enumerate(self.axes.groups)
                if t == team and g in known and rule.serves(g, known[g].tags)
            )
            match = [self._bears(s, cls, rule.when) for cls in self.axes.classes]
            self._rule(Assign.LEAST_LOADED, groups, self._wait(epoch, team, rule), match)
        self._rule(ASSIGN[assign.kind], -1, (inf, 0), [True] * len(self.axes.classes))

    def _wait(self, epoch: int, team: str, rule: Any) -> tuple[float, int]:
        """Time until the next rule is tried, and whether it counts open time."""
        if rule.wait is None:
            return inf, 0
        day = self.business_days[epoch, team] / DAY if rule.wait.business_days else 1.0
        return rule.wait.nominal * day, int(rule.wait.business)

    def _rule(self, mode: int, groups: int, wait: tuple[float, int], match: list[bool]) -> None:
        self.rules.append((int(mode), groups, *wait))
        self.rule_match.append(match)

    @staticmethod
    def _bears(s: Scenario, cls: tuple[str, str, str], when: dict[str, str]) -> bool:
        """Whether leads of a class bear all tags; a region's over a segment's over a channel's."""
        channel, segment, region = cls
        tags: dict[str, str] = {"channel": channel, "segment": segment, "region": region}
        for blocks, name in ((s.channels, channel), (s.segments, segment), (s.regions, region)):
            if name in blocks:
                tags |= blocks[name].tags
        return all(tags.get(label) == value for label, value in when.items())

    # -- reps -------------------------------------------------------------------------------

    def _rep(self, epoch: int, index: int, s: Scenario) -> None:
        group, number = self.axes.reps[index]
        team, name = self.axes.groups[group]
        row = self.rep[epoch, index]
        row["starts"], row["ends"] = BEFORE_ALL, NEVER
        row["speed"] = row["close"] = row["accepts"] = 1.0
        if not present(s, team, name, number):
            if epoch > 0:  # who left ends the work at hand as it was begun
                self.enc.carry("rep", self.rep, epoch, (index,))
                self.rep["present"][epoch, index] = 0
            return
        block, path, at = s.teams[team].reps[name], f"teams.{team}.reps.{name}", (epoch, index)
        row["present"], row["unlimited"] = 1, block.count is None
        row["starts"] = self._starts(epoch, team, name, number, block.starts)
        if block.ends is not None:
            row["ends"] = self.axes.tick(block.ends) + DAY
        for field, key in (("speed", "speed"), ("close", "close"), ("accepts", "accept")):
            row[field] = self.enc.number(getattr(block, key), f"{path}.{key}", ("rep", at, field))
        row["ramp_start"], row["ramp_size"] = self.enc.curve(
            list(block.ramp), [0.0] * len(block.ramp)
        )
        self.rep[at] = row

    def _starts(self, epoch: int, team: str, name: str, number: int, stated: date | None) -> int:
        """First tick: as stated, else that of the epoch that brings the rep in."""
        if stated is not None:
            return self.axes.tick(stated)
        first = epoch
        while first > 0 and present(self.axes.scenario(first - 1), team, name, number):
            first -= 1
        return self.axes.epochs[first]

    def _absences(self) -> np.ndarray:
        found = set()
        for epoch in range(len(self.axes.epochs)):
            s, (first, last) = self.axes.scenario(epoch), self.axes.epoch_span(epoch)
            for index, (group, number) in enumerate(self.axes.reps):
                team, name = self.axes.groups[group]
                if present(s, team, name, number):
                    for a in s.teams[team].reps[name].absences:
                        begin = max(first, self.axes.tick(a.from_))
                        end = min(last, self.axes.tick(a.until) + DAY)
                        if begin < end:
                            found.add((index, begin, end))
        return np.array(sorted(found), dtype=ABSENCE)

    # -- calendars --------------------------------------------------------------------------

    def _business_days(self) -> dict[tuple[int, str], float]:
        """Open ms of a business day, by epoch and team."""
        days = {}
        for epoch in range(len(self.axes.epochs)):
            s = self.axes.scenario(epoch)
            for team in s.teams:
                week = s.working_time(team).weekly
                calendar = build_calendar(week, (), self.axes.origin, 0, 14 * DAY)
                days[epoch, team] = calendar.business_day_ms
        return days

    def _calendar(self, team: str, group: str | None) -> int:
        """Index of the calendar of a team or rep group, each epoch with its own hours."""
        pieces: list[Calendar] = []
        hours: list[tuple[int, WorkingTime]] = []
        for epoch in range(len(self.axes.epochs)):
            s = self.axes.scenario(epoch)
            if team in s.teams and (group is None or group in s.teams[team].reps):
                hours.append((epoch, s.working_time(team, group)))
            elif hours:  # who left ends the work at hand in the hours they had
                hours.append((epoch, hours[-1][1]))
        away = self._away(team, group)
        key = (tuple(hours), away)
        if key in self._calendar_index:
            return self._calendar_index[key]
        for epoch, working in hours:
            begin, end = self.axes.epoch_span(epoch)
            begin, end = max(begin, self.span[0]), min(end, self.span[1])
            if begin < end:
                pieces.append(build_calendar(
                    working.weekly, self._days_off(working), self.axes.origin, begin, end,
                    working.ahead_ms, away,
                ))  # fmt: skip
        self.calendars.append(_joined(pieces))
        self._calendar_index[key] = len(self.calendars) - 1
        return len(self.calendars) - 1

    def _scenario_calendar(self, s: Scenario) -> None:
        stated = s.calendar.holidays
        ahead = s.calendar.time_zone
        if isinstance(stated, str):
            country = s.country if stated == "country" else stated
            working = WorkingTime(s.calendar.weekly, country, (), ahead)
        else:
            working = WorkingTime(s.calendar.weekly, None, stated, ahead)
        days_off = self._days_off(working)
        self.calendars.append(
            build_calendar(working.weekly, days_off, self.axes.origin, *self.span, working.ahead_ms)
        )

    def _away(self, team: str, group: str | None) -> tuple[tuple[int, int], ...]:
        if group is None:
            return ()
        wanted = self.axes.groups.index((team, group))
        spans = {
            (int(a["begin"]), int(a["end"]))
            for a in self.absences
            if self.axes.reps[a["rep"]][0] == wanted
        }
        return tuple(sorted(spans))

    def _days_off(self, working: WorkingTime) -> frozenset[date]:
        if working.country is None:
            return frozenset(working.dates)
        code, _, part = working.country.partition("-")
        first = date.fromordinal(self.axes.origin.toordinal() + self.span[0] // DAY).year
        last = date.fromordinal(self.axes.origin.toordinal() + self.span[1] // DAY).year
        years = range(first, last + 1)
        try:
            days = _country(code)(subdiv=part or None, years=years)
        except NotImplementedError:
            text = f"the holidays of {working.country} are not known"
            cure = "write a country that is, e.g. US or DE-BY, or the dates themselves"
            raise ScenarioError([Problem("FS201", "error", text, cure=cure)]) from None
        for day, name in days.items():
            self.holidays[working.country, day] = name
        return frozenset(days)


def _country(code: str) -> Any:
    """What makes the holidays of a country, without importing those of all others."""
    from holidays import registry

    lazily("holidays.countries")
    for module, (name, *codes) in registry.COUNTRIES.items():
        if code in codes:
            return getattr(import_module(f"holidays.countries.{module}"), name)
    from holidays import country_holidays

    return partial(country_holidays, code)


def _joined(pieces: list[Calendar]) -> Calendar:
    """Consecutive calendars as one; openings that touch become one opening."""
    opens: list[int] = []
    closes: list[int] = []
    for piece in pieces:
        for a, b in zip(piece.opens.tolist(), piece.closes.tolist(), strict=True):
            if closes and closes[-1] == a:
                closes[-1] = b
            else:
                opens.append(a)
                closes.append(b)
    lengths = np.array(closes, dtype=np.int64) - np.array(opens, dtype=np.int64)
    before = np.zeros(len(opens), dtype=np.int64)
    before[1:] = np.cumsum(lengths[:-1])
    return Calendar(
        np.array(opens, dtype=np.int64),
        np.array(closes, dtype=np.int64),
        before,
        pieces[0].business_day_ms if pieces else 0.0,
    )


def rule_table(rules: list[tuple[int, int, float, int]]) -> np.ndarray:
    return np.array(rules, dtype=RULE)
