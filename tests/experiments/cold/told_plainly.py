"""The money of two worlds, and where each lead's difference belongs, read off full logs row by row.

Nothing of the code under test is used: a log is a list of rows, a lead a list of its rows.
"""

from itertools import groupby
from math import fsum

from funnelsim.model.codes import Cause, Row, Status

CAUSE_OF = {
    Row.DISQUALIFIED: Cause.DISQUALIFIED,
    Row.LEFT: Cause.CONTACT_LEFT,
    Row.COMPETITOR: Cause.COMPETITOR,
    Row.UNSUBSCRIBED: Cause.UNSUBSCRIBED,
}
STATED = {Row.COLD, Row.LOST, Row.RECYCLED, Row.NOT_INTERESTED}
MAY_REPEAT = {Row.LEFT, Row.COMPETITOR, Row.UNSUBSCRIBED}
"""Rows that say with c = 1 that the lead was lost before."""


def leads_of(log):
    """Rows of each lead as dicts, in the lead's own order."""
    names = log.dtype.names
    rows = sorted(
        (dict(zip(names, row, strict=True)) for row in log.tolist() if row[1] != -1),
        key=lambda row: (row["lead"], row["seq"]),
    )
    return {lead: list(own) for lead, own in groupby(rows, key=lambda row: row["lead"])}


def epoch(model, tick):
    """Number of the epoch in force at a tick."""
    return max(i for i, begin in enumerate(model.epoch_ticks.tolist()) if begin <= tick)


def deal(model, rows):
    """(revenue, gross profit) that a lead brings in the horizon."""
    for row in rows:
        if row["kind"] == Row.WON and 0 <= row["tick"] < model.end:
            margin = model.margin[epoch(model, row["tick"]), kind(rows)]
            return row["value"], row["value"] * float(margin)
    return 0.0, 0.0


def kind(rows):
    """Class of a lead."""
    return next(row["b"] for row in rows if row["kind"] == Row.ARRIVED)


def money(model, leads):
    """Revenue and gross profit of a world."""
    deals = [deal(model, rows) for rows in leads.values()]
    return [fsum(column) for column in zip(*deals, strict=True)] if deals else [0.0, 0.0]


def wins(model, leads):
    """Leads won in the horizon."""
    return {lead for lead, rows in leads.items() if any(deal(model, rows))}


def losses(rows, end):
    """(cause, status, tick) of each time that a lead is lost before `end`, not twice for one."""
    found = []
    for row in rows:
        if row["tick"] >= end or (row["kind"] in MAY_REPEAT and row["c"] == 1):
            continue
        if row["kind"] in STATED:
            found.append((row["a"], row["stage"], row["tick"]))
        elif row["kind"] in CAUSE_OF:
            found.append((CAUSE_OF[row["kind"]], row["stage"], row["tick"]))
    return found


def status_after(rows, end):
    """Status of a lead before `end`."""
    status = None
    for row in rows:
        if row["tick"] < end:
            entered = {Row.MQL: Status.MQL, Row.SQL: Status.SQL, Row.ADVANCED: row["a"]}
            status = entered.get(row["kind"], row["stage"])
    return status


def last_team(rows, until):
    """The last team that a lead was given to up to a tick, -1 for none."""
    teams = [row["a"] for row in rows if row["kind"] == Row.ASSIGNED and row["tick"] < until]
    return teams[-1] if teams else -1


def entries(model, actual, twin):
    """One dict per lead that the worlds differ by: where it is booked, and what it is worth."""
    for lead in actual.keys() | twin.keys():
        now, then = actual.get(lead, []), twin.get(lead, [])
        worth = [b - a for a, b in zip(deal(model, now), deal(model, then), strict=True)]
        if not any(worth):
            continue
        won = [bool(rows) and any(deal(model, rows)) for rows in (now, then)]
        entry = {"lead": lead, "worth": [won[1] - won[0], *worth], "class": kind(now or then)}
        if not now:
            entry |= {"fate": "never_came"}
        elif won[0]:
            tick = next(row["tick"] for row in now if row["kind"] == Row.WON)
            name = "for_less" if won[1] else "crowded_out"
            at = next(row["stage"] for row in now if row["kind"] == Row.WON)
            entry |= {"fate": name, "stage": at, "tick": tick}
            entry |= {"team": last_team(now, tick + 1)}
        elif lost := losses(now, model.end):
            cause, status, tick = lost[-1]
            entry |= {"fate": Cause(cause).name.lower(), "stage": status, "tick": tick}
            entry |= {"team": last_team(now, model.end)}
        else:
            last = max(row["tick"] for row in now if row["tick"] < model.end
                       and row["kind"] not in (Row.TOUCHED, Row.SIGNAL))  # fmt: skip
            entry |= {"fate": "open", "stage": status_after(now, model.end), "tick": last}
            entry |= {"team": last_team(now, model.end)}
        yield entry
