"""A run as a workbook: the answer, inputs, months, policies, what was lost, leads, how it was made.

Sheets that a kind of run has nothing for are left out. The same run gives the same bytes.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from funnelsim.errors import OutputError
from funnelsim.reports.excel.source import Source, read_source


def workbook(folder: Path, target: Path) -> Path:
    """Write the workbook of a finished run.

    Parameters
    ----------
    folder
        Of the run.
    target
        File to be written; replaced if it is there.

    Returns
    -------
    Path
        `target`.

    Raises
    ------
    RunError
        There is no finished run, or a file of it is damaged.
    OutputError
        The file cannot be written.
    """
    return write_workbook(target, read_source(folder))


def write_workbook(path: Path, source: Source) -> Path:
    """Write the workbook of a run that was read; returns and errors as in `workbook`."""
    made = workbook_bytes(source)
    try:
        _put(path, made)
    except OSError as error:
        raise OutputError(
            f"the workbook could not be written to {path}: {error.strerror or error}"
        ) from error
    return path


def workbook_bytes(source: Source) -> bytes:
    """The file of a run that was read."""
    from funnelsim.reports.excel.book import Book
    from funnelsim.reports.excel.inputs import inputs
    from funnelsim.reports.excel.leads import leads
    from funnelsim.reports.excel.ledger import cold, losses
    from funnelsim.reports.excel.manifest import manifest
    from funnelsim.reports.excel.periods import periods
    from funnelsim.reports.excel.policies import policies
    from funnelsim.reports.excel.summary import summary

    book = Book(source.name, source.currency)
    summary(book, source)
    inputs(book, source)
    if source.command == "run":
        periods(book, source)
        losses(book, source)
    elif source.command == "cold":
        cold(book, source)
    elif source.command == "compare":
        policies(book, source)
    lacking = leads(book, source)
    manifest(book, source, [lacking] if lacking else [])
    return book.bytes()


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
