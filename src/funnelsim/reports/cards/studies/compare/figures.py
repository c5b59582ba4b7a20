"""The figures of every policy side by side."""

from __future__ import annotations

from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.verdicts import Verdict
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.compare.differences import challengers
from funnelsim.reports.cards.studies.parts import ends, month, triple, unit_of
from funnelsim.reports.compare_tables import Tables
from funnelsim.reports.sentences import between, may_be_zero
from funnelsim.reports.tried import SURE, upper

MEANS = ("customers", "revenue", "gross_profit", "cost", "profit", "roi")
WORK = ("sql", "cold", "paper_loss", "mean_response_hours", "utilisation")
WORDS = {
    "cold": "gone cold",
    "mean_response_hours": "first call after",
    "utilisation": "reps busy",
}


def means(contest: Contest) -> Card:
    """Customers, money and return of each policy, and what its money buys."""
    tables = Tables(contest)
    head = [(tables.label(name), unit_of(name)) for name in MEANS]
    return Card(
        id="compare-figures",
        section="policies",
        title="The policies in figures",
        finding=_dearest(contest),
        caption=(
            "Means of the period over all futures; ROI over all costs. The last columns: gross "
            f"profit for each {tables.unit()}1 of cost more than {contest.names[0]}, where it "
            "costs more."
        ),
        picture=None,
        grid=grid(
            [("policy", "text"), *head, *triple(f"per {tables.unit()}1 more", "money")],
            [[one.name, *_row(contest, one.policy, MEANS),
              *(ends(one.pays) if one.pays else [None] * 3)] for one in contest.verdicts],
        ),
    )  # fmt: skip


def _row(contest: Contest, policy: int, names: tuple[str, ...]) -> list[Cell]:
    return [Tables(contest).mean(policy, name) for name in names]


def _dearest(contest: Contest) -> str:
    """What the money of the most rewarding policy that costs more brings, where it is sure."""
    tables = Tables(contest)
    paying = [
        one for one in contest.verdicts if one.pays is not None and one.pays.value is not None
    ]
    profit = tables.money(tables.mean(0, "profit"))
    base = f"Profit with {contest.names[0]} is {profit} on average"
    if not paying:
        return f"{base}; no policy surely costs more worth mentioning."
    paying = [one for one in paying if one.pays is not None and not may_be_zero(one.pays)]
    if not paying:
        return f"{base}; of no policy is it sure what {tables.unit()}1 more of cost brings."
    best = max(paying, key=lambda one: (one.pays and one.pays.value) or 0.0)
    assert best.pays is not None
    return (
        f"{base}. Each {tables.unit()}1 more of cost brings most with {best.name}: "
        f"{tables.money(best.pays.value)} of gross profit ({SURE}: "
        f"{between(best.pays, tables.money)})."
    )


def work(contest: Contest) -> Card:
    """What happens to leads and reps."""
    tables = Tables(contest)
    head = [(WORDS.get(name, tables.label(name)), unit_of(name)) for name in WORK]
    best = challengers(contest)[0]
    return Card(
        id="compare-work",
        section="policies",
        title="Leads and reps under each policy",
        finding=upper(f"{_worked(contest, best.policy)}; {_worked(contest, 0)}."),
        caption=(
            "First call: mean time from the hand-over. Paper loss: book value gone cold, not the "
            "money that a policy would bring. Reps: in full time, of teams with a limit."
        ),
        picture=None,
        grid=grid(
            [("policy", "text"), *head, ("reps", "number"), ("variance reduced by", "number"),
             ("at most", "number"), ("shows from", "text"), ("no effect", "text")],
            [[one.name, *_row(contest, one.policy, WORK), one.headcount,
              *((part.value for part in one.reduction) if one.policy else (None, None)),
              _shows(one),
              ", ".join(one.idle_keys) or None]
             for one in contest.verdicts],
        ),
    )  # fmt: skip


def _shows(one: Verdict) -> str | None:
    found = one.shows_from if one.policy else None
    return month(found) if found else None


def _worked(contest: Contest, policy: int) -> str:
    tables = Tables(contest)
    cold = numbers.count(tables.mean(policy, "cold"))
    hours = tables.mean(policy, "mean_response_hours")
    called = "" if hours is None else f" and first calls come after {numbers.hours(hours)}"
    return f"with {contest.names[policy]} {cold} leads go cold{called}"
