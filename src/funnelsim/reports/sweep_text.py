"""A sweep on the terminal: where it is best, where it turns, who overtakes whom, first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.compare.objective import ranks_upwards
from funnelsim.experiments.figures import COUNTS
from funnelsim.experiments.intervals import turned
from funnelsim.experiments.levers.known import LEAST
from funnelsim.experiments.search.curves import Crossing
from funnelsim.experiments.search.spans import Span
from funnelsim.experiments.sweep import Sweep
from funnelsim.reports import numbers
from funnelsim.reports.layout import folded
from funnelsim.reports.page import Page, title
from funnelsim.reports.sentences import between, few
from funnelsim.reports.sweep_tables import Tables
from funnelsim.reports.tried import assumption, bottom, upper

BESIDE = ("customers", "revenue")
"""Figures whose turning points are told beside that of the objective."""


def page(made: Sweep, detail: int = 0) -> Page:
    """What is said of a sweep; parameters as in `said.page_of`."""
    report = Report(made)
    return Page(
        top=report.top,
        blocks=lambda: report.tables.blocks(detail),
        looked=lambda: list(report.findings()),
    )


class Report:
    """Sentences of one sweep."""

    def __init__(self, made: Sweep) -> None:
        self.made, self.tables = made, Tables(made)
        self.one = len(made.axes) == 1

    def top(self, width: int) -> Iterator[RenderableType]:
        yield from title(self.made.bundle, self.made.model)
        for line in self.headline():
            yield Text(folded(line, width), style="bold")
        for line in (*self.change(), *self.acts(), assumption(self.made.bundle)):
            yield Text(folded(line, width))
        how = (
            f"{self.made.n:,} simulated futures at each of {len(self.made.settings)} settings, the "
            "same leads."
        )
        yield from bottom(self.made, how, width)

    def headline(self) -> Iterator[str]:
        """The break-even, if it was asked for; then the best setting."""
        yield from self.fought()
        yield from self.best()

    def best(self) -> Iterator[str]:
        """The best setting, and where the curve surely comes down after it."""
        made = self.made
        if len(made.idle) == len(made.axes):
            names = " and ".join(made.idle)
            yield (
                f"{names} {'has' if len(made.idle) == 1 else 'have'} no effect: all "
                f"{len(made.settings)} settings give identical results."
            )
            return
        yield self.peak(made.objective)
        yield from self.turns(made.objective)

    def peak(self, metric: str) -> str:
        """``Profit is largest at 3 sdr reps: $1.2M (95 % sure: …); flat from 3 to 4.``

        Of two levers for the objective alone.
        """
        made, show = self.made, self.tables.show(metric)
        best = (made.turning_of(metric).value,) if self.one else made.best
        found = made.mean(best, metric)
        sure = f" (95 % sure: {between(found, show)})" if found.ends else ""
        label, at = upper(self.tables.label(metric)), self.tables.setting(best)
        upwards = ranks_upwards(metric)
        if metric in COUNTS:
            first = f"{'Most' if upwards else 'Fewest'} {self.tables.label(metric)} at {at}"
        else:
            first = f"{label} is {'largest' if upwards else 'smallest'} at {at}"
        return f"{first}: {show(found.value)}{sure}{self._flat(metric)}."

    def _flat(self, metric: str) -> str:
        made, short = self.made, self.tables.short
        if not self.one:
            return self._others()
        turning = made.turning_of(metric)
        if len(turning.kept) == 1:
            return ""

        def told(spans: Iterable[Span]) -> str:
            return " and ".join(
                f"{short(0, low)} to {short(0, high)}" if low != high else short(0, low)
                for low, high in spans
            )

        if turning.alike == ((turning.value, turning.value),):
            return f"; {few(made.n)} to tell {told(turning.flat)} apart"
        flat = f"; flat from {told(turning.alike)}"
        return (
            f"{flat}; {few(made.n)} to exclude {told(turning.untold)}" if turning.untold else flat
        )

    def _others(self) -> str:
        """How many settings of two levers may be as good."""
        made = self.made
        others, untold = len(made.settings) - 1, len(made.untold)
        alike = len(made.best_set) - 1 - untold
        among = f"of the {others} other settings"
        flat = f"; {alike} {among} cannot be told from it" if alike else ""
        if not untold:
            return flat
        all_ = f"any of the {others} other settings"
        some = f"{untold} {'more' if alike else among}"
        return f"{flat}; {few(made.n)} to exclude {all_ if untold == others else some}"

    def turns(self, metric: str) -> Iterator[str]:
        """``More than 3 sdr reps makes less profit``: what surely comes down after the best."""
        made = self.made
        if not self.one or len(made.settings) < 2:
            return
        turning = made.turning_of(metric)
        last = made.settings[-1][0]
        if last in turning.kept:
            return
        fall = made.after_best(metric)
        show, label = self.tables.show(metric), self.tables.label(metric)
        less = "less" if (fall.value or 0.0) < 0 else "more"
        counted = less if metric not in ("customers", "sql", "mql") or less == "more" else "fewer"
        name = made.trials.levers[0].name
        size = turned(fall) if (fall.value or 0.0) < 0 else fall
        yield (
            f"More {name} than {self.tables.short(0, turning.kept[-1])} makes {counted} {label}: "
            f"at {self.tables.short(0, last)} {show(size.value)} {counted} than at "
            f"{self.tables.short(0, turning.value)} (95 % sure: {between(size, show)})."
        )

    def fought(self) -> Iterator[str]:
        """Where one policy overtakes the other, if that was asked."""
        duel = self.made.duel
        if duel is None:
            return
        by = self.tables.label(self.made.objective)
        axis = [values[0] for values in self.made.settings]
        ends = f"{self.tables.short(0, axis[0])} to {self.tables.short(0, axis[-1])}"
        result = duel.result
        if result.throughout is not None:
            winner = duel.leader(result.throughout)
            loser = duel.second if winner == duel.first else duel.first
            yield f"By {by}, {winner} beats {loser} throughout, from {ends}."
        for crossing in result.crossings:
            yield self._crossing(crossing, by)

    def _crossing(self, crossing: Crossing, by: str) -> str:
        """``B wins unless shelf life is above 9 days``."""
        duel = self.made.duel
        assert duel is not None
        lo, hi = self.tables.short(0, crossing.lo), self.tables.short(0, crossing.hi)
        below, above = duel.leader(crossing.before), duel.leader(crossing.after)
        name = self.made.trials.levers[0].name
        span = f"from {lo} to {hi}" if lo != hi else f"at {lo}"
        if crossing.changes_the_lead and crossing.zeros:
            zeros = " and ".join(self.tables.short(0, zero) for zero in crossing.zeros)
            return (
                f"By {by}, {below} wins unless {name} is above {zeros} (95 % sure: {lo} to {hi}); "
                f"beyond, {above} does."
            )
        if below is None and above is None:
            return (
                f"By {by}, {duel.first} and {duel.second} cannot be told apart {span}, the whole "
                "range."
            )
        sides = [f"below it {below} wins" if below else "", f"above it {above} wins" if above
                 else ""]  # fmt: skip
        told = ", ".join(side for side in sides if side)
        return f"By {by}, {duel.first} and {duel.second} cannot be told apart {span}; {told}."

    def change(self) -> Iterator[str]:
        """What would change the decision: the best lies at the end of the range."""
        made = self.made
        if not self.one or made.idle or made.ended is not None:
            return
        axis = [values[0] for values in made.settings]
        for value, other in ((axis[-1], "higher"), (axis[0], "lower")):
            least = other == "lower" and value == LEAST.get(made.trials.levers[0].name)
            if made.turning.value == value and len(axis) > 1 and not least:
                yield (
                    f"The best lies at the end of the range: {other} values than "
                    f"{self.tables.short(0, value)} may be better still."
                )

    def acts(self) -> Iterator[str]:
        """From when levers act, where that is not the start."""
        for lever in self.made.trials.levers:
            if lever.start is not None:
                yield f"{lever.name} acts from {numbers.day(lever.start)}: its lead time."

    def findings(self) -> Iterator[str]:
        """Other figures that turn, levers without effect."""
        for metric in BESIDE:
            if metric != self.made.objective:
                yield from self.turns(metric)
        if 0 < len(self.made.idle) < len(self.made.axes):
            for name in self.made.idle:
                yield f"{name} has no effect: all its values give identical results."
