"""Which policy to choose, how surely, and at what risk."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.compare.contest import Contest
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.studies.compare import differences, figures, odds, risk


def cards(contest: Contest) -> Iterator[Card]:
    """All cards of one contest, the differences first."""
    yield differences.objective(contest)
    yield from odds.targets(contest)
    yield odds.firsts(contest)
    yield from risk.distributions(contest)
    yield risk.worst_tenth(contest)
    yield risk.profit_and_risk(contest)
    yield from risk.profit_and_headcount(contest)
    yield from differences.over_time(contest)
    yield from differences.others(contest)
    yield figures.means(contest)
    yield figures.work(contest)
