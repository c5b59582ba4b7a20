"""Who the leads are, where they come from, and what marketing and their own interest do."""

from drawn_numbers import (
    DEAL,
    FACTOR,
    LIFE,
    MAYBE,
    OWN_RATE,
    RISK,
    SELDOM,
    SHARE,
    SHARE_HIGH,
    SHARE_LOW,
    STEADY,
    WALL,
    one,
    some,
)
from hypothesis import strategies as st

OWN = ("subscribe", "email_open", "email_click", "reply", "pricing_visit", "webinar", "book_call",
       "start_trial")  # fmt: skip
ENTERS = one(
    "lead", "mql", "sql", {"lead": "70%", "mql": "20%", "sql": "10%"}, {"mql": "50%", "sql": "50%"}
)
TAGS = one({"tier": "top"}, {"lane": "fast"})
STEPS = one(
    {"steps": [{"from": "0 h", "rate": "3/day"}, {"from": "30 h", "rate": "0/day"},
               {"from": "40 h", "rate": "5/day"}], "cycle": "3 days"},
    {"steps": [{"from": "0 h", "rate": "1/day"}, {"from": "5 days", "rate": "4/day"}]},
)  # fmt: skip
SEASON = one(
    {"hours": "office", "weekday": {"sat": 0.2, "sun": 0}},
    {"hours": "evening", "month": {"jan": 1.7}},
    {"hours": [0] * 9 + [1] * 8 + [0] * 7},
)


@st.composite
def segments(draw, settings):
    found = {
        "big": {"share": "40%", "fit": draw(SHARE_HIGH), "tags": draw(TAGS)},
        "small": {"share": "60%", "fit": draw(SHARE)} | draw(some(deal=DEAL)),
    }
    if draw(SELDOM):
        found[draw(one("big", "small"))]["set"] = draw(settings)
    return found


@st.composite
def regions(draw, settings):
    found = {"north": {"share": "50%", "tags": {"lane": "fast"}}, "south": {"share": "50%"}}
    if draw(SELDOM):
        found["south"]["set"] = draw(settings)
    return found


def _sources(cast):
    """What a channel may be fed by; sources of one channel add up."""
    file = "arrivals-by-region.csv" if cast.regions else "arrivals.csv"
    return {
        "rate": st.fixed_dictionaries({"leads": one("2/day", "8/week", "~ 1/day..4/day", "6/day")}),
        "joint": st.just({"leads": "~ draws(together.csv; rate)"}),
        "steps": st.fixed_dictionaries({"leads": STEPS}),
        "visitors": st.fixed_dictionaries({"visitors": one("6/day", "15/day"), "opt_in": SHARE}),
        "clicks": st.fixed_dictionaries(
            {"budget": one("2k/month", "6k/month", "~ 1k/month..3k/month"), "opt_in": SHARE,
             "cost_per_click": one("40", "~ 20..80")},
            optional={"saturates_at": st.just("3k/month")},
        ),
        "batches": st.fixed_dictionaries({"batches": st.one_of(
            st.builds(lambda n: [{"date": "2027-01-07", "leads": n}], one(1, 12, 30)),
            st.just({"one": {"date": "2027-01-05", "leads": 4, "at": "13:30"},
                     "two": {"date": "2027-01-07", "leads": 6}}),
            st.just([{"date": "2027-01-04", "leads": 3, "at": "00:00"},
                     {"date": "2027-01-08", "leads": 2}]),
        )}),
        "file": st.just({"replay": file}),
    }  # fmt: skip


