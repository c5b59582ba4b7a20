"""A contest of policies on the terminal: which to choose, and how surely, first."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.contests.paired import IDENTICAL
from funnelsim.reports import numbers
from funnelsim.reports.compare_tables import Tables
from funnelsim.reports.layout import folded
from funnelsim.reports.page import Page, title
from funnelsim.reports.sentences import between, may_be_zero, missing

MOST_FUTURES = 10**6
"""More futures than that are not worth a sentence."""


def page(contest: Contest, detail: int = 0) -> Page:
    """What is said of a contest; parameters as in `said.page_of`."""
    return Page(
        top=lambda width: top(contest, width),
        blocks=lambda: Tables(contest).blocks(detail),
        looked=lambda: findings(contest),
    )


def top(contest: Contest, width: int) -> Iterator[RenderableType]:
    """Title and sentences."""
    yield from title(contest.bundle, contest.models[0])
    for sentence in headline(contest):
        yield Text(folded(sentence, width), style="bold")
    for sentence in (*evidence(contest), *more_futures(contest)):
        yield Text(folded(sentence, width))
    yield Text(folded(
        f"{contest.k} worlds on the same leads, {_futures(contest)}. "
        f"Seed {contest.seed}.", width
    ), style="dim")  # fmt: skip
    for sentence in missing(contest.replications):
        yield Text(folded(sentence, width), style="bold yellow")


def headline(contest: Contest) -> list[str]:
    """Which policy is best, or which cannot be told apart, and how often each comes first."""
    best = [i for i in contest.ranked if i in contest.best.policies]
    by = numbers.label(contest.objective, contest.bundle.scenario.words)
    first = best[0]
    shares = [found.value or 0.0 for found in contest.firsts]
    often = shares.index(max(shares))
    other = (
        f" ({contest.names[often]} in {numbers.chance(shares[often])})"
        if shares[often] > shares[first] else ""
    )  # fmt: skip
    odds = (
        f"{contest.names[first]} comes first in {numbers.chance(shares[first])} of the simulated "
        f"futures{other}; the bootstrap probability that its mean is the best is "
        f"{numbers.chance(contest.first_means[first])}."
    )
    if len(best) == 1:
        return [_winner(contest, first, by), odds]
    names = [contest.names[i] for i in best]
    told = f"{', '.join(names[:-1])} and {names[-1]}"
    sentence = f"By {by}, {told} cannot be told apart with {_futures(contest)}"
    rest = contest.k - len(best)
    others = "the other is" if rest == 1 else f"the {rest} others are"
    return [f"{sentence}; {others} surely not best." if rest else f"{sentence}.", odds]


def _futures(contest: Contest) -> str:
    return f"{contest.n:,} simulated future{'s' if contest.n != 1 else ''}"


def _winner(contest: Contest, first: int, by: str) -> str:
    show = Tables(contest).show(contest.objective)
    if first == 0:
        return (
            f"By {by}, no policy beats {contest.names[0]}, which brings "
            f"{show(contest.table(contest.objective)[0].mean())}."
        )
    gain = contest.difference(first, contest.objective)
    sure = f" (95 % sure: {between(gain, show)})" if gain.ends else ""
    verb = "more" if (gain.value or 0.0) >= 0 else "less"
    size = show(gain.value if verb == "more" else -(gain.value or 0.0))
    return f"By {by}, {contest.names[first]} is best: {size} {verb} than {contest.names[0]}{sure}."


def evidence(contest: Contest) -> Iterator[str]:
    """The biggest assumption: what the policy in front is said to do, and on what grounds."""
    front = contest.verdicts[contest.ranked[0]]
    for name, grade in front.evidence.items():
        keys = ", ".join(contest.bundle.scenario.policies[name].set)
        grounds = f"its evidence is of grade {grade}" if grade else "no evidence is stated for it"
        yield f"Biggest assumption: that {name} comes true as written ({keys}); {grounds}."


def more_futures(contest: Contest) -> Iterator[str]:
    """What would change the decision: how many futures would tell the first two apart."""
    best = [i for i in contest.ranked if i in contest.best.policies]
    if len(best) < 2:
        return
    names = f"{contest.names[best[0]]} and {contest.names[best[1]]}"
    gap, needed = contest.to_tell
    if gap.ends is None and gap.reason and gap.reason != IDENTICAL:
        yield f"{names}: {gap.reason}. Ask for more with -n."
        return
    if needed is None or gap.value is None:
        return
    show = Tables(contest).show(contest.objective)
    if needed > MOST_FUTURES:
        yield f"{names} differ so little that no number of futures helps."
        return
    digits = 10 ** max(0, math.floor(math.log10(needed)) - 1)
    yield (
        f"If {names} differ by the {show(abs(gap.value))} seen here, about "
        f"{math.ceil(needed / digits) * digits:,} futures would tell them apart."
    )


def findings(contest: Contest) -> list[str]:
    """What to look at, in sentences."""
    return [*_identical(contest), *_against(contest)]


def _identical(contest: Contest) -> Iterator[str]:
    for verdict in contest.verdicts:
        if verdict.identical:
            but = " but its cost" if contest.column(verdict.policy, "cost").tobytes() != (
                contest.column(0, "cost").tobytes()) else ""  # fmt: skip
            keys = ", ".join(verdict.idle_keys)
            yield (
                f"{verdict.name} changes nothing{but}: all {contest.n:,} futures are identical to "
                f"{contest.names[0]}. No effect: {keys}."
            )


def _against(contest: Contest) -> Iterator[str]:
    """Policies that win more revenue and surely lose by the objective, or the other way round."""
    if contest.objective == "revenue":
        return
    for i in range(1, contest.k):
        revenue = contest.difference(i, "revenue")
        aim = contest.difference(i, contest.objective)
        if may_be_zero(revenue) or may_be_zero(aim):
            continue
        better = ((aim.value or 0.0) > 0) == contest.larger
        if better != ((revenue.value or 0.0) > 0):
            by = numbers.label(contest.objective, contest.bundle.scenario.words)
            more = "more" if (revenue.value or 0.0) > 0 else "less"
            yield (
                f"{contest.names[i]} brings {more} revenue and is {'better' if better else 'worse'}"
                f" by {by}: what it costs decides."
            )
