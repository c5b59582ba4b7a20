"""Many deterministic times on the same tick: the order of events is all that decides."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pair import FEWER, same_log, written

from funnelsim.model.codes import Row
from funnelsim.rules.numerics import DAY, HOUR

HEAD = """
kind: blank
name: ties
from: 2027-01-04
horizon: 12 days
run_off: 3 days
warm_up: none
deal: 1k
segments: {big: {share: 50%, tags: {tier: top}}, small: {share: 50%}}
"""
BATCHES = "batches: [{date: 2027-01-04, leads: 12}, {date: 2027-01-05, leads: 9}]"


def busiest(log):
    """Most rows of different leads at one tick."""
    return max(Counter(log["tick"].tolist()).values())


def tied(text, at_least, seeds=3):
    """Compare, and show that the scenario does tie: rows at the busiest tick."""
    model = written(HEAD + text)
    for number in range(seeds):
        log = same_log(model, number)
        assert busiest(log) >= at_least
    return model, log


def test_everything_takes_no_time():
    """From arrival to customer within one tick, with attempts in vain and two teams."""
    _, log = tied(
        f"""
channels: {{in: {{{BATCHES}, enters: {{lead: 40%, mql: 40%, sql: 20%}}, entry_score: 30}}}}
qualification: {{threshold: 25}}
teams: {{a: {{reps: 2}}, b: {{reps: 3, assign: least-loaded}}}}
calls:
  {{by: a, first_call_reaches: 50%, later_calls_reach: [50%], gaps: [0 h, 0 h], then: drop}}
conversation: {{fit: {{accepted: 60%, not_ready: 40%}}}}
stages:
  one: {{by: b, converts: 80%}}
  two: {{by: a, converts: 80%}}
  three: {{by: b}}
""",
        150,
    )
    assert set(log["tick"].tolist()) >= {9 * HOUR, DAY + 9 * HOUR}


def test_shelf_lives_end_when_work_ends_touches_go_out_and_reps_are_free():
    """Everything in whole hours: calls, talks, meetings, lives, gaps, deadlines, buyers."""
    _, log = tied(
        f"""
channels: {{in: {{{BATCHES}, enters: {{lead: 40%, mql: 40%, sql: 20%}}, entry_score: 0}}}}
qualification: {{threshold: 10, hand_over_at_once: []}}
nurture:
  w: {{touches: {{mail: {{after: 0 h, responses: {{reply: 50%}}, otherwise: ignored_email}}}},
      repeat: {{last: 1, every: 24 h}}}}
shelf_life: {{lead: 24 h, mql: 4 h, sql: 3 h}}
handoff: {{delay: 1 h}}
sla: {{respond_within: 2 wall h, on_breach: reassign}}
teams:
  t: {{reps: {{x: {{count: 2}}, y: {{count: 2}}}}, calendar: {{hours: mon-sun 09:00-18:00}}}}
calls: {{by: t, first_call_reaches: 50%, later_calls_reach: [50%], gaps: [1 h, 2 wall h],
        takes: 1 h}}
conversation: {{takes: 1 h, fit: {{accepted: 50%, not_ready: 50%}}}}
stages: {{one: {{rep_time: 1 h, buyer_takes: 1 h, converts: 50%}}, two: {{rep_time: 2 h}}}}
hazards: {{competitor: never}}
""",
        20,
    )
    assert {Row.BREACHED, Row.COLD, Row.RECYCLED, Row.WON} <= set(log["kind"].tolist())


def test_dates_absences_shifts_and_deadlines_at_one_instant():
    """At 00:00 and 09:00 of Wednesday a policy starts, reps leave, join and return, work ends."""
    tied(
        f"""
channels:
  in: {{{BATCHES.replace("05, leads: 9", "06, leads: 9")}, enters: mql}}
  night: {{batches: [{{date: 2027-01-06, at: "00:00", leads: 10}}], enters: {{mql: 50%, sql: 50%}}}}
sla: {{respond_within: 15 wall h, on_breach: {{escalate: b}}}}
shelf_life: {{mql: 48 h, sql: 15 h}}
teams:
  a:
    reps:
      x: {{absences: [{{from: 2027-01-05, until: 2027-01-05}}]}}
      y: {{ends: 2027-01-05}}
      z: {{starts: 2027-01-06, count: 2}}
  b: {{reps: 2, assign: performance, calendar: {{hours: mon-fri 09:00-17:00}}}}
calls: {{by: a, first_call_reaches: 100%, takes: 3 h}}
stages: {{one: {{by: b, rep_time: 2 h, buyer_takes: 22 h}}, two: {{by: a, rep_time: 1 h}}}}
changes:
  - from: 2027-01-06
    set: {{teams.a.assign: least-loaded, teams.a.work_first: newest, calls.takes: 1 h}}
  - from: 2027-01-08
    set: {{teams.a.reps.z: off, teams.b.reps: 1}}
""",
        10,
    )


def test_own_signals_cancellations_and_touches_meet():
    """Constant delays after signals that come with the touches at 09:00."""
    _, log = tied(
        f"""
