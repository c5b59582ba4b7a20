"""The notebooks run, show what they give, and hold nothing of the machine they ran on."""

import re
from itertools import pairwise

import nbformat
import notebooks
import pytest

pytest.importorskip("matplotlib", reason="needs the extra plot: pip install '.[plot]'")

MOST_BYTES = 600_000


@pytest.mark.parametrize("page", notebooks.PAGES)
def test_cells_show_what_they_give(page):
    assert notebooks.difference(page) == ""


@pytest.mark.parametrize("page", notebooks.PAGES)
def test_a_notebook_is_valid_and_tells_nothing_of_its_making(page):
    book = notebooks.read(page)
    nbformat.validate(book)
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert dict(book.metadata) == notebooks.METADATA
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    assert not any(cell.metadata for cell in book.cells)
    counts = [cell.execution_count for cell in book.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    text = "\n".join(notebooks.shown(book))
    assert not re.search(r"/(tmp|home|root|work|Users)/|0x[0-9a-f]{6}|Warning|stderr", text)
    assert (notebooks.FOLDER / page).stat().st_size < MOST_BYTES


@pytest.mark.parametrize("page", notebooks.PAGES)
def test_every_picture_has_a_sentence_before_it(page):
    cells = notebooks.read(page).cells
    for before, cell in pairwise(cells):
        if cell.cell_type == "code" and any("image/png" in o.get("data", {}) for o in cell.outputs):
            assert before.cell_type == "markdown" or before.outputs, cell.id


def test_a_changed_output_is_found(monkeypatch):
    stored = notebooks.read(notebooks.PAGES[0])
    cell = next(c for c in stored.cells if c.cell_type == "code" and c.outputs)
    now = nbformat.from_dict(stored)
    monkeypatch.setattr(notebooks, "fresh", lambda page: now)
    assert notebooks.difference(notebooks.PAGES[0]) == ""
    stale = notebooks.read(notebooks.PAGES[0])
    changed = next(c for c in stale.cells if c.id == cell.id)
    changed.outputs[0]["text"] = "something else\n"
    monkeypatch.setattr(notebooks, "fresh", lambda page: stale)
    assert "+stdout: something else" in notebooks.difference(notebooks.PAGES[0])
