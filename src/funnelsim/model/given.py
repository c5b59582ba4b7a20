"""What files state instead of draws: replayed arrivals and the open pipeline."""

from __future__ import annotations

from math import exp
from typing import Any

from funnelsim.errors import Problem, ScenarioError
from funnelsim.model.axes import PIPELINE, Axes
from funnelsim.model.codes import FIRST_STAGE
from funnelsim.model.encode import Encoder
from funnelsim.model.sales import Sales
from funnelsim.model.tables import OpenDeal, ReplayLead
from funnelsim.rules.addresses import name_code, row_code, row_identity
from funnelsim.rules.empirical import empirical_share_at_most
from funnelsim.rules.families import EMPIRICAL
from funnelsim.rules.survival import survival
from funnelsim.scenario.pipeline import read_pipeline
from funnelsim.scenario.replay import read_replay

ENTRIES = {"lead": 0, "mql": 1, "sql": 2}
ZOMBIE_CHANCE = 1e-3
"""Deals less likely than this to be still open at their age are zombies."""


def origins(axes: Axes) -> tuple[str, ...]:
    """Who finds the leads of each channel."""
    found = {}
    for epoch in reversed(range(len(axes.epochs))):
        for name, block in axes.scenario(epoch).channels.items():
            found[name] = block.origin
    return tuple(found.get(name, "pipeline") for name in axes.channels)


def replayed(axes: Axes) -> tuple[ReplayLead, ...]:
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
            for row in rows:
                if begin <= row.offset < end:
                    leads.append(_replay_lead(axes, channel, code, row, block.replay))
    _refuse_twins(leads)
    return tuple(leads)


def _replay_lead(axes: Axes, channel: int, code: int, row: Any, file: str) -> ReplayLead:
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
        work=row.work,
        shelf_life=row.shelf_life,
    )


def open_deals(axes: Axes, sales: Sales, enc: Encoder) -> tuple[OpenDeal, ...]:
    """Deals that are open at tick 0, with those too old to be true marked."""
    s = axes.scenario(0)
    if s.pipeline is None:
        return ()
    found = read_pipeline(s.pipeline, axes.resolved.bundle.folder)
    _raise(found.faults, s.pipeline.file)
    deals = []
    for row in found.rows:
        age = 0.0 if row.since is None else max(0.0, -float(axes.tick(row.since)))
        where = f"{s.pipeline.file}:{row.line}"
        name = row.channel if row.channel in axes.channels else PIPELINE
        channel = axes.channels.index(name)
        status = ENTRIES.get(row.stage)
        if status is None:
            status = FIRST_STAGE + axes.stages.index(row.stage)
        deal = OpenDeal(
            channel=channel,
            lead=row_identity(name_code(name), row_code(row.id)),
            row=where,
            status=status,
            age=age,
            segment=_index(axes.segments, row.segment, "segment", where),
            region=_index(axes.regions, row.region, "region", where),
            value=row.value,
            rep=_rep(axes, row.rep),
            zombie=_is_zombie(sales, enc, status, age),
        )
        deals.append(deal)
    _refuse_twins(deals)
    return tuple(deals)


def _rep(axes: Axes, name: str | None) -> int:
    """Index of the rep the file names, as group or as rep; -1 to have it assigned."""
    if not name:
        return -1
    for index, (group, _) in enumerate(axes.reps):
        if name in (axes.groups[group][1], axes.rep_names[index]):
            return index
    return -1


def _is_zombie(sales: Sales, enc: Encoder, status: int, age: float) -> bool:
    """Whether the rules leave less than 1 in 1,000 of the deals open at this age.

    The buyer's time for a stage of the sale, the shelf life before it; both thinned by the
    competitor and by the contact leaving. Read from the first class.
    """
    if status >= FIRST_STAGE:
        clock = sales.stage[0, 0, status - FIRST_STAGE]["buyer_takes"]
    else:
        clock = sales.clock[0, 0, status]["shelf"]
    hazard = sales.clock[0, 0, status]["competitor"] + sales.lead[0, 0]["changes_job"]
    if clock["family"] == EMPIRICAL:
        import numpy as np

        pools = np.array(enc.pool), np.array(enc.pool_cumulative)
        alive = 1 - empirical_share_at_most(*pools, int(clock["start"]), int(clock["size"]), age)
    else:
        alive = survival(
            int(clock["family"]), float(clock["a"]), float(clock["b"]), float(clock["c"]), age
        )
    return bool(alive * exp(-hazard * age) < ZOMBIE_CHANCE)


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
