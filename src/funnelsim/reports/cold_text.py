"""The price of cold leads on the terminal: what a planner would repeat in a meeting, first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.cold.parts import Player
from funnelsim.experiments.cold.players import MECHANISMS, SAYS
from funnelsim.experiments.cold.price import UNSETTLED, Cold
from funnelsim.experiments.contests.paired import IDENTICAL
from funnelsim.reports import numbers
from funnelsim.reports.cold_tables import Tables, times
from funnelsim.reports.layout import folded
from funnelsim.reports.page import Page, title
from funnelsim.reports.sentences import between, may_be_zero, missing, rests_on, span_word


def page(cold: Cold, detail: int = 0) -> Page:
    """What is said of cold leads; parameters as in `said.page_of`."""
    return Page(
        top=lambda width: top(cold, width),
        blocks=lambda: Tables(cold).blocks(detail),
        looked=lambda: findings(cold),
    )


def top(cold: Cold, width: int) -> Iterator[RenderableType]:
    """Title and sentences."""
    yield from title(cold.bundle, cold.model)
    for sentence in headline(cold):
        yield Text(folded(sentence, width), style="bold")
    for sentence in (assumption(cold), *levers(cold)):
        yield Text(folded(sentence, width))
    futures = f"{cold.n:,} simulated future{'s' if cold.n != 1 else ''}"
    yield Text(folded(
        f"From {futures}, each with and without leads that go cold. Seed {cold.seed}.", width
    ), style="dim")  # fmt: skip
    for sentence in missing(cold.replications):
        yield Text(folded(sentence, width), style="bold yellow")


def headline(cold: Cold) -> list[str]:
    """How much, how sure, and what makes most of it."""
    revenue, profit = cold.real_loss(), cold.real_loss("gross_profit")
    show = Tables(cold).money
    sure = f" (95 % sure: {between(revenue, show)})" if revenue.ends else ""
    if revenue.value == 0 and not cold.loss().any():
        return [f"No lead that goes cold costs a deal in {futures(cold)}."]
    if cold.n > 1 and may_be_zero(revenue):
        return [
            f"{futures(cold)[:1].upper()}{futures(cold)[1:]} cannot tell whether leads that go "
            f"cold cost money: {show(revenue.value)} of revenue{sure}."
        ]
    would = cold.money()[1].mean()
    part = ""
    if would > 0 and (revenue.value or 0) > 0:
        part = (
            f", {numbers.share(revenue.value / would, 0)} of what the same "
            f"{span_word(cold.model.end)} would bring if none did"
        )
    sentences = [
        f"Leads that go cold cost {show(revenue.value)} of revenue{sure} and {show(profit.value)} "
        f"of gross profit{part}."
    ]
    first = cold.attribution()[0]
    if first.share is not None:
        sentences.append(
            f"{numbers.share(first.share, 0)} of it: {SAYS[first.mechanism]} "
            f"({show(first.fair.value)}; cured alone it would bring "
            f"{show(first.recoverable.value)})."
        )
    return sentences


def futures(cold: Cold) -> str:
    """What a sentence rests on: ``200 simulated futures``."""
    return f"{cold.n:,} simulated futures" if cold.n > 1 else "the one simulated future"


def assumption(cold: Cold) -> str:
    """The assumed number behind the largest part, with its grade."""
    found = cold.biggest_assumption
    if found is None:
        return "What makes leads go cold here is all stated in the scenario, nothing assumed."
    return f"Biggest assumption: {rests_on(found)}."


def levers(cold: Cold) -> Iterator[str]:
    """What would change the decision: capacity, where it is the limit, and the best policy."""
    yield from saturated(cold)
    yield from best_policy(cold)


def saturated(cold: Cold) -> Iterator[str]:
    """Teams whose time would run out if no lead went cold."""
    if cold.saturated:
        teams = " and ".join(
            f"{numbers.label(name, cold.bundle.scenario.words)} would be busy "
            f"{numbers.share(busy, 0)} of the time"
            for name, busy in cold.saturated.items()
        )
        yield f"Capacity, not decay, limits the money: if no lead went cold, {teams}."


def best_policy(cold: Cold) -> Iterator[str]:
    """The policy that surely recovers most."""
    surely = {
        name: (gain, part) for name, (gain, part) in cold.policies().items()
        if gain.lo is not None and gain.lo > 0
    }  # fmt: skip
    if surely:
        name, (gain, part) = max(surely.items(), key=lambda item: item[1][0].value or 0.0)
        share = f", {numbers.share(part.value, 0)} of the loss" if part.value is not None else ""
        yield f"Of the policies, {name} recovers most: {Tables(cold).money(gain.value)}{share}."


def findings(cold: Cold) -> list[str]:
    """What to look at, in sentences."""
    return [*reps(cold), *losing(cold), *reservations(cold)]


def reservations(cold: Cold) -> list[str]:
    """What is to be borne in mind with the loss."""
    return [*_negative(cold), *_settled(cold), *_absent(cold)]


def reps(cold: Cold) -> Iterator[str]:
    """``sdr no. 3 returns 2.3x her cost, no. 4 0.6x``; only what is surely above or below 1."""
    found: dict[str, list[str]] = {}
    idle = dict.fromkeys(m.team for m in cold.hired() if m.brings.reason == IDENTICAL)
    for more in cold.hired():
        if more.team in idle:
            continue
        sure = more.times.lo is not None and more.times.hi is not None and (
            more.times.lo > 1 or more.times.hi < 1
        )  # fmt: skip
        doubt = "" if sure else f" ({between(more.times, times)})" if more.times.ends else ""
        if more.times.value is not None:
            verb = "returns " if more.team not in found else ""
            her = " her cost" if more.team not in found else ""
            found.setdefault(more.team, []).append(
                f"no. {more.number} {verb}{times(more.times.value)}{her}{doubt}"
            )
    if idle:
        names = " or ".join(numbers.label(team, cold.bundle.scenario.words) for team in idle)
        yield f"One more rep in team {names} changes nothing in any future."
    for team, parts in found.items():
        label = numbers.label(team, cold.bundle.scenario.words)
        yield f"{label} {', '.join(parts)}, in gross profit of the period."


def losing(cold: Cold) -> Iterator[str]:
    """Policies that surely cost revenue."""
    for name, (gain, _) in cold.policies().items():
        if gain.hi is not None and gain.hi < 0:
            yield f"Policy {name} loses money: {Tables(cold).money(gain.value)} of revenue."


def _negative(cold: Cold) -> Iterator[str]:
    show = Tables(cold).money
    for player in cold.attribution():
        if _surely_negative(player):
            yield (
                f"Curing one thing can cost: the fair part of '{SAYS[player.mechanism]}' is "
                f"{show(player.fair.value)}. Shares of the loss are not told then."
            )


def _surely_negative(player: Player) -> bool:
    return player.fair.hi is not None and player.fair.hi < 0


def _settled(cold: Cold) -> Iterator[str]:
    still_open = cold.unresolved.value
    if still_open is not None and still_open > UNSETTLED:
        yield (
            f"{numbers.share(still_open, 0)} of the new leads of the {span_word(cold.model.end)} "
            "without decay are still open at the end of the run-off: the loss on new leads is not "
            "settled, the loss of the period is."
        )


def _absent(cold: Cold) -> Iterator[str]:
    absent = [name for name in MECHANISMS if name not in cold.worlds.players]
    if absent:
        names = ", ".join(name.replace("_", " ") for name in absent)
        yield f"Not in this scenario, and so no part of the loss: {names}."
