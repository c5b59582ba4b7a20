"""What files state instead of draws: replayed arrivals and the open pipeline."""

from __future__ import annotations

from typing import Any

from funnelsim.errors import Problem, ScenarioError
from funnelsim.model.axes import PIPELINE, Axes
from funnelsim.model.codes import FIRST_STAGE
from funnelsim.model.encode import DAY, Encoder
from funnelsim.model.people import People
from funnelsim.model.sales import BusinessDays, Sales
from funnelsim.model.tables import OpenDeal, ReplayLead
from funnelsim.model.zombies import Lives
from funnelsim.rules.addresses import name_code, row_code, row_identity
from funnelsim.scenario.pipeline import read_pipeline
from funnelsim.scenario.replay import Replayed, read_replay
from funnelsim.scenario.schema import Scenario

ENTRIES = {"lead": 0, "mql": 1, "sql": 2}


def origins(axes: Axes) -> tuple[str, ...]:
    """Who finds the leads of each channel."""
    found = {}
    for epoch in reversed(range(len(axes.epochs))):
        for name, block in axes.scenario(epoch).channels.items():
            found[name] = block.origin
    return tuple(found.get(name, "pipeline") for name in axes.channels)


def first_stated(axes: Axes) -> int:
    """Tick of the first batch or replayed lead, 0 if none is earlier."""
    first = 0
    for epoch in range(len(axes.epochs)):
        begin, end = axes.epoch_span(epoch)
        for block in axes.scenario(epoch).channels.values():
            ticks = [axes.tick(batch.date) for batch in block.batches.values()]
            if block.replay is not None:
                path = axes.resolved.bundle.folder / block.replay
                ticks += [row.offset for row in read_replay(path, axes.origin)[0]]
            first = min([first, *(tick for tick in ticks if begin <= tick < end)])
    return first


def replayed(axes: Axes, days: BusinessDays) -> tuple[ReplayLead, ...]:
    """Rows of the replay files; of each file those whose time lies in an epoch that names it."""
    leads = []
    for epoch in range(len(axes.epochs)):
        begin, end = axes.epoch_span(epoch)
        for name, block in axes.scenario(epoch).channels.items():
            if block.replay is None:
                continue
            path = axes.resolved.bundle.folder / block.replay
            rows, faults = read_replay(path, axes.origin)
            _raise(faults, block.replay)
            channel, code = axes.channels.index(name), name_code(name)
            day = days.get((epoch, _first_team(axes.scenario(epoch))), DAY)
            for row in rows:
                if begin <= row.offset < end:
                    leads.append(_replay_lead(axes, channel, code, row, block.replay, day))
    _refuse_twins(leads)
    return tuple(leads)


def _first_team(s: Scenario) -> str:
    """The team whose work the column `work` states: that of the first stage."""
    return next((s.stage_by(name) or "" for name in s.stages.named), "")


def _replay_lead(
    axes: Axes, channel: int, code: int, row: Replayed, file: str, day: float
) -> ReplayLead:
    where = f"{file}:{row.line}"
    return ReplayLead(
        channel=channel,
        lead=row_identity(code, row_code(row.id)),
        tick=row.offset,
        row=where,
        status=None if row.enters is None else ENTRIES[row.enters],
        segment=_index(axes.segments, row.segment, "segment", where),
        region=_index(axes.regions, row.region, "region", where),
        fit=row.fit,
        value=row.value,
        work=row.work if row.work is None or not row.work_in_days else row.work * day / DAY,
        shelf_life=row.shelf_life,
    )


def open_deals(axes: Axes, sales: Sales, people: People, enc: Encoder) -> tuple[OpenDeal, ...]:
    """Deals that are open at tick 0, with those too old to be true marked."""
    s = axes.scenario(0)
    if s.pipeline is None:
        return ()
    found = read_pipeline(s.pipeline, axes.resolved.bundle.folder)
    _raise(found.faults, s.pipeline.file)
    lives = Lives(axes, sales, people, enc)
    deals = []
    for row in found.rows:
        age = 0.0 if row.since is None else max(0.0, -float(axes.tick(row.since)))
        where = f"{s.pipeline.file}:{row.line}"
        name = row.channel or PIPELINE
        channel = _index(axes.channels, name, "channel", where)
        assert channel is not None
        segment = _index(axes.segments, row.segment, "segment", where)
        region = _index(axes.regions, row.region, "region", where)
        status = ENTRIES.get(row.stage)
        if status is None:
            status = FIRST_STAGE + axes.stages.index(row.stage)
        open_age = lives.open_age(status, age)
        deal = OpenDeal(
            channel=channel,
            lead=row_identity(name_code(name), row_code(row.id)),
            row=where,
            status=status,
            age=age,
            segment=segment,
            region=region,
            value=row.value,
            reps=_reps(axes, row.rep),
            open_age=open_age,
            zombie=lives.is_zombie(status, (channel, segment, region), age, open_age),
        )
        deals.append(deal)
    _refuse_twins(deals)
    return tuple(deals)


def _reps(axes: Axes, name: str | None) -> tuple[int, ...]:
    """Reps whom a name of the file stands for, one or a group; none to have it assigned."""
    return tuple(
        index
        for index, (group, _) in enumerate(axes.reps)
        if name in (axes.groups[group][1], axes.rep_names[index])
    )


def _index(names: list[str], name: str | None, kind: str, where: str) -> int | None:
    if name is None:
        return None
    if name not in names:
        text = f"{where}: unknown {kind} '{name}'"
        raise ScenarioError([Problem("FS503", "error", text, cure=f"use {', '.join(names)}")])
    return names.index(name)


def _refuse_twins(leads: list[Any]) -> None:
    seen: dict[int, str] = {}
    for lead in leads:
        other = seen.setdefault(lead.lead, lead.row)
        if other != lead.row:
            text = f"{lead.row} has the same id as {other}"
            raise ScenarioError([Problem("FS503", "error", text, cure="give each its own id")])


def _raise(faults: list[Any], file: str) -> None:
    if faults:
        raise ScenarioError(
            [Problem(f.code, "error", f.message, file, f.line, 1, cure=f.cure) for f in faults]
        )
