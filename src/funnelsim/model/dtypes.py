"""One dtype per kind of thing, units per field.

Times are ms (float64 where they are parameters, int64 where they are ticks), shares 0..1,
hazards and rates per ms, money in currency units.
"""

from __future__ import annotations

import numpy as np

i4, i8, f8 = np.int32, np.int64, np.float64

DIST = np.dtype(
    [
        ("family", i4),  # rules.distributions
        ("business", i4),  # 1: ms of open time of the calendar at hand
        ("a", f8),
        ("b", f8),
        ("c", f8),
        ("start", i4),  # empirical: slice of Model.pool / pool_cumulative
        ("size", i4),
    ]
)

LEAD = np.dtype(
    [
        ("fit", f8),
        ("deal", DIST),
        ("entry_score", f8),
        ("threshold", f8),
        ("score_half_life", f8),  # ms, inf = never
        ("ignored_after", i4),
        ("good_fit_passes", f8),
        ("bad_fit_passes", f8),
        ("after_recycle", f8),
        ("at_once", i8),  # bit set of signal kinds
        ("interest_half_life", f8),  # ms, inf = no decay
        ("interest_floor", f8),
        ("cancel_share", f8),
        ("cancel_kind", i4),  # the signal kind that may be cancelled; -1 none
        ("cancel_after", DIST),
        ("changes_job", f8),  # hazard per ms
        ("return_after", DIST),  # family NEVER: the competitor is terminal
        ("handoff_delay", DIST),
        ("held_back", f8),  # ms of wall time more before the call team gets it
        ("eagerness_half_life", f8),  # ms, inf = no decay
        ("eagerness_floor", f8),
        ("reach_start", i4),  # knots (delay ms, chance): slices of pool and pool_cumulative
        ("reach_size", i4),
        ("reach_later", f8),
        ("again_start", i4),  # chances of attempts 2, 3, ... in pool
        ("again_size", i4),
        ("gaps_start", i4),  # ms in pool; 1 in pool_cumulative: open time
        ("gaps_size", i4),
        ("call_takes", DIST),
        ("talk_takes", DIST),
        ("then_drop", i4),
        ("fit_accept_start", i4),  # knots (score, chance)
        ("fit_accept_size", i4),
        ("unfit_accept_start", i4),
        ("unfit_accept_size", i4),
        ("fit_rest", f8, (3,)),  # not_ready, not_interested, bad_fit
        ("unfit_rest", f8, (3,)),
        ("annoyed", f8),
        ("uplift", f8),
        ("sla", f8),  # ms, inf = none
        ("sla_business", i4),
        ("on_breach", i4),
        ("escalate_to", i4),  # team
        ("first_stage", i4),  # stage index, -1: no pipeline
        ("calls_team", i4),
        ("off", i4),  # bit set of rules.mechanisms that do not act
    ]
)

CLOCK = np.dtype([("shelf", DIST), ("competitor", f8)])  # [epoch, class, status]

STAGE = np.dtype(
    [
        ("team", i4),
        ("rep_time", DIST),
        ("buyer_takes", DIST),
        ("converts", f8),
        ("next_stage", i4),  # -1 after the last
        ("n_stages", i4),  # stages in force
        ("reason_start", i4),  # shares of reasons in pool
        ("reason_size", i4),
    ]
)

SIGNAL = np.dtype([("points", f8), ("rate", f8)])  # rate of own behaviour, per ms

PROGRAMME = np.dtype(
    [
        ("active", i4),
        ("after", f8),  # ms from the moment that enrols to offset 0
        ("max_times", i4),  # 0: no limit
        ("response", f8),
        ("repeat_last", i4),
        ("repeat_every", f8),
        ("touch_start", i4),  # slice of Model.touch_order of this epoch and class
        ("touch_size", i4),
    ]
)

TOUCH = np.dtype(
    [
        ("offset", f8),  # ms after enrolment
        ("cost", f8),
        ("any_time", i4),
        ("ignored", i4),  # signal kind of `otherwise`, -1 none
        ("response_start", i4),  # slice of Model.responses of this epoch and class
        ("response_size", i4),
    ]
)

RESPONSE = np.dtype([("kind", i4), ("chance", f8), ("given", i4)])  # given: signal kind or -1

HABIT = np.dtype([("never_worked", f8), ("notices_after", DIST), ("calls_kept", f8)])

TEAM = np.dtype(
    [
        ("assign", i4),
        ("rules_start", i4),
        ("rules_size", i4),
        ("work_first", i4),
        ("selling_time", f8),
        ("open_deals", i4),  # 0: no limit
        ("look_back", f8),  # ms
        ("cap", f8),  # largest weight in a performance race, inf = none
        ("class_rank", i4, (3,)),  # by ItemClass; smaller first
        ("calendar", i4),
    ]
)

RULE = np.dtype(
    [
        ("assign", i4),  # mode among the named groups, Assign
        ("groups", i8),  # bit set of rep groups of the team; -1: all
        ("wait", f8),  # ms until the next rule is tried, inf = never
        ("wait_business", i4),
    ]
)

REP = np.dtype(
    [
        ("present", i4),
        ("unlimited", i4),  # does any number of things at once
        ("starts", i8),
        ("ends", i8),  # half-open
        ("speed", f8),
        ("close", f8),
        ("accepts", f8),
        ("ramp_start", i4),  # monthly factors in pool
        ("ramp_size", i4),
    ]
)

CHANNEL = np.dtype(
    [
        ("leads", f8),  # per ms
        ("visitors", f8),
        ("budget", f8),  # per ms
        ("cost_per_click", f8),
        ("saturates_at", f8),  # clicks per ms, inf = none
        ("opt_in", f8),
        ("has_visitors", i4),
        ("growth", f8),  # per 30.4375 days
        ("day_cv", f8),
        ("month_cv", f8),
        ("month", f8, (12,)),  # shapes, mean 1
        ("weekday", f8, (7,)),
        ("hour", f8, (24,)),
        ("step_start", i4),
        ("step_size", i4),
        ("step_cycle", i8),  # ms, 0 = no repetition
        ("enters", f8, (3,)),
    ]
)

STREAM = np.dtype(  # a monthly cost in force on [begin, end)
    [("item", i4), ("channel", i4), ("group", i4), ("per_month", f8), ("begin", i8), ("end", i8)]
)
ONE_OFF = np.dtype([("tick", i8), ("amount", f8)])
UNIT_COST = np.dtype(  # [epoch, channel]
    [("per_visitor", f8), ("per_click", f8), ("per_lead", f8), ("per_batch", f8)]
)
BATCH = np.dtype([("channel", i4), ("tick", i8), ("day", i4), ("leads", i4), ("epoch", i4)])
ABSENCE = np.dtype([("rep", i4), ("begin", i8), ("end", i8)])
CAMPAIGN = np.dtype([("epoch", i4), ("channel", i4), ("begin", i8), ("end", i8), ("factor", f8)])
