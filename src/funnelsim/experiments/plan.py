"""The chain backwards: target, deals, SQL, MQL, leads, visitors, budget; nothing is simulated.

Rates are those stated under `plan:`, else what the scenario lets expect in closed form. Volumes
at the ratio reach the target about every second time, so the volumes for 80, 90 and 95 % stand
beside them; they hold where leads are won independently and reps are no limit.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import replace

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import RunError, UsageError
from funnelsim.experiments import planning
from funnelsim.experiments.reverse_plan import Certainty, Link, ReversePlan
from funnelsim.experiments.status import Progress
from funnelsim.scenario.checks.findings import mean_of
from funnelsim.scenario.checks.nominal import chain_of, entry_shares, volumes
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.resolve import resolve
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.targets import Target
from funnelsim.scenario.units import MONTH
from funnelsim.scenario.values import Value

CHANCES = (0.8, 0.9, 0.95)
PROBABILITY = 0.8
"""Wanted where only a lever is named."""
DISAGREE = 0.02
"""Relative difference from which target, deal size and deals contradict each other."""

EXPECTED = "expected from the scenario"


def plan(
    bundle: Bundle,
    probability: float | None = None,
    by: str | Iterable[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    *,
    target: int = 1,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> ReversePlan:
    """Walk the chain back from the first target, and plan to a probability.

    Parameters
    ----------
    bundle
        From `load`.
    probability
        Share 0..1: the wanted chance to reach the target. Without a lever, the SQL for it by
        formula; 80 % where only a lever is given.
    by
        One lever, or two for their cheapest mix, as in `levers.lever_of`: a key path of the
        scenario, with a range ``key=4..10`` or without. Settings are simulated.
    replications
        Futures at each setting, 300 by default.
    target
        Which target is to be reached, from 1.
    seed, engine, threads, executor, progress
        As in `forecast`.

    Raises
    ------
    RunError
        There is no target of customers or revenue, or no deal size to turn revenue into
        customers, or no SQL is ever won.
    UsageError
        A probability out of range, no such lever or target.
    """
    if probability is not None and not 0 < probability < 1:
        raise UsageError(f"--probability {probability:g}: write a share between 0 and 1, e.g. 80%")
    chain = reverse_plan(bundle)
    if by is None:
        if probability is None:
            return chain
        from funnelsim.experiments.goal import exactly

        return replace(chain, sought=exactly(chain, probability))
    from funnelsim.experiments.goal import REPLICATIONS, sought
    from funnelsim.experiments.levers.session import first_replications, trials_of

    levers = [by] if isinstance(by, str) else list(by)
    trials = trials_of(bundle, levers, "--by", seed, engine, threads, executor, progress)
    numbers = first_replications(replications, REPLICATIONS, bundle)
    wanted = PROBABILITY if probability is None else probability
    return replace(chain, sought=sought(trials, numbers, wanted, target))


def reverse_plan(bundle: Bundle) -> ReversePlan:
    """Walk the chain back from the first target on customers or revenue; errors as in `plan`."""
    scenario = in_force(bundle)
    target = _target(scenario)
    deal = deal_size(scenario)
    deals = _deals(target, deal)
    links = tuple(_chain(scenario, deals))
    sql = links[1]
    rate = sql.rate or 0.0
    counts = _counts(scenario)
    per_lead = cost_per_lead(scenario)
    leads = next((link.volume for link in links if link.name == "leads"), None)
    return ReversePlan(
        scenario=scenario.name,
        currency=scenario.currency,
        metric=target.metric,
        goal=target.amount,
        by=_last_day(scenario, target),
        deal=deal,
        links=links,
        at_ratio=planning.p_at_least_batch(deals, sql.volume, rate),
        at_ratio_flow=planning.p_at_least_poisson(deals, sql.volume, rate),
        certainties=tuple(_certainty(deals, rate, counts, chance) for chance in CHANCES),
        counts=counts,
        cost_per_lead=per_lead,
        budget=per_lead * leads if per_lead and leads is not None else None,
        warnings=tuple(_contradictions(scenario, deal)),
    )


def in_force(bundle: Bundle) -> Scenario:
    """The scenario with its policies, as it is at the end."""
    if not bundle.with_:
        return bundle.scenario
    resolved = resolve(bundle)
    return resolved.scenario_at(len(resolved.epochs) - 1)


def _target(scenario: Scenario) -> Target:
    for target in scenario.targets:
        if target.metric in ("customers", "revenue") and target.direction == "at_least":
            return target
    raise RunError(
        "no target of customers or revenue to plan for; add e.g. "
        "targets: [{customers: 10, by: 2027-12-31}]"
    )


def _last_day(scenario: Scenario, target: Target) -> dt.date:
    if target.in_ is not None:
        return target.in_.last
    return target.by or scenario.end - dt.timedelta(days=1)


def deal_size(scenario: Scenario) -> float | None:
    """Mean deal value over the segments, weighted by their leads that fit; None if 0."""
    weights = {
        name: segment.share.nominal * mean_of(segment.fit)
        for name, segment in scenario.segments.items()
    }
    total = sum(weights.values())
    value = sum(
        weight * mean_of(scenario.deal_of(name)) for name, weight in weights.items() if weight
    )
    return value / total if total and value else None


def _deals(target: Target, deal: float | None) -> int:
    if target.metric == "customers":
        return up(target.amount)
    if deal is None:
        raise RunError("a target of revenue needs a deal size; add e.g. deal: 40k..250k")
    return up(target.amount / deal)


def _chain(scenario: Scenario, deals: int) -> Iterator[Link]:
    yield Link("customers", deals, None, "")
    volume = float(deals)
    for name, rate, source in _rates(scenario):
        if not rate > 0:
            if name == "sql":
                raise RunError("no SQL is ever won at these rates; see stages and plan.win_rate")
            return
        volume = up(volume / rate)
        yield Link(name, int(volume), rate, source)


def _rates(scenario: Scenario) -> Iterator[tuple[str, float, str]]:
    """Rates from the end of the funnel to its beginning: stated, else expected."""
    expected, entry, stated = chain_of(scenario), entry_shares(scenario), scenario.plan
    named = (
        ("sql", "win_rate", stated.win_rate, expected.sql_to_customer),
        ("mql", "mql_to_sql", stated.mql_to_sql,
         expected.mql_to_sql if entry["lead"] + entry["mql"] > 0 else 0.0),
        ("leads", "lead_to_mql", stated.lead_to_mql,
         expected.lead_to_mql if entry["lead"] > 0 else 0.0),
        ("visitors", "visitor_to_lead", stated.visitor_to_lead, _opt_in(scenario)),
    )  # fmt: skip
    for name, key, value, otherwise in named:
        if value is not None:
            yield name, value.nominal, f"plan.{key}"
        else:
            yield name, otherwise, EXPECTED


def _opt_in(scenario: Scenario) -> float:
    """Leads per visitor over the channels that count visitors."""
    visitors = leads = 0.0
    for channel in scenario.channels.values():
        if channel.visitors is not None:
            visitors += channel.visitors.nominal
            leads += channel.visitors.nominal * mean_of(channel.opt_in)
    return leads / visitors if visitors else 0.0


def cost_per_lead(scenario: Scenario) -> float | None:
    """What the channels of marketing pay per lead they bring, at nominal volumes."""
    rates = volumes(scenario)
    money = leads = 0.0
    for name, channel in scenario.channels.items():
        if channel.origin != "marketing":
            continue
        cost, per_month = channel.cost, rates[name] * MONTH
        leads += per_month
        money += cost.fixed.nominal + cost.per_lead.nominal * per_month
        if channel.budget is not None:
            money += channel.budget.nominal
        if channel.visitors is not None:
            money += cost.per_visitor.nominal * channel.visitors.nominal * MONTH
        batches = len(channel.batches) * MONTH / scenario.horizon_ms
        money += cost.per_batch.nominal * batches
    return money / leads if money and leads else None


def _counts(scenario: Scenario) -> tuple[int, int] | None:
    """Win rate as counts, if that is how it is stated."""
    stated = scenario.plan.win_rate or scenario.stages.win_rate
    if not isinstance(stated, Value) or not stated.uncertain or stated.dist.family != "beta":
        return None
    # `10 of 40` is Jeffreys' posterior, beta(10.5; 30.5).
    won, lost = stated.dist.a - 0.5, stated.dist.b - 0.5
    if won != round(won) or lost != round(lost) or won < 0 or lost < 0:
        return None
    return round(won), round(won + lost)


def _certainty(deals: int, rate: float, counts: tuple[int, int] | None, chance: float) -> Certainty:
    return Certainty(
        chance,
        planning.volume_for_probability_batch(deals, rate, chance),
        planning.volume_for_probability_poisson(deals, rate, chance),
        planning.volume_for_probability_beta_binomial(deals, *counts, chance) if counts else None,
    )


def _contradictions(scenario: Scenario, deal: float | None) -> Iterator[str]:
    """Targets of revenue and customers of one span, and the deal size, must agree."""
    if deal is None:
        return
    spans: dict[tuple[object, object], dict[str, float]] = {}
    for target in scenario.targets:
        if target.direction == "at_least":
            span = (target.by, target.in_)
            spans.setdefault(span, {})[target.metric] = target.amount
    for goals in spans.values():
        revenue, customers = goals.get("revenue"), goals.get("customers")
        if not revenue or not customers:
            continue
        implied = revenue / customers
        if abs(implied - deal) > DISAGREE * deal:
            yield (
                f"{revenue:,.10g} of revenue from {customers:,.10g} customers implies a deal of "
                f"{implied:,.6g}, but the mean deal is {deal:,.6g}: at that size {revenue:,.10g} "
                f"takes {up(revenue / deal):,} customers"
            )


def up(value: float) -> int:
    """Round up, forgiving the rounding of floats: 200 / .25 is 800."""
    return math.ceil(value - 1e-9 * max(1.0, abs(value)))
