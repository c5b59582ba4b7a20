"""What the horizon is called."""

import pytest

from funnelsim.model.axes import DAY
from funnelsim.reports.sentences import seen, span_word


@pytest.mark.parametrize(
    ("days", "word"),
    [(7, "period"), (359, "period"), (360, "year"), (365, "year"), (370, "year"), (730, "period")],
)
def test_only_about_a_year_is_a_year(days, word):
    assert span_word(days * DAY) == word


def test_a_chance_never_or_always_seen_names_the_futures():
    assert seen(0.0, 60) == "in none of the 60 futures"
    assert seen(1.0, 60) == "in all 60 futures"
    assert seen(0.25, 60) == "25 %"
