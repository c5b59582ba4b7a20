"""Every world that the price of cold leads is taken from, as models that share their leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

from funnelsim.errors import ScenarioError, UsageError
from funnelsim.experiments.cold.players import present
from funnelsim.model import worlds
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.outcomes.hours import limited_reps
from funnelsim.scenario.adhoc import also
from funnelsim.scenario.load import Bundle

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

DELAYS = (5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 4 * HOUR, DAY, 2 * DAY, 5 * DAY)
"""Wall time added before every first call, ms; 0 is the actual world."""

HABITS = {
    "forgetting": (worlds.nobody_forgets,),
    "late_noticing": (worlds.noticed_at_once,),
    "giving_up": (worlds.nobody_gives_up,),
}
"""Each habit that costs, and what takes it away."""

PERFECT = (
    worlds.handed_over_at_once,
    worlds.always_open,
    worlds.without_gaps,
    *(change for changes in HABITS.values() for change in changes),
)
"""Nothing that we decide makes a lead wait."""

EVERYTHING = 127
"""All mechanisms."""

MORE_REPS = 2
"""So many reps more are priced, one after the other."""


@dataclass(frozen=True)
class More:
    """A rep more in a group.

    Attributes
    ----------
    team, group
        Where.
    number
        The how-manieth she would be.
    world
        Name of the world with her.
    before
        Name of the world without her; empty for the actual one.
    """

    team: str
    group: str
    number: int
    world: str
    before: str


@dataclass(frozen=True)
class Worlds:
    """The actual world and those beside it.

    Attributes
    ----------
    actual
        As the scenario is.
    players
        Mechanisms that it has.
    others
        The worlds that only have to say what they earn, by name.
    policies
        Names of the policies among them.
    reps
        The reps among them.
    """

    actual: Model
    players: tuple[str, ...]
    others: dict[str, Model]
    policies: tuple[str, ...]
    reps: tuple[More, ...]


def worlds_of(bundle: Bundle) -> Worlds:
    """All worlds of a scenario.

    Raises
    ------
    ScenarioError
        A policy does not fit the scenario: names policy and key.
    UsageError
        No lead can go cold in this scenario.
    """
    actual = compile_model(bundle)
    players = present(actual)
    if not players:
        raise UsageError(
            "no lead can go cold in this scenario: it has no shelf life, no competitor, nobody "
            "leaves, and neither reach nor eagerness falls with delay; see shelf_life, hazards, "
            "eagerness, interest and calls.first_call_reaches"
        )
    others = dict(_own(actual))
    policies = tuple(
        name for name, policy in bundle.scenario.policies.items()
        if name not in bundle.with_ and (policy.set or policy.includes)
    )  # fmt: skip
    for name in policies:
        others[f"policy {name}"] = compile_model(replace(bundle, with_=(*bundle.with_, name)))
    reps = tuple(_reps(bundle, actual, others))
    return Worlds(actual, players, others, policies, reps)


def _own(actual: Model) -> Iterator[tuple[str, Model]]:
    """Worlds that are made of the model itself."""
    unlimited = worlds.without_queues(actual)
    perfect = reduce(lambda model, change: change(model), PERFECT, unlimited)
    yield "congestion", unlimited
    yield "policy", perfect
    yield "impermanence", worlds.twin(perfect, EVERYTHING)
    yield "handoff", worlds.handed_over_at_once(actual)
    for name, changes in HABITS.items():
        yield f"habit {name}", reduce(lambda model, change: change(model), changes, actual)
    for delay in DELAYS:
        yield f"delay {delay}", worlds.held_back(actual, float(delay))


def _reps(bundle: Bundle, actual: Model, others: dict[str, Model]) -> Iterator[More]:
    """One and two reps more in the first group of each team that has a limit."""
    limited = limited_reps(actual)
    for index, team in enumerate(actual.names.teams):
        members = (actual.rep_team == index) & limited
        if not members.any():
            continue
        group = actual.names.groups[int(actual.rep_group[members][0])]
        n = int((actual.rep_group[members] == actual.rep_group[members][0]).sum())
        before = ""
        for more in range(1, MORE_REPS + 1):
            name = f"rep {team} {n + more}"
            key = f"teams.{team}.reps.{group.removeprefix(f'{team}.')}.count"
            try:
                hired = also(bundle, "one rep more", {key: n + more}, asked="one rep more")
                others[name] = compile_model(hired)
            except ScenarioError:
                break  # a group that cannot have another count, e.g. one named by a rule
            yield More(team, group, n + more, name, before)
            before = name
