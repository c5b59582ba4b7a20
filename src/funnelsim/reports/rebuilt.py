"""Reports of finished runs: read again, put on one page, drawn, written as workbooks."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
    path = folder / NAME
    again = f"make it again: funnelsim {_command(folder)} {folder / MANIFEST}"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(f"the run in {folder} has no {NAME}; {again}") from None
    except (OSError, ValueError) as error:
        raise RunError(f"{path} cannot be read: {error}; {again}") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise RunError(f"{path} is no report of this version ({SCHEMA}); {again}")
    return data


def _command(folder: Path) -> str:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8")).get("command", "run")
    except (OSError, ValueError, AttributeError):
        return "run"
    return str(found)


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
    text = render([read_report(folder) for folder in runs])
    target = out or (runs[0] / PAGE_NAME if len(runs) == 1 else Path(PAGE_NAME))
    try:
        _check(target)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise not_written(target, error) from error
    return target


def _check(target: Path) -> None:
    if not target.is_file():
        return
    with target.open(encoding="utf-8", errors="replace") as file:
        if GENERATOR not in file.read(4096):
            raise OutputError(f"{target} is no report of funnelsim; name another file with --out")
