"""A contest of policies as tables."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.data import DOMINANT
from funnelsim.experiments.compare.verdicts import Verdict, frontiers
from funnelsim.experiments.days import day_before
from funnelsim.experiments.figures import figure
from funnelsim.experiments.intervals import Interval
from funnelsim.model.tables import Target
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, headed, table
from funnelsim.reports.sentences import between
from funnelsim.reports.tried import Show, show_of
from funnelsim.scenario.schema.targets import COUNTED as COUNTED_METRICS
from funnelsim.scenario.schema.targets import RATIOS

SURE = "95 % sure"
SHORT = {"better": "better", "worse": "worse", "identical": "same", "undecided": ""}


class Tables:
    """The tables of one contest, in its currency and words."""

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        self.verdicts = contest.verdicts
        self._words = contest.bundle.scenario.words

    def blocks(self, detail: int) -> Iterator[Block | None]:
        """All of them; `detail` above 0 also the differences of further figures."""
        yield self.money_of_each()
        yield self.differences(self.contest.objective)
        yield self.odds()
        yield self.targets()
        yield self.work()
        yield self.cancelled()
        if detail > 0:
            others = ("revenue", "gross_profit", "customers", "cost", "paper_loss")
            yield from (self.differences(name) for name in others
                        if name != self.contest.objective)  # fmt: skip

    def money(self, value: float | None) -> str:
        """An amount in the currency of the scenario."""
        return numbers.money(value, self.contest.models[0].currency)

    def show(self, metric: str) -> Show:
        """How a figure is written."""
        return show_of(metric, self.contest.models[0].currency)

    def label(self, metric: str) -> str:
        """The planner's word for a figure."""
        return numbers.label(metric, self._words)

    def mean(self, policy: int, metric: str) -> float | None:
        """Mean of a figure."""
        found: float | None = figure(self.contest.figures(policy), metric, ())["mean"]
        return found

    def money_of_each(self) -> Block:
        """Customers, revenue, costs, profit and return of each policy."""
        made = table("Policy", self.label("customers"), "revenue", headed("gross profit"), "cost",
                     "profit", "ROI")  # fmt: skip
        for verdict in self.verdicts:
            made.add_row(
                verdict.name,
                *(self.show(name)(self.mean(verdict.policy, name))
                  for name in ("customers", "revenue", "gross_profit", "cost", "profit")),
                numbers.ratio(self.mean(verdict.policy, "roi")),
            )  # fmt: skip
        return Block(made, ["Means of the period over all futures; ROI over all costs."])

    def differences(self, metric: str) -> Block:
        """How much each policy has more than the baseline."""
        label, show = self.label(metric), self.show(metric)
        made = table(f"More {label} than {self.contest.names[0]}", "mean", SURE)
        for verdict in self.verdicts[1:]:
            found = self.contest.difference(verdict.policy, metric)
            made.add_row(verdict.name, show(found.value), between(found, show))
        many = "; the intervals hold all at once" if self.contest.k > 2 else ""
        return Block(made, [f"Future by future, on the same leads{many}."])

    def odds(self) -> Block:
        """Who is best how surely, and the risk of it."""
        objective = self.contest.objective
        made = table(
            f"By {self.label(objective)}",
            "best", "first in", "best mean", headed("worst tenth"), "in all",
            headed(f"per {self.unit()}1 more"), "shows\nfrom",
        )  # fmt: skip
        for verdict in self.verdicts:
            pays = verdict.pays
            made.add_row(
                verdict.name,
                "maybe" if verdict.in_best_set else "",
                numbers.chance(self.contest.firsts[verdict.policy].value),
                numbers.chance(self.contest.first_means[verdict.policy]),
                self.show(objective)(verdict.worst[0]),
                _in_all(verdict),
                "" if pays is None else self.money(pays.value),
                (verdict.shows_from or "") if verdict.policy else "",
            )
        return Block(made, [*_captions(self.unit()), *self._frontiers()])

    def unit(self) -> str:
        """The sign of the currency."""
        currency = self.contest.models[0].currency
        return numbers.SIGNS.get(currency, f"{currency} ")

    def _frontiers(self) -> Iterator[str]:
        found = frontiers(self.contest)
        says = {"profit_risk": "profit and worst tenth", "profit_headcount": "profit and headcount"}
        for name, words in says.items():
            yield f"Not beaten on both {words}: {', '.join(found[name])}."

    def targets(self) -> Block | None:
        """The chance of each target under each policy."""
        aims = self.contest.models[0].targets
        if not aims:
            return None
        names = [f"target {i + 1}" for i in range(len(aims))]
        made = table("Chance of", *names)
        for verdict in self.verdicts:
            cells = (
                f"{numbers.chance(chance.value)} {_points(differs, verdict.identical)}".strip()
                for _, chance, differs in verdict.chances
            )
            made.add_row(verdict.name, *cells)
        says = [f"{name}: {self.aim(aim)}" for name, aim in zip(names, aims, strict=True)]
        text = "; ".join(says)
        return Block(made, [
            f"{text[:1].upper()}{text[1:]}. In brackets: points more than {self.contest.names[0]}, "
            "95 % sure."
        ])  # fmt: skip

    def aim(self, target: Target) -> str:
        """``at least $1M revenue by 31 Dec 2027``."""
        show = (
            numbers.count if target.metric in COUNTED_METRICS
            else numbers.ratio if target.metric in RATIOS
            else self.money
        )  # fmt: skip
        words = target.words
        if words.startswith("by "):
            words = f"by {numbers.day(day_before(self.contest.models[0].origin, target.end))}"
        size = "at least" if target.at_least else "at most"
        return f"{size} {show(target.value)} {self.label(target.metric)} {words}"

    def work(self) -> Block:
        """What happens to leads and reps."""
        made = table("Leads and reps", self.label("sql"), headed("gone cold"),
                     headed("paper loss"), headed("first call"), "busy", "reps")  # fmt: skip
        for verdict in self.verdicts:
            i = verdict.policy
            made.add_row(
                verdict.name,
                numbers.count(self.mean(i, "sql")),
                numbers.count(self.mean(i, "cold")),
                self.money(self.mean(i, "paper_loss")),
                numbers.hours(self.mean(i, "mean_response_hours")),
                numbers.share(self.mean(i, "utilisation"), 0),
                numbers.count(round(verdict.headcount, 2)),
            )
        return Block(made, [
            "First call: mean time from the hand-over. Paper loss: book value gone cold, not the "
            "money that a policy would bring. Reps: in full time, of teams with a limit."
        ])  # fmt: skip

    def cancelled(self) -> Block:
        """How much the same leads in all worlds help."""
        made = table("Variance reduced", "by", "independent deals")
        for verdict in self.verdicts[1:]:
            reached, most = verdict.reduction
            made.add_row(verdict.name, _factor(reached.value), _factor(most.value))
        return Block(made, [
            "By how much fewer futures the same leads in both worlds need than leads drawn apart. "
            "The second column is the most where deals come independently, from those gained and "
            "lost; what both worlds share besides (busy months, uncertain numbers) adds to it."
        ])  # fmt: skip


def _points(found: Interval | None, identical: bool) -> str:
    """``(1 to 7)``: by how many points a chance differs."""
    if found is None or found.lo is None or found.hi is None:
        return ""
    if identical:
        return "(always)"
    low, high = (round(end * 100) for end in (found.lo, found.hi))
    return f"({low} to {high})"


def _captions(unit: str) -> list[str]:
    return [
        "Best: maybe, where no other is surely better. First in: share of simulated futures in "
        "which it comes first. Best mean: bootstrap probability that its mean is the best. Worst "
        "tenth: mean of the worst tenth of the futures. In all: better, or worse, in bad futures "
        f"as in good ones. Per {unit}1 more: gross profit for each {unit}1 of cost, where it costs "
        "more. Shows from: month from whose end on cumulative profit surely differs."
    ]


def _in_all(verdict: Verdict) -> str:
    """Better, worse or the same as the baseline in all futures alike; empty where undecided."""
    return SHORT[DOMINANT[verdict.dominance.verdict]] if verdict.policy else ""


def _factor(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}x"
