"""Who sells: teams, reps, habits, calls, conversations, stages, agreed times, open deals."""

from drawn_numbers import (
    DAYS,
    DURATION,
    FACTOR,
    HOURS,
    MAYBE,
    SELDOM,
    SHARE,
    SHARE_LOW,
    WORK,
    ZONE,
    one,
    some,
)
from hypothesis import strategies as st

WORK_FIRST = one("oldest", "newest", "highest-score", "highest-value", "most-perishable",
                 "earliest-deadline")  # fmt: skip
MODES = ("round-robin", "least-loaded", "performance", "pool")
CLASSES = one(
    ["first_call", "follow_up", "meeting"], ["meeting", "follow_up", "first_call"],
    ["follow_up", "first_call", "meeting"],
)  # fmt: skip
WAITS = one("1 h", "1 business day", "5 wall h", "0 h")
HOLIDAYS = one(["2027-01-06", "2027-01-11"], "DE", [])


@st.composite
def reps(draw):
    if draw(SELDOM):
        return draw(one(1, 3, "unlimited"))
    groups = {}
    for name in draw(one(("ann",), ("ann", "bob"), ("ann", "bob", "team"))):
        group = draw(
            some(
                hours=HOURS,
                time_zone=ZONE,
                speed=FACTOR,
                close=FACTOR,
                accept=FACTOR,
                tags=st.just({"lane": "fast"}),
                ramp=one(["50%", "80%"], ["30%"]),
                absences=st.just([{"from": "2027-01-05", "until": "2027-01-06"},
                                  {"from": "2027-01-11", "until": "2027-01-11"}]),
            )
        )  # fmt: skip
        if name == "team":
            group["count"] = draw(one(2, 4, 0))
        if draw(SELDOM):
            group["starts"] = draw(DAYS)
        if draw(SELDOM):
            group["ends"] = draw(one("2027-01-14", "2027-01-16"))
        groups[name] = group
    if draw(SELDOM):
        groups["crowd"] = {"count": "unlimited"} | draw(some(hours=HOURS, starts=DAYS))
    return groups


@st.composite
def rules(draw, groups, *tagged):
    """Rules for some leads, then one for the rest."""
    found = []
    for _ in range(draw(st.integers(1, 2))):
        to = draw(st.sampled_from((groups[:1], groups[-1:], groups, *tagged)))
        rule = {"when": draw(one({"tier": "top"}, {"lane": "fast"}, {})), "to": to}
        found.append(rule | draw(some(wait=WAITS)))
    if draw(MAYBE):
        found.append({"otherwise": draw(st.sampled_from(MODES[::-1]))})
    return {"rules": found}


@st.composite
def assigning(draw, manned):
    """How items find their rep."""
    if isinstance(manned, dict) and draw(MAYBE):
        groups = sorted(manned)
        if not any("tags" in group for group in manned.values()):
            manned[groups[0]]["tags"] = {"lane": "fast"}
        return draw(rules(groups, {"lane": "fast"}))
    return draw(st.sampled_from(MODES))


@st.composite
def team(draw, cast):
    found = {"reps": draw(reps())}
    found["assign"] = draw(assigning(found["reps"]))
    found["work_first"] = draw(WORK_FIRST)
    found |= draw(
        some(
            classes=CLASSES,
            selling_time=one("30%", "80%", "~ 30%..60%"),
            calendar=some(hours=HOURS, time_zone=ZONE, holidays=HOLIDAYS),
            habits=some(
                never_worked=cast.by_class(SHARE_LOW),
                notices_after=cast.by_class(DURATION),
                calls_kept=cast.by_class(SHARE),
            ),
            look_back=one("5 days", "1 h"),
            cap=one(2, 0, "unlimited"),
            open_deals=one(1, 3),
        )
    )
    if "pool" in str(found["assign"]):  # which has no owners who could reach a limit
        found.pop("open_deals", None)
    return found


