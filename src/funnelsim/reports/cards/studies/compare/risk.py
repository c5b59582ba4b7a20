"""What may come of each policy: distributions, bad futures, and what no other beats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.data import DOMINANT
from funnelsim.experiments.compare.verdicts import Verdict, frontiers
from funnelsim.experiments.histogram import bin_edges, bin_shares
from funnelsim.experiments.intervals import Interval
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.compare.differences import challengers
from funnelsim.reports.cards.studies.parts import (
    AT_ONCE,
    ends,
    forest,
    role_of,
    triple,
    unit_of,
    whisker,
)
from funnelsim.reports.compare_tables import Tables
from funnelsim.reports.layout import spread
from funnelsim.reports.pictures import Axis, Histogram, Points, Role
from funnelsim.reports.sentences import may_be_zero

LEAST = 30
"""Fewer futures than that have no shape."""

MOST_SHOWN = 3
"""More shapes over one another cannot be read."""

_ROLES: tuple[Role, ...] = ("main", "other")


def distributions(contest: Contest) -> Iterator[Card]:
    """The objective of the baseline and of the best policies, over one another."""
    if contest.n < LEAST:
        return
    metric, tables = contest.objective, Tables(contest)
    shown = _shown(contest)
    values = {one.name: contest.column(one.policy, metric) for one in shown}
    edges = bin_edges(values.values())
    roles = [("muted" if one.policy == 0 else role) for one, role in
             zip(shown, ("muted", *_ROLES), strict=False)]  # fmt: skip
    picture: Histogram = {
        "kind": "histogram",
        "x": {"label": tables.label(metric), "unit": unit_of(metric)},
        "y": {"label": "share of futures", "unit": "share"},
        "edges": edges,
        "series": [
            {"name": name, "role": role, "shares": bin_shares(found, edges)}
            for (name, found), role in zip(values.items(), roles, strict=True)
        ],
        "marks": [],
    }
    others = [name for name in contest.names if name not in values]
    show = tables.show(metric)
    lie = [f"{name} {spread(found, show)}" for name, found in values.items() if spread(found, show)]
    yield Card(
        id="compare-distributions",
        section="policies",
        title=f"What may come: {tables.label(metric)}",
        finding=f"In 8 of 10 futures {tables.label(metric)} is: {'; '.join(lie)}.",
        caption=(
            "How often each amount comes. The shapes overlap because all policies meet good and "
            "bad futures alike; on the same future they may still differ surely. The first and the "
            "last bar also hold what lies further out."
        ),
        picture=picture,
        grid=grid(
            [("from", unit_of(metric)), ("to", unit_of(metric)),
             *((name, "share") for name in values)],
            [[low, high, *shares] for low, high, *shares in zip(
                edges[:-1], edges[1:], *(one["shares"] for one in picture["series"]), strict=True
            )],
        ),
        notes=[f"Left out: {', '.join(others)}."] if others else [],
    )  # fmt: skip


def _shown(contest: Contest) -> list[Verdict]:
    """The baseline, then the best set, then the rest, those that differ from the baseline."""
    ranked = [one for one in challengers(contest) if not one.identical]
    ranked.sort(key=lambda one: not one.in_best_set)
    return [contest.verdicts[0], *ranked[: MOST_SHOWN - 1]]


def worst_tenth(contest: Contest) -> Card:
    """The mean of the worst tenth of the futures, less that of the baseline."""
    metric, tables = contest.objective, Tables(contest)
    unit, label, show = unit_of(metric), tables.label(metric), tables.show(metric)
    rows = [(one, one.worst[1] or Interval(None)) for one in challengers(contest)]
    base, best = contest.verdicts[0], max(
        contest.verdicts, key=lambda one: one.worst[0] if contest.larger else -one.worst[0]
    )  # fmt: skip
    first: list[Cell] = [base.name, base.worst[0], None, None, None, None]
    finding = (
        f"In the worst tenth of its futures {base.name} brings {show(base.worst[0])} of {label} on "
        f"average; "
    )
    finding += (
        "no policy brings more." if best.policy == 0 else
        f"{best.name} does best with {show(best.worst[0])}"
        + (", which may be luck." if may_be_zero(best.worst[1] or Interval(None)) else ".")
    )  # fmt: skip
    return Card(
        id="compare-worst",
        section="policies",
        title="In bad futures",
        finding=finding,
        caption=(
            f"Mean {label} of the worst tenth of the futures, less that of {base.name}. {AT_ONCE} "
            "They need 200 futures."
        ),
        picture=forest(
            {"label": f"more {label} in bad futures", "unit": unit},
            [whisker(one.name, found, role_of(found, contest.larger)) for one, found in rows],
        ),
        grid=grid(
            [("policy", "text"), ("worst tenth", unit), *triple("more than the baseline", unit),
             ("in all futures alike", "text")],
            [first, *([one.name, one.worst[0], *ends(found), DOMINANT[one.dominance.verdict]]
                      for one, found in rows)],
        ),
    )  # fmt: skip


def profit_and_risk(contest: Contest) -> Card:
    """Profit against the worst tenth."""
    label = Tables(contest).label(contest.objective)
    return _frontier(
        contest,
        "risk",
        "Profit and risk",
        {"label": f"{label} in the worst tenth", "unit": unit_of(contest.objective)},
        [one.worst[0] for one in contest.verdicts],
        f"Further {'right' if contest.larger else 'left'}: less risk.",
    )


def profit_and_headcount(contest: Contest) -> Iterator[Card]:
    """Profit against reps, where policies differ in these."""
    heads = [one.headcount for one in contest.verdicts]
    if len(set(heads)) > 1:
        axis: Axis = {"label": "reps in full time", "unit": "number"}
        says = "Further left: fewer reps."
        yield _frontier(contest, "headcount", "Profit and headcount", axis, heads, says)


def _frontier(
    contest: Contest, name: str, title: str, x: Axis, at: Sequence[float], says: str
) -> Card:
    efficient = frontiers(contest)[f"profit_{name}"]
    best = {contest.names[i] for i in contest.best.policies}
    profits = [float(contest.column(i, "profit").mean()) for i in range(contest.k)]
    rows = list(zip(contest.names, at, profits, strict=True))
    picture: Points = {
        "kind": "points",
        "x": x,
        "y": {"label": "mean profit", "unit": "money"},
        "points": [
            {"label": policy, "x": across, "y": profit, "role": _role(policy, contest, efficient)}
            for policy, across, profit in rows
        ],
        "frontier": sorted([across, profit] for policy, across, profit in rows
                           if policy in efficient),
    }  # fmt: skip
    other = "worst tenth" if name == "risk" else "headcount"
    return Card(
        id=f"compare-{name}",
        section="policies",
        title=title,
        finding=f"Not beaten on both profit and {other}: {', '.join(efficient)}.",
        caption=f"Higher: more profit. {says} The dashed line joins those that no other beats on "
        "both; dots are means, which luck may have moved.",
        picture=picture,
        grid=grid(
            [("policy", "text"), (x["label"], x["unit"]), ("mean profit", "money"),
             ("not beaten on both", "text"), ("may be best", "text")],
            [[policy, across, profit, policy in efficient, policy in best]
             for policy, across, profit in rows],
        ),
    )  # fmt: skip


def _role(policy: str, contest: Contest, efficient: Sequence[str]) -> Role:
    if policy in efficient:
        return "good"
    return "main" if policy == contest.names[0] else "muted"
