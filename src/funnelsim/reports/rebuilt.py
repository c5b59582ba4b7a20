"""Reports of finished runs: read again, put on one page, drawn, written as workbooks."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from funnelsim.errors import OutputError, RunError
from funnelsim.reports.html.page import GENERATOR, render
from funnelsim.reports.manifest import NAME as MANIFEST
from funnelsim.reports.report import NAME, PAGE_NAME, SCHEMA
from funnelsim.reports.run_folder import not_written

Data = dict[str, Any]


def folder_of(run: str | Path) -> Path:
    """The folder of a run: itself, or that of its manifest.

    Raises
    ------
    RunError
        There is no finished run.
    """
    if not str(run):
        raise RunError("an empty word names no run")
    path = Path(run)
    folder = path.parent if path.name == MANIFEST else path
    if not (folder / MANIFEST).is_file():
        raise RunError(
            f"there is no finished run in {folder}; name the folder of a run, runs/<stamp>-<name>"
        )
    return folder


def read_report(folder: Path) -> Data:
    """What ``report.json`` of a run says.

    Raises
    ------
    RunError
        There is none, or none that this version can read.
    """
    path, again = folder / NAME, _again(folder)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"the run in {folder} has no {NAME}; {again}") from None
    except (OSError, ValueError) as error:
        raise RunError(f"{path} cannot be read: {error}; {again}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise RunError(f"{path} is no report of this version ({SCHEMA}); {again}")
    return data


def _again(folder: Path) -> str:
    """How to make a report that is not there or not whole."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("command")
    except (OSError, ValueError, AttributeError):
        found = None
    verb = found if isinstance(found, str) and found.isidentifier() else "run"
    return f"make it again: funnelsim {verb} {folder / MANIFEST}"


DAMAGED = (KeyError, TypeError, ValueError, IndexError, AttributeError)
"""What comes of reading data whose parts are missing or of another kind."""


@contextlib.contextmanager
def whole(folder: Path) -> Iterator[None]:
    """Say of damaged files of a run that they are, and what to do.

    Raises
    ------
    RunError
        In the place of any of `DAMAGED`.
    """
    try:
        yield
    except DAMAGED as error:
        raise RunError(f"files in {folder} are damaged ({error!r}); {_again(folder)}") from error


def _rendered(runs: Sequence[Path]) -> str:
    reports = [read_report(folder) for folder in runs]
    try:
        return render(reports)
    except DAMAGED:
        for folder, report in zip(runs, reports, strict=True):
            with whole(folder):
                render([report])
        raise


def write_page(runs: Sequence[Path], out: Path | None = None) -> Path:
    """One page of one run, or of several side by side; where it is.

    Parameters
    ----------
    runs
        Folders of finished runs.
    out
        File of the page; by default ``report.html``, in the folder of the run if it is one, else
        here.

    Raises
    ------
    RunError
        As in `read_report`.
    OutputError
        It cannot be written, or a file that is no report of ours would be replaced.
    """
    text = _rendered(runs)
    target = out or (runs[0] / PAGE_NAME if len(runs) == 1 else Path(PAGE_NAME))
    try:
        _check(target)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise not_written(target, error) from error
    return target


def _check(target: Path) -> None:
    if target.exists() and not target.is_file():
        raise OutputError(f"{target} is no file; name another one with --out")
    if not target.exists():
        return
    with target.open(encoding="utf-8", errors="replace") as file:
        if GENERATOR not in file.read(4096):
            raise OutputError(f"{target} is no report of funnelsim; name another file with --out")
