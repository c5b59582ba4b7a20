"""The best setting on the terminal: what to set, what it honestly brings, first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.levers.known import LEAST
from funnelsim.experiments.optimise import CHANCE, NONE, Optimised
from funnelsim.experiments.search.levers import Design
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, folded, table
from funnelsim.reports.page import Page, title
from funnelsim.reports.sentences import between, may_be_zero
from funnelsim.reports.tried import SURE, Show, assumption, bottom, said, short, show_of, upper


def page(made: Optimised, detail: int = 0) -> Page:
    """What is said of the best setting; parameters as in `said.page_of`."""
    report = Report(made)
    return Page(
        top=report.top,
        blocks=lambda: [report.finalists()],
        looked=lambda: list(report.findings()),
    )


class Report:
    """Sentences and tables of one search."""

    def __init__(self, made: Optimised) -> None:
        self.made, self.result = made, made.result
        self.words = made.bundle.scenario.words
        self.of_chance = made.objective.split()[:1] == [CHANCE]
        self.label = made.objective if self.of_chance else numbers.label(made.objective, self.words)

    @property
    def show(self) -> Show:
        """How the objective is written."""
        if self.of_chance:
            return numbers.chance
        return show_of(self.made.objective, self.made.model.currency)

    def points(self, value: float | None) -> str:
        """A difference of the objective: points of a chance."""
        if not self.of_chance or value is None:
            return self.show(value)
        return f"{value * 100:.0f} points"

    def setting(self, design: Design) -> str:
        """A candidate as planners say it."""
        parts = [
            said(lever.name, short(lever, value), self.words)
            for lever, value in zip(self.made.trials.levers, design, strict=False)
        ]
        if self.made.options:
            parts.append("no policy" if design[-1] == NONE else f"policy {design[-1]}")
        return ", ".join(parts)

    def top(self, width: int) -> Iterator[RenderableType]:
        yield from title(self.made.bundle, self.made.model)
        for line in self.headline():
            yield Text(folded(line, width), style="bold")
        for line in (*self.honesty(), *self.change(), assumption(self.made.bundle)):
            yield Text(folded(line, width))
        how = (
            f"{self.result.candidates} candidates searched, {self.result.replications:,} simulated "
            "futures in all."
        )
        yield from bottom(self.made, how, width)

    def headline(self) -> Iterator[str]:
        """What is best and what it brings."""
        honest = self.made.of_sign(self.result.honest_value)
        best = self.setting(self.result.winner)
        if honest.value is None:
            search = self.made.of_sign(self.result.search_value)
            yield (
                f"Best so far by {self.label}: {best}. The search promises "
                f"{self.show(search.value)}, which is too good: its honest value is not known yet."
            )
            return
        sure = f" (95 % sure: {between(honest, self.show)})" if honest.ends else ""
        yield f"Best by {self.label}: {best}. It brings {self.show(honest.value)}{sure}."
        yield from self._gain(self.made.of_sign(self.made.gain))

    def _gain(self, gain: Interval) -> Iterator[str]:
        if gain.value is None:
            return
        if may_be_zero(gain):
            yield (
                "Whether that is better than as it is cannot be told: "
                f"{self.points(gain.value)} more (95 % sure: {between(gain, self.points)})."
            )
            return
        more = "more" if gain.value > 0 else "less"
        sizes = sorted(abs(end) for end in gain.ends or ())
        sure = f"{self.points(sizes[0])} to {self.points(sizes[1])}"
        yield (f"That is {self.points(abs(gain.value))} {more} than as it is (95 % sure: {sure}).")

    def honesty(self) -> Iterator[str]:
        """How much of what the search promised was luck."""
        promised = self.made.of_sign(self.result.search_value)
        luck = self.result.shrinkage
        if luck.value is None or promised.value is None:
            return
        brings = self.show(self.made.of_sign(self.result.honest_value).value)
        end = (
            f"The difference, {self.points(luck.value)}, was luck of the search."
            if luck.value > 0 else "The search was not lucky."
        )  # fmt: skip
        yield (
            f"The search promised {self.show(promised.value)}; on futures of its own the winner "
            f"brings {brings}. {end}"
        )

    def change(self) -> Iterator[str]:
        """What would change the decision: settings as good, a winner at the end of a range."""
        others = len(self.result.best_set) - 1
        if others > 0:
            yield (
                f"{others} other finalist{' is' if others == 1 else 's are'} as good as can be "
                "told: what is easier to do decides."
            )
        for lever, value in zip(self.made.trials.levers, self.result.winner, strict=False):
            for end, other in ((lever.range.low, "lower"), (lever.range.high, "higher")):
                if value == end and not (other == "lower" and value == LEAST.get(lever.name)):
                    yield (
                        f"{lever.name} is at the end of its range: values {other} than "
                        f"{short(lever, value)} may be better still."
                    )

    def finalists(self) -> Block | None:
        """The best candidates on common futures."""
        if not self.result.finalists:
            return None
        rows = [(one, self.made.of_sign(one.second)) for one in self.result.finalists]
        made = table("Finalists", "mean", SURE, "search", "best")
        for one, found in rows:
            made.add_row(
                self.setting(one.design),
                self.show(found.value),
                between(found, self.show),
                self.show(self.made.of_sign(one.search).value),
                "maybe" if one.in_best_set else "",
            )
        return Block(made, [
            f"Mean {self.label} of each on the same {self.made.n:,} futures, which the search has "
            "not seen. Search: what it had promised. Best: maybe, where no other is surely better."
        ])  # fmt: skip

    def findings(self) -> Iterator[str]:
        """From when levers act, where that is not the start."""
        for lever in self.made.trials.levers:
            if lever.start is not None:
                yield upper(f"{lever.name} acts from {numbers.day(lever.start)}: its lead time.")
