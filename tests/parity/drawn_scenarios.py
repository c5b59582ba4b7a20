"""Scenarios over the whole schema that an engine sees, as text, with policies to run them with."""

import json

import drawn_leads as leads
import drawn_sales as sales
from drawn_numbers import (
    DAYS,
    DEAL,
    DURATION,
    FACTOR,
    HOURS,
    LIFE,
    MAYBE,
    OWN_RATE,
    RISK,
    SELDOM,
    SHARE,
    SHARE_HIGH,
    STEADY,
    WORK,
    ZONE,
    Cast,
    one,
    some,
)
from hypothesis import strategies as st

LISTED = ("segments", "regions", "channels", "nurture", "teams", "stages", "policies")
"""Blocks whose entries have a line each."""


def text_of(found):
    """The scenario as YAML, a line for each block or named entry."""
    lines = []
    for key, body in found.items():
        if key in LISTED and isinstance(body, dict) and body:
            lines.append(f"{key}:")
            lines += [f"  {name}: {json.dumps(entry)}" for name, entry in body.items()]
        else:
            lines.append(f"{key}: {json.dumps(body)}")
    return "\n".join(lines) + "\n"


# -- settings of classes, dates and policies --------------------------------------------------


def per_lead(cast):
    """What may differ from lead to lead, by dotted key."""
    found = {
        "handoff.delay": DURATION,
        "qualification.threshold": one(5, 20),
        "qualification.points.email_open": one(1, 30),
        "qualification.hand_over_at_once": one([], ["webinar"]),
        "qualification.good_fit_passes": SHARE_HIGH,
        "interest.half_life": STEADY,
        "interest.floor": SHARE,
        "behaviour.pricing_visit": OWN_RATE,
        "behaviour.book_call": OWN_RATE,
        "eagerness": one({"halves_every": "1 day", "never_below": "20%"}, {"halves_every": "3 h"}),
        "hazards.changes_job": RISK,
        "hazards.competitor": RISK,
        "hazards.return_after": DURATION_WALL,
        "calls.first_call_reaches": SHARE,
        "calls.takes": sales.WORK_WALL,
        "calls.then": one("drop", "recycle"),
        "conversation.fit": OTHER_OUTCOMES,
        "conversation.uplift": FACTOR,
        "nurture.welcome.response": FACTOR,
        "nurture.welcome.touches.mail.after": one("0 days", "3 days", "5 h"),
        "nurture.welcome.touches.mail.any_time": MAYBE,
        "nurture.welcome.max_times": one(1, 3),
    }
    for stage in ("lead", "mql", "sql", *cast.stages):
        found[f"shelf_life.{stage}"] = LIFE
    for stage in cast.stages:
        # A stated sales cycle scales what buyers take, so some of them must take something.
        found[f"stages.{stage}.buyer_takes"] = DURATION.filter(lambda takes: takes != "0 min")
        found[f"stages.{stage}.rep_time"] = WORK
    if cast.teams:
        found["sla"] = sales.sla(cast)
        found[f"teams.{cast.teams[0]}.habits.never_worked"] = SHARE
    return found


# Mappings merge: these leave nothing of what was there.
DURATION_WALL = one("3 h", "1..4 days", "off")
OTHER_OUTCOMES = one(
    {
        "accepted": "60%",
        "not_ready": "50% of rest",
        "not_interested": "50% of rest",
        "bad_fit": "0%",
    },
    {"accepted": "30%", "not_ready": "60%", "not_interested": "0%", "bad_fit": "10%"},
)
OTHER_ENTRY = one("lead", "sql", {"lead": "0%", "mql": "50%", "sql": "50%"})
OTHER_MIX = one({"big": "100%", "small": "0%"}, {"big": "30%", "small": "70%"})


def _may_drop_proposal(found, cast):
    """Whether nothing but the list of stages names it."""
    others = {key: body for key, body in found.items() if key != "stages"}
    return "proposal" in cast.stages and "proposal" not in json.dumps(others)


def for_all(found, cast):
    """What may change at a date or with a policy, of what is there to be changed."""
    known = per_lead(cast) | {"nurture.welcome": st.just("off"), "channels.extra": st.just(
        {"leads": "1/day", "enters": "mql"})}  # fmt: skip
    first = cast.channels[0]
    known[f"channels.{first}.enters"] = OTHER_ENTRY
    known[f"channels.{first}.lumpiness"] = one("high", {"day": 0.4})
    known[f"channels.{first}.entry_score"] = one(3, 50)
    known[f"channels.{first}.segments"] = OTHER_MIX
    if isinstance(found["channels"][first].get("leads"), str):
        known[f"channels.{first}.leads"] = one("x2", "x0.3", "off")
    for name in cast.teams:
        known |= _of_team(found["teams"][name], f"teams.{name}")
    if _may_drop_proposal(found, cast):
        known = {key: known[key] for key in known if "proposal" not in key}
        known["stages.proposal"] = st.just("off")
    if cast.stages and not {"win_rate", "sales_cycle"} & found["stages"].keys():
        known["stages.signing"] = sales.stage(cast)
    if len(cast.teams) == 2:
        known["calls.by"] = st.just("ae")
        for stage in cast.stages:
            known[f"stages.{stage}.by"] = st.sampled_from(cast.teams)
    return known


