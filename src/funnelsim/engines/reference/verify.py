"""Invariants that must hold after every event of every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelsim.engines.reference.lead import Lead
from funnelsim.engines.reference.team import Rep
from funnelsim.model.codes import Place, Row

if TYPE_CHECKING:
    from funnelsim.engines.reference.world import World

EXITS = (Row.DISQUALIFIED, Row.NOT_INTERESTED, Row.WON, Row.LOST, Row.LEFT, Row.COMPETITOR,
         Row.UNSUBSCRIBED, Row.ZOMBIE)  # fmt: skip


class Verifier:
    """Reads the rows written since the last event and the state they should have led to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.read = 0
        self.inside: set[int] = set()
        self.working: dict[int, int] = {}
        self.won = 0.0

    def check(self) -> None:
        """Raise AssertionError naming what does not hold."""
        fresh = self.world.rows[self.read :]
        self.read = len(self.world.rows)
        for row in fresh:
            self._account(row)
        if fresh:
            assert self.inside == set(self.world.leads), "leads in = out + inside"
        touched = {int(row[1]) for row in fresh}
        for identity in touched & self.inside:
            self._one_place(self.world.leads[identity])
        for team in self.world.teams:
            for rep in team.reps:
                self._one_item(rep)
        self._no_equal_keys()

    def _account(self, row: tuple[float, ...]) -> None:
        tick, lead, _, kind, _, _, b, c, value = row
        assert tick == self.world.now, "a row bears the tick of its event"
        if kind == Row.ARRIVED or kind == Row.RETURNED:
            assert lead not in self.inside, "a lead arrives once"
            self.inside.add(int(lead))
        elif kind in EXITS or (kind == Row.RECYCLED and b == 1):
            self.inside.discard(int(lead))
        elif kind == Row.STARTED:
            self._may_start(int(b))
        if kind == Row.WON:
            assert value >= 0, "no negative revenue"
            self.won += value
        assert c >= 0 or kind == Row.QUEUED

    def _may_start(self, rep: int) -> None:
        found = next(r for team in self.world.teams for r in team.reps if r.index == rep)
        assert found.may_start(self.world.now), "work starts only in working time"

    def _one_place(self, lead: Lead) -> None:
        queued = sum(
            lead.id in queue.items
            for team in self.world.teams
            for queue in (team.pool, *(rep.queue for rep in team.reps))
        )
        held = sum(lead in team.held for team in self.world.teams)
        waiting = queued + held
        if lead.place == Place.QUEUED:
            assert waiting <= 1, "in one queue at most"
        else:
            assert waiting == 0, f"{lead.place.name} and in a queue"
        owners = [r for team in self.world.teams for r in team.reps if lead.id in r.owned]
        assert owners == ([lead.rep] if lead.rep is not None else []), "one owner"

    def _one_item(self, rep: Rep) -> None:
        if rep.busy_with is not None:
            assert not rep.unlimited

    def _no_equal_keys(self) -> None:
        if len(self.world.leads) > 200 and self.world.now % 97:
            return  # every agenda of a large run would be quadratic; small ones are checked always
        live: set[tuple[int, ...]] = set()
        for lead in self.world.leads.values():
            for (kind, sub), tick in lead.due.items():
                key = (tick, kind, lead.id, sub)
                assert key not in live, f"two live entries with key {key}"
                live.add(key)
