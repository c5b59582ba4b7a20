"""Lives of a lead as a picture: in the actual world, and in the one in which no lead goes cold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from funnelsim.experiments.cold.explain import TwoLives, common_rows
from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.cold.worlds import DAY
from funnelsim.experiments.trace import Trace
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.cold_story import headline
from funnelsim.reports.pictures import Happening, Lane, Life, Role, Span
from funnelsim.reports.story import Storyteller, stamp

ACTUAL, TWIN = "as it is", "if no lead went cold"
"""Names of the two worlds."""

Row = dict[str, Any]
Place = tuple[str, Role]

MARKETING: Place = ("with marketing", "muted")
WAITING: Place = ("waiting", "cold")
CALLS: Place = ("calls", "other")

ENDS = frozenset({"won", "lost", "cold", "left", "competitor", "unsubscribed", "zombie"})
"""Events after which a lead is nobody's, unless another one takes it up again."""

BACK = frozenset({"recycled", "not_interested", "disqualified", "reactivated", "returned"})
"""Events after which marketing has it."""

_HAPPENS: Mapping[str, tuple[str, Role]] = {
    "touched": ("touch", "muted"),
    "signal": ("signal", "luck"),
    "disqualified": ("disqualified", "bad"),
    "unreached": ("call in vain", "other"),
    "reached": ("conversation", "other"),
    "recycled": ("leaves sales", "muted"),
    "not_interested": ("says no", "bad"),
    "breached": ("waits too long", "cold"),
    "won": ("won", "good"),
    "lost": ("deal lost", "bad"),
    "left": ("leaves the firm", "bad"),
    "competitor": ("buys elsewhere", "bad"),
    "unsubscribed": ("unsubscribes", "bad"),
    "reactivated": ("comes back", "good"),
    "returned": ("comes back", "good"),
    "zombie": ("a zombie", "bad"),
}
"""What a mark is called, and its role; events that are missing here are told by the spans."""


def life_of(lives: Mapping[str, Trace]) -> Life:
    """Lives of one lead under one another.

    Parameters
    ----------
    lives
        By the name of the world, traces that hold the rows of that lead alone (`Trace.only`);
        without rows where it never comes.
    """
    known = [trace.log["tick"] for trace in lives.values() if len(trace.log)]
    first = min((int(ticks.min()) for ticks in known), default=0)
    last = max((int(ticks.max()) for ticks in known), default=0)
    lanes = [_lane(name, trace, first, last) for name, trace in lives.items()]
    noun = _noun(next(iter(lives.values())))
    return {
        "kind": "life", "x": {"label": f"days since the {noun} arrived", "unit": "days"},
        "lanes": lanes,
    }  # fmt: skip


def _lane(name: str, trace: Trace, first: int, last: int) -> Lane:
    told = Storyteller(trace)
    spans: list[Span] = []
    place: Place | None = None
    stage, begin = "", first

    def close(tick: int) -> None:
        if place is not None and tick > begin:
            spans.append(_span(place, begin - first, tick - first))

    rows = trace.rows()
    for row in rows:
        stage = _stage(row, stage)
        found = _place(row, place, stage, told)
        if found != place:
            close(row["tick"])
            place, begin = found, row["tick"]
    close(last)  # a lead that is still under way
    return {"name": name, "spans": spans, "happenings": list(_happenings(rows, first, told))}


def _span(place: Place, begin: int, end: int) -> Span:
    label, role = place
    return {"begin": begin / DAY, "end": end / DAY, "label": label, "role": role}


def _stage(row: Row, before: str) -> str:
    """The status of a lead after a row."""
    if row["event"] == "arrived":
        return str(row["stage"])
    if row["event"] == "advanced":
        return str(row["to"])
    return row["event"] if row["event"] in ("mql", "sql") else before