def _of_team(block, path):
    known = {
        f"{path}.work_first": sales.WORK_FIRST,
        f"{path}.classes": sales.CLASSES,
        f"{path}.selling_time": one("50%", "100%"),
    }
    pool = "pool" in str(block["assign"])
    if isinstance(block["assign"], str) and "open_deals" not in block:
        known[f"{path}.assign"] = st.sampled_from(sales.MODES)
    elif not pool:
        known[f"{path}.open_deals"] = one(1, 2, 5)
    if isinstance(block["reps"], dict):
        named = sorted(block["reps"])
        known[f"{path}.reps.more"] = one({"count": 1, "ramp": ["50%"]}, {"starts": "2027-01-12"})
        known[f"{path}.reps.{named[0]}.speed"] = FACTOR
        known[f"{path}.reps.{named[0]}.count"] = one(0, 2, 3, "unlimited")
        if isinstance(block["assign"], str):
            known[f"{path}.reps.{named[0]}"] = st.just("off")
            rules = len(named) > 1 and "open_deals" not in block  # never for a group that leaves
            known[f"{path}.assign"] = sales.rules(named[1:]) if rules else st.just("least-loaded")
    else:
        known[f"{path}.reps"] = one(0, 1, 2, "unlimited")
    return known


@st.composite
def settings(draw, known):
    keys = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=3, unique=True))
    kept = [k for k in keys if not any(k.startswith(f"{other}.") for other in keys)]
    return {key: draw(known[key]) for key in kept}


# -- the whole --------------------------------------------------------------------------------


@st.composite
def casts(draw):
    return Cast(
        channels=draw(one(("web",), ("web",), ("web", "ads"))),
        segments=("big", "small"),
        regions=("north", "south") if draw(SELDOM) else (),
        teams=draw(one(("sdr", "ae"), ("sdr",), ("sdr", "ae"), ("sdr",), ("sdr", "ae"), ())),
        stages=draw(one(("demo",), ("demo", "proposal"), ("demo", "proposal"), ())),
    )


@st.composite
def scenarios(draw):
    """Text of a scenario and the policies to run it with."""
    cast = draw(casts())
    by_lead = per_lead(cast)
    found = {"kind": "blank", "name": "generated", "from": "2027-01-04"}
    found["horizon"] = draw(one("9 days", "15 days", "9 days", "100 h"))
    found["run_off"] = draw(one("none", "5 days", "1 h"))
    found["calendar"] = {"hours": draw(HOURS)} | draw(some(holidays=sales.HOLIDAYS, time_zone=ZONE))
    found["deal"] = draw(cast.by_class(DEAL))
    found["segments"] = draw(leads.segments(settings(by_lead)))
    if cast.regions:
        found["regions"] = draw(leads.regions(settings(by_lead)))
    found["channels"] = draw(leads.channels(cast, settings(by_lead)))
    found["qualification"] = draw(leads.qualification(cast))
    found |= draw(
        some(
            season=leads.SEASON,
            interest=some(half_life=cast.by_class(STEADY), floor=SHARE),
            eagerness=some(halves_every=cast.by_class(STEADY), never_below=SHARE),
            shelf_life=leads.shelf_life(cast),
            hazards=leads.hazards(cast),
            handoff=st.fixed_dictionaries({"delay": cast.by_class(DURATION)}),
        )
    )
    found["behaviour"] = draw(leads.behaviour(cast))
    found["nurture"] = draw(leads.nurture(cast))
    if cast.teams:
        found["teams"] = {name: draw(sales.team(cast)) for name in cast.teams}
        found["calls"] = draw(sales.calls(cast, draw(st.sampled_from(cast.teams))))
        found["conversation"] = draw(sales.conversation(cast))
        if draw(MAYBE):
            found["sla"] = draw(sales.sla(cast))
    found["stages"] = draw(sales.stages(cast))
    if draw(SELDOM):
        found["warm_up"] = "none"
        found["pipeline"] = draw(sales.pipeline(cast))
    else:
        found["warm_up"] = draw(one("none", "4 days"))
    with_ = draw(_in_force(found, for_all(found, cast)))
    return text_of(found), with_


@st.composite
def _in_force(draw, found, known):
    """Changes at dates and policies, added to the scenario; returns the policies in force."""
    found["policies"] = {"one": {"set": draw(settings(known))}}
    if draw(MAYBE):
        found["policies"]["one"]["from"] = draw(DAYS)
    found["policies"]["both"] = {"includes": ["one"], "set": {"handoff.delay": "1 h"}}
    if draw(MAYBE):
        found["changes"] = [{"from": draw(DAYS), "set": draw(settings(known))}]
    return draw(one((), ("one",), ("one",), ("both",)))
