"""Where the numbers of a report come from: what was run, on what evidence, from which scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PureWindowsPath
from typing import Any

from funnelsim.experiments.cold.assumption import RESTS_ON
from funnelsim.experiments.cold.players import SAYS
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.inputs import Input, file_of, inputs_of, under

SECTION = "provenance"
CHANGED = "changed"
GRADES = (
    "Grades: A randomised, or recomputed from raw data; B large and observational; C surveys and "
    "vendors; - an assumption without a source. Replace the weakest first."
)


def cards(begun: Mapping[str, Any]) -> Iterator[Card]:
    """Cards of the section "Where this comes from".

    They name no folder and no time: the same run says the same anywhere.

    Parameters
    ----------
    begun
        Data of a manifest: `manifest.beginning`, or the whole of it.
    """
    rows = inputs_of(begun)
    yield _run(begun)
    yield _evidence(rows)
    yield _curves(rows)
    yield _scenario(begun, rows)


def _run(begun: Mapping[str, Any]) -> Card:
    command, futures = begun["command"], _futures(begun)
    finding = (
        f"Simulated from {file_of(begun)}{f' in {futures} futures' if futures else ''} with seed "
        f"{begun['seed']}; the same command on the same versions gives the same numbers."
    )
    repeat = f"To repeat it: funnelsim {command} manifest.json, in the folder of the run."
    return Card(
        "provenance-run", SECTION, "How these numbers were made", finding, repeat, None,
        grid((("what", "text"), ("value", "text")), facts(begun)),
    )  # fmt: skip


def facts(begun: Mapping[str, Any]) -> list[list[Cell]]:
    """What was run, as pairs of name and text, without folders and times."""
    scenario = begun["scenario"]
    rows = [
        ("scenario", scenario["name"]),
        ("file", file_of(begun)),
        ("kind", scenario["kind"]),
        ("fingerprint of the scenario", scenario["hash"]),
        ("verb", begun["command"]),
        *((f"{begun['command']} {name}", _told(value))
          for name, value in begun["arguments"].items() if value not in (None, False, [])),
        ("policies in force", ", ".join(begun["with"]) or "none"),
        ("settings", "; ".join(begun["set"]) or "none"),
        ("seed", str(begun["seed"])),
        ("futures", _futures(begun)),
        ("engine", begun["engine"]),
        ("holidays", _holidays(begun["holidays"])),
        *((f"data file {PureWindowsPath(name).name}", f"SHA-256 {digest}")
          for name, digest in begun["inputs"].items()),
        *((name, found) for name, found in begun["versions"].items() if found),
    ]  # fmt: skip
    return [[name, text] for name, text in rows if text]


def _told(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "yes" if value is True else str(value)


def _futures(begun: Mapping[str, Any]) -> str:
    """How many were simulated; empty before they are."""
    found = begun.get("replications")
    return f"{found['done']:,}" if isinstance(found, Mapping) else ""


def _holidays(days: Sequence[Sequence[str]]) -> str:
    if not days:
        return "none"
    countries = dict.fromkeys(country for country, _, _ in days if country)
    where = f" of {', '.join(countries)}" if countries else ""
    return f"{len(days)} days{where}, {days[0][1]} to {days[-1][1]}"


def _evidence(rows: Sequence[Input]) -> Card:
    numbers = [row for row in rows if row.counts]
    assumed = [row for row in numbers if row.assumed]
    weak = sum(row.weak for row in assumed)
    listed = [row for row in rows if row.assumed]
    return Card(
        "provenance-evidence", SECTION, "What the numbers rest on",
        _counted(len(numbers), len(assumed), weak), GRADES if listed else "", None,
        grid(
            (("key", "text"), ("value", "text"), ("source", "text"), ("grade", "text")),
            ([row.key, str(row.value), row.source, row.grade] for row in listed),
        ) if listed else None,
    )  # fmt: skip


def _counted(numbers: int, assumed: int, weak: int) -> str:
    if not assumed:
        return f"All {numbers:,} numbers that act are your own."
    own = numbers - assumed
    rest = "rests" if assumed == 1 else "rest"
    of_which = (
        "none of which has" if weak == 0 else "which has" if assumed == 1
        else f"of which {weak} {'has' if weak == 1 else 'have'}"
    )  # fmt: skip
    verb = "is" if own == 1 else "are"
    return (
        f"{own:,} of {numbers:,} numbers {verb} your own; {assumed:,} {rest} on presets and "
        f"defaults, {of_which} grade C or worse."
    )


def _curves(rows: Sequence[Input]) -> Card:
    """Which parts of the result rest on curves that nobody has measured here."""
    found = [
        (mechanism, row) for mechanism, keys in RESTS_ON.items()
        for row in rows if under(row.key, keys) and (row.assumed or row.counts)
    ]  # fmt: skip
    resting = list(dict.fromkeys(name for name, row in found if row.assumed))
    return Card(
        "provenance-curves", SECTION, "Assumed curves", _resting(resting, bool(found)),
        "Each line is a number that says how fast leads are lost. What a result owes to an "
        "assumed one changes when you measure your own." if found else "",
        None,
        grid(
            (("what it decides", "text"), ("key", "text"), ("value", "text"), ("from", "text")),
            ([SAYS[name], row.key, str(row.value), from_of(row)] for name, row in found),
        ) if found else None,
    )  # fmt: skip


def _resting(mechanisms: Sequence[str], any_curve: bool) -> str:
    if not any_curve:
        return "Nothing in this scenario makes leads go cold."
    if not mechanisms:
        return "How fast leads go cold is all stated in the scenario; no curve is assumed."
    says = "; ".join(SAYS[name] for name in mechanisms)
    return (
        f"How much it costs that {says}: this rests on assumed curves, not on your own data."
        if len(mechanisms) == 1 else
        f"{len(mechanisms)} ways of losing leads rest on assumed curves, not on your own data: "
        f"{says}."
    )  # fmt: skip


def _scenario(begun: Mapping[str, Any], rows: Sequence[Input]) -> Card:
    base = (begun.get("base") or {}).get("name") or f"preset {begun['scenario']['kind']}"
    changed = sum(row.changed for row in rows)
    verb = "differs" if changed == 1 else "differ"
    blank = not changed and base == "preset blank"
    return Card(
        "provenance-scenario", SECTION, "The complete scenario",
        f"{len(rows):,} values, those of the file and the defaults; no preset is below them."
        if blank else f"{changed:,} of {len(rows):,} values {verb} from {base}.",
        "Every value in force, defaults included. Changed: another value than the base has, or "
        "than the file has where a setting or a policy changes it.",
        None,
        grid(
            (("key", "text"), ("value", "text"), ("instead of", "text"), ("from", "text"),
             ("", "text")),
            ([row.key, str(row.value), "" if row.was is None else str(row.was), from_of(row),
              CHANGED if row.changed else ""] for row in rows),
        ),
    )  # fmt: skip


def from_of(row: Input) -> str:
    """``preset saas-sales, grade C``; a file or setting as it is."""
    if not row.assumed:
        return row.origin
    return f"{row.origin}, {'no grade' if row.grade == '-' else f'grade {row.grade}'}"
