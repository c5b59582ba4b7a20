"""How likely each policy is to reach a target, and to come first."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.verdicts import Verdict
from funnelsim.experiments.intervals import Interval
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.parts import MOST_ROWS, ends, forest, left_out, triple, whisker
from funnelsim.reports.compare_tables import Tables
from funnelsim.reports.compare_text import headline
from funnelsim.reports.pictures import Bars, Role
from funnelsim.reports.sentences import may_be_zero, seen
from funnelsim.reports.tried import upper


def targets(contest: Contest) -> Iterator[Card]:
    """The chance of each target under each policy."""
    for i, aim in enumerate(contest.models[0].targets):
        yield _target(contest, i, Tables(contest).aim(aim))


def _target(contest: Contest, i: int, aim: str) -> Card:
    verdicts = [contest.verdicts[at] for at in contest.ranked]
    chances = {one.name: one.chances[i] for one in verdicts}
    baseline = chances[contest.names[0]][1]
    return Card(
        id=f"compare-target-{i + 1}",
        section="policies",
        title=f"Chance of {aim}",
        finding=_likeliest(contest, verdicts, i, aim),
        caption=(
            f"The share of futures that reach it; the line is {contest.names[0]}. Whiskers: 95 % "
            "intervals of each chance by itself; those of the differences, which the same leads "
            "make narrower, are in the table."
        ),
        picture=forest(
            {"label": "chance", "unit": "chance"},
            [whisker(one.name, one.chances[i][1], _role(one, i)) for one in verdicts],
            zero=baseline.value,
        ),
        grid=grid(
            [("policy", "text"), *triple("chance", "chance"), *triple("more", "share")],
            [[name, *ends(chance), *_more(differs)]
             for name, (_, chance, differs) in chances.items()],
        ),
    )  # fmt: skip


def _role(one: Verdict, i: int) -> Role:
    differs = one.chances[i][2]
    if differs is None:
        return "main"
    if one.identical or may_be_zero(differs):
        return "muted"
    return "good" if (differs.value or 0.0) > 0 else "bad"


def _more(differs: Interval | None) -> list[Cell]:
    return [None, None, None] if differs is None else ends(differs)


def _likeliest(contest: Contest, verdicts: list[Verdict], i: int, aim: str) -> str:
    """``72 % chance of … with quick, 58 % with baseline: 14 points more (1 to 27).``"""
    now = contest.verdicts[0].chances[i][1]
    best = max(verdicts, key=lambda one: one.chances[i][1].value or 0.0)
    _, chance, differs = best.chances[i]
    goal = f"chance of {aim}"
    n = contest.n
    as_it_is = f"{seen(now.value, n)} with {contest.names[0]}"
    if differs is None or chance.value == now.value:
        none = f"no policy has a better {goal} than {contest.names[0]}"
        return upper(f"{none}: {seen(now.value, n)}.")
    points = ""
    if differs.ends:
        low, high = (round(end * 100) for end in differs.ends)
        points = f", {round((differs.value or 0.0) * 100)} points more (95 % sure: {low} to {high})"
    return f"{upper(numbers.chance(chance.value))} {goal} with {best.name}, {as_it_is}{points}."


def firsts(contest: Contest) -> Card:
    """In which share of the futures each policy comes first, and whose mean may be the best."""
    order = [contest.verdicts[i] for i in contest.ranked]
    shown = order[:MOST_ROWS]
    shares = {one.name: contest.firsts[one.policy] for one in order}
    means = {one.name: contest.first_means[one.policy] for one in order}
    picture: Bars = {
        "kind": "bars",
        "categories": [one.name for one in shown],
        "value": {"label": "chance", "unit": "chance"},
        "series": [
            {"name": "comes first", "role": "main",
             "values": [shares[one.name].value for one in shown]},
            {"name": "has the best mean", "role": "other",
             "values": [means[one.name] for one in shown]},
        ],
        "stacked": False,
        "lying": True,
        "marks": [],
    }  # fmt: skip
    return Card(
        id="compare-firsts",
        section="policies",
        title="How often each comes first",
        finding=headline(contest)[1],
        caption=(
            f"By {Tables(contest).label(contest.objective)}. Comes first: share of the simulated "
            "futures in which it beats all others; ties are split. Has the best mean: bootstrap "
            "probability that it is best on average. Luck decides the first, this run's length the "
            "second."
        ),
        picture=picture,
        grid=grid(
            [("policy", "text"), *triple("comes first", "chance"), ("has the best mean", "chance"),
             ("may be best", "text")],
            [[one.name, *ends(shares[one.name]), means[one.name], one.in_best_set]
             for one in order],
        ),
        notes=list(left_out(len(order), len(shown), "policies")),
    )  # fmt: skip
