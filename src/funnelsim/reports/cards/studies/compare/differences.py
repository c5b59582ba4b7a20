"""How much each policy brings more than the baseline: in all, by month, by other figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.verdicts import Verdict
from funnelsim.experiments.intervals import Interval
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.parts import (
    AT_ONCE,
    ends,
    forest,
    interval_grid,
    month,
    role_of,
    triple,
    unit_of,
    whisker,
    why,
)
from funnelsim.reports.compare_tables import Tables
from funnelsim.reports.compare_text import findings, headline
from funnelsim.reports.pictures import Curves, Forest, Line, Role
from funnelsim.reports.sentences import between, few, may_be_zero
from funnelsim.reports.tried import SURE, upper

OTHERS = ("revenue", "gross_profit", "profit", "customers")
"""Figures that have a card of their own where they decide otherwise than the objective."""

MOST_LINES = 3
"""More bands over one another cannot be read."""

_ROLES: tuple[Role, ...] = ("main", "other", "luck")
_PAIRED = "Future by future, on the same leads; the line is {}."


def challengers(contest: Contest) -> list[Verdict]:
    """All policies but the baseline, the best by the objective first."""
    return [contest.verdicts[i] for i in contest.ranked if i]


def objective(contest: Contest) -> Card:
    """The objective of every policy less that of the baseline."""
    metric = contest.objective
    found = {one.policy: contest.difference(one.policy, metric) for one in challengers(contest)}
    holm = {i: contest.differences(metric).each[i - 1].p_holm for i in found}
    verdicts = contest.verdicts
    return Card(
        id="compare-differences",
        section="policies",
        title=f"Which policy is best by {Tables(contest).label(metric)}",
        finding=headline(contest)[0],
        caption=_caption(contest),
        picture=_forest(contest, metric, found),
        grid=grid(
            [("policy", "text"), ("mean", unit_of(metric)),
             *triple("more than the baseline", unit_of(metric)), ("may be best", "text"),
             ("adjusted p-value", "number"), ("no interval because", "text")],
            [[verdicts[0].name, _mean(contest, 0), None, None, None, verdicts[0].in_best_set,
              None, None]]
            + [[verdicts[i].name, _mean(contest, i), *ends(one), verdicts[i].in_best_set,
                holm[i], why(one)] for i, one in found.items()],
        ),
        notes=[
            *findings(contest)
        ],
    )  # fmt: skip


def _mean(contest: Contest, policy: int) -> Cell:
    return Tables(contest).mean(policy, contest.objective)


def _caption(contest: Contest) -> str:
    intervals = AT_ONCE if contest.k > 2 else "Whiskers: 95 % intervals."
    return f"{_PAIRED.format(contest.names[0])} {intervals} Grey: may be no difference."


def _forest(contest: Contest, metric: str, found: dict[int, Interval]) -> Forest:
    label, larger = Tables(contest).label(metric), metric != contest.objective or contest.larger
    return forest(
        {"label": f"more {label} than {contest.names[0]}", "unit": unit_of(metric)},
        [whisker(contest.names[i], one, role_of(one, larger)) for i, one in found.items()],
    )


def others(contest: Contest) -> Iterator[Card]:
    """Further figures, those that say something else than the cards before."""
    told = [_verdict(contest, contest.objective)]
    for metric in OTHERS:
        says = _verdict(contest, metric)
        if says not in told:
            told.append(says)
            yield _other(contest, metric)


def _verdict(contest: Contest, metric: str) -> list[Role]:
    larger = metric != contest.objective or contest.larger
    return [role_of(contest.difference(i, metric), larger) for i in range(1, contest.k)]


def _other(contest: Contest, metric: str) -> Card:
    found = {one.policy: contest.difference(one.policy, metric) for one in challengers(contest)}
    label, show = Tables(contest).label(metric), Tables(contest).show(metric)
    sure = {i: one for i, one in found.items() if not may_be_zero(one)}
    finding = f"By {label} no policy surely differs from {contest.names[0]}."
    if sure:
        first = max(sure, key=lambda i: abs(sure[i].value or 0.0))
        value = sure[first].value or 0.0
        more = "more" if value > 0 else "less"
        finding = (
            f"By {label} {contest.names[first]} differs most: {show(abs(value))} {more} than "
            f"{contest.names[0]} ({SURE}: {between(sure[first], show)})."
        )
    return Card(
        id=f"compare-{metric.replace('_', '-')}",
        section="policies",
        title=f"{upper(label)} of the policies",
        finding=finding,
        caption=_caption(contest),
        picture=_forest(contest, metric, found),
        grid=interval_grid(
            "policy", [(f"more {label}", unit_of(metric))],
            [(contest.names[i], [one]) for i, one in found.items()],
        ),
    )  # fmt: skip


def over_time(contest: Contest) -> Iterator[Card]:
    """Cumulative profit less that of the baseline, and from which month on it surely differs."""
    first = contest.verdicts[1]
    if len(first.ahead) < 2 or contest.n < 2:
        return
    verdicts = [one for one in challengers(contest) if not one.identical]
    shown = sorted(verdicts, key=lambda one: one.shows_from is None)[:MOST_LINES]
    if not shown:
        return
    begin = np.datetime64(contest.models[0].origin, "M")
    months = [month(str(begin + i)) for i in range(len(first.ahead))]
    picture: Curves = {
        "kind": "curves",
        "x": {"label": "by the end of", "unit": "text"},
        "at": months,
        "y": {"label": f"more profit so far than {contest.names[0]}", "unit": "money"},
        "lines": [_line(one, role) for one, role in zip(shown, _ROLES, strict=False)],
        "marks": [{"axis": "y", "at": 0.0, "label": contest.names[0], "role": "muted"}],
    }
    yield Card(
        id="compare-months",
        section="policies",
        title="When the difference shows",
        finding=_shows(contest, verdicts),
        caption=(
            "Profit since the start less that of the baseline, by the end of each month. The bands "
            "of a policy hold in all months at once (95 %): it shows from the month from which on "
            "its band stays clear of the line."
            + (" No band: none or too few futures differ by then."
               if any(found.ends is None for one in shown for found in one.ahead) else "")
        ),
        picture=picture,
        grid=grid(
            [("policy", "text"), ("shows from", "text"), ("by the end of", "text"),
             *triple("more profit so far", "money")],
            [[one.name, one.shows_from and month(one.shows_from), months[i], *ends(found)]
             for one in verdicts for i, found in enumerate(one.ahead)],
        ),
        notes=_beside(verdicts, shown),
    )  # fmt: skip


def _line(one: Verdict, role: Role) -> Line:
    found = one.ahead
    return {
        "name": one.name,
        "role": role,
        "values": [month.value for month in found],
        "bands": [{
            "label": SURE, "low": [month.lo for month in found],
            "high": [month.hi for month in found],
        }],
    }  # fmt: skip


def _shows(contest: Contest, verdicts: list[Verdict]) -> str:
    known = [one for one in verdicts if one.shows_from is not None]
    if all(one.ahead[-1].ends is None for one in verdicts):
        return f"{upper(few(contest.n))} to tell from when on profits differ."
    if not known:
        return f"At the end no policy's profit surely differs from that of {contest.names[0]}."
    show = Tables(contest).money
    told = [
        f"{one.name} from {month(one.shows_from or '')}, in the end {show(one.ahead[-1].value)}"
        for one in known[:MOST_LINES]
    ]
    rest = len(known) - len(told)
    more = f" and {rest} more policies" if rest else ""
    return f"The difference in profit shows and stays: {'; '.join(told)}{more}."


def _beside(verdicts: list[Verdict], shown: list[Verdict]) -> list[str]:
    names = [one.name for one in verdicts if one not in shown]
    return [f"In the table alone: {', '.join(names)}."] if names else []
