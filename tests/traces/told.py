"""Event logs told in sentences, one per row, and the short scenarios they come from.

A line reads ``05 09:30 bob is an MQL (visit 1)``: day of the month, time (a part of a minute is
cut off), lead, and what happens. Lines come in the log's order, but leads of one tick in the order
of their file: the log's own order among them is that of hashed identities.
"""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from funnelsim.model.codes import Cause, ItemClass, Row, Signal
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.log import first_difference
from funnelsim.rules.addresses import row_code, row_identity
from funnelsim.scenario.load import load
from two_engines import simulate

SCENARIOS = Path(__file__).parents[2] / "scenarios"

BASE = """
kind: blank
name: Trace
from: 2027-01-04
horizon: 28 days
warm_up: none
run_off: none
deal: 1000
"""
"""From Monday, 4 January. Unless a trace says otherwise reps work around the clock, reach everybody
at once, everybody accepts, and a scenario without stages ends there."""

ONE_REP = "teams: {sdr: {reps: {ann: {}}}}\n"
TWO_REPS = "teams: {sdr: {reps: {ann: {}, bob: {}}}}\n"
"""By their codes ann comes before bob."""


def traced(folder, leads, text="", enters="mql", sets=(), with_=(), seed=1):
    """Story of the base with more text below it.

    Parameters
    ----------
    leads
        Rows of the replay file, first `id` and `time`, then what `text` needs; its header is
        `id,time` unless the first row is one.
    """
    rows = lines(leads)
    header = [] if rows[0].startswith("id,") else ["id,time"]
    (folder / "leads.csv").write_text("\n".join(header + rows) + "\n")
    path = folder / "trace.yaml"
    channels = f"channels: {{in: {{replay: leads.csv, enters: {enters}}}}}\n"
    path.write_text(BASE + channels + text)
    return story_of(path, sets, with_, seed)


def story_of(path, sets=(), with_=(), seed=1):
    """Lines of a scenario's log; the same with invariants checked and another creation order."""
    model = compile_model(load(path, sets, with_))
    log = simulate(model, seed, 0)
    assert first_difference(log, simulate(model, seed, 0, verify=True, shuffle=4)) is None
    return Told(model, names_of(model, path.parent)).lines(log)


def names_of(model, folder):
    """Ids of the replayed leads by identity."""
    names = {}
    for replayed in model.replay:
        file, line = replayed.row.rsplit(":", 1)
        with (folder / file).open() as stream:
            row = list(csv.DictReader(stream))[int(line) - 2]
        code = row_code(row.get("id") or f"line {line}")
        identity = row_identity(int(model.channel_codes[replayed.channel]), code)
        assert identity == replayed.lead
        names[identity] = row.get("id") or f"lead {int(line) - 1}"
    return names


class Told:
    """Sentences for the rows of one model's logs."""

    def __init__(self, model, names):
        self.model = model
        self.names = names

    def lines(self, log):
        order = {lead: place for place, lead in enumerate(self.names)}
        rows = sorted(
            log[log["lead"] >= 0],
            key=lambda row: (row["tick"], order[int(row["lead"])], row["seq"]),
        )
        return [
            f"{self.when(row['tick'])} {self.names[int(row['lead'])]} {self.what(row)}"
            for row in rows
        ]

    def when(self, tick):
        start = datetime.combine(self.model.origin, datetime.min.time())
        return (start + timedelta(milliseconds=int(tick))).strftime("%d %H:%M")

    def rep(self, row):
        reps = self.model.names.reps
        return reps[row["b"]].split(" ", 1)[-1] if 0 <= row["b"] < len(reps) else "nobody"

    def what(self, row):
        kind, a, c, value = Row(int(row["kind"])), int(row["a"]), int(row["c"]), row["value"]
        names, who = self.model.names, self.rep(row)
        status, item = (
            names.status(int(row["stage"])),
            ItemClass(c).name.lower() if 0 <= c < 3 else "",
        )
        team = names.teams[a] if 0 <= a < len(names.teams) else ""
        match kind:
            case Row.ARRIVED:
                return f"arrives as {status}"
            case Row.TOUCHED:
                answers = [s.name.lower() for s in Signal if int(row["b"]) >> s & 1]
                return f"gets {names.touches[a]}: {', '.join(answers) or 'nothing'}"
            case Row.SIGNAL:
                return f"{Signal(a).name.lower()}, score {value:g}"
            case Row.MQL:
                return f"is an MQL (visit {a})"
            case Row.ASSIGNED:
                places = {-1: f"the pool of {team}", -2: f"hold at {team}"}
                return f"goes to {places.get(int(row['b']), who)}"
            case Row.QUEUED:
                return f"waits for {'anybody' if row['b'] < 0 else who}: {item}"
            case Row.STARTED:
                return f"{who} starts {item}" + (f" {value:g}" if c != ItemClass.MEETING else "")
            case Row.REACHED:
                return f"{who} reaches it after {value / 60_000:g} min"
            case Row.UNREACHED:
                return f"{who} misses it"
            case Row.FINISHED:
                return f"{who} finishes {item}, free at {self.when(int(value))}"
            case Row.SQL:
                return "is an SQL"
            case Row.ADVANCED:
                return f"enters {names.status(a)}"
            case Row.RECYCLED:
                return f"is {'dropped' if row['b'] else 'recycled'}: {Cause(a).name.lower()}"
            case Row.NOT_INTERESTED:
                return f"is lost: {Cause(a).name.lower()}"
            case Row.LOST:
                reason = names.reasons[row["b"]] if row["b"] >= 0 else "no reason"
                return f"is lost: {Cause(a).name.lower()} ({reason})"
            case Row.WON:
                return f"is won: {value:g}"
            case Row.COLD:
                return f"goes cold in {status}: {Cause(a).name.lower()}"
            case Row.COMPETITOR:
                return f"buys elsewhere in {status}"
            case Row.LEFT:
                return f"has left in {status}"
            case Row.REACTIVATED:
                return f"is back: {Signal(a).name.lower()}"
            case Row.RETURNED:
                return "returns"
            case Row.BREACHED:
                return "waits beyond the agreed time"
            case _:
                return kind.name.lower()


def lines(text):
    """The expected story, written as a block."""
    return [line.strip() for line in text.strip().split("\n")]


def handed_over(when, lead, rep, visit=1):
    """The rows from MQL to a rep's queue, without delay."""
    return [
        f"{when} {lead} is an MQL (visit {visit})",
        f"{when} {lead} goes to {rep}",
        f"{when} {lead} waits for {rep}: first_call",
    ]


def arrives(when, lead, rep):
    """The rows of a lead that enters as MQL."""
    return [f"{when} {lead} arrives as mql", *handed_over(when, lead, rep)]


def accepted(when, lead, rep, minutes, item="first_call"):
    """The rows of a call that ends in an SQL, `minutes` after the hot signal."""
    return [
        f"{when} {lead} {rep} reaches it after {minutes} min",
        f"{when} {lead} {rep} finishes {item}, free at {when}",
        f"{when} {lead} is an SQL",
    ]


def missed(when, lead, rep, item="first_call"):
    """The rows of a call in vain."""
    return [
        f"{when} {lead} {rep} misses it",
        f"{when} {lead} {rep} finishes {item}, free at {when}",
    ]


def outdent(text):
    """Text of a trace, written indented in a test."""
    rows = text.split("\n")
    return "\n".join(row[4:] if row.startswith("    ") else row for row in rows) + "\n"