channels: {{in: {{{BATCHES}, entry_score: 0}}}}
qualification: {{threshold: 1000, hand_over_at_once: [], ignored_after: 1}}
behaviour: {{cancels: 100% of book_call after 24 h}}
nurture:
  w:
    touches:
      a: {{after: 0 h, responses: {{book_call: 60%, unsubscribe: 5%}}, otherwise: ignored_email}}
      b: {{after: 0 h, responses: {{email_open: 50%, email_click: 50% given email_open}}}}
      c: {{after: 24 h, any_time: true, responses: {{webinar: 50%}}}}
    repeat: {{last: 3, every: 24 h}}
shelf_life: {{lead: 48 h}}
""",
        30,
    )
    assert (log["kind"] == Row.COLD).any()


@pytest.mark.parametrize("assign", ["round-robin", "least-loaded", "performance", "pool"])
@pytest.mark.parametrize(
    "order",
    ["oldest", "newest", "highest-score", "highest-value", "most-perishable", "earliest-deadline"],
)
def test_equal_keys_in_every_order_of_work(order, assign):
    """Twelve items of one key: identities decide; reps of equal free time: codes decide."""
    tied(
        f"""
channels: {{in: {{{BATCHES}, enters: {{mql: 60%, sql: 40%}}}}}}
shelf_life: {{mql: 30 h, sql: 20 h}}
sla: {{respond_within: 4 h, on_breach: reassign}}
teams: {{t: {{reps: {{x: 2, y: 1}}, assign: {assign}, work_first: {order}, selling_time: 50%}}}}
calls: {{by: t, first_call_reaches: 50%, later_calls_reach: [50%], gaps: [2 h], takes: 1 h}}
stages: {{one: {{rep_time: 2 h, buyer_takes: 3 h}}, two: {{rep_time: 1 h}}}}
""",
        12,
    )


# -- more of the kind ---------------------------------------------------------------------------

LENGTHS = st.sampled_from(("0 h", "1 h", "2 h", "24 h"))
LIVES = st.sampled_from(("never", "1 h", "2 h", "24 h", "48 h"))
MODES = st.sampled_from(("round-robin", "least-loaded", "performance", "pool"))
SPEED, SELLER, COUNT = (st.sampled_from(v) for v in (("x1", "x2"), "ab", (1, 2, "unlimited")))


@st.composite
def round_hours(draw):
    """All lengths of time are whole hours, all shares are certain or even."""
    even = st.sampled_from(("50%", "100%"))
    hours = draw(st.sampled_from(("24/7", "mon-sun 09:00-17:00", "mon-fri 00:00-12:00")))
    breach = draw(st.sampled_from(("nothing", "reassign", "{escalate: b}")))
    return (
        HEAD
        + f"""
calendar: {{hours: {hours}}}
channels: {{in: {{{BATCHES}, enters: {{lead: 30%, mql: 40%, sql: 30%}}, entry_score: 10}}}}
qualification: {{threshold: 20, ignored_after: 1, good_fit_passes: {draw(even)}}}
behaviour: {{cancels: 50% of book_call after {draw(LENGTHS)}}}
nurture:
  w: {{touches: {{mail: {{after: {draw(LENGTHS)}, any_time: {str(draw(st.booleans())).lower()},
       responses: {{book_call: 30%, email_open: 50%}}, otherwise: ignored_email}}}},
       repeat: {{last: 1, every: 24 h}}}}
shelf_life: {{lead: {draw(LIVES)}, mql: {draw(LIVES)}, sql: {draw(LIVES)}}}
handoff: {{delay: {draw(LENGTHS)}}}
sla: {{respond_within: {draw(LENGTHS)}, on_breach: {breach}}}
teams:
  a: {{reps: {{x: {{count: 2, speed: {draw(SPEED)}}}, y: {{ends: 2027-01-05}}}},
      assign: {draw(MODES)}, selling_time: {draw(even)},
      habits: {{notices_after: {draw(LENGTHS)}, calls_kept: {draw(even)}}}}}
  b: {{reps: {draw(COUNT)}, assign: {draw(MODES)}}}
calls: {{by: a, first_call_reaches: 50%, later_calls_reach: [50%], takes: {draw(LENGTHS)},
        gaps: [{draw(LENGTHS)}, {draw(LENGTHS)}], then: drop}}
conversation: {{takes: {draw(LENGTHS)}, fit: {{accepted: 50%, not_ready: 50%}}}}
stages:
  one: {{by: b, rep_time: {draw(LENGTHS)}, buyer_takes: {draw(LENGTHS)}, converts: {draw(even)}}}
  two: {{by: {draw(SELLER)}, rep_time: {draw(LENGTHS)}, buyer_takes: {draw(LENGTHS)}}}
changes: [{{from: 2027-01-05, set: {{teams.a.work_first: newest, handoff.delay: 1 h}}}}]
"""
    )


@pytest.mark.parametrize("number", range(2))
def test_generated_ties(number):
    @seed(number)
    @settings(max_examples=8 if FEWER else 50, deadline=None, database=None,
              phases=(Phase.generate, Phase.shrink),
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(round_hours())
    def both(text):
        try:
            log = same_log(written(text), 5)
            assert busiest(log) >= 12
        except Exception as fault:
            raise AssertionError(f"{fault}\n{text}") from fault

    both()
