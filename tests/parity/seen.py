"""What a run exercised, in names: the evidence that generated scenarios reach everything."""

from itertools import chain

import numpy as np

from funnelsim.model.codes import (
    Assign,
    Cause,
    ItemClass,
    OnBreach,
    Row,
    Signal,
    Status,
    WorkFirst,
)
from funnelsim.rules import families
from funnelsim.rules.numerics import NEVER_TICK

HELD, POOL = -2, -1
CAUSED = (Row.COLD, Row.LOST, Row.NOT_INTERESTED, Row.RECYCLED)
FAMILY = {code: name.lower() for name, code in vars(families).items() if name.isupper()}
SHARES_ONLY = (families.BETA, families.LOGITNORMAL)
"""Families of shares, which are no draws of single leads: their mean acts, or one per world."""
IN_ROWS_OF_THEIR_OWN = (Cause.UNSUBSCRIBED, Cause.CONTACT_LEFT, Cause.COMPETITOR,
                        Cause.DISQUALIFIED, Cause.ZOMBIE)  # fmt: skip
PER_LEAD = ("lead", "clock", "stage", "habit")
"""Tables that hold distributions."""


def seen(model, log, with_=()):
    """Names of what happened in a log and of what in the model was in use."""
    found = {f"row {Row(kind).name}" for kind in np.unique(log["kind"])}
    found |= {f"lost by {Cause(c).name}" for kind in CAUSED for c in np.unique(of(log, kind)["a"])}
    found |= {f"signal {Signal(k).name}" for k in np.unique(of(log, Row.SIGNAL)["a"])}
    found |= {f"enters {model.names.status(s)}" for s in np.unique(of(log, Row.ARRIVED)["stage"])
              if s <= Status.SQL}  # fmt: skip
    found |= {f"works {ItemClass(c).name}" for c in np.unique(of(log, Row.STARTED)["c"])}
    found |= {f"draws {name}" for name in drawn_families(model)}
    found |= {f"doubts {FAMILY[p.family]}" for p in model.parameters if not p.joint}
    found |= set(_teams(model, log)) | set(_leads(model, log)) | set(_scenario(model, log, with_))
    return found


def of(log, kind):
    return log[log["kind"] == kind]


def drawn_families(model):
    """Families of all distributions in the tables that are drawn from lead by lead."""
    for name in PER_LEAD:
        table = getattr(model, name)
        for field in table.dtype.names:
            if table.dtype[field].names and "family" in table.dtype[field].names:
                for code in np.unique(table[field]["family"]):
                    yield FAMILY[int(code)]
                if table[field]["business"].any():
                    yield "in open time"


def _teams(model, log):
    assigned, started = of(log, Row.ASSIGNED), of(log, Row.STARTED)
    for team in np.unique(assigned["a"]):
        for row in model.team[:, team]:
            if not row["rules_size"]:
                yield f"assigns {Assign(row['assign']).name}"
            for rule in model.rule[row["rules_start"] : row["rules_start"] + row["rules_size"]]:
                yield f"rules {Assign(rule['assign']).name}"
                if rule["wait"] < np.inf:
                    yield "rules that wait"
            if row["open_deals"]:
                yield "limited deals"
    for team in np.unique(started["a"]):
        for row in model.team[:, team]:
            yield f"first {WorkFirst(row['work_first']).name}"
            yield "classes in another order" if row["class_rank"][0] else "classes in order"
            if row["selling_time"] < 1:
                yield "overhead"
    if (assigned["b"] == HELD).any():
        yield "held"
    if _followed(assigned, HELD).any():
        yield "released"
    for rep in np.unique(started["b"]):
        yield "unlimited rep" if model.rep["unlimited"][:, rep].any() else "rep"
        if (model.rep["starts"][:, rep] > 0).any():
            yield "rep who joins"
        if (model.rep["ends"][:, rep] < min(model.stop, NEVER_TICK)).any():
            yield "rep who leaves"
        if rep in model.absences["rep"]:
            yield "absences"
    if (~model.rep["present"].astype(bool)).any(axis=0)[np.unique(started["b"])].any():
        yield "rep of some dates"
    if len(of(log, Row.BREACHED)):
        for action in np.unique(model.lead["on_breach"]):
            yield f"on breach {OnBreach(action).name}"
        yield f"deadline in {'open time' if model.lead['sla_business'].any() else 'wall time'}"


