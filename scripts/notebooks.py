"""Run the notebooks of docs/notebooks, and keep the outputs they hold true.

`python scripts/notebooks.py` runs them and stores fresh outputs; names as arguments choose some;
`--check` only says where a notebook differs from what its cells give now. Text must be the same;
of a picture, whose pixels depend on the version of matplotlib, only that there is one.

Each runs in docs/notebooks, in a kernel of the Python that runs this.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "notebooks"
PAGES = tuple(sorted(page.name for page in FOLDER.glob("*.ipynb")))
PATIENCE = 600
"""Seconds for a cell; a busy machine is no error."""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(page: str) -> NotebookNode:
    """A notebook as it is stored."""
    return nbformat.read(FOLDER / page, as_version=4)


def fresh(page: str) -> NotebookNode:
    """The same with the outputs that its cells give now.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        A cell failed.
    """
    book = read(page)
    client = NotebookClient(
        book, timeout=PATIENCE, record_timing=False, resources={"metadata": {"path": str(FOLDER)}}
    )
    client.execute()
    book.metadata = nbformat.from_dict(METADATA)
    for cell in book.cells:
        cell.metadata = NotebookNode()
    return book


def shown(book: NotebookNode) -> list[str]:
    """What is written in the outputs of all cells, line by line."""
    return [line for cell in book.cells if cell.cell_type == "code"
            for line in (f"cell {cell.id}", *_lines(cell))]  # fmt: skip


def _lines(cell: NotebookNode) -> Iterator[str]:
    for output in cell.outputs:
        if output.output_type == "stream":
            yield from (f"{output.name}: {line}" for line in output.text.splitlines())
        else:
            yield from _data(output)


def _data(output: Any) -> Iterator[str]:
    for kind, data in sorted(output.get("data", {}).items()):
        if kind.startswith("image/"):
            yield f"{kind}: a picture"
        else:
            yield from (f"{kind}: {line}" for line in data.splitlines())


def difference(page: str) -> str:
    """How a notebook differs from what its cells give now; empty if it does not."""
    lines = difflib.unified_diff(
        shown(read(page)), shown(fresh(page)), page, "what the cells give now", lineterm=""
    )
    return "\n".join(lines)


def main() -> int:
    """Refresh the notebooks, or with `--check` compare them."""
    check = "--check" in sys.argv[1:]
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")] or PAGES
    stale = 0
    for page in chosen:
        if check:
            found = difference(page)
            stale += bool(found)
            print(found or f"{page}: as shown")
        else:
            nbformat.write(fresh(page), FOLDER / page)
            print(f"{page}: written")
    return min(stale, 1)


if __name__ == "__main__":
    sys.exit(main())
