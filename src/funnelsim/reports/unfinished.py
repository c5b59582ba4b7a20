"""A run from its first moment on: what is needed to complete it when it is stopped.

The folder of a run holds ``unfinished/`` until all its results are written::

    unfinished/run.json       what is to be done, by which versions
    unfinished/scenario.yaml  the scenario file as it was
    unfinished/chunks/        finished replications, one file for each chunk
    unfinished/lock           held by the process that works on it
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from funnelsim.errors import RunError
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.replicate import check
from funnelsim.experiments.store import FolderStore
from funnelsim.experiments.task import Precision, Task
from funnelsim.model.compile import compile_model
from funnelsim.reports.contents import SCENARIO
from funnelsim.reports.lock import Lock
from funnelsim.reports.manifest import NAME as MANIFEST
from funnelsim.reports.manifest import (
    beginning,
    changed_versions,
    numbers_of,
    recorded_bundle,
    spans,
)
from funnelsim.reports.run_folder import (
    UNFINISHED,
    check_out,
    folder_for,
    not_written,
    write_run,
)

SCHEMA = "funnelsim.unfinished/1"
NAME = "run.json"
CHUNKS = "chunks"
LOCK = "lock"

Data = dict[str, Any]


@dataclass
class Unfinished:
    """A run that is being worked on by this process.

    Attributes
    ----------
    folder
        The folder of the run.
    task
        What is to be done.
    begun
        What was known at the start, as in `manifest.beginning`.
    events
        Whether the event log of replication 0 is kept.
    store
        Its finished chunks.
    """

    folder: Path
    task: Task
    begun: Data
    events: bool
    store: FolderStore
    _lock: Lock

    def finish(
        self, forecast: Forecast, timings: Mapping[str, float], log: np.ndarray | None
    ) -> None:
        """Write the results; what was kept to resume the run goes if it is complete.

        Raises
        ------
        OutputError
            They cannot be written; the run can still be resumed.
        """
        text = (self.folder / UNFINISHED / SCENARIO).read_bytes().decode()
        write_run(forecast, self.folder, self.begun, timings, log=log, scenario=text)
        if not forecast.replications.missing:
            self._remove()

    def __enter__(self) -> Unfinished:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind if nothing was done; else all that is needed to go on."""
        if (self.folder / UNFINISHED).is_dir() and not self.store.spans():
            self._remove()
            with contextlib.suppress(OSError):
                self.folder.rmdir()
        self.close()

    def close(self) -> None:
        """Let other processes work on it."""
        self._lock.release()

    def _remove(self) -> None:
        self.close()
        # Renamed first: half removed, it would look like a run that lacks replications.
        gone = self.folder / f".{UNFINISHED}-{os.getpid()}"
        os.replace(self.folder / UNFINISHED, gone)
        shutil.rmtree(gone, ignore_errors=True)


def begin(
    task: Task, created: dt.datetime, out: str | Path | None = None, *, events: bool = False
) -> Unfinished:
    """Make the folder of a run, with all that is needed to resume it.

    Parameters
    ----------
    created
        Local time.
    out
        The folder; by default a new one ``runs/<stamp>-<name>``.
    events
        Whether the event log of replication 0 will be kept.

    Raises
    ------
    OutputError
        The folder cannot be written, or it holds another unfinished run.
    """
    if out is not None:
        check_out(out)
    folder = folder_for(task.bundle.scenario.name, created, out)
    text = task.bundle.document.text
    data = {
        "schema": SCHEMA,
        **beginning(task, created),
        "asked": _asked(task),
        "events": events,
        "text": _digest(text.encode()),
    }
    place = folder / UNFINISHED
    try:
        place.mkdir(parents=True)
        lock = Lock(place / LOCK, str(folder))
        (place / SCENARIO).write_text(text, encoding="utf-8", newline="\n")
        store = FolderStore(place / CHUNKS)
        draft = place / f".{NAME}"
        draft.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(draft, place / NAME)
    except OSError as error:
        raise not_written(folder, error) from error
    return Unfinished(folder, task, data, events, store, lock)


def take_up(folder: Path) -> Unfinished:
    """Take up a run that was stopped.

    Raises
    ------
    RunError
        There is no run in the folder, it is complete, another process works on it, its scenario
        has been changed, or the versions of Python or packages have.
    """
    place = folder / UNFINISHED
    if not (place / NAME).is_file():
        raise RunError(_no_run(folder))
    lock = Lock(place / LOCK, str(folder))
    try:
        return _taken_up(folder, lock)
    except BaseException:
        lock.release()
        raise


def _taken_up(folder: Path, lock: Lock) -> Unfinished:
    place = folder / UNFINISHED
    try:
        data = json.loads((place / NAME).read_text(encoding="utf-8"))
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise RunError(f"{place / NAME} is no unfinished run ({SCHEMA})")
        _check_same(folder, data)
        bundle = recorded_bundle(data, NAME)
        if bundle.hash != data["scenario"]["hash"]:
            raise RunError(f"the scenario in {place / NAME} reads differently now; run it anew")
        check(data["seed"], data["engine"])
        asked = data["asked"]
        wish = asked.get("precision")
        task = Task(
            bundle,
            compile_model(bundle),
            data["seed"],
            data["engine"],
            numbers_of(asked.get("numbers", [])),
            None if wish is None else Precision(wish, asked["of"], asked["maximum"]),
        )
        store = FolderStore(place / CHUNKS)
        return Unfinished(folder, task, data, bool(data["events"]), store, lock)
    except OSError as error:
        raise RunError(f"{folder} cannot be resumed: {error.strerror or error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{place / NAME} is damaged: {error}") from error


def _asked(task: Task) -> Data:
    wish = task.precision
    if wish is None:
        return {"numbers": spans(task.numbers)}
    return {"precision": wish.share, "of": wish.of, "maximum": wish.maximum}


def _no_run(folder: Path) -> str:
    if (folder / MANIFEST).is_file():
        return f"nothing left to do: the run in {folder} is complete"
    return f"there is no run in {folder}; name the folder of a run, runs/<stamp>-<name>"


def _check_same(folder: Path, data: Data) -> None:
    """Refuse what would mix two scenarios or two versions in one result."""
    for path in (folder / UNFINISHED / SCENARIO, folder / SCENARIO):
        if path.is_file() and _digest(path.read_bytes()) != data["text"]:
            raise RunError(
                f"{path} was changed since the run began, and its first replications are of the "
                f"old one; run the new one by itself: funnelsim run {path}"
            )
    changed = [f"{name} was {was} and is {now}" for name, was, now in changed_versions(data)]
    if changed:
        raise RunError(
            f"the run in {folder} was begun with other versions: {', '.join(changed)}; install "
            f"those, or run it anew: funnelsim run {folder / UNFINISHED / SCENARIO}"
        )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
