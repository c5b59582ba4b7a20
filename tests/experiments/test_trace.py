"""Traces: words for codes, the same rows as the log, and one lead's life."""

import datetime as dt
from dataclasses import replace

import pytest

from funnelsim.errors import UsageError
from funnelsim.experiments.trace import CHOICES, COLUMNS, trace
from funnelsim.model.codes import Row
from funnelsim.outcomes.log import first_difference
from funnelsim.reports.story import Storyteller
from two_engines import simulate


@pytest.fixture(scope="module")
def made(tiny):
    """The first replication in which all outcomes of `CHOICES` occur."""
    traces = (trace(tiny, number, 5) for number in range(20))
    return next(t for t in traces if set(CHOICES.values()) <= set(t.log["kind"].tolist()))


def test_the_log_is_that_of_the_replication(made):
    assert first_difference(made.log, simulate(made.model, 5, made.replication)) is None


def test_rows_in_words(made):
    rows = made.rows()
    assert len(rows) == len(made.log)
    arrived = next(row for row in rows if row["event"] == "arrived")
    assert arrived["channel"] in ("web", "fair")
    assert arrived["segment"] in ("plant", "shop")
    assert arrived["time"] == dt.datetime(2027, 1, 4) + dt.timedelta(milliseconds=arrived["tick"])
    started = next(row for row in rows if row["event"] == "started")
    assert started["team"] == "inside"
    assert started["attempt"] == 1
    assert started["item"] == "first_call"
    advanced = next(row for row in rows if row["event"] == "advanced")
    assert (advanced["stage"], advanced["to"]) == ("sql", "meeting")
    for row in rows:
        assert set(row) <= set(COLUMNS)


def test_every_kind_of_row_is_told(made):
    """The sentences know all kinds that have a lead."""
    from funnelsim.reports.story import _SENTENCES

    assert set(_SENTENCES) == {kind.name.lower() for kind in Row} - {"visitors"}


def test_one_leads_rows_are_its_own_in_order(made):
    rows = made.of_lead("won")
    assert (rows["lead"] == rows["lead"][0]).all()
    assert rows["seq"].tolist() == list(range(len(rows)))
    assert Row.WON in rows["kind"]
    assert made.of_lead(str(int(rows["lead"][0]))).tobytes() == rows.tobytes()
    assert made.only("won").log.tobytes() == rows.tobytes()


@pytest.mark.parametrize("choice", CHOICES)
def test_a_life_in_sentences(made, choice):
    lines = list(Storyteller(made).tell(choice))
    assert lines[0].startswith("Lead ")
    assert "arrives from" in lines[1]
    assert len(lines) == len(made.of_lead(choice)) + 1


def test_the_planners_words(made):
    assert any("becomes Qualified inquiry" in line for line in Storyteller(made).tell("sql"))


@pytest.mark.parametrize(
    ("lead", "message"),
    [("somebody", "'somebody' is no lead"), ("12", "no lead 12 in replication")],
)
def test_no_such_lead(made, lead, message):
    with pytest.raises(UsageError, match=message):
        made.of_lead(lead)


def test_nobody_has_done_it(made):
    lost = made.log[made.log["kind"] != Row.WON]
    with pytest.raises(UsageError, match="has no lead that is won"):
        replace(made, log=lost).of_lead("won")


def test_frame(made):
    frame = made.to_polars()
    assert frame.columns == list(COLUMNS)
    assert frame.height == len(made.log)
    assert frame["lead"].drop_nulls().n_unique() == len(made.identities)
