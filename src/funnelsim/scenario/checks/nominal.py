"""Rough expected rates in closed form, for warnings before a run.

Each number stands at its mean and mechanisms act one after the other. That is enough to see a
rate that is ten times too large, never a forecast; `check` does not simulate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, fmean

from funnelsim.scenario.checks.findings import mean_of
from funnelsim.scenario.checks.nominal_leads import lead_to_mql
from funnelsim.scenario.schema.arrivals import Steps
from funnelsim.scenario.schema.curves import Curve, Reach
from funnelsim.scenario.schema.people import Channel
from funnelsim.scenario.schema.sales import Outcomes
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.units import MONTH
from funnelsim.scenario.values import ByClass, Value


@dataclass(frozen=True, slots=True)
class Chain:
    """Expected rates along the funnel, 0..1.

    Attributes
    ----------
    lead_to_mql, mql_to_sql, sql_to_customer, lead_to_customer : float
        Rates; ``lead_to_customer`` counts every lead, however it entered.
    reached, accepted, kept : float
        Parts of ``mql_to_sql``: reached by the calls, accepted when reached, worked at all.
    """

    lead_to_mql: float
    mql_to_sql: float
    sql_to_customer: float
    lead_to_customer: float
    reached: float
    accepted: float
    kept: float


def chain_of(scenario: Scenario) -> Chain:
    """Expected rates of a scenario."""
    shares = entry_shares(scenario)
    fit = fit_share(scenario)
    to_mql = lead_to_mql(scenario, volumes(scenario), fit) if shares["lead"] else math.nan
    judged = _fit_after_verdict(scenario, fit)
    reached, accepted, kept = _reached(scenario), _accepted(scenario, judged), _kept(scenario)
    to_sql = reached * accepted * kept
    won = win_rate(scenario) * _fit_after_talk(scenario, judged)
    straight = win_rate(scenario) * fit
    total = (
        shares["lead"] * (to_mql if shares["lead"] else 0.0) * to_sql * won
        + shares["mql"] * to_sql * won
        + shares["sql"] * straight
    )
    return Chain(to_mql, to_sql, won, total, reached, accepted, kept)


def leads_per_ms(channel: Channel) -> float:
    """Mean arrival rate of a channel, without batches, replay and growth."""
    rate = mean_of(channel.visitors) * mean_of(channel.opt_in)
    if isinstance(channel.leads, Steps):
        rate += _mean_rate(channel.leads)
    elif channel.leads is not None:
        rate += channel.leads.nominal
    if channel.budget is not None and channel.cost_per_click is not None:
        spend = channel.budget.nominal
        if channel.saturates_at is not None and channel.saturates_at.nominal > 0:
            full = channel.saturates_at.nominal
            spend = full * -math.expm1(-spend / full)
        rate += spend / channel.cost_per_click.nominal * mean_of(channel.opt_in) / MONTH
    return rate


def _mean_rate(steps: Steps) -> float:
    pieces, cycle = steps.steps, steps.cycle.nominal
    if not math.isfinite(cycle):
        return pieces[-1].rate.nominal
    ends = [piece.from_.nominal for piece in pieces[1:]] + [cycle]
    return (
        sum(
            piece.rate.nominal * (end - piece.from_.nominal)
            for piece, end in zip(pieces, ends, strict=True)
        )
        / cycle
    )


def volumes(scenario: Scenario) -> dict[str, float]:
    """Leads per ms by channel; batches spread over the horizon."""
    return {
        name: leads_per_ms(channel)
        + sum(batch.leads for batch in channel.batches.values()) / scenario.horizon_ms
        for name, channel in scenario.channels.items()
    }


def entry_shares(scenario: Scenario) -> dict[str, float]:
    """Shares of all leads that enter as lead, MQL and SQL."""
    rates = volumes(scenario)
    total = sum(rates.values())
    shares = dict.fromkeys(("lead", "mql", "sql"), 0.0)
    for name, channel in scenario.channels.items():
        weight = rates[name] / total if total else 1.0 / len(scenario.channels)
        for stage, share in channel.enters.items():
            shares[stage] += weight * share.nominal
    return shares


def fit_share(scenario: Scenario) -> float:
    """Share of leads that fit."""
    return sum(s.share.nominal * mean_of(s.fit) for s in scenario.segments.values())


def win_rate(scenario: Scenario) -> float:
    """Chance that an SQL that fits is won."""
    if scenario.stages.win_rate is not None:
        return scenario.stages.win_rate.nominal
    return math.prod(mean_of(stage.converts) for stage in scenario.stages.named.values())


def sales_cycle(scenario: Scenario) -> float:
    """Mean time from SQL to won in ms, without waiting for reps."""
    if scenario.stages.sales_cycle is not None:
        return scenario.stages.sales_cycle.nominal
    return sum(
        mean_of(stage.rep_time) + mean_of(stage.buyer_takes)
        for stage in scenario.stages.named.values()
    )


def reach_at(reach: Reach, delay: float) -> float:
    """Chance that a first call reaches at a delay in ms; linear in the logarithm of the delay."""
    if not reach.knots:
        return mean_of(reach.later)
    knots = [(at, mean_of(chance)) for at, chance in reach.knots]
    if delay <= knots[0][0]:
        return knots[0][1]
    for (a, low), (b, high) in pairwise(knots):
        if delay <= b:
            return low + (high - low) * math.log(delay / a) / math.log(b / a)
    return mean_of(reach.later)


def cadence_reaches(scenario: Scenario, first: float) -> float:
    """Chance that the planned calls reach, the first one with chance `first`."""
    team = scenario.teams.get(scenario.calls_by or "")
    kept = mean_of(team.habits.calls_kept, 1.0) if team is not None else 1.0
    later = scenario.calls.later_calls_reach
    missed, going = 1.0 - first, 1.0
    for number in range(len(scenario.calls.gaps)):
        chance = later[min(number, len(later) - 1)] if later else 0.0
        going *= kept
        missed *= 1.0 - going * chance
    return 1.0 - missed


def first_delays(scenario: Scenario) -> list[float]:
    """Equally likely delays in ms from the hot signal to the first call, without queueing."""
    team = scenario.teams.get(scenario.calls_by or "")
    handed = likely(scenario.handoff.delay)
    noticed = likely(team.habits.notices_after) if team is not None else [0.0] * len(handed)
    # Both parts at the same quantile: too wide a spread, the right mean.
    return [max(a + b, 1.0) for a, b in zip(handed, noticed, strict=True)]


def likely(value: Value | ByClass) -> list[float]:
    """Nine equally likely values; of families without a simple quantile, nine times the mean."""
    levels = [(2 * n + 1) / 18 for n in range(9)]
    dist = value.dist if isinstance(value, Value) else None
    if dist is not None and dist.family == "lognormal":
        return [math.exp(dist.a + dist.b * NormalDist().inv_cdf(u)) for u in levels]
    if dist is not None and dist.family == "exponential":
        return [-dist.a * math.log1p(-u) for u in levels]
    return [mean_of(value)] * 9


def _reached(scenario: Scenario) -> float:
    reach = scenario.calls.first_call_reaches
    first = fmean(reach_at(reach, delay) for delay in first_delays(scenario))
    return cadence_reaches(scenario, first)


def _kept(scenario: Scenario) -> float:
    """Share taken up by a rep before anything ends it."""
    team = scenario.teams.get(scenario.calls_by or "")
    worked = 1.0 - mean_of(team.habits.never_worked) if team is not None else 1.0
    life = mean_of(scenario.shelf_life.mql, math.inf)
    if life <= 0:
        return 0.0
    return worked * fmean(math.exp(-delay / life) for delay in first_delays(scenario))


def _accepted_share(outcomes: Outcomes, score: float) -> float:
    return min(1.0, _at_score(outcomes.accepted, score))


def _at_score(curve: Curve, score: float) -> float:
    knots = [(at, mean_of(chance)) for at, chance in curve.knots]
    if score <= knots[0][0]:
        return knots[0][1]
    for (a, low), (b, high) in pairwise(knots):
        if score <= b:
            return low + (high - low) * (score - a) / (b - a)
    return knots[-1][1]


def _accepted(scenario: Scenario, fit: float) -> float:
    talk, score = scenario.conversation, mean_of(scenario.qualification.threshold)
    floor, half = mean_of(scenario.eagerness.never_below), mean_of(scenario.eagerness.halves_every)
    eager = fmean(
        max(floor, 2.0 ** (-delay / half)) if half > 0 else floor
        for delay in first_delays(scenario)
    )
    factor = eager * mean_of(talk.uplift, 1.0)
    return min(
        1.0,
        factor
        * (fit * _accepted_share(talk.fit, score) + (1 - fit) * _accepted_share(talk.unfit, score)),
    )


def _fit_after_verdict(scenario: Scenario, fit: float) -> float:
    rule = scenario.qualification
    good, bad = fit * mean_of(rule.good_fit_passes), (1 - fit) * mean_of(rule.bad_fit_passes)
    return good / (good + bad) if good + bad > 0 else 0.0


def _fit_after_talk(scenario: Scenario, fit: float) -> float:
    talk, score = scenario.conversation, mean_of(scenario.qualification.threshold)
    good = fit * _accepted_share(talk.fit, score)
    bad = (1 - fit) * _accepted_share(talk.unfit, score)
    return good / (good + bad) if good + bad > 0 else 0.0
