"""The reverse chain on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from funnelsim.experiments.reverse_plan import ReversePlan
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, folded, table
from funnelsim.reports.page import LEAST

SMALL = 0.66
"""A chance below two in three is small for a plan."""


def many(customers: int, words: Mapping[str, str]) -> str:
    """``customer`` or ``customers``; the planner's own word stays."""
    name = numbers.label("customers", words)
    return "customer" if customers == 1 and name == "customers" else name


def print_plan(console: Console, plan: ReversePlan, words: Mapping[str, str]) -> None:
    """Print the sentences, the chain, the volumes for more certainty, contradictions."""
    width = max(LEAST, console.width)
    console.print(Text(plan.scenario, style="bold"))
    console.print()
    for line in (*exact(plan, words), sentence(plan, words)):
        console.print(Text(folded(line, width), style="bold"))
    for block in (chain_block(plan, words), certainty_block(plan, words)):
        console.print()
        console.print(block.render(console, width), width=width)
    for warning in plan.warnings:
        console.print()
        console.print(Text(f"These numbers disagree: {warning}.", style="bold yellow"))


def exact(plan: ReversePlan, words: Mapping[str, str]) -> Iterator[str]:
    """What a wanted probability takes by formula."""
    sought = plan.sought
    if sought is None:
        return
    wanted, sql = numbers.chance(sought.probability), numbers.label("sql", words)
    if sought.value is None:
        yield (
            f"No number of {sql} brings {wanted} to reach {plan.customers:,} "
            f"{many(plan.customers, words)}."
        )
        return
    known = " with a win rate known only as {} of {}".format(*plan.counts) if plan.counts else ""
    yield (
        f"It takes {sought.value:,.0f} {sql} to reach {plan.customers:,} "
        f"{many(plan.customers, words)} by {numbers.day(plan.by)} with {wanted}{known}."
    )


def sentence(plan: ReversePlan, words: Mapping[str, str]) -> str:
    """What the target asks for, and how likely the bare ratio is to bring it."""
    customers = many(plan.customers, words)
    goal = (
        f"{plan.customers:,} {customers}"
        if plan.metric == "customers"
        else f"{numbers.money(plan.goal, plan.currency)} of revenue, {plan.customers:,} {customers}"
    )
    sql = plan.links[1]
    takes = "take" if plan.metric != "customers" or plan.customers != 1 else "takes"
    chance = numbers.chance(plan.at_ratio)
    odds = (
        f"and even then the chance is only {chance}" if plan.at_ratio < SMALL
        else f"which has a chance of {chance}"
    )  # fmt: skip
    return (
        f"{goal} by {numbers.day(plan.by)} {takes} {sql.volume:,} {numbers.label('sql', words)} at "
        f"{numbers.share(sql.rate)}, {odds}."
    )


def chain_block(plan: ReversePlan, words: Mapping[str, str]) -> Block:
    """The chain backwards, and what its leads cost."""
    made = table("The chain backwards", "needed", "rate", "rate from")
    made.columns[3].justify = "left"
    for link in plan.links:
        made.add_row(
            numbers.label(link.name, words),
            f"{link.volume:,}",
            numbers.share(link.rate) if link.rate is not None else "",
            link.source,
        )
    if plan.budget is None or plan.cost_per_lead is None:
        return Block(made)
    return Block(made, [
        f"At {numbers.money(plan.cost_per_lead, plan.currency)} a lead these leads cost "
        f"{numbers.money(plan.budget, plan.currency)}."
    ])  # fmt: skip


def certainty_block(plan: ReversePlan, words: Mapping[str, str]) -> Block:
    """The volumes for more certainty than the ratio gives."""
    sql = numbers.label("sql", words)
    columns = ["fixed", "flow"]
    if plan.counts is not None:
        columns.append("known only as {} of {}".format(*plan.counts))
    made = table(f"{sql} for a chance of", *columns)
    for row in plan.certainties:
        found = [row.batch, row.flow] + ([row.counted] if plan.counts is not None else [])
        made.add_row(
            numbers.chance(row.chance),
            *(f"{volume:,}" if volume is not None else "out of reach" for volume in found),
        )
    return Block(made, [
        "Fixed: exactly so many. Flow: so many on average, as they happen to come. Both hold "
        "where each is won on its own and reps are no limit; `funnelsim run` knows about reps, "
        "and `funnelsim plan --by` plans with them."
    ])  # fmt: skip
