"""What `run`, `demo` and `init` share: forecast, write, print, exit code."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from funnelsim.cli.built import shortfall
from funnelsim.cli.console import results, say_warnings
from funnelsim.cli.guard import EXPECTED, say
from funnelsim.cli.options import Output
from funnelsim.cli.progress import progress_of
from funnelsim.errors import OutputError

if TYPE_CHECKING:
    import numpy as np

    from funnelsim.experiments.forecast import Forecast
    from funnelsim.scenario.load import Bundle


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be computed and where it goes.

    Attributes
    ----------
    replications, seed, engine, workers
        As in `forecast`.
    out
        Folder of the run, None for the usual one.
    events
        Whether the event log of replication 0 is kept.
    precision
        As in `forecast`.
    """

    replications: int | Iterable[int] | None = None
    seed: int | None = None
    engine: str = "reference"
    workers: int | None = None
    out: str | None = None
    events: bool = False
    precision: float | None = None


def compute(bundle: Bundle, wish: Wish, output: Output) -> int:
    """Run a scenario, write its folder, print it; the exit code."""
    from funnelsim.experiments.forecast import forecast
    from funnelsim.experiments.idle import idle_policies
    from funnelsim.reports.run_folder import check_out

    if wish.out is not None:
        check_out(wish.out)
    say_warnings(bundle, output.detail < 0)
    _say_what_is_slower(output)
    with progress_of(bundle, output.progress) as report:
        made = forecast(
            bundle,
            wish.replications,
            wish.seed,
            precision=wish.precision,
            engine=wish.engine,
            workers=wish.workers,
            progress=report,
        )
    notes = [] if made.replications.interrupted else [
        _idle_note(idle) for idle in idle_policies(made, wish.workers)
    ]  # fmt: skip
    if made.decision is not None:
        notes.append(made.decision.sentence)
    files, failure = _written(made, wish)
    try:
        _print(made, output, notes, files)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        for line in files:
            say(line)
        raise
    if failure:
        say(f"error: {failure}")
    return EXPECTED if failure or made.replications.missing else 0


def _say_what_is_slower(output: Output) -> None:
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
        for line in (*missing(made), *notes, *files):
            say(line)
        return
    from funnelsim.reports.terminal import print_forecast

    print_forecast(results(), made, notes=notes, files=files, detail=output.detail)


def _written(made: Forecast, wish: Wish) -> tuple[list[str], str]:
    """Write the run folder; lines that say where it is, or why it is not."""
    from funnelsim.reports.run_folder import folder_for, write_run

    created = dt.datetime.now()
    timings = {"simulate": made.elapsed_seconds}
    log = _log(made) if wish.events else None
    began = time.perf_counter()
    made.data  # noqa: B018 - summaries are part of the time that the manifest states
    timings["summarise"] = time.perf_counter() - began
    try:
        folder = folder_for(made, created, wish.out)
        try:
            write_run(made, folder, created, timings, log=log)
        except OutputError:
            if wish.out is None:
                with contextlib.suppress(OSError):
                    folder.rmdir()
            raise
    except OutputError as error:
        return [], str(error)
    return where(folder), ""


def where(folder: Path) -> list[str]:
    """Where the results are, and how to repeat them."""
    return [
        f"Everything is in {folder} (tables, forecast.json).",
        f"The same again: funnelsim run {folder / 'manifest.json'}",
    ]


def _log(made: Forecast) -> np.ndarray:
    from funnelsim.engines import engine

    return engine(made.engine)(made.model, made.seed, 0)