@st.composite
def channels(draw, cast, settings):
    found = {}
    for name in cast.channels:
        sources = _sources(cast)
        kinds = draw(
            st.lists(st.sampled_from(sorted(sources)), min_size=1, max_size=2, unique=True)
        )
        channel = {}
        for kind in kinds:
            if kind in ("rate", "joint", "steps") and "leads" in channel:
                continue
            channel |= draw(sources[kind])
        channel["enters"] = draw(ENTERS)
        channel |= draw(
            some(
                origin=one("partner", "sales"),
                entry_score=cast.by_class(one(0, 10, 30)),
                growth=one("10%/month", "-30%/month", "~ 1%/month..40%/month"),
                lumpiness=one("high", {"day": 1.5}, {"month": 0.6}),
                season=SEASON,
                campaigns=st.just(
                    [{"from": "2027-01-08", "until": "2027-01-10", "factor": "x3"},
                     {"from": "2027-01-10", "until": "2027-01-13", "factor": "x0.2"}]
                ),
                cost=one("1k/month", {"per_lead": 3, "per_visitor": "0.1", "per_batch": 50}),
                segments=one({"big": "80%", "small": "20%"}, {"small": "100%"}),
                tags=TAGS,
            )
        )  # fmt: skip
        if cast.regions and draw(MAYBE):
            channel["regions"] = {"north": "90%", "south": "10%"}
        if draw(SELDOM):
            channel["layer_rate"] = "3/day"
        if draw(SELDOM):
            channel["set"] = draw(settings)
        found[name] = channel
    return found


@st.composite
def touch(draw, after):
    answers = {"email_open": draw(SHARE), "email_click": "60% given email_open"}
    answers |= draw(
        some(
            reply=one("0%", "20%"),
            webinar=one("30%", {"big": "40%", "otherwise": "10%"}),
            book_call=st.just("30% given email_click"),
            cancel_call=st.just("20%"),
            unsubscribe=one("30%", "10%", "30% given email_open"),
        )
    )
    found = {"after": after, "responses": answers}
    return found | draw(
        some(
            cost=one(0.5, {"big": 3, "otherwise": 1}),
            any_time=st.just(True),
            otherwise=st.just("ignored_email"),
        )
    )


@st.composite
def programme(draw, **for_):
    touches = {"mail": draw(touch("1 day"))}
    if draw(MAYBE):
        touches["note"] = draw(touch(draw(one("1 day", "2 days", "30 h"))))
    found = {"for": for_, "touches": touches}
    if draw(MAYBE):
        last = draw(st.integers(1, len(touches)))
        found["repeat"] = {"last": last, "every": draw(one("3 days", "1 day", "~ 1..5 days"))}
    return found | draw(some(response=FACTOR, max_times=one(1, 2, "unlimited")))


@st.composite
def nurture(draw, cast):
    found = {}
    if draw(SELDOM):
        found["own"] = draw(programme(channels=[cast.channels[0]], segments=["big"], state=["new"]))
    if cast.regions and draw(SELDOM):
        found["north"] = draw(programme(regions=["north"], state=["new"]))
    found["welcome"] = draw(programme(state=["new"]))
    if not draw(SELDOM):
        back = draw(programme(state=draw(one(["cold"], ["recycled", "cold"], ["recycled"]))))
        found["win-back"] = back | {"after": draw(one("0 min", "2 days", "~ 1..30 h"))}
    return found


def qualification(cast):
    return st.fixed_dictionaries(
        {"threshold": cast.by_class(one(10, 25, 0))},
        optional={
            "score_half_life": STEADY,
            "points": one({"email_open": 0, "webinar": 30}, {"email_click": -20}, {"reply": 40}),
            "ignored_after": one(1, 2, 3),
            "hand_over_at_once": one([], ["reply"], ["email_open", "book_call"]),
            "good_fit_passes": SHARE_HIGH,
            "bad_fit_passes": SHARE_LOW,
            "after_recycle": one(0, 8),
        },
    )


def behaviour(cast):
    rates = {kind: cast.by_class(OWN_RATE) for kind in OWN}
    cancels = one("40% of book_call after 1 h..2 days", "100% of book_call",
                  "50% of book_call after 3 business h")  # fmt: skip
    return some(cancels=cancels, **rates)


def hazards(cast):
    stages = dict.fromkeys(("lead", "mql", "sql", *cast.stages), cast.by_class(RISK))
    back = st.fixed_dictionaries({"competitor": one("exponential(mean=6 days)"),
                                  "return_after": one("2..30 h", "0 h")})  # fmt: skip
    return back | some(
        changes_job=cast.by_class(RISK),
        competitor=st.one_of(RISK, some(**stages)),
        return_after=WALL,
    )


def shelf_life(cast):
    stages = ("lead", "mql", "sql", *cast.stages)
    return some(**dict.fromkeys(stages, cast.by_class(LIFE)))