REACHES = one(
    "60%",
    {"1 h": "80%", "1 day": "40%", "later": "20%"},
    {"10 min": {"big": "90%", "otherwise": "70%"}, "later": "30%"},
    "~ 30%..90%",
)
OUTCOMES = one(
    {"accepted": "100%"},
    {"accepted": "40%", "not_ready": "60%"},
    {"accepted": {"at 10": "20%", "at 40": "80%"}, "not_ready": "50% of rest",
     "not_interested": "50% of rest"},
    {"accepted": "20%", "bad_fit": "30%", "not_ready": "50%"},
    {"accepted": "~ 30%..70%", "not_ready": "70% of rest", "bad_fit": "30% of rest"},
    {"accepted": {"big": "70%", "otherwise": "20%"}, "not_ready": "100% of rest"},
)  # fmt: skip


@st.composite
def calls(draw, cast, caller):
    found = {
        "by": caller,
        "first_call_reaches": draw(REACHES),
        "later_calls_reach": draw(one([], ["40%"], ["30%", "10%"])),
        "takes": draw(cast.by_class(WORK_WALL)),
        "then": draw(one("recycle", "drop")),
    }
    if found["later_calls_reach"]:
        gaps = one(["2 h"], ["4 h", "1 day"], ["1 wall day"], ["0 h", "1 h", "2 wall h"])
        found["gaps"] = draw(gaps)
    return found


WORK_WALL = one("0 min", "20 min", "3 h", "gamma(mean=1 h; cv=1.2)", "about 6 min", "2 h..9 h",
                "~ 10..90 min")  # fmt: skip


def conversation(cast):
    return st.fixed_dictionaries(
        {"takes": cast.by_class(WORK_WALL), "fit": OUTCOMES, "unfit": OUTCOMES},
        optional={"annoyed": cast.by_class(SHARE_LOW), "uplift": FACTOR},
    )


def stage(cast):
    found = {
        "rep_time": cast.by_class(WORK),
        "buyer_takes": cast.by_class(DURATION),
        "converts": cast.by_class(SHARE),
        "reasons": one({"price": "50%", "no_decision": "50%"}, {"price": "100%"}),
    }
    if cast.teams:
        found["by"] = st.sampled_from(cast.teams)
    return st.fixed_dictionaries(found)


@st.composite
def stages(draw, cast):
    if cast.stages and draw(SELDOM):
        return draw(_scaled(cast))
    return {name: draw(stage(cast)) for name in cast.stages}


@st.composite
def _scaled(draw, cast):
    """Stages under a stated win rate and cycle."""
    known = {"rep_time": "1 h", "buyer_takes": draw(one("gamma(mean=2 days; cv=1)", "1 day"))}
    if cast.teams:
        known["by"] = draw(st.sampled_from(cast.teams))
    found = {name: known | {"converts": draw(one("50%", "80%"))} for name in cast.stages}
    cycle = one("6 days", "~ 4..9 days")
    return found | draw(some(win_rate=one("30%", "3 of 10"), sales_cycle=cycle))


def sla(cast):
    breach = ["reassign", "nothing", *({"escalate": name} for name in cast.teams)]
    within = one("1 h", "20 wall min", "0 h", "1 business day")
    return st.fixed_dictionaries({"respond_within": within, "on_breach": st.sampled_from(breach)})


@st.composite
def pipeline(draw, cast):
    """Deals of the file in the scenario's stages; what it does not have is skipped."""
    known = {"L": "lead", "M": "mql", "S": "sql", "D": "demo", "P": "proposal"}
    have = ("lead", "mql", "sql", *cast.stages)
    columns = {"value": "value", "rep": "rep", "segment": "segment"} | (
        {"region": "region"} if cast.regions else {}
    )
    kept = draw(st.sets(st.sampled_from(sorted(columns))))
    chosen = {name: columns[name] for name in sorted(kept)} | draw(some(since=st.just("since")))
    if "web" in cast.channels and draw(MAYBE):
        chosen["channel"] = "channel"
    stages = {word: name if name in have else "skip" for word, name in known.items()}
    return {"file": "deals.csv", "as_of": "2027-01-03", "columns": chosen,
            "stages": stages | {"X": "skip"}}  # fmt: skip
