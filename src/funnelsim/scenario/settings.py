"""Settings of the command line: `--set key=value`."""

from __future__ import annotations

from dataclasses import replace

from funnelsim.errors import Problem
from funnelsim.scenario.tree import Node, node_of
from funnelsim.scenario.yaml_reader import read_yaml
from funnelsim.scenario.yaml_words import Place, Unreadable


def read_setting(text: str) -> tuple[Node | None, list[Problem]]:
    """Read ``key=value`` of the command line; the value is any YAML value on one line."""
    name = f"--set {text}"
    dotted, equals, written = text.partition("=")
    problem = Problem(
        "FS601",
        "error",
        "a setting is key=value",
        name,
        path=(dotted,),
        cure="write e.g. --set teams.sdr.reps.core.count=4",
    )
    if not equals or not dotted.strip():
        return None, [problem]
    if dotted.strip() == "extends":
        wrong = replace(
            problem,
            message="`extends` belongs into the file",
            cure="write it at the top of the file",
        )
        return None, [wrong]
    try:
        tree = read_yaml(written.strip() or "''", name)
    except Unreadable as fault:
        return None, [
            Problem(fault.code, "error", fault.message, name, path=(dotted,), cure=fault.cure)
        ]
    if tree.problems or tree.data is None or not written.strip():
        return None, [
            Problem(p.code, "error", p.message, name, path=(dotted,), cure=p.cure)
            for p in tree.problems
        ] or [problem]
    return node_of({dotted.strip(): tree.data}, Place(name)), []
