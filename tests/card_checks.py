"""What holds of every card."""

import json

from funnelsim.reports.cards.card import SECTIONS
from funnelsim.reports.cards.forecast import cards
from funnelsim.reports.html.options import options


def by_id(made):
    """The cards of a forecast by id, each one checked."""
    found = list(cards(made))
    told = {card.id: card for card in found}
    assert len(told) == len(found)
    assert not told.keys() & SECTIONS.keys()  # both are anchors of the page
    for card in found:
        check(card, made.bundle.scenario.currency)
    return told


def check(card, currency):
    """Plain, complete, and drawn by the page."""
    plain = json.loads(json.dumps(card.plain(), allow_nan=False))
    assert plain == card.plain()
    assert card.section in SECTIONS
    for text in (card.title, card.finding, *card.notes):
        assert text
        assert "None" not in text
        assert "nan" not in text.split()
    assert card.finding[-1] == "."
    if card.grid is not None:
        assert card.grid["rows"]
        assert {len(row) for row in card.grid["rows"]} == {len(card.grid["head"])}
    if card.picture is not None:
        assert card.grid is not None
        assert card.caption
        json.dumps(options(card.picture, currency), allow_nan=False)
