"""What must hold of every card, whatever it shows."""

import json
import re
from itertools import chain, pairwise

import pytest

from funnelsim.reports.cards.card import SECTIONS
from funnelsim.reports.cards.studies import cards_of
from funnelsim.reports.pictures import KINDS

PLAIN = {float, int, str, bool, type(None)}


def sound(made):
    """The cards of a result by id, each checked."""
    cards = list(cards_of(made))
    found = {card.id: card for card in cards}
    assert len(found) == len(cards) > 0
    for card in cards:
        _card(card)
    return found


def _card(card):
    data = card.plain()
    json.dumps(data, allow_nan=False)
    assert {type(leaf) for leaf in _leaves(data)} <= PLAIN
    assert card.section in SECTIONS
    assert re.fullmatch(r"[a-z0-9-]+", card.id)
    for text in (card.title, card.finding, card.caption, *card.notes):
        assert text
        assert not re.search(r"\b(nan|None|inf|Interval)\b|\{|\}", text), text
    assert card.finding.endswith(".")
    assert card.caption.endswith(".")
    if card.grid:
        heads = [one["name"] for one in card.grid["head"]]
        assert len(set(heads)) == len(heads)
        assert all(len(row) == len(heads) for row in card.grid["rows"])
    if card.picture:
        assert card.picture["kind"] in KINDS
        assert card.grid, "a table behind each chart"
        _PICTURES[card.picture["kind"]](card.picture)


def _leaves(data):
    if isinstance(data, dict):
        return chain.from_iterable(map(_leaves, data.values()))
    if isinstance(data, (list, tuple)):
        return chain.from_iterable(map(_leaves, data))
    return [data]


def _waterfall(picture):
    first, *parts, last = picture["steps"]
    assert first["total"]
    assert last["total"]
    level = first["value"]
    for step in parts:
        assert not step["total"]
        level += step["value"]
    scale = max(abs(step["value"]) for step in picture["steps"])
    assert level == pytest.approx(last["value"], abs=1e-9 * scale + 1e-6)


def _curves(picture):
    at = picture["at"]
    assert at
    if picture["x"]["unit"] != "text":
        assert at == sorted(at)
    for line in picture["lines"]:
        assert len(line["values"]) == len(at)
        assert len(line.get("ends", at)) == len(at)
        for band in line.get("bands", ()):
            assert len(band["low"]) == len(band["high"]) == len(at)
        for value, ends in zip(line["values"], line.get("ends", ()), strict=False):
            _within(value, ends)


def _forest(picture):
    assert picture["rows"]
    for row in picture["rows"]:
        _within(row["value"], row["ends"])
        assert row["ends"] is None or "reason" not in row


def _within(value, ends):
    if ends is not None:
        slack = 1e-9 * max(1.0, abs(value))
        assert ends[0] - slack <= value <= ends[1] + slack


def _bars(picture):
    assert picture["categories"]
    for one in picture["series"]:
        assert len(one["values"]) == len(picture["categories"])


def _histogram(picture):
    edges = picture["edges"]
    assert edges == sorted(set(edges))
    for one in picture["series"]:
        assert len(one["shares"]) == len(edges) - 1
        assert sum(one["shares"]) == pytest.approx(1)


def _heat(picture):
    assert len(picture["values"]) == len(picture["rows"])
    assert all(len(row) == len(picture["columns"]) for row in picture["values"])
    for column, row in picture.get("best", ()):
        assert picture["values"][row][column] is not None


def _points(picture):
    assert picture["frontier"] == sorted(picture["frontier"])
    dots = [[point["x"], point["y"]] for point in picture["points"]]
    assert all(one in dots for one in picture["frontier"])


def _tornado(picture):
    assert picture["rows"]


def _life(picture):
    assert len(picture["lanes"]) == 2
    for lane in picture["lanes"]:
        spans = [(one["begin"], one["end"]) for one in lane["spans"]]
        assert all(0 <= begin < end for begin, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


_PICTURES = {
    "waterfall": _waterfall, "curves": _curves, "forest": _forest, "bars": _bars,
    "histogram": _histogram, "heat": _heat, "points": _points, "tornado": _tornado,
    "life": _life,
}  # fmt: skip


def column(card, name):
    """A column of the table of a card."""
    at = [one["name"] for one in card.grid["head"]].index(name)
    return [row[at] for row in card.grid["rows"]]


def rows(card):
    """Rows of the picture of a card by label."""
    return {row["label"]: row for row in card.picture["rows"]}
