"""What is laid out once for all worlds of a model."""

import numpy as np
import pytest

from funnelsim.model.dtypes import REP
from funnelsim.outcomes.frames import layout_of
from funnelsim.outcomes.spans import DAY, HOUR


def test_worlds_of_a_model_share_its_layout(story):
    model = story().model
    layout = layout_of(model)
    world = model.with_tables(margin=model.margin * 0.9, rep=model.rep.copy())
    assert layout_of(world) is layout
    assert np.asarray(layout.frame(world).margin)[0] == 0.45
    assert layout_of(story().model) is not layout


@pytest.mark.parametrize("in_place", [False, True])
def test_other_reps_are_another_layout(story, in_place):
    model = story().model
    layout = layout_of(model)
    rep = model.rep if in_place else np.array(model.rep, REP)
    rep["ends"][0, 1] = 3 * DAY
    model = model.with_tables(rep=rep)
    assert layout_of(model) is not layout
    assert layout_of(model).available[1] == 3 * DAY


def test_many_models_in_turn(story):
    models = [story(days=days).model for days in range(5, 15)]
    for _ in range(2):
        ends = [layout_of(model).frame(model).end for model in models]
        assert ends == [days * DAY for days in range(5, 15)]


def test_elementary_spans_make_up_the_others(story):
    told = story(days=75)
    layout = layout_of(told.model)
    spans = [*zip(layout.months, layout.months[1:], strict=False)]
    spans += [*zip(layout.weeks, layout.weeks[1:], strict=False), *layout.windows]
    spans.append((0, told.model.end))
    edges = layout.edges.tolist()
    assert edges == sorted({edge for span in spans for edge in span})
    for (begin, end), first, last in zip(spans, layout.first, layout.last, strict=True):
        assert (edges[first], edges[last]) == (begin, end)


def test_working_hours_are_open_hours_of_the_employed_who_are_there(story, office):
    rep = np.zeros((1, 3), REP)
    rep["present"], rep["starts"], rep["ends"] = 1, 3 * DAY + 12 * HOUR, 6 * DAY
    away = [{"rep": 0, "begin": 4 * DAY, "end": 5 * DAY}]
    layout = layout_of(story(weekly=office, rep=rep, absences=away).model)
    opens, closes = layout.hours[0]  # Monday afternoon and Wednesday
    assert (opens / HOUR).tolist() == [3 * 24 + 12, 5 * 24 + 9]
    assert (closes / HOUR).tolist() == [3 * 24 + 17, 5 * 24 + 17]
