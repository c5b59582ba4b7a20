"""Policies that no file declares: a setting tried out, in force from a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from funnelsim.scenario.load import Bundle
from funnelsim.scenario.schema.plan import Policy
from funnelsim.scenario.tree import Node, node_of
from funnelsim.scenario.yaml_words import Place


def also(
    bundle: Bundle,
    name: str,
    settings: Mapping[str, Any],
    start: dt.date | None = None,
    asked: str = "",
) -> Bundle:
    """The scenario with one policy more in force, laid over all others.

    Parameters
    ----------
    name
        What messages call it, with dashes for what no name has; a policy of this name in the
        file is hidden.
    settings
        Dotted keys and their values as a planner writes them; ``add 1`` and ``x1.3`` act on
        the value in force.
    start
        First day; by default that of the horizon.
    asked
        Where it was asked for, as errors name it: ``--vary teams.sdr.reps``.
    """
    place = Place(asked or f"policy {name}")
    name = re.sub(r"[^\w-]", "-", name)
    body: dict[str, Any] = {"set": dict(settings)}
    policy = Policy.model_validate(body | ({"from": start.isoformat()} if start else {}))
    scenario = bundle.scenario.model_copy(
        update={"policies": {**bundle.scenario.policies, name: policy}}
    )
    declared = bundle.tree.get("policies")
    others = dict(declared.items()) if declared is not None else {}
    policies = Node({**others, name: node_of(body, place)}, place, place)
    tree = Node({**bundle.tree.value, "policies": policies}, bundle.tree.key, bundle.tree.at)
    in_force = (*(other for other in bundle.with_ if other != name), name)
    base = tree if bundle.base_tree is bundle.tree else bundle.base_tree
    return replace(bundle, scenario=scenario, tree=tree, base_tree=base, with_=in_force)
