"""Random small scenarios, written as a planner would write them."""

import json

from hypothesis import strategies as st

MAYBE = st.booleans()


def some(**keys):
    """A mapping in which each key may be missing."""
    return st.fixed_dictionaries({}, optional=keys)


def share(*values):
    return st.sampled_from(values or ("0%", "20%", "50%", "90%", "100%"))


DURATION = st.sampled_from(
    ("0 min", "10 min", "3 h", "1 day", "exponential(mean=2 days)", "1 h..3 days", "about 5 h")
)
WORK = st.sampled_from(("0 min", "20 min", "2 h", "10 h", "gamma(mean=3 h; cv=1.2)"))
LIFE = st.sampled_from(
    (
        "never",
        "never",
        "9 days",
        "3 h",
        "2 days",
        "weibull(mean=3 days; shape=0.8)",
        "exponential(mean=1 day)",
    )
)
RISK = st.sampled_from(("never", "40%/month", "exponential(mean=6 days)"))
SHARE_UNKNOWN = st.sampled_from(("30%", "3 of 10", "~ 20%..60%", "~ beta(4; 3)"))
HOURS = st.sampled_from(
    ("24/7", "mon-fri 09:00-17:00", "mon-fri 09:00-12:00, 13:00-17:00", "sat-sun 10:00-18:00")
)
BY_SEGMENT = st.sampled_from(({"big": "20%", "otherwise": "70%"}, {"small": "90%", "big": "10%"}))
DAYS = st.sampled_from(("2027-01-05", "2027-01-09", "2027-01-13", "2027-01-18"))

SETTINGS = {
    "handoff.delay": DURATION,
    "qualification.threshold": st.sampled_from((5, 20)),
    "eagerness": st.just({"halves_every": "1 day", "never_below": "20%"}),
    "shelf_life.mql": LIFE,
    "calls.later_calls_reach": st.just(["50%"]),
    "teams.ae.open_deals": st.sampled_from((1, 3)),
    "teams.sdr.work_first": st.sampled_from(("newest", "most-perishable", "highest-score")),
    "teams.sdr.assign": st.sampled_from(("pool", "least-loaded")),
    "teams.sdr.reps.more": st.just({"count": 1, "ramp": ["50%"]}),
    "teams.sdr.reps.ann": st.sampled_from(("off", {"speed": "x3"}, {"count": 2})),
    "nurture.welcome": st.just("off"),
    "stages.proposal": st.just("off"),
    "channels.web.leads": st.sampled_from(("x2", "x0.3")),
}
IN_CLASSES = ("handoff.delay", "eagerness", "shelf_life.mql", "calls.later_calls_reach")


@st.composite
def changes(draw, names):
    keys = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    return {key: draw(SETTINGS[key]) for key in keys}


@st.composite
def channels(draw):
    web = {
        "leads": draw(st.sampled_from(("2/day", "8/week"))),
        "entry_score": draw(st.sampled_from((0, 10, 30))),
        "enters": draw(
            st.sampled_from(("lead", "mql", {"lead": "70%", "mql": "20%", "sql": "10%"}))
        ),
    }
    web |= draw(
        some(
            growth=st.just("10%/month"),
            lumpiness=st.sampled_from(("high", {"day": 1.5})),
            season=st.just({"hours": "office", "weekday": {"sat": 0.2}}),
            campaigns=st.just([{"from": "2027-01-08", "until": "2027-01-10", "factor": "x3"}]),
            cost=st.just({"fixed": "1k/month", "per_lead": 3}),
            set=changes(IN_CLASSES),
        )
    )
    found = {"web": web}
    if draw(MAYBE):
        found["ads"] = {
            "visitors": "6/day",
            "opt_in": draw(SHARE_UNKNOWN),
            "enters": "lead",
            "segments": {"big": "80%", "small": "20%"},
        }
    if draw(MAYBE):
        batch = {"date": "2027-01-07", "leads": draw(st.sampled_from((1, 12)))}
        found["fair"] = {"batches": [batch], "enters": "mql", "origin": "partner"}
    return found


