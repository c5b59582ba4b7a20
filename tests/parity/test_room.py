"""Slots of leads, queues, the heap and the log: more than they hold at first."""

import numpy as np
import pytest
from pair import in_parts, same_log, written
from pieces import CALLS, TWO, WORK, batch, paths
from seen import of
from small import lines

from funnelsim.model.codes import Cause, Row
from funnelsim.outcomes.log import first_difference
from funnelsim.rules.numerics import DAY, HOUR

CROWD = """
channels: {in: {leads: 600/day, enters: {lead: 30%, mql: 40%, sql: 30%}, entry_score: 10}}
qualification: {threshold: 30, hand_over_at_once: []}
handoff: {delay: exponential(mean=8 h)}
behaviour: {book_call: 20/month, cancels: 100% of book_call after 1..3 days}
nurture: {w: {touches: {m: {after: 3 h, responses: {email_open: 60%, book_call: 60%}}}}}
shelf_life: {lead: 2 days, mql: exponential(mean=20 h), sql: exponential(mean=20 h)}
hazards: {changes_job: exponential(mean=36 h)}
"""


@pytest.fixture(scope="module", params=[("pool", "oldest"), ("least-loaded", "highest-value")],
                ids="+".join)  # fmt: skip
def crowd(request):
    assign, order = request.param
    text = CROWD + f"teams: {{t: {{reps: 8, assign: {assign}, work_first: {order}}}}}\n"
    text += CALLS + WORK
    model = written(lines(text, segments=TWO, horizon="4 days", run_off="1 day"))
    return model, same_log(model)


def alive(log):
    """Most leads between their first and their last row at one time."""
    order = np.lexsort((log["seq"], log["lead"]))
    rows = log[order][log[order]["lead"] >= 0]
    first = np.flatnonzero(np.r_[True, rows["lead"][1:] != rows["lead"][:-1]])
    last = np.r_[first[1:], len(rows)] - 1
    moves = np.r_[rows["tick"][first], rows["tick"][last]]
    steps = np.r_[np.ones(len(first), int), -np.ones(len(last), int)]
    return np.cumsum(steps[np.lexsort((steps, moves))]).max()


def waiting(log):
    """Most items that wait at one time: queued, and not yet started or over."""
    steps = []
    for kind, step in ((Row.QUEUED, 1), (Row.STARTED, -1)):
        rows = of(log, kind)
        steps += [(int(tick), step) for tick in rows["tick"]]
    cold = of(log, Row.COLD)
    late = np.isin(cold["a"], (Cause.UNWORKED, Cause.STALLED))
    steps += [(int(tick), -1) for tick in cold["tick"][late]]
    return np.cumsum([step for _, step in sorted(steps)]).max()


def test_more_leads_than_slots_of_a_block_and_slots_used_again(crowd):
    """Blocks hold 256 leads: several are alive at once, and more than those in all."""
    _, log = crowd
    assert alive(log) > 2 * 256
    assert len(of(log, Row.ARRIVED)) > 1.5 * alive(log)
    assert waiting(log) > 256
    assert (of(log, Row.SIGNAL)["a"] == 9).sum() > 300  # booked calls that were cancelled


@pytest.mark.parametrize("rows", [1, 64, 1000, 10_000])
def test_a_full_log_pauses_and_goes_on(crowd, rows):
    model, whole = crowd
    log, parts = in_parts(model, rows)
    assert parts > 1
    assert first_difference(whole, log) is None


def test_a_log_with_room_for_all_does_not_pause(crowd):
    assert in_parts(crowd[0], 400_000)[1] == 1


def test_many_layers_of_candidates():
    channel = "{leads: 100/day, layer_rate: 0.4/day, enters: sql}"
    text = f"channels: {{a: {channel}, b: {channel}}}\nteams: {{t: {{reps: 9}}}}\n" + WORK
    paths(text, seeds=1, horizon="3 days")


def test_thousands_in_one_tick():
    """A batch larger than any block, handed over, called and lost at the same instants."""
    text = "shelf_life: {mql: 24 h}\nteams: {t: {reps: 40, assign: pool}}\n"
    _, log = paths(batch(3000, "mql") + CALLS + WORK + text, seeds=1, horizon="4 days")
    assert (of(log, Row.COLD)["tick"] == DAY + 9 * HOUR).sum() > 1000
    assert alive(log) == 3000
