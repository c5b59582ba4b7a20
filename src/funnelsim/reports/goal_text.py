"""A plan by levers on the terminal: what it takes, beside the coin toss of the bare ratio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.planned import Planned
from funnelsim.reports import numbers
from funnelsim.reports.charts import axis, whisker
from funnelsim.reports.layout import Block, folded, table
from funnelsim.reports.page import Page, title
from funnelsim.reports.plan_text import certainty_block, chain_block, sentence
from funnelsim.reports.sentences import between
from funnelsim.reports.tried import SURE, assumption, bottom, goal, head, said, short, upper

MOST_MIXES = 12


def page(planned: Planned, detail: int = 0) -> Page:
    """What is said of a plan by levers; parameters as in `said.page_of`."""
    report = Report(planned)
    return Page(
        top=report.top,
        blocks=lambda: report.blocks(detail),
        looked=lambda: [f"These numbers disagree: {text}." for text in planned.plan.warnings],
    )


class Report:
    """Sentences and tables of one plan."""

    def __init__(self, planned: Planned) -> None:
        self.planned, self.sought = planned, planned.sought
        self.words = planned.bundle.scenario.words
        self.levers = planned.trials.levers

    def top(self, width: int) -> Iterator[RenderableType]:
        yield from title(self.planned.bundle, self.planned.model)
        for line in self.headline():
            yield Text(folded(line, width), style="bold")
        for line in (*self.coin(), *self.acts(), assumption(self.planned.bundle)):
            yield Text(folded(line, width))
        settings = len(self.sought.points)
        how = (
            f"{self.planned.n:,} simulated futures at each of {settings} settings, the same leads."
        )
        yield from bottom(self.planned, how, width)

    def goal(self) -> str:
        """What is to be reached."""
        target = self.planned.model.targets[self.sought.number - 1]
        verb = "reach" if target.at_least else "stay at"
        return f"{verb} {goal(self.planned.model, target, self.words)}"

    def setting(self, values: Sequence[float]) -> str:
        """A setting as planners say it."""
        return " and ".join(
            said(lever.name, short(lever, value), self.words)
            for lever, value in zip(self.levers, values, strict=True)
        )

    def headline(self) -> Iterator[str]:
        """What it takes, or why nothing does."""
        found, wanted = self.sought, numbers.chance(self.sought.probability)
        if found.status == "no effect":
            name = self.levers[0].name
            yield (
                f"{name} has no effect: from {self._end('low')} to {self._end('high')} every "
                f"future is the same, and the chance to {self.goal()} stays "
                f"{self.odds(found.chance)}."
            )
        elif found.status in ("unreachable", "ended early"):
            best = max(found.points, key=lambda point: point[1].value or 0.0)[0]
            no = f"no value up to {self._end('high')} brings" if len(self.levers) == 1 else \
                "no mix within the ranges brings"  # fmt: skip
            if found.status == "ended early":
                no = "not known yet what brings"
            yield (
                f"{upper(no)} {wanted} to {self.goal()}; the best tried is "
                f"{self.odds(found.chance)} at {self.setting(best)}."
            )
        elif found.status == "already":
            yield (
                f"{upper(self.setting([self.levers[0].range.low]))}, the least of the range, "
                f"already brings {wanted} to {self.goal()}: the chance is "
                f"{self.odds(found.chance)}."
            )
        elif len(self.levers) == 2 and isinstance(found.value, list):
            yield self._mix(found.value, wanted)
        else:
            yield self._takes(wanted)
        yield from self._comes_down(wanted)

    def _mix(self, values: Sequence[float], wanted: str) -> str:
        """The cheapest mix, or that neither lever costs and what suffices."""
        money = numbers.money(self.sought.cost, self.planned.model.currency)
        setting, odds = self.setting(values), self.odds(self.sought.chance)
        if self.sought.one_price:
            names = f"Neither {self.levers[0].name} nor {self.levers[1].name}"
            return (
                f"{names} changes the monthly costs, {money} in the period; the smallest mix tried "
                f"that suffices to {self.goal()} with {wanted} is {setting}: chance {odds}."
            )
        return (
            f"The cheapest mix to {self.goal()} with {wanted} is {setting}: {money} of monthly "
            f"costs in the period, chance {odds}."
        )

    def _takes(self, wanted: str) -> str:
        found, lever = self.sought, self.levers[0]
        assert isinstance(found.value, float)
        low, high = (short(lever, end) for end in found.ci95 or (found.value, found.value))
        sure = f"{low} to {high}" if low != high else f"{low}"
        return (
            f"It takes {self.setting([found.value])} to {self.goal()} with {wanted} "
            f"(95 % sure: {sure})."
        )

    def _comes_down(self, wanted: str) -> Iterator[str]:
        if self.sought.until is not None:
            lever = self.levers[0]
            target = self.planned.model.targets[self.sought.number - 1]
            fewer = f"fewer {numbers.label(target.metric, self.words)}" if target.at_least and \
                target.metric == "customers" else "a smaller chance"  # fmt: skip
            yield (
                f"More is not always better: beyond {short(lever, self.sought.until)} it makes "
                f"{fewer}, and the chance falls below {wanted} again."
            )

    def coin(self) -> Iterator[str]:
        """The coin toss of the bare ratio, and the chance as it is."""
        yield sentence(self.planned.plan, self.words)
        if self.sought.today is not None and self.sought.today.value is not None:
            yield f"As it is, the simulated chance is {self.odds(self.sought.today)}."

    def acts(self) -> Iterator[str]:
        """From when levers act, where that is not the start."""
        for lever in self.levers:
            if lever.start is not None:
                yield f"{lever.name} acts from {numbers.day(lever.start)}: its lead time."

    def odds(self, found: Interval) -> str:
        """``64 % (50 to 76 %)``."""
        if found.lo is None or found.hi is None:
            return numbers.chance(found.value)
        ends = f"{found.lo * 100:.0f} to {found.hi * 100:.0f} %"
        return f"{numbers.chance(found.value)} ({ends})"

    def _end(self, which: str) -> str:
        lever = self.levers[0]
        return short(lever, lever.range.low if which == "low" else lever.range.high)

    def blocks(self, detail: int) -> Iterator[Block | None]:
        yield self.tried(detail)
        plan = self.planned.plan
        yield chain_block(plan, self.words)
        yield certainty_block(plan, self.words)

    def tried(self, detail: int) -> Block:
        """The chance at every setting, with the wanted one marked."""
        one = len(self.levers) == 1
        name, captions = head(self.levers[0].name) if one else ("Settings tried", [])
        made = table(name, axis("0 %", "100 %"), "chance", SURE)
        points = self.sought.points if one or detail > 0 else self._around()
        for values, chance in points:
            text = short(self.levers[0], values[0]) if one else self.setting(values)
            made.add_row(
                text,
                whisker(chance, 0.0, 1.0, self.sought.probability),
                numbers.chance(chance.value),
                between(chance, numbers.chance),
            )
        captions.append(f"┊ is the wanted {numbers.chance(self.sought.probability)}.")
        if not one:
            ranks = "All cost the same." if self.sought.one_price else "Costs rise downwards."
            captions.append(f"{ranks} {self.lucky()}")
            if len(points) < len(self.sought.points):
                captions.append(f"{len(self.sought.points)} settings were tried; -v shows all.")
        return Block(made, captions)

    def lucky(self) -> str:
        """What is said of the first mix that suffices."""
        first = "first" if self.sought.one_price else "cheapest"
        return (
            f"The {first} that suffices is the luckiest of several: its chance is estimated "
            "slightly too high."
        )

    def _around(self) -> Sequence[tuple[tuple[float, ...], Interval]]:
        """The mixes next to the answer in cost."""
        points = self.sought.points
        answer = self.sought.value
        at = next((i for i, (values, _) in enumerate(points) if list(values) == answer), None)
        if at is None:
            best = sorted(points, key=lambda point: -(point[1].value or 0.0))[:MOST_MIXES]
            return [point for point in points if point in best]
        first = max(0, at - MOST_MIXES // 2)
        return points[first : first + MOST_MIXES]
