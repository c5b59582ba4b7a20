"""One replication on SimPy: the executable specification of the model."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random

import numpy as np

from funnelsim.engines.faults import last_event
from funnelsim.engines.fill import fill
from funnelsim.engines.reference import clocks, deals, marketing, sales, work
from funnelsim.engines.reference.agenda import Process
from funnelsim.engines.reference.arrivals import Channel, due_batches, due_replay
from funnelsim.engines.reference.lead import Lead, Meets
from funnelsim.engines.reference.pipeline import stands_at
from funnelsim.engines.reference.team import Team
from funnelsim.engines.reference.verify import Verifier
from funnelsim.engines.reference.world import World
from funnelsim.errors import RunError
from funnelsim.model.tables import Model
from funnelsim.rules import event_kinds as kinds
from funnelsim.rules.numerics import NEVER_TICK

MEETS: Meets = {
    kinds.CONTACT_LEFT: clocks.contact_left,
    kinds.COMPETITOR_DUE: clocks.competitor_wins,
    kinds.SHELF_LIFE_END: clocks.shelf_life_ends,
    kinds.RETURN_DUE: clocks.comes_back,
    kinds.DECISION: deals.decides,
    kinds.TOUCH: marketing.touched,
    kinds.SIGNAL: marketing.own_signal,
    kinds.CANCEL: marketing.cancelled,
    kinds.HANDOFF: sales.handed_over,
    kinds.ATTEMPT_DUE: sales.becomes_due,  # and NOTICED, of the same rank
    kinds.SLA: sales.deadline_passed,
}


def simulate(
    model: Model,
    seed: int,
    replication: int,
    world: int | None = None,
    *,
    verify: bool = False,
    shuffle: int | None = None,
) -> np.ndarray:
    """Event log of one replication, sorted.

    Parameters
    ----------
    model
        As compiled.
    seed, replication
        Chance: the same two give the same log.
    world
        Which draw of the uncertain parameters; by default the replication's number.
    verify
        Check the invariants after every event (slow).
    shuffle
        Create the processes in an order shuffled with this seed; the log must not change.

    Raises
    ------
    AssertionError
        An invariant is broken (only with `verify`).
    RunError
        More than a million events at one tick, or a number too large for its place in a random
        address; the message names lead and stage.
    """
    filled, _ = fill(model, seed, replication if world is None else world)
    addresses: set[tuple[int, ...]] | None = set() if verify else None
    state = World(filled, seed, replication, addresses)
    if verify:
        state.env.watch = Verifier(state)
    state.teams = [Team(state, i, work.start) for i in range(len(filled.team_codes))]
    processes = list(_processes(state))
    if shuffle is not None:
        Random(shuffle).shuffle(processes)
    for process in processes:
        state.env.process(process)
    _set_boundaries(state)
    try:
        with garbage_left_alone():
            state.env.run(until=filled.stop)
    except (RunError, OverflowError) as fault:
        raise RunError(f"{fault} ({_latest(state)})") from fault
    return state.log()


@contextmanager
def garbage_left_alone() -> Iterator[None]:
    """Look for garbage rarely: nearly all that a run makes stays, and looking takes a fifth."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _latest(world: World) -> str:
    """The event that happened last, for messages."""
    kind, entity, _ = world.env.latest
    lead = world.leads.get(entity)
    return last_event(world.model, kind, entity, None if lead is None else int(lead.stage))


def _processes(world: World) -> Iterator[Process]:
    """Everything that begins on its own: channels, batches, replayed leads, the open pipeline."""
    waiting: list[Process] = []

    def later(identity: int, tick: int, arrive: Callable[[Lead], None]) -> None:
        if world.model.begin <= tick < world.model.stop:
            waiting.append(Lead(world, identity, -1).life(tick, arrive, MEETS))

    def now(identity: int, tick: int, arrive: Callable[[Lead], None]) -> None:
        if tick < world.model.stop:
            world.env.process(Lead(world, identity, -1).life(tick, arrive, MEETS))

    for index in range(len(world.model.channel_codes)):
        channel = Channel(world, index, now)
        if channel.layer_rate > 0 or world.model.channel["has_visitors"][:, index].any():
            yield channel.days()
    due_batches(world, later)
    due_replay(world, later)
    for deal in world.model.pipeline:
        later(deal.lead, 0, stands_at(deal))
    yield from waiting


def _set_boundaries(world: World) -> None:
    """Epochs begin before all else of their tick; reps who join or leave ask for dispatch."""
    model = world.model
    for tick in world.epoch_ticks:
        if model.begin < tick < model.stop:
            world.env.call(tick, kinds.BOUNDARY, 0, 0, partial(_new_epoch, world, tick))
    for rep, team in enumerate(model.rep_team):
        for field in ("starts", "ends"):
            for tick in sorted({int(t) for t in model.rep[field][:, rep]}):
                if model.begin <= tick < min(model.stop, NEVER_TICK):
                    world.teams[team].ask_shift(tick)
    for absence in model.absences:
        tick = int(absence["end"])
        if model.begin <= tick < model.stop:
            world.teams[model.rep_team[absence["rep"]]].ask_shift(tick)


def _new_epoch(world: World, tick: int) -> None:
    world.enter_epoch(tick)
    for team in world.teams:
        if team.dissolved:
            team.hand_on_all()
        team.ask_shift(tick)
