"""What drives an outcome on the terminal: what moves it most, and luck or ignorance, first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.drivers.result import MORE_DEALS, Drivers
from funnelsim.experiments.sensitivity.tornado import Bar
from funnelsim.reports import numbers
from funnelsim.reports.charts import bar as share_bar
from funnelsim.reports.charts import two_sided
from funnelsim.reports.layout import Block, folded, table
from funnelsim.reports.page import Page, title
from funnelsim.reports.sentences import between, rests_on
from funnelsim.reports.tried import SURE, Show, bottom, show_of, upper

MOST_BARS = 12
RARELY = 0.25
"""In a smaller share of the worlds a decision rarely changes."""


def page(made: Drivers, detail: int = 0) -> Page:
    """What is said of what drives an outcome; parameters as in `said.page_of`."""
    report = Report(made)
    return Page(
        top=report.top,
        blocks=lambda: report.blocks(detail),
        looked=lambda: list(report.findings()),
    )


class Report:
    """Sentences and tables of one study."""

    def __init__(self, made: Drivers) -> None:
        self.made = made
        self.show = show_of(made.metric, made.model.currency)
        self.label = numbers.label(made.metric, made.bundle.scenario.words)

    def money(self, value: float | None) -> str:
        """An amount in the currency of the scenario."""
        return numbers.money(value, self.made.model.currency)

    def top(self, width: int) -> Iterator[RenderableType]:
        yield from title(self.made.bundle, self.made.model)
        for line in self.headline():
            yield Text(folded(line, width), style="bold")
        for line in (*self.knowing(), self.assumption()):
            yield Text(folded(line, width))
        yield from bottom(self.made, f"{self.made.n:,} simulated futures as it is.", width)

    def headline(self) -> Iterator[str]:
        """The strongest number, and luck against ignorance."""
        yield self.strongest()
        yield self.luck()

    def strongest(self) -> str:
        """The outcome as it is, and the number that moves it most."""
        mean = self.made.mean
        sure = f" (95 % sure: {between(mean, self.show)})" if mean.ends else ""
        text = f"{upper(self.label)} is {self.show(mean.value)} on average{sure}"
        if self.made.moved:
            first = self.made.moved[0]
            text += (
                f"; {first.name} moves it most: {signed(first.low.value, self.show)} with 20 % "
                f"less of it, {signed(first.high.value, self.show)} with 20 % more"
            )
        return f"{text}."

    def luck(self) -> str:
        """How much of the spread is luck, and how much is not knowing better."""
        parts = self.made.split
        if parts is None or parts.luck.value is None:
            return (
                "Its spread is all luck: the scenario has no uncertain number "
                "(`~`, `10 of 40`), only chance."
            )
        most, share = max(parts.parts.items(), key=lambda item: item[1].value or 0.0)
        told = f", most of it {most}" if len(parts.parts) > 1 and (share.value or 0.0) > 0 else ""
        return (
            f"{numbers.share(parts.luck.value, 0)} of its variance is luck, "
            f"{numbers.share(parts.ignorance.value, 0)} is not knowing better "
            f"(95 % sure: {between(parts.ignorance, _percent)}){told}."
        )

    def knowing(self) -> Iterator[str]:
        """What would change the decision: what it is worth to know more."""
        yield from self.deals()
        yield from self.worth_knowing()
        yield from self.loses()

    def deals(self) -> Iterator[str]:
        """What more decided deals would tell."""
        for known in self.made.known:
            yield (
                f"{MORE_DEALS} more decided deals at the same rate as {known.won} of {known.of} "
                f"({known.path}) would narrow the plan by "
                f"{numbers.share(known.narrowing.narrowing)}."
            )

    def worth_knowing(self) -> Iterator[str]:
        """What it is worth to know a number before choosing a policy."""
        worth = {n: k for n, k in self.made.knowing.items() if (k.value.value or 0.0) > 0}
        if worth:
            name, found = max(worth.items(), key=lambda item: item[1].value.value or 0.0)
            sure = f" (95 % sure: {between(found.value, self.money)})" if found.value.ends else ""
            what = "all uncertain numbers" if name == "everything" else name
            yield (
                f"Knowing {what} before choosing a policy is worth at most "
                f"{self.money(found.value.value)}{sure}: in {numbers.chance(found.changes)} of the "
                "worlds another policy would be chosen."
            )
        elif self.made.knowing:
            yield self._not_worth(max(found.changes or 0.0 for found in self.made.knowing.values()))

    def _not_worth(self, changes: float) -> str:
        what = "Knowing the uncertain numbers better"
        if not changes:
            return f"{what} would not change which policy is best."
        rarely = "rarely changes" if changes < RARELY else "changes"
        return (
            f"{what} {rarely} which policy is best (in {numbers.chance(changes)} of the worlds) "
            "and is worth nothing on average."
        )

    def loses(self) -> Iterator[str]:
        """What it takes away to lose the biggest open deal."""
        if self.made.lost is not None:
            lost = self.made.lost
            chance = "" if lost.chance is None or lost.chance.value is None else (
                f", the chance of the first target by {abs(lost.chance.value) * 100:.0f} points"
            )  # fmt: skip
            yield (
                f"Lose the biggest open deal ({lost.row}, {self.money(lost.value)}): revenue falls "
                f"by {self.money(-(lost.revenue.value or 0.0))} on average{chance}."
            )

    def assumption(self) -> str:
        """The assumed number that moves the outcome most."""
        found = self.made.biggest_assumption
        if found is None:
            return "All numbers that move it are stated in the scenario, none is assumed."
        return f"Biggest assumption: {rests_on(found)}."

    def blocks(self, detail: int) -> Iterator[Block | None]:
        most = None if detail > 0 else MOST_BARS
        yield self.tornado("20 % less, 20 % more", self.made.moved[:most], self.made.moved)
        yield self.tornado("From P10 to P90", self.made.ranges[:most], self.made.ranges)
        yield self.shares()
        yield self.worth()
        yield self.sobol()

    def tornado(self, name: str, bars: Sequence[Bar], whole: Sequence[Bar]) -> Block | None:
        """Bars of one kind, the longest first."""
        if not bars:
            return None
        most = max(abs(x.value or 0.0) for bar in bars for x in (bar.low, bar.high))
        ranges = bars[0].kind != "±20 %"
        made = table(name, "", "low", "high", SURE)
        for bar in bars:
            made.add_row(
                bar.name,
                two_sided(bar.low.value or 0.0, bar.high.value or 0.0, most),
                signed(bar.low.value, self.show),
                signed(bar.high.value, self.show),
                between(bar.swing, self.show),
            )
        left = len(whole) - len(bars)
        rest = f" {left} shorter bars are in the tables; -v shows them." if left else ""
        kind = (
            "Each uncertain number over the range in which it lies with 80 %: what is not known."
            if ranges else
            "Each number times 0.8 (░, low) and times 1.2 (█, high): how hard it reacts."
        )  # fmt: skip
        return Block(made, [
            f"{kind} Change of mean {self.label}; {SURE}: high less low.{rest}"
        ])  # fmt: skip

    def shares(self) -> Block | None:
        """Luck and ignorance, by number."""
        parts = self.made.split
        if parts is None or parts.luck.value is None:
            return None
        made = table("Shares of the variance", "", "share", SURE)
        rows = [("luck", parts.luck), ("not knowing better", parts.ignorance)]
        if len(parts.parts) > 1:
            rows += [(f"  {name}", share) for name, share in sorted(
                parts.parts.items(), key=lambda item: -(item[1].value or 0.0))]  # fmt: skip
        if self.made.pairs is not None:
            rows.append(("not knowing, by pairs", self.made.pairs))
        for name, share in rows:
            made.add_row(
                name, share_bar(share.value or 0.0), numbers.share(share.value, 0),
                between(share, _percent),
            )  # fmt: skip
        captions = [
            "Luck would remain if every uncertain number were known. Lumpiness and the market "
            "count as luck."
        ]
        if self.made.pairs is not None:
            captions.append("By pairs: from two futures of each world, without a regression.")
        return Block(made, captions)

    def worth(self) -> Block | None:
        """What it is worth to know each number before choosing."""
        if not self.made.knowing:
            return None
        made = table("Knowing before choosing", "worth at most", SURE, "changes in")
        for name, found in self.made.knowing.items():
            made.add_row(
                name, self.money(found.value.value), between(found.value, self.money),
                numbers.chance(found.changes),
            )  # fmt: skip
        captions = [
            "Expected gain of profit over choosing now, among the scenario as it is and "
            f"{', '.join(self.made.policies)}."
        ]
        captions += {f"Take care: {one.warning}." for one in self.made.knowing.values()
                     if one.warning}  # fmt: skip
        return Block(made, captions)

    def sobol(self) -> Block | None:
        """Sobol indices."""
        if not self.made.sobol:
            return None
        made = table("Sobol indices", "alone", SURE, "with others", SURE)
        for name, index in sorted(
            self.made.sobol.items(), key=lambda item: -(item[1].total.value or 0.0)
        ):
            alone, together = index.first, index.total
            made.add_row(
                name, _index(alone.value), between(alone, _index), _index(together.value),
                between(together, _index),
            )  # fmt: skip
        return Block(made, [
            f"Shares of the variance of mean {self.label} over the uncertain numbers, with luck "
            "held the same: by a number alone, and with all it does together with others."
        ])  # fmt: skip

    def findings(self) -> Iterator[str]:
        """Numbers that move nothing, or that cannot be moved."""
        if self.made.idle:
            yield f"No effect on any future: {', '.join(self.made.idle)}."
        if self.made.stuck:
            yield (
                f"Not moved, because a fifth more or less of it fits nowhere: "
                f"{', '.join(self.made.stuck)}."
            )


def signed(value: float | None, show: Show) -> str:
    """``+$12k``, ``-$9k``."""
    text = show(value)
    return f"+{text}" if value is not None and value > 0 else text


def _percent(value: float) -> str:
    return numbers.share(value, 0)


def _index(value: float | None) -> str:
    return numbers.UNKNOWN if value is None else f"{round(value, 2) + 0.0:.2f}"
