"""What `run`, `demo` and `init` share: forecast, write, print, exit code."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from funnelsim.cli.built import shortfall
from funnelsim.cli.console import results, say_warnings
from funnelsim.cli.guard import EXPECTED, WRONG, kept, say
from funnelsim.cli.options import Output
from funnelsim.cli.progress import FirstFigure, Watch, progress_of
from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import OutputError

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast
    from funnelsim.experiments.replicate import Means
    from funnelsim.experiments.status import Replications
    from funnelsim.experiments.task import Task
    from funnelsim.reports.unfinished import Unfinished
    from funnelsim.scenario.load import Bundle


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be computed and where it goes.

    Attributes
    ----------
    replications, seed, engine, precision, precision_of
        As in `forecast`.
    out
        Folder of the run, None for the usual one.
    events
        Whether the event log of replication 0 is kept.
    xlsx
        Whether a workbook is written as well.
    """

    replications: int | Iterable[int] | None = None
    seed: int | None = None
    engine: str = DEFAULT_ENGINE
    out: str | None = None
    events: bool = False
    precision: float | None = None
    precision_of: str | None = None
    xlsx: bool = False


@dataclass(frozen=True, slots=True)
class Hands:
    """Who does the work; it changes no result.

    Attributes
    ----------
    threads
        As in `forecast`.
    cluster
        Address of a Dask scheduler.
    """

    threads: int | None = None
    cluster: str | None = None


def compute(bundle: Bundle, wish: Wish, output: Output, hands: Hands = Hands()) -> int:
    """Run a scenario, write its folder, print it; the exit code."""
    from funnelsim.experiments.task import task_of
    from funnelsim.reports.run_folder import check_out
    from funnelsim.reports.unfinished import begin

    if wish.out is not None:
        check_out(wish.out)
    task = task_of(
        bundle,
        wish.replications,
        wish.seed,
        precision=wish.precision,
        precision_of=wish.precision_of,
        engine=wish.engine,
    )
    say_warnings(bundle, output.detail < 0)
    say_what_is_slower(output)
    try:
        unfinished = begin(task, dt.datetime.now(), wish.out, events=wish.events)
    except OutputError as error:
        # The forecast is worth having without its files.
        return _carry_out(task, None, str(error), output, hands)
    with unfinished:
        return _carry_out(task, unfinished, "", output, hands, wish.xlsx)


def resume(folder: str, output: Output, hands: Hands, xlsx: bool = False) -> int:
    """Complete a run that was stopped; the exit code."""
    from funnelsim.reports.unfinished import take_up

    with take_up(Path(folder)) as unfinished:
        return _carry_out(unfinished.task, unfinished, "", output, hands, xlsx)


def _carry_out(
    task: Task,
    unfinished: Unfinished | None,
    failure: str,
    output: Output,
    hands: Hands,
    xlsx: bool = False,
) -> int:
    from funnelsim.experiments.idle import idle_policies
    from funnelsim.experiments.task import perform

    store = None if unfinished is None else unfinished.store
    with means_of(task.bundle, output, hands) as means:
        made = perform(task, means, store)
    notes = [] if made.replications.interrupted else [
        _idle_note(idle) for idle in idle_policies(made, hands.threads)
    ]  # fmt: skip
    if made.decision is not None:
        notes.append(made.decision.sentence)
    files: list[str] = []
    if unfinished is not None:
        files, failure = _written(made, unfinished)
        if xlsx and not failure:
            failure = book(unfinished.folder)
    show(lambda: _print(made, output, notes, files), files)
    return exit_code(made.replications, None if unfinished is None else unfinished.folder, failure)


def show(printed: Callable[[], None], files: list[str]) -> None:
    """Print results; where that fails, say at least where the files are."""
    try:
        printed()
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        for line in files:
            say(line)
        raise


def exit_code(replications: Replications, folder: Path | None, failure: str) -> int:
    """The exit code, said on stderr where it is not 0.

    Parameters
    ----------
    folder
        Of the results, None if there is none.
    failure
        Why the results were not written; empty if they were.
    """
    if failure:
        say(f"error: {failure}")
    details = [status for status in replications.status if status.details]
    if details:
        first = details[0]
        where = kept("\n".join(dict.fromkeys(status.details for status in details))) if (
            folder is None or failure
        ) else f"details in {folder / 'errors.txt'}"  # fmt: skip
        say(f"internal error in replication {first.replications[0]}: {first.error}; {where}")
        return WRONG
    return EXPECTED if failure or replications.missing else 0


@contextlib.contextmanager
def means_of(
    bundle: Bundle, output: Output, hands: Hands, watch: Watch | None = None
) -> Iterator[Means]:
    """By what means the work is done, with its progress on stderr while it is."""
    from funnelsim.experiments.replicate import Means

    with contextlib.ExitStack() as stack:
        executor, width = None, hands.threads
        if hands.cluster is not None:
            from funnelsim.experiments.cluster import connected

            executor, width = stack.enter_context(connected(hands.cluster))
        report = stack.enter_context(progress_of(output.progress, watch or FirstFigure(bundle)))
        yield Means(width, executor, report)


def say_what_is_slower(output: Output) -> None:
    """Say that nothing is compiled, where that is so."""
    slower = shortfall()
    if slower and output.detail >= 0:
        say(f"note: {slower}")


def _idle_note(idle: object) -> str:
    from funnelsim.experiments.idle import Idle

    assert isinstance(idle, Idle)
    but = " but its cost" if idle.costs else ""
    keys = ", ".join(idle.keys)
    return (
        f"Policy {idle.policy} changes nothing{but}: {idle.compared} futures with and without it "
        f"are identical. No effect: {keys}."
    )


def _print(made: Forecast, output: Output, notes: list[str], files: list[str]) -> None:
    from funnelsim.reports.sentences import missing

    if output.json:
        print(made.json())
        for line in (*missing(made.replications), *notes, *files):
            say(line)
        return
    from funnelsim.reports.said import print_result

    print_result(results(), made, notes=notes, files=files, detail=output.detail)


def _written(made: Forecast, unfinished: Unfinished) -> tuple[list[str], str]:
    """Write the run folder; lines that say where it is, or why it is not."""
    from funnelsim.reports.resume import write

    folder = unfinished.folder
    try:
        write(unfinished, made)
    except OutputError as error:
        return [], f"{error}; what is computed is kept: {_resume(folder)}"
    except KeyboardInterrupt:
        return [], f"interrupted while writing; what is computed is kept: {_resume(folder)}"
    lines = where(folder)
    if made.replications.missing:
        lines.append(f"What is missing: {_resume(folder)}")
    return lines, ""


def book(folder: Path) -> str:
    """Write the workbook of a finished run; why it is not there, empty if it is."""
    from funnelsim.reports.excel import workbook

    try:
        workbook(folder, folder / "report.xlsx")
    except OutputError as error:
        return str(error)
    return ""


def _resume(folder: Path) -> str:
    return f"funnelsim run --resume {folder}"


def where(folder: Path, command: str = "run") -> list[str]:
    """Where the results are, and how to repeat them."""
    result = "forecast" if command == "run" else command
    return [
        f"Everything is in {folder} (report.html, tables, {result}.json).",
        f"The same again: funnelsim {command} {folder / 'manifest.json'}",
    ]
