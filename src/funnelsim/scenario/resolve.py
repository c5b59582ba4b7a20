"""The two indices of a scenario: what is in force when (epoch), and for whom (class).

Order in which settings are laid over the scenario, the later winning:

1. every entry of `changes` whose date has come, in order of date, then as written;
2. every policy of ``--with`` whose date has come, in the order given, what it `includes` first;
3. the `set` of the lead's channel, then of its segment, then of its region.

A policy without `from` begins with the horizon; before the horizon all worlds are the same.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from itertools import product

from funnelsim.errors import Problem, ScenarioError
from funnelsim.scenario.in_force import (
    CLASS_BLOCKS,
    LeadClass,
    changes_of,
    policies_in_force,
    with_class,
    with_settings,
)
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node, plain
from funnelsim.scenario.validate import validate


@dataclass(frozen=True, slots=True)
class Epoch:
    """A span of dates with one set of rules.

    Attributes
    ----------
    start : date or None
        First day, 00:00 included; None for the epoch without a beginning.
    names : tuple of str
        What is in force: ``change 2027-07-01``, ``policy fast``, in order.
    """

    start: datetime.date | None
    names: tuple[str, ...]


@dataclass
class Resolved:
    """Scenarios by epoch and class. Equal data share one `Scenario` object.

    Attributes
    ----------
    epochs : tuple of Epoch
        In order; the first has no beginning.
    classes : tuple of LeadClass
        Product of the channels, segments and regions of all epochs.
    """

    bundle: Bundle
    epochs: tuple[Epoch, ...]
    trees: tuple[Node, ...]
    classes: tuple[LeadClass, ...] = ()
    _known: dict[str, Scenario] = field(default_factory=dict, repr=False)
    _asked: dict[tuple[int, LeadClass | None], Scenario] = field(default_factory=dict, repr=False)

    def scenario_at(self, epoch: int, lead_class: LeadClass | None = None) -> Scenario:
        """Rules of an epoch for a class of leads; without class, those of the epoch.

        Raises
        ------
        ScenarioError
            If the settings in force do not fit together.
        """
        tree = self.trees[epoch]
        if lead_class is not None:
            lead_class = with_settings(tree, lead_class)
        asked = (epoch, lead_class)
        if asked not in self._asked:
            if lead_class is not None:
                tree, problems = with_class(tree, lead_class)
                _raise(problems)
            self._asked[asked] = self._read(tree)
        return self._asked[asked]

    def _read(self, tree: Node) -> Scenario:
        data = json.dumps(plain(tree), default=str)
        if data not in self._known:
            checked = validate(tree, self.bundle.folder)
            _raise(checked.problems)
            assert checked.scenario is not None
            self._known[data] = checked.scenario
        return self._known[data]


def resolve(bundle: Bundle) -> Resolved:
    """Lay out the epochs and classes of a loaded scenario with its policies.

    Raises
    ------
    ScenarioError
        If a policy of ``--with`` is not declared, or settings do not fit together.
    """
    changes = sorted(changes_of(bundle.scenario, bundle.tree), key=lambda setting: setting.start)
    policies, problems = policies_in_force(bundle)
    _raise(problems)
    starts: list[datetime.date | None] = [None]
    starts += sorted({setting.start for setting in [*changes, *policies]})
    epochs: list[Epoch] = []
    trees: list[Node] = []
    for start in starts:
        in_force = [s for s in [*changes, *policies] if start is not None and s.start <= start]
        overlay, tree = Overlay(), bundle.tree
        for setting in in_force:
            tree = overlay.apply(tree, setting.sets)
        _raise([p for p in overlay.problems if p.severity == "error"])
        epochs.append(Epoch(start, tuple(setting.name for setting in in_force)))
        trees.append(tree)
    resolved = Resolved(bundle, tuple(epochs), tuple(trees))
    resolved.classes = _classes(resolved)
    return resolved


def _classes(resolved: Resolved) -> tuple[LeadClass, ...]:
    names: list[list[str]] = [[], [], []]
    for epoch in range(len(resolved.epochs)):
        scenario = resolved.scenario_at(epoch)
        for known, block in zip(names, CLASS_BLOCKS, strict=True):
            known += [name for name in getattr(scenario, block) if name not in known]
    return tuple(product(*(known or [""] for known in names)))  # type: ignore[arg-type]


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise ScenarioError(problems)
