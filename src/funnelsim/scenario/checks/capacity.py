"""Nominal work against nominal time, team by team."""

from __future__ import annotations

import math

from funnelsim.scenario.checks.findings import Findings, mean_of
from funnelsim.scenario.checks.nominal import (
    chain_of,
    entry_shares,
    volumes,
)
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.units import DAY, MINUTE, WEEK
from funnelsim.scenario.values import ByClass, Value


def check_capacity(findings: Findings) -> None:
    """Warn of teams with more work than selling time, and of work for teams without reps."""
    scenario = findings.scenario
    work = offered_work(scenario)
    for name, share in work.items():
        team = scenario.teams.get(name)
        if team is None or share <= 0:
            continue
        if not team.reps:
            findings.warn(
                "FS707",
                f"work goes to team '{name}', which has no reps",
                ("teams", name),
                f"add reps, e.g. teams.{name}.reps: 2",
            )
            continue
        time = selling_time(scenario, name)
        if share > time > 0:
            findings.warn(
                "FS706",
                f"team '{name}' is offered roughly {share / time:.0%} of its "
                "selling time; queues will grow",
                ("teams", name, "reps"),
                "add reps, send fewer leads, or expect leads to go cold",
            )


def selling_time(scenario: Scenario, team: str) -> float:
    """Mean number of reps of a team that are free for leads at any moment of the horizon."""
    total = 0.0
    begin, end = scenario.from_, scenario.end
    for name, group in scenario.teams[team].reps.items():
        if group.count is None:
            return math.inf
        first, last = max(group.starts or begin, begin), min(group.ends or end, end)
        there = max(0.0, (last - first).days / max((end - begin).days, 1))
        week = scenario.working_time(team, name).weekly
        open_share = sum(b - a for day in week for a, b in day) * MINUTE / WEEK
        total += group.count * there * open_share * mean_of(group.speed, 1.0)
    return total * scenario.teams[team].selling_time.nominal


def offered_work(scenario: Scenario) -> dict[str, float]:
    """Mean number of reps of each team that the expected leads would occupy."""
    rate = sum(volumes(scenario).values())
    if rate == 0:
        return {}
    shares, chain = entry_shares(scenario), chain_of(scenario)
    to_mql = 0.0 if math.isnan(chain.lead_to_mql) else chain.lead_to_mql
    mql = rate * (shares["mql"] + shares["lead"] * to_mql)
    work: dict[str, float] = {}
    caller = scenario.calls_by
    if caller is not None:
        calls = (1 + len(scenario.calls.gaps) * (1 - chain.reached)) * mean_of(scenario.calls.takes)
        talks = chain.reached * mean_of(scenario.conversation.takes)
        work[caller] = mql * chain.kept * (calls + talks)
    going = mql * chain.mql_to_sql + rate * shares["sql"]
    for name, stage in scenario.stages.named.items():
        team = scenario.stage_by(name)
        if team is not None:
            work[team] = work.get(team, 0.0) + going * _work(scenario, team, stage.rep_time)
        going *= mean_of(stage.converts)
    return work


def _work(scenario: Scenario, team: str, value: Value | ByClass) -> float:
    """Working time in ms; a business day counts the mean opening of an open weekday."""
    mean = mean_of(value)
    if isinstance(value, ByClass) or not value.business_days:
        return mean
    openings = [sum(b - a for a, b in day) for day in scenario.working_time(team).weekly if day]
    return mean * sum(openings) * MINUTE / len(openings) / DAY if openings else mean