@st.composite
def nurture(draw):
    answers = {
        "email_open": draw(share()),
        "email_click": "60% given email_open",
        "reply": draw(share("0%", "20%")),
        "unsubscribe": draw(share("0%", "10%")),
    }
    mail = {"after": "1 day", "responses": answers, "otherwise": "ignored_email", "cost": 0.5}
    found = {"welcome": {"for": {"state": ["new"]}, "touches": {"mail": mail}}}
    if draw(MAYBE):
        found["welcome"]["touches"]["talk"] = {
            "after": "2 days",
            "kind": "webinar",
            "any_time": True,
            "responses": {"webinar": "30%"},
        }
        found["welcome"]["repeat"] = {"last": draw(st.sampled_from((1, 2))), "every": "3 days"}
    if draw(MAYBE):
        found["win-back"] = {
            "for": {"state": draw(st.sampled_from((["cold"], ["recycled"], ["recycled", "cold"])))},
            "after": draw(st.sampled_from(("0 min", "2 days"))),
            "max_times": draw(st.sampled_from((1, 2, "unlimited"))),
            "response": draw(st.sampled_from(("50%", "100%"))),
            "touches": {"mail": mail | {"after": "1 h"}},
        }
    return found


@st.composite
def reps(draw):
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from((1, 3, "unlimited")))
    groups = {}
    for name in draw(st.sampled_from((("ann",), ("ann", "bob"), ("ann", "bob", "team")))):
        groups[name] = {"count": 2 if name == "team" else 1} | draw(
            some(
                hours=HOURS,
                time_zone=st.sampled_from(("-6 h", "2 h")),
                speed=st.sampled_from(("x0.5", "x2")),
                close=st.just("x1.3"),
                accept=st.just("x0.8"),
                starts=DAYS,
                ends=st.just("2027-01-21"),
                ramp=st.just(["50%", "80%"]),
                absences=st.just([{"from": "2027-01-11", "until": "2027-01-12"}]),
            )
        )
    return groups


@st.composite
def team(draw, meetings):
    found = {"reps": draw(reps())}
    modes = ["round-robin", "least-loaded", "performance", "pool"]
    if isinstance(found["reps"], dict):
        name = draw(st.sampled_from(sorted(found["reps"])))
        rule = {"when": {"tier": "top"}, "to": [name]}
        rule |= draw(some(wait=st.sampled_from(("1 h", "1 day"))))
        modes.append({"rules": [rule, {"otherwise": draw(st.sampled_from(modes[:2]))}]})
    found["assign"] = draw(st.sampled_from(modes))
    found |= draw(
        some(
            work_first=st.sampled_from(
                ("newest", "highest-score", "highest-value", "most-perishable", "earliest-deadline")
            ),
            selling_time=share("30%", "80%"),
            calendar=st.fixed_dictionaries({"hours": HOURS}),
            habits=some(never_worked=share(), notices_after=DURATION, calls_kept=share()),
            look_back=st.just("5 days"),
            cap=st.just(2),
            **({"open_deals": st.sampled_from((1, 3))} if meetings else {}),
        )
    )
    if found["assign"] == "pool":  # which has no owners who could reach a limit
        found.pop("open_deals", None)
    return found


OUTCOMES = st.sampled_from(
    (
        {"accepted": "100%"},
        {"accepted": "40%", "not_ready": "60%"},
        {"accepted": {"at 10": "20%", "at 40": "80%"}, "not_ready": "50% of rest",
         "not_interested": "50% of rest"},
        {"accepted": "20%", "bad_fit": "30%", "not_ready": "50%"},
    )
)  # fmt: skip


@st.composite
def stages(draw, sellers):
    names = draw(st.sampled_from(((), ("demo",), ("demo", "proposal"))))
    return {
        name: {
            "by": draw(st.sampled_from(sellers)),
            "rep_time": draw(WORK),
            "buyer_takes": draw(DURATION),
            "converts": draw(SHARE_UNKNOWN),
            "reasons": {"price": "50%", "no_decision": "50%"},
        }
        for name in names
    }


