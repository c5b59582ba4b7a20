"""One lead's life in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from funnelsim.experiments.trace import Trace
from funnelsim.reports import numbers
from funnelsim.reports.cold import CAUSES

Row = dict[str, Any]
Tell = Callable[["Storyteller", Row], str]


class Storyteller:
    """Turns the rows of one lead into sentences.

    Parameters
    ----------
    trace
        The replication.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.currency = trace.model.currency
        self.words = trace.model.words

    def tell(self, lead: int | str) -> Iterator[str]:
        """One line per event: when, and what happened."""
        rows = self.trace.of_lead(lead)
        noun = self.label("lead")
        yield (
            f"{noun[:1].upper()}{noun[1:]} {int(rows['lead'][0])}, "
            f"replication {self.trace.replication}"
        )
        yield from self._told(rows)

    def lines(self) -> list[str]:
        """One line per row of a trace that holds one lead alone, as `Trace.only` gives it."""
        return list(self._told(self.trace.log))

    def _told(self, rows: Iterable[Any]) -> Iterator[str]:
        previous: dt.datetime | None = None
        for raw in rows:
            row = self.trace.row(raw)
            when: dt.datetime = row["time"]
            yield f"{stamp(when)}  {_after(previous, when)}  {self.sentence(row)}"
            previous = when

    def sentence(self, row: Row) -> str:
        """What happens in a row, without when."""
        return _SENTENCES[row["event"]](self, row)

    def money(self, value: float) -> str:
        return numbers.money(value, self.currency)

    def label(self, name: str) -> str:
        return numbers.label(name, self.words)

    def arrived(self, row: Row) -> str:
        kind = " ".join(word for word in (row["segment"], row["region"]) if word)
        fit = "a good fit" if row["fit"] else "no fit"
        value = f", a deal of {self.money(row['value'])}" if row["value"] else ""
        status = "" if row["stage"] == "lead" else f" as {self.label(row['stage'])}"
        return f"arrives from {row['channel']}{status}: {kind}, {fit}{value}"

    def touched(self, row: Row) -> str:
        answers = (row["signal"] or "no response").replace("_", " ")
        return f"gets {row['touch']} ({self.money(row['value'])}): {answers}"

    def signal(self, row: Row) -> str:
        act = row["signal"].replace("_", " ")
        return f"{act}; score {row['value']:.0f}"

    def assigned(self, row: Row) -> str:
        return f"goes to {row['rep'] or 'the queue of ' + row['team']}"

    def queued(self, row: Row) -> str:
        return f"waits for a {self.label(row['item'])} by {row['rep'] or row['team']}"

    def started(self, row: Row) -> str:
        work = self.label(row["item"])
        attempt = f", call {row['attempt']}" if row["attempt"] else ""
        return f"{row['rep']} starts the {work}{attempt}"

    def reached(self, row: Row) -> str:
        delay = numbers.hours(row["value"] / 3_600_000)
        return f"is reached by {row['rep']}, {delay} after the hot signal"

    def lost(self, row: Row) -> str:
        return f"the deal is lost: {(row['reason'] or 'lost').replace('_', ' ')}"

    def cold(self, row: Row) -> str:
        book = f", book value {self.money(row['value'])}" if row["value"] else ""
        return f"goes cold as {self.label(row['stage'])}: {CAUSES[row['cause']]}{book}"


_SENTENCES: Mapping[str, Tell] = {
    "arrived": Storyteller.arrived,
    "touched": Storyteller.touched,
    "signal": Storyteller.signal,
    "mql": lambda s, row: f"becomes {s.label('mql')} with score {row['value']:.0f}",
    "disqualified": lambda _, row: f"is disqualified with score {row['value']:.0f}",
    "assigned": Storyteller.assigned,
    "queued": Storyteller.queued,
    "started": Storyteller.started,
    "unreached": lambda _, row: f"is not reached by {row['rep']}",
    "reached": Storyteller.reached,
    "sql": lambda s, row: f"becomes {s.label('sql')}",
    "recycled": lambda _, row: f"leaves sales: {CAUSES[row['cause']]}",
    "not_interested": lambda _, row: f"says no: {CAUSES[row['cause']]}",
    "breached": lambda _, row: f"has waited longer than agreed with {row['team']}",
    "finished": lambda s, row: f"{row['rep']} has finished the {s.label(row['item'])}",
    "advanced": lambda s, row: f"advances to {s.label(row['to'])}",
    "won": lambda s, row: f"is won: {s.money(row['value'])}",
    "lost": Storyteller.lost,
    "cold": Storyteller.cold,
    "left": lambda _, row: "leaves the firm; the database does not notice",
    "competitor": lambda _, row: "buys from a competitor",
    "unsubscribed": lambda _, row: "unsubscribes",
    "reactivated": lambda _, row: f"comes back to life: {row['signal'].replace('_', ' ')}",
    "returned": lambda _, row: "returns from the competitor",
    "zombie": lambda _, row: "is open for longer than the rules can explain: a zombie",
}


def stamp(when: dt.datetime) -> str:
    """``2027-03-16 Tue 09:00``."""
    return (
        f"{when:%Y-%m-%d} {('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[when.weekday()]} "
        f"{when:%H:%M}"
    )


def _after(previous: dt.datetime | None, when: dt.datetime) -> str:
    """Time since the row before: ``+ 4.2 h``, right-aligned."""
    if previous is None:
        return " " * 11
    passed = (when - previous).total_seconds() / 3600
    return f"{'+ ' + numbers.hours(passed) if passed else '':>11}"
