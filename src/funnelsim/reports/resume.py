"""Complete a run that was interrupted or killed."""

from __future__ import annotations

import time
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.task import perform
from funnelsim.reports.unfinished import Unfinished, take_up

if TYPE_CHECKING:
    import numpy as np

    from funnelsim.experiments.status import Progress


def resume(
    path: str | Path,
    *,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Complete the run in a folder, to the same bytes as if it had never been stopped.

    Parameters
    ----------
    path
        The folder of the run.
    threads, executor, progress
        As for `run`.

    Returns
    -------
    Forecast
        Of all its replications; its files are in the folder.

    Raises
    ------
    RunError
        There is nothing to resume, or it is not safe to: the message says why.
    """
    with take_up(Path(path)) as unfinished:
        made = perform(unfinished.task, Means(threads, executor, progress), unfinished.store)
        write(unfinished, made)
    return made


def write(unfinished: Unfinished, made: Forecast) -> None:
    """Write what came of an unfinished run.

    Raises
    ------
    OutputError
        It cannot be written; the run can still be resumed.
    """
    timings = {"simulate": made.elapsed_seconds}
    log = _log(made) if unfinished.events else None
    began = time.perf_counter()
    made.data  # noqa: B018 - summaries are part of the time that the manifest states
    timings["summarise"] = time.perf_counter() - began
    unfinished.finish(made, timings, log)


def _log(made: Forecast) -> np.ndarray:
    from funnelsim.engines import engine

    return engine(made.engine)(made.model, made.seed, 0)
