"""The reverse chain on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console, RenderableType
from rich.text import Text

from funnelsim.experiments.reverse_plan import ReversePlan
from funnelsim.reports import numbers
from funnelsim.reports.layout import table


def print_plan(console: Console, plan: ReversePlan, words: Mapping[str, str]) -> None:
    """Print the sentence, the chain, the volumes for more certainty, contradictions."""
    console.print(Text(plan.scenario, style="bold"))
    console.print()
    console.print(Text(sentence(plan, words), style="bold"))
    console.print()
    console.print(_chain(plan, words))
    if plan.budget is not None and plan.cost_per_lead is not None:
        console.print(
            f"At {numbers.money(plan.cost_per_lead, plan.currency)} a lead these leads cost "
            f"{numbers.money(plan.budget, plan.currency)}."
        )
    console.print()
    console.print(_certainty(plan, words))
    console.print(Text(
        "Fixed: exactly so many. Flow: so many on average, as they happen to come. Both hold "
        "where each is won on its own and reps are no limit; `funnelsim run` knows about reps.",
        style="dim",
    ))  # fmt: skip
    for warning in plan.warnings:
        console.print()
        console.print(Text(f"These numbers disagree: {warning}.", style="bold yellow"))


def sentence(plan: ReversePlan, words: Mapping[str, str]) -> str:
    """What the target asks for, and how likely the bare ratio is to bring it."""
    customers = numbers.label("customers", words)
    goal = (
        f"{plan.customers:,} {customers}"
        if plan.metric == "customers"
        else f"{numbers.money(plan.goal, plan.currency)} of revenue, {plan.customers:,} {customers}"
    )
    sql = plan.links[1]
    return (
        f"{goal} by {numbers.day(plan.by)} take {sql.volume:,} {numbers.label('sql', words)} at "
        f"{numbers.share(sql.rate)}, and even then the chance is only "
        f"{numbers.chance(plan.at_ratio)}."
    )


def _chain(plan: ReversePlan, words: Mapping[str, str]) -> RenderableType:
    made = table("The chain backwards", "needed", "rate", "rate from")
    made.columns[3].justify = "left"
    for link in plan.links:
        made.add_row(
            numbers.label(link.name, words),
            f"{link.volume:,}",
            numbers.share(link.rate) if link.rate is not None else "",
            link.source,
        )
    return made


def _certainty(plan: ReversePlan, words: Mapping[str, str]) -> RenderableType:
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
    return made
