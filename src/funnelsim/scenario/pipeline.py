"""Deals that are open at the start, from a CRM export."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from funnelsim.scenario.csvfile import DataFault, Row, read_csv
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.faults import BadValue
from funnelsim.scenario.schema.plan import Pipeline
from funnelsim.scenario.units import money

SKIP = "skip"
_MAX_FAULTS = 20


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One open deal; what is None is not in the file.

    Attributes
    ----------
    line : int
        Line of the file.
    id, stage : str
        Identity, and stage in the scenario's words.
    since : date or None
        Day from which it is in that stage.
    value : float or None
        Money.
    rep, segment, channel, region : str or None
        As in the file.
    """

    line: int
    id: str
    stage: str
    since: dt.date | None = None
    value: float | None = None
    rep: str | None = None
    segment: str | None = None
    channel: str | None = None
    region: str | None = None


@dataclass(slots=True)
class OpenPipeline:
    """Rows of the file that are open deals, with what is to be said about them.

    Attributes
    ----------
    rows : list of OpenRow
        In file order.
    skipped, undated, unvalued : int
        Rows of stages mapped to `skip`, and open deals without date or value.
    faults : list of DataFault
        At most 20, with their lines.
    """

    rows: list[OpenRow] = field(default_factory=list)
    skipped: int = 0
    undated: int = 0
    unvalued: int = 0
    faults: list[DataFault] = field(default_factory=list)


def read_pipeline(pipeline: Pipeline, folder: Path) -> OpenPipeline:
    """Read the open deals of a scenario's `pipeline`.

    Parameters
    ----------
    pipeline : Pipeline
        File, columns, date format and stages.
    folder : Path
        Where the relative file name starts.
    """
    found = OpenPipeline()
    columns = {name: column for name, column in pipeline.columns if column is not None}
    try:
        _, rows = read_csv(folder / pipeline.file, list(columns.values()))
    except DataFault as fault:
        found.faults.append(fault)
        return found
    first_line: dict[str, int] = {}
    strange: set[str] = set()
    for row in rows:
        if len(found.faults) >= _MAX_FAULTS:
            break
        try:
            _take(found, pipeline, columns, row, first_line, strange)
        except DataFault as fault:
            found.faults.append(fault)
    return found


def _take(
    found: OpenPipeline,
    pipeline: Pipeline,
    columns: dict[str, str],
    row: Row,
    first_line: dict[str, int],
    strange: set[str],
) -> None:
    cells = {name: row.cells[column] for name, column in columns.items()}
    stage = _stage(pipeline, cells["stage"], row, strange)
    if stage is None:
        return
    if stage == SKIP:
        found.skipped += 1
        return
    identity = cells["id"]
    if not identity:
        raise DataFault("FS503", "the deal has no id", row.line, "give each deal its own id")
    if identity in first_line:
        raise DataFault(
            "FS503",
            f"the id '{identity}' is taken by line {first_line[identity]}",
            row.line,
            "give each deal its own id",
        )
    first_line[identity] = row.line
    since = _since(pipeline, cells.get("since", ""), row)
    value = _value(cells.get("value", ""), row)
    found.undated += since is None
    found.unvalued += value is None
    found.rows.append(
        OpenRow(
            row.line,
            identity,
            stage,
            since,
            value,
            cells.get("rep") or None,
            cells.get("segment") or None,
            cells.get("channel") or None,
            cells.get("region") or None,
        )
    )


def _stage(pipeline: Pipeline, theirs: str, row: Row, strange: set[str]) -> str | None:
    """Stage in the scenario's words; each strange word is reported once."""
    ours = pipeline.stages.get(theirs)
    if ours is None and theirs not in strange:
        strange.add(theirs)
        known = did_you_mean(theirs, pipeline.stages)
        raise DataFault(
            "FS503",
            f"the stage '{theirs}' is not mapped under pipeline.stages",
            row.line,
            f"map it to a stage or to skip; {known}".rstrip("; "),
        )
    return ours


def _since(pipeline: Pipeline, text: str, row: Row) -> dt.date | None:
    if not text:
        return None
    try:
        since = dt.datetime.strptime(text, pipeline.date_format).date()
    except ValueError:
        raise DataFault(
            "FS503",
            f"'{text[:40]}' is not a date written {pipeline.dates}",
            row.line,
            "state the order with `dates`, e.g. dates: month/day/year",
        ) from None
    if since > pipeline.as_of:
        raise DataFault(
            "FS503",
            f"{since} lies after as_of {pipeline.as_of}",
            row.line,
            "correct the date or `as_of`",
        )
    return since


def _value(text: str, row: Row) -> float | None:
    if not text:
        return None
    try:
        return money(text)
    except BadValue as reason:
        raise DataFault(
            "FS503", f"'{text[:40]}' is not {reason.allowed}", row.line, reason.cure
        ) from None