def settings_for(found, sellers):
    """Names of the settings that make sense for a scenario."""
    sdr, seller = found["teams"]["sdr"], found["teams"][sellers[-1]]
    names = [n for n in SETTINGS if "teams.ae" not in n or "ae" in sellers]
    if not isinstance(sdr["reps"], dict):
        names.remove("teams.sdr.reps.more")
    if not isinstance(sdr["reps"], dict) or isinstance(sdr["assign"], dict):
        names.remove("teams.sdr.reps.ann")
    if "proposal" not in found["stages"]:
        names.remove("stages.proposal")
    if isinstance(sdr["assign"], dict) or "open_deals" in sdr:
        names.remove("teams.sdr.assign")
    if seller["assign"] == "pool" and "teams.ae.open_deals" in names:
        names.remove("teams.ae.open_deals")
    return names


@st.composite
def scenarios(draw):
    """Text of a scenario and the policies to run it with."""
    sellers = ("sdr",) if draw(MAYBE) else ("sdr", "ae")
    found = {
        "kind": "blank",
        "name": "generated",
        "from": "2027-01-04",
        "horizon": "15 days",
        "warm_up": draw(st.sampled_from(("none", "4 days"))),
        "run_off": draw(st.sampled_from(("none", "10 days"))),
        "calendar": {"hours": draw(HOURS)},
        "segments": {
            "big": {"share": "40%", "fit": draw(SHARE_UNKNOWN), "deal": "5k..40k",
                    "tags": {"tier": "top"}},
            "small": {"share": "60%", "fit": "60%", "deal": "exactly 2k"},
        },
        "channels": draw(channels()),
        "qualification": draw(
            some(
                score_half_life=st.just("5 days"),
                ignored_after=st.sampled_from((1, 2, 3)),
                hand_over_at_once=st.sampled_from(([], ["reply"], ["email_open"])),
                good_fit_passes=share("70%", "100%"),
                bad_fit_passes=share("0%", "50%"),
                after_recycle=st.sampled_from((0, 8)),
            )
        ) | {"threshold": draw(st.sampled_from((10, 25)))},
        "interest": draw(some(half_life=st.just("4 days"), floor=st.just("10%"))),
        "behaviour": draw(
            some(
                pricing_visit=st.just("6/month"),
                book_call=st.just("3/month"),
                cancels=st.just("40% of book_call after 1 h..2 days"),
            )
        ),
        "nurture": draw(nurture()),
        "shelf_life": draw(some(lead=LIFE, mql=LIFE, sql=LIFE)),
        "eagerness": draw(some(halves_every=st.just("2 days"), never_below=st.just("30%"))),
        "hazards": draw(
            some(changes_job=RISK, competitor=some(lead=RISK, mql=RISK, sql=RISK))
        ),
        "handoff": {"delay": draw(DURATION)},
        "teams": {name: draw(team(name == sellers[-1])) for name in sellers},
        "calls": {
            "by": "sdr",
            "first_call_reaches": draw(
                st.sampled_from(("60%", {"1 h": "80%", "1 day": "40%", "later": "20%"}))
            ),
            "later_calls_reach": draw(st.sampled_from(([], ["40%"], ["30%", "10%"]))),
            "takes": draw(WORK),
            "then": draw(st.sampled_from(("recycle", "drop"))),
        },
        "conversation": {"takes": draw(WORK), "fit": draw(OUTCOMES), "unfit": draw(OUTCOMES)}
        | draw(some(annoyed=share("0%", "40%"), uplift=st.just("x1.2"))),
        "stages": draw(stages(sellers)),
    }  # fmt: skip
    if found["calls"]["later_calls_reach"]:
        found["calls"]["gaps"] = draw(st.sampled_from((["2 h"], ["4 h", "1 day"], ["1 wall day"])))
    if draw(MAYBE):
        found["hazards"]["return_after"] = "2..5 days"
    if draw(MAYBE):
        action = st.sampled_from(("nothing", "reassign", {"escalate": sellers[-1]}))
        found["sla"] = {"respond_within": "1 h", "on_breach": draw(action)}
    if draw(MAYBE):
        found["shelf_life"] |= {"sql": draw(LIFE)}
    names = settings_for(found, sellers)
    found["policies"] = {"other": {"set": draw(changes(names))} | draw(some(**{"from": DAYS}))}
    if draw(MAYBE):
        found["changes"] = [{"from": draw(DAYS), "set": draw(changes(names))}]
    with_ = ("other",) if draw(MAYBE) else ()
    return json.dumps(found, indent=1), with_
