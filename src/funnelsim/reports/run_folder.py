"""The folder of a run: manifest, scenario, forecast, tables; complete or not there at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from funnelsim.errors import OutputError, UsageError
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.interrupts import uninterrupted
from funnelsim.reports.contents import (
    RESULTS,
    TABLE_NAMES,
    Contents,
    Study,
    of_forecast,
    of_study,
)
from funnelsim.reports.manifest import NAME, SCHEMA, manifest

RUNS = "runs"
UNFINISHED = "unfinished"
ERRORS = "errors.txt"
WORKBOOK = "report.xlsx"
TABLE_FOLDER = "tables"

_LONGEST_NAME = 40


def folder_for(
    name: str, created: dt.datetime, out: str | Path | None = None, command: str = "run"
) -> Path:
    """Where a run of this name is written: `out`, else a new folder ``runs/<stamp>-<name>``.

    The name ends with the command, where that is not ``run``.

    The new folder is made at once, so that two runs in one second never share it.

    Raises
    ------
    OutputError
        No folder can be made here.
    """
    if out is not None:
        return Path(out)
    verb = "" if command == "run" else f"-{command}"
    stem = f"{created:%Y%m%d-%H%M%S}-{slug(name)}{verb}"
    folder, number = Path(RUNS) / stem, 2
    while True:
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            if not Path(RUNS).is_dir():
                raise OutputError(f"results could not be written: {RUNS} is no folder") from None
            folder, number = Path(RUNS) / f"{stem}-{number}", number + 1
        except OSError as error:
            raise not_written(folder, error) from error
        else:
            return folder


def check_out(out: str | Path) -> None:
    """Refuse a folder with files that no run of ours has written.

    Raises
    ------
    UsageError
        No name is given.
    OutputError
        The folder holds other files or an unfinished run, or something else stands in the way.
    """
    if not str(out):
        raise UsageError("--out names no folder")
    folder = Path(out)
    try:
        if (folder / UNFINISHED).is_dir():
            raise OutputError(
                f"{folder} holds a run that was not finished: complete it with "
                f"`funnelsim run --resume {folder}`, name a new folder, or delete this one"
            )
    except OSError as error:
        raise not_written(folder, error) from error
    _check_others(folder)


def _check_others(folder: Path) -> None:
    try:
        if folder.exists() and any(folder.iterdir()) and not _is_run(folder):
            raise OutputError(
                f"{folder} holds files that are no run of funnelsim; name a new folder, or empty it"
            )
    except OSError as error:
        raise not_written(folder, error) from error


def _is_run(folder: Path) -> bool:
    if (folder / UNFINISHED).is_dir():
        return True
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("schema") == SCHEMA


def not_written(folder: Path, error: OSError) -> OutputError:
    """The error that says why a folder has no results."""
    return OutputError(f"results could not be written to {folder}: {error.strerror or error}")


def slug(name: str) -> str:
    """A name as part of a file name: ``industrial-b2b-when-sqls-go-cold``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:_LONGEST_NAME].strip("-") or "run"


def write_run(
    forecast: Forecast,
    folder: Path,
    begun: Mapping[str, Any],
    timings: Mapping[str, float],
    *,
    log: np.ndarray | None = None,
    scenario: str | None = None,
) -> list[Path]:
    """Write everything about a forecast; the rest as in `write_folder`.

    Parameters
    ----------
    log
        Event log of replication 0, if it is to be kept.
    scenario
        Text of the scenario file, where it is not that of the forecast.
    """
    return write_folder(of_forecast(forecast, log, scenario), folder, begun, timings)


def write_study(
    made: Study, folder: Path, begun: Mapping[str, Any], timings: Mapping[str, float]
) -> list[Path]:
    """Write everything about the result of a study; the rest as in `write_folder`."""
    return write_folder(of_study(made, begun["command"]), folder, begun, timings)


def write_folder(
    contents: Contents, folder: Path, begun: Mapping[str, Any], timings: Mapping[str, float]
) -> list[Path]:
    """Write everything about a run.

    Files are made beside the folder and moved into it when all are complete, the manifest last:
    a folder with a manifest is whole. Files of an earlier run in the same folder are replaced,
    files that are none are not touched: a folder of them is refused.

    Parameters
    ----------
    begun
        What was known at the start, from `manifest.beginning`.
    timings
        Seconds by what they were spent on.

    Returns
    -------
    list of Path
        What was written, relative to the folder.

    Raises
    ------
    OutputError
        The disk is full, the folder is read-only, or something else stands in the way.
    """
    _check_others(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _draft(folder) as draft:
            names = list(_write(contents, draft, begun, timings))
            with uninterrupted():
                _move(names, draft, folder)
    except OSError as error:
        raise not_written(folder, error) from error
    return names


def _move(names: Iterable[Path], draft: Path, folder: Path) -> None:
    _clear(folder)
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(draft / name, target)


def _clear(folder: Path) -> None:
    """Remove the files of an earlier run, of which this one may have others or fewer."""
    for name in (NAME, ERRORS, WORKBOOK, *RESULTS):
        (folder / name).unlink(missing_ok=True)
    for name in TABLE_NAMES:
        for suffix in (".csv", ".parquet"):
            (folder / TABLE_FOLDER / f"{name}{suffix}").unlink(missing_ok=True)


@contextlib.contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder beside the final one, on the same disk; gone afterwards."""
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(
    contents: Contents, draft: Path, begun: Mapping[str, Any], timings: Mapping[str, float]
) -> Iterator[Path]:
    for name, text in contents.texts.items():
        yield _text(draft, name, text)
    data = manifest(dict(begun), contents.replications, timings)
    yield from _report(contents, draft, data)
    status = contents.replications.status
    errors = "\n".join(dict.fromkeys(s.details for s in status if s.details))
    if errors:
        yield _text(draft, ERRORS, errors)
    (draft / TABLE_FOLDER).mkdir()
    for name, frame in contents.tables:
        yield from _table(draft, name, frame)
    data["files"] = sorted(str(p.relative_to(draft)) for p in draft.rglob("*") if p.is_file())
    yield _text(draft, NAME, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def _report(contents: Contents, draft: Path, data: Mapping[str, Any]) -> Iterator[Path]:
    from funnelsim.reports.html.page import render
    from funnelsim.reports.report import NAME, PAGE_NAME, report_of

    report = report_of(contents.made, data)
    yield _text(draft, NAME, json.dumps(report, ensure_ascii=False, allow_nan=False) + "\n")
    yield _text(draft, PAGE_NAME, render([report]))


def _text(draft: Path, name: str, text: str) -> Path:
    (draft / name).write_text(text, encoding="utf-8", newline="\n")
    return Path(name)


def _table(draft: Path, name: str, frame: Any) -> Iterator[Path]:
    """A table as CSV and Parquet; empty ones are left out."""
    if not frame.width:
        return
    stem = Path(TABLE_FOLDER) / name
    writers: dict[str, Callable[[Path], Any]] = {
        ".csv": frame.write_csv,
        ".parquet": frame.write_parquet,
    }
    for suffix, write in writers.items():
        path = stem.with_suffix(suffix)
        try:
            write(draft / path)
        except OSError:
            raise
        except Exception as error:  # polars reports a full disk in its own classes
            raise OSError(str(error)) from error
        yield path
