"""Progress on stderr: a bar with ETA on a terminal, else one plain line per 10 %."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from funnelsim.cli.guard import say
from funnelsim.reports import numbers

if TYPE_CHECKING:
    from funnelsim.experiments.record import Part
    from funnelsim.experiments.status import Progress, Step
    from funnelsim.scenario.load import Bundle

LINES = 10


class Watch(Protocol):
    """What is known of the results by now."""

    def add(self, step: Step) -> None:
        """Take what has just been done."""

    @property
    def text(self) -> str:
        """One figure with its half-width; empty where there is none yet."""


@contextmanager
def progress_of(shown: bool, watch: Watch) -> Iterator[Progress | None]:
    """A reporter of progress for one run; None where none is wanted."""
    if not shown:
        yield None
    elif sys.stderr.isatty():
        with _bar(watch) as report:
            yield report
    else:
        yield _Lines().report


class _Lines:
    """One plain line per tenth."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.tenth = 0

    def report(self, step: Step) -> None:
        if step.latest is None:
            if step.done == 0 and self.tenth == 0:
                self.tenth = -1
                self._write(f"0 % of {_work(step)}")
            return
        tenth = step.done * LINES // max(step.wanted, 1)
        if tenth <= self.tenth or tenth == 0:
            return
        self.tenth = tenth
        passed = time.perf_counter() - self.began
        left = passed / step.done * (step.wanted - step.done)
        rest = f", about {numbers.clock(left)} left" if step.done < step.wanted else ""
        self._write(f"{tenth * 100 // LINES} % of {_work(step)}{rest}")

    def _write(self, text: str) -> None:
        say(text)


def _work(step: Step) -> str:
    worlds = f" in {step.worlds} worlds each" if step.worlds > 1 else ""
    setting = f" ({step.setting})" if step.setting else ""
    return f"{step.wanted:,} replications{worlds}{setting}"


@contextmanager
def _bar(watch: Watch) -> Iterator[Progress]:
    """A bar with the time left and how precise the first figure is by now.

    It is drawn when there is news, not by a thread of its own: worker processes start faster
    and more safely from a process with one thread.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from funnelsim.cli.console import messages

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
               TimeRemainingColumn(), TextColumn("{task.fields[reached]}"))  # fmt: skip
    with Bar(*columns, console=messages(), auto_refresh=False, transient=True) as bar:
        task = bar.add_task("simulating", total=None, reached="")

        def report(step: Step) -> None:
            watch.add(step)
            worlds = f" in {step.worlds} worlds" if step.worlds > 1 else ""
            bar.update(task, description=f"simulating{worlds}", completed=step.done,
                       total=step.wanted, reached=watch.text)  # fmt: skip
            bar.refresh()

        yield report


class FirstFigure:
    """Running mean and half-width of the chance of the first target, else of customers."""

    def __init__(self, bundle: Bundle) -> None:
        self.target = bundle.scenario.targets[0] if bundle.scenario.targets else None
        self.values: list[float] = []

    def add(self, step: Step) -> None:
        """Take what has just been done."""
        if step.latest is None:
            return
        if self.target is None:
            self.values += step.latest.sums["customers"].tolist()
            return
        amount, least = self.target.amount, self.target.direction == "at_least"
        found = step.latest.targets[:, 0]
        self.values += ((found >= amount) if least else (found <= amount)).astype(float).tolist()

    @property
    def text(self) -> str:
        """``chance 46 % ± 3``."""
        from funnelsim.experiments.intervals import mean_t, wilson

        if len(self.values) < 2:
            return ""
        if self.target is not None:
            found = wilson(sum(self.values), len(self.values))
            return f"chance {numbers.chance(found.value)} ± {(found.half_width or 0) * 100:.0f}"
        mean = mean_t(self.values)
        return f"customers {numbers.count(mean.value)} ± {numbers.count(mean.half_width)}"


class Setting:
    """Which of many settings is being simulated."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, step: Step) -> None:
        """Take what has just been done."""
        self.text = step.setting


class Spread:
    """Running mean and half-width of one figure of a study.

    Parameters
    ----------
    name
        What it is called.
    figure
        Takes one value for each replication from what has just been done.
    currency
        Of the figure.
    """

    def __init__(self, name: str, figure: Callable[[Part], list[float]], currency: str) -> None:
        self._name, self._figure, self._currency = name, figure, currency
        self._values: list[float] = []

    def add(self, step: Step) -> None:
        """Take what has just been done."""
        if step.latest is not None:
            self._values += self._figure(step.latest)

    @property
    def text(self) -> str:
        """``loss $930k ± $40k``."""
        from funnelsim.experiments.intervals import mean_t

        if len(self._values) < 2:
            return ""
        mean = mean_t(self._values)
        value, half = (numbers.money(x, self._currency) for x in (mean.value, mean.half_width))
        return f"{self._name} {value} ± {half}"