def _followed(assigned, b):
    """Whether the row after one with this `b` is the same lead's, with a rep."""
    rows = assigned[np.lexsort((assigned["seq"], assigned["lead"]))]
    again = rows["lead"][1:] == rows["lead"][:-1]
    return again & (rows["b"][:-1] == b) & (rows["b"][1:] >= 0)


def _leads(model, log):
    touched, signals = of(log, Row.TOUCHED), of(log, Row.SIGNAL)
    if (signals["b"] < 0).any():
        yield "own behaviour"
    pairs = touched[["lead", "a"]]
    if len(np.unique(pairs)) < len(pairs):
        yield "touch again"
    for kind, name in ((Row.LEFT, "left"), (Row.COMPETITOR, "competitor"),
                       (Row.UNSUBSCRIBED, "unsubscribed")):  # fmt: skip
        for cold in np.unique(of(log, kind)["c"]):
            yield f"{name} {'when cold' if cold else 'when alive'}"
    for dropped in np.unique(of(log, Row.RECYCLED)["b"]):
        yield "dropped" if dropped else "recycled"
    if (of(log, Row.MQL)["a"] > 1).any():
        yield "second visit"
    if (of(log, Row.STARTED)["value"] > 1).any():
        yield "second attempt"
    if len(of(log, Row.MQL)):
        for field, name in (("interest_half_life", "fading interest"),
                            ("score_half_life", "fading score"),
                            ("eagerness_half_life", "fading eagerness")):  # fmt: skip
            if np.isfinite(model.lead[field]).any():
                yield name


def _scenario(model, log, with_):
    if with_:
        yield "policy"
    if len(model.epoch_ticks) > 1:
        yield "dated"
    if any(p.joint for p in model.parameters):
        yield "joint draws"
    if model.begin < 0:
        yield "warm-up"
    if model.stop > model.end:
        yield "run-off"
    if not model.names.teams:
        yield "no teams"
    if not model.names.stages:
        yield "no stages"
    if model.names.regions != ("",):
        yield "regions"
    for name in ("batches", "replay", "pipeline", "campaigns"):
        if len(getattr(model, name)):
            yield name
    channel = model.channel
    for field in ("growth", "day_cv", "month_cv", "step_size", "step_cycle", "budget", "visitors"):
        if channel[field].any():
            yield f"channel with {field}"
    if np.isfinite(channel["saturates_at"]).any():
        yield "channel that saturates"
    arrived = len(of(log, Row.ARRIVED))
    yield "overload" if arrived > 200 else "ten leads" if arrived <= 10 else "some leads"


EVERYTHING = frozenset(
    chain(
        (f"row {kind.name}" for kind in Row),
        (f"lost by {cause.name}" for cause in Cause if cause not in IN_ROWS_OF_THEIR_OWN),
        (f"signal {kind.name}" for kind in Signal),
        (f"enters {status.name.lower()}" for status in Status),
        (f"works {kind.name}" for kind in ItemClass),
        (f"draws {FAMILY[code]}" for code in FAMILY if code not in SHARES_ONLY),
        (f"doubts {name}" for name in ("lognormal", "exponential", "uniform", "triangular",
                                       "beta", "logitnormal")),
        (f"assigns {mode.name}" for mode in Assign),
        (f"rules {mode.name}" for mode in Assign),
        (f"first {order.name}" for order in WorkFirst),
        (f"on breach {action.name}" for action in OnBreach),
        (f"{name} when {state}" for name in ("left", "competitor", "unsubscribed")
         for state in ("alive", "cold")),
        (f"channel with {field}" for field in
         ("growth", "day_cv", "month_cv", "step_size", "step_cycle", "budget", "visitors")),
        ("draws in open time", "rules that wait", "limited deals", "classes in order",
         "classes in another order", "overhead", "held", "released", "rep", "unlimited rep",
         "rep who joins", "rep who leaves", "rep of some dates", "absences",
         "deadline in open time", "deadline in wall time", "own behaviour", "touch again",
         "recycled", "dropped", "second visit", "second attempt", "fading interest",
         "fading score", "fading eagerness", "policy", "dated", "joint draws", "warm-up",
         "run-off", "no teams", "no stages", "regions", "batches", "replay", "pipeline",
         "campaigns", "channel that saturates", "ten leads", "some leads", "overload"),
    )
)  # fmt: skip
"""All names that `seen` may find."""
