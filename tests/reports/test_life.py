"""Lives of leads as pictures: spans and marks are those of the event log."""

import json
from itertools import pairwise

import pytest

from funnelsim.errors import UsageError
from funnelsim.experiments.trace import trace
from funnelsim.model.codes import Row
from funnelsim.reports.cards.life import ACTUAL, TWIN, life_card, life_of, traced_card

DAY = 86_400_000


@pytest.fixture(scope="module")
def lives(tiny_cold):
    return tiny_cold.explain(3).leads


def lane(picture, name):
    return next(one for one in picture["lanes"] if one["name"] == name)


def rows(found, kind):
    return [(int(row["tick"]) - int(found.log["tick"][0])) / DAY
            for row in found.log if row["kind"] == kind]  # fmt: skip


def test_the_price_tells_of_leads(lives):
    assert lives


def test_marks_stand_where_the_log_has_them(lives):
    for lead in lives:
        picture = life_of({ACTUAL: lead.actual, TWIN: lead.twin})
        for name, found in ((ACTUAL, lead.actual), (TWIN, lead.twin)):
            things = lane(picture, name)["happenings"]
            for kind, label in ((Row.WON, "won"), (Row.TOUCHED, "touch"), (Row.LEFT, "leaves the")):
                at = [one["at"] for one in things if one["label"].startswith(label)]
                assert at == rows(found, kind)
            cold = [one["at"] for one in things if one["label"].startswith("goes cold: ")]
            assert cold == rows(found, Row.COLD)


def test_spans_follow_one_another_and_end_with_the_lead(lives):
    for lead in lives:
        for one in life_of({ACTUAL: lead.actual, TWIN: lead.twin})["lanes"]:
            spans = one["spans"]
            assert all(span["begin"] < span["end"] for span in spans)
            assert all(a["end"] <= b["begin"] for a, b in pairwise(spans))
            won = [thing["at"] for thing in one["happenings"] if thing["label"] == "won"]
            assert not won or spans[-1]["end"] == won[-1]


def test_time_in_calls_and_meetings_is_that_of_the_log(lives):
    """What is no wait, no marketing and no call lies between an SQL, a stage or a meeting begun
    and the next wait or end: summed up again from the rows."""
    begins, ends = (Row.SQL, Row.ADVANCED, Row.STARTED), (Row.WON, Row.LOST, Row.COLD, Row.RECYCLED)
    for lead in lives:
        spent, since = 0, None
        for row in lead.twin.log:
            kind, tick = int(row["kind"]), int(row["tick"])
            meeting = int(row["c"]) == 2
            stops = kind in ends or (kind == Row.QUEUED and meeting)
            if since is not None and stops:
                spent, since = spent + tick - since, None
            if since is None and kind in begins and (kind != Row.STARTED or meeting):
                since = tick
        own = sum(span["end"] - span["begin"]
                  for span in lane(life_of({TWIN: lead.twin}), TWIN)["spans"]
                  if span["role"] == "main")  # fmt: skip
        assert own == pytest.approx(spent / DAY)


def test_the_card_tells_both_lives(tiny_cold, lives):
    lead = lives[0]
    card = life_card(tiny_cold, lead, 2)
    assert card.id == "lead-life-2"
    assert "more if no lead went cold" in card.finding
    worlds = [row[1] for row in card.grid["rows"]]
    assert worlds.count("both") == lead.common
    assert worlds.count(ACTUAL) == len(lead.actual.log) - lead.common
    assert worlds.count(TWIN) == len(lead.twin.log) - lead.common
    json.dumps(card.plain(), allow_nan=False)


def test_a_traced_lead_has_its_twin(tiny):
    found = trace(tiny, 1, 5)
    card = traced_card(found, "cold")
    assert {one["name"] for one in card.picture["lanes"]} == {ACTUAL, TWIN}
    assert "replication 1" in card.finding
    with pytest.raises(UsageError, match="'cats' is no lead"):
        traced_card(found, "cats")


def test_a_traced_twin_is_the_twin_of_the_price(tiny_cold, lives):
    number = tiny_cold.explain(1).replication
    found = trace(tiny_cold.bundle, number, tiny_cold.seed).without_decay().only(lives[0].lead)
    assert found.log.tobytes() == lives[0].twin.log.tobytes()


def test_a_lead_that_never_comes_has_an_empty_lane(lives):
    from dataclasses import replace

    nothing = replace(lives[0].actual, log=lives[0].actual.log[:0])
    picture = life_of({ACTUAL: lives[0].actual, TWIN: nothing})
    assert lane(picture, TWIN) == {"name": TWIN, "spans": [], "happenings": []}
