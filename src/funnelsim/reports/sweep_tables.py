"""A sweep as tables: a curve of one lever, a heat map of two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from funnelsim.experiments.contests.paired import ENOUGH
from funnelsim.experiments.figures import figure
from funnelsim.experiments.levers.trials import Values
from funnelsim.experiments.sweep import Sweep
from funnelsim.reports import numbers
from funnelsim.reports.charts import axis, shaded, whisker
from funnelsim.reports.layout import Block, headed, table
from funnelsim.reports.sentences import between, few
from funnelsim.reports.tried import SURE, Show, goal, head, said, short, show_of, upper

FIGURES = ("customers", "revenue", "cost", "profit", "mql", "sql", "cold", "mean_response_hours",
           "utilisation")  # fmt: skip

HEADS = {"mean_response_hours": "first call", "utilisation": "busy", "cold": "gone cold"}


class Tables:
    """The tables of one sweep, in its currency and words."""

    def __init__(self, made: Sweep) -> None:
        self.made = made
        self._words = made.bundle.scenario.words

    def show(self, metric: str) -> Show:
        """How a figure is written."""
        return show_of(metric, self.made.model.currency)

    def label(self, metric: str) -> str:
        """The planner's word for a figure."""
        return numbers.label(metric, self._words)

    def short(self, lever: int, value: float) -> str:
        """A value of a lever."""
        return short(self.made.trials.levers[lever], value)

    def setting(self, values: Sequence[float]) -> str:
        """A setting as planners say it."""
        return " and ".join(
            said(lever.name, short(lever, value), self._words)
            for lever, value in zip(self.made.trials.levers, values, strict=True)
        )

    def blocks(self, detail: int) -> Iterator[Block | None]:
        """All of them; `detail` above 0 also curves or maps of customers and revenue."""
        metrics = [self.made.objective]
        if detail > 0:
            metrics += [name for name in ("customers", "revenue") if name != metrics[0]]
        if len(self.made.axes) == 1:
            yield from (self.curve(metric) for metric in metrics)
            yield self.duel()
            yield self.figures()
        else:
            yield from (self.heat(metric) for metric in metrics)
            yield from (self.chances(i) for i in range(min(1, len(self.made.model.targets))))
            yield self.best()

    def curve(self, metric: str) -> Block:
        """One figure over one lever."""
        made, show = self.made, self.show(metric)
        rows = [(values, made.mean(values, metric)) for values in made.settings]
        ends = [end for _, found in rows for end in (found.lo, found.hi, found.value)
                if end is not None]  # fmt: skip
        low, high = min(ends), max(ends)
        turning = made.turning_of(metric)
        best = turning.kept
        name, captions = head(made.trials.levers[0].name)
        made_table = table(name, axis(show(low), show(high)), self.label(metric), SURE, "best")
        for values, found in rows:
            made_table.add_row(
                self.short(0, values[0]),
                whisker(found, low, high),
                show(found.value),
                between(found, show),
                "maybe" if values[0] in best else "",
            )
        captions.append(
            f"Mean {self.label(metric)}. Best: maybe, where no other setting is surely better."
        )
        if turning.untold:
            captions.append(excluded(made))
        return Block(made_table, captions)

    def figures(self) -> Block:
        """What else comes of every setting."""
        made = self.made
        aims = made.model.targets[:1]
        heads = [HEADS.get(name, self.label(name)) for name in FIGURES]
        name, captions = head(made.trials.levers[0].name)
        made_table = table(name, *["chance" for _ in aims], *map(headed, heads))
        for values in made.settings:
            stack = made.figures(values)
            made_table.add_row(
                self.short(0, values[0]),
                *(numbers.chance(made.chance(values, i).value) for i in range(len(aims))),
                *(self.show(name)(figure(stack, name, ())["mean"]) for name in FIGURES),
            )
        return Block(made_table, captions + [self.aim(i) for i in range(len(aims))])

    def aim(self, target: int) -> str:
        """What is to be reached, as a caption."""
        aim = self.made.model.targets[target]
        return f"Chance: of {goal(self.made.model, aim, self._words)}."

    def duel(self) -> Block | None:
        """By how much one policy is ahead of the other."""
        duel = self.made.duel
        if duel is None:
            return None
        show = self.show(self.made.objective)
        ends = [end for found in duel.differences for end in (found.lo, found.hi, 0.0)
                if end is not None]  # fmt: skip
        low, high = min(ends), max(ends)
        made_table = table(
            f"{duel.first} less {duel.second}", axis(show(low), show(high)),
            self.label(self.made.objective), SURE,
        )  # fmt: skip
        for values, found in zip(self.made.settings, duel.differences, strict=True):
            made_table.add_row(
                self.short(0, values[0]), whisker(found, low, high, 0.0), show(found.value),
                between(found, show),
            )  # fmt: skip
        return Block(made_table, ["Future by future, on the same leads. ┊ is no difference."])

    def heat(self, metric: str) -> Block:
        """One figure over two levers."""
        means = {
            values: self.made.mean(values, metric).value or 0.0 for values in self.made.settings
        }
        return self._map(self.label(metric), means, self.show(metric))

    def chances(self, target: int) -> Block:
        """The chance of a target over two levers."""
        found = {
            values: self.made.chance(values, target).value or 0.0 for values in self.made.settings
        }
        block = self._map("chance", found, numbers.chance)
        return Block(block.table, [*block.captions, self.aim(target)])

    def _map(self, label: str, cells: dict[Values, float], show: Show) -> Block:
        (down, across), (rows, columns) = self.made.trials.levers, self.made.axes
        low, high = min(cells.values()), max(cells.values())
        made_table = table(f"{label[:1].upper()}{label[1:]}", *(short(across, x) for x in columns))
        for row in rows:
            texts = [
                shaded(show(cells[row, x]), (cells[row, x] - low) / (high - low) if high > low
                       else 0.0) if (row, x) in cells else Text("")
                for x in columns
            ]  # fmt: skip
            made_table.add_row(short(down, row), *texts)
        return Block(made_table, [f"Down: {down.name}. Across: {across.name}. Darker is more."])

    def best(self) -> Block:
        """The settings that cannot be told from the best."""
        made, show = self.made, self.show(self.made.objective)
        made_table = table("May be best", self.label(made.objective), SURE)
        ranked = sorted(
            ((values, self.made.mean(values, made.objective)) for values in made.best_set),
            key=lambda row: -(row[1].value or 0.0) if made.larger else (row[1].value or 0.0),
        )
        for values, found in ranked:
            made_table.add_row(self.setting(values), show(found.value), between(found, show))
        captions = ["No other setting of the grid is surely better than these."]
        return Block(made_table, [*captions, excluded(made)] if made.untold else captions)


def excluded(made: Sweep) -> str:
    """Why settings stay that cannot be excluded, as a caption."""
    return f"{upper(few(made.n))} to exclude {'any' if made.n < ENOUGH else 'some of them'}."