def _place(row: Row, before: Place | None, stage: str, told: Storyteller) -> Place | None:
    """Where a lead is after a row; None where nobody has it."""
    event, item = row["event"], row.get("item")
    if event in ENDS:
        return None
    if event in BACK:
        return MARKETING
    if event == "arrived":
        return MARKETING if stage == "lead" else WAITING if stage == "mql" else _at(stage, told)
    if event == "mql" or (event == "queued" and item == "meeting"):
        return WAITING
    if event == "started":
        return _at(stage, told) if item == "meeting" else CALLS
    if event in ("sql", "advanced"):
        return _at(stage, told)
    return before


def _at(stage: str, told: Storyteller) -> Place:
    return told.label(stage), "main"


def _happenings(rows: Sequence[Row], first: int, told: Storyteller) -> list[Happening]:
    found: list[Happening] = []
    for row in rows:
        named = _happening(row, told)
        if named is not None:
            label, role = named
            found.append({"at": (row["tick"] - first) / DAY, "label": label, "role": role})
    return found


def _happening(row: Row, told: Storyteller) -> tuple[str, Role] | None:
    event = row["event"]
    if event in ("mql", "sql"):
        return told.label(event), "main"
    if event == "cold":
        return f"goes cold: {CAUSES[row['cause']]}", "bad"
    return _HAPPENS.get(event)


def life_card(cold: Cold, lead: TwoLives, number: int = 1) -> Card:
    """The card of one lead behind the price.

    Parameters
    ----------
    number
        Of the lead among those that are told, from 1; part of the card's name.
    """
    return _card(number, headline(cold, lead), lead.actual, lead.twin, lead.common)


def traced_card(trace: Trace, lead: int | str) -> Card:
    """The card of one lead of a replication; its twin is simulated.

    Parameters
    ----------
    lead
        Its number, or one of `trace.CHOICES`.

    Raises
    ------
    UsageError
        There is no such lead.
    """
    actual, other = trace.only(lead), trace.without_decay()
    number = int(actual.log["lead"][0])
    twin = other.only(number) if number in other.identities else replace(other, log=other.log[:0])
    noun, (one, another) = _noun(actual), (_end(world) for world in (actual, twin))
    ends = (
        f"In both worlds: {one}."
        if one == another
        else f"As it is: {one}. If no lead went cold: {another}."
    )
    finding = f"{noun[:1].upper()}{noun[1:]} {number}, replication {trace.replication}. {ends}"
    return _card(1, finding, actual, twin, common_rows(actual.log, twin.log))


def _end(trace: Trace) -> str:
    """The last thing of weight that happens to a lead."""
    rows = trace.rows()
    if not rows:
        return "never comes"
    light = {"touched", "signal"}
    last = next((row for row in reversed(rows) if row["event"] not in light), rows[-1])
    return Storyteller(trace).sentence(last)


def _noun(trace: Trace) -> str:
    return numbers.label("lead", trace.model.words)


def _card(number: int, finding: str, actual: Trace, twin: Trace, common: int) -> Card:
    noun = _noun(actual)
    return Card(
        id=f"lead-life-{number}",
        section="cold",
        title=f"One {noun} in both worlds",
        finding=finding,
        caption=(
            "Bars say who has it, marks what happens. The upper life is the one that is lived, the "
            f"lower one that of the same {noun} in the same market if nobody went cold."
        ),
        picture=life_of({ACTUAL: actual, TWIN: twin}),
        grid=grid(
            [("when", "text"), ("world", "text"), ("what happens", "text")],
            _table(actual, twin, common),
        ),
    )


def _table(actual: Trace, twin: Trace, common: int) -> list[list[Cell]]:
    """Events of both lives: those they share, those of the actual one, those of the twin."""
    parts = (
        ("both", actual, slice(0, common)),
        (ACTUAL, actual, slice(common, None)),
        (TWIN, twin, slice(common, None)),
    )
    return [
        [stamp(when), world, sentence]
        for world, trace, part in parts
        for when, sentence in _events(trace)[part]
    ]


def _events(trace: Trace) -> list[tuple[dt.datetime, str]]:
    told = Storyteller(trace)
    return [(row["time"], told.sentence(row)) for row in trace.rows()]
