"""Scenarios of a few lines from Monday, 4 January, and what their logs say, in names."""

from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load

HOUR = 3_600_000
DAY = 24 * HOUR

HEAD = {
    "kind": "blank",
    "name": "Small",
    "from": "2027-01-04",
    "horizon": "30 days",
    "warm_up": "none",
    "run_off": "none",
    "calendar": "{hours: 24/7}",
    "segments": "{any: {share: 100%, fit: 100%, deal: 1}}",
}
OFFICE = "{hours: mon-fri 09:00-17:00}"
EVERYBODY_ACCEPTS = """
calls: {by: t, first_call_reaches: 100%}
conversation: {fit: {accepted: 100%}}
"""


def lines(text, **head):
    """The text below its head; keys of the head may differ or, with None, be left out."""
    kept = {key: value for key, value in (HEAD | head).items() if value is not None}
    return "\n".join([*(f"{key}: {value}" for key, value in kept.items()), text])


def small(text, with_=(), sets=(), **head):
    """The compiled model."""
    return compile_model(load(None, sets, with_, text=lines(text, **head), name="small.yaml"))


def with_files(folder, text, files, **head):
    """The compiled model of a scenario that reads files beside it."""
    for name, content in files.items():
        (folder / name).write_text(content)
    (folder / "small.yaml").write_text(lines(text, **head))
    return compile_model(load(folder / "small.yaml"))


def batch(leads, enters="sql", more=""):
    """One channel with a batch at 09:00 of the first day."""
    days = f"batches: [{{date: 2027-01-04, leads: {leads}}}]"
    return f"channels: {{in: {{leads: off, enters: {enters}, {days}{more}}}}}\n"


def told(model, log, *kinds):
    """(hours since the start, name) of the rows of some kinds, in the log's order.

    The name is that of the rep (of the team where nobody owns the lead), stage or touch.
    """
    rows = log[[kind in kinds for kind in log["kind"]]]
    return [(row["tick"] / HOUR, named(model, row)) for row in rows]


def named(model, row):
    names, kind = model.names, row["kind"]
    if kind == Row.TOUCHED:
        return names.touches[row["a"]]
    if kind in (Row.ADVANCED, Row.COLD):
        return names.status(row["a"] if kind == Row.ADVANCED else row["stage"])
    if kind in (Row.ASSIGNED, Row.QUEUED) and row["b"] < 0:
        return f"{names.teams[row['a']]} {'held' if row['b'] == -2 else 'pool'}"
    if kind in (Row.ASSIGNED, Row.QUEUED, Row.STARTED, Row.FINISHED, Row.REACHED, Row.UNREACHED):
        return names.reps[row["b"]]
    return Row(int(kind)).name


def past(model, log, tick):
    """Everything that happened before a tick, without positions in tables."""
    rows = log[log["tick"] < tick]
    keys = ("tick", "lead", "stage", "value")
    return [
        (Row(int(row["kind"])), named(model, row), *(row[key].item() for key in keys))
        for row in rows
    ]


def how_many(log, kind):
    return int((log["kind"] == kind).sum())
