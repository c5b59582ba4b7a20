"""How checks say what they found."""

from __future__ import annotations

from dataclasses import dataclass, field

from funnelsim.errors import KeyPath, Problem, Severity
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node, find
from funnelsim.scenario.values import ByClass, Value
from funnelsim.scenario.yaml_words import Place


@dataclass
class Findings:
    """Problems of one scenario, placed by key path.

    Attributes
    ----------
    scenario : Scenario
        What is checked.
    tree : Node
        The same as written, with places.
    """

    scenario: Scenario
    tree: Node
    problems: list[Problem] = field(default_factory=list)

    def error(
        self,
        code: str,
        message: str,
        path: KeyPath,
        cure: str = "",
        found: object = "",
        at_key: bool = False,
    ) -> None:
        """Note an error at the value (or key) of a path, or as near as the data go."""
        self._say(code, "error", message, path, cure, found, at_key)

    def warn(
        self,
        code: str,
        message: str,
        path: KeyPath,
        cure: str = "",
        found: object = "",
        at_key: bool = True,
    ) -> None:
        """Note a warning."""
        self._say(code, "warning", message, path, cure, found, at_key)

    def _say(
        self,
        code: str,
        severity: Severity,
        message: str,
        path: KeyPath,
        cure: str,
        found: object,
        at_key: bool,
    ) -> None:
        node, reached = find(self.tree, path)
        place = node.key if at_key or node.is_map or len(reached) < len(path) else node.at
        if place.file.startswith("preset "):
            # The planner has no line about this; the file as a whole stands for it.
            place = Place(self.tree.at.file)
        self.problems.append(
            Problem(
                code,
                severity,
                message,
                place.file,
                place.line,
                place.column,
                path,
                found=str(found),
                cure=cure,
            )
        )


def mean_of(value: Value | ByClass | None, default: float = 0.0) -> float:
    """One nominal number for a value; of a table by class the plain mean of its entries."""
    if value is None:
        return default
    if isinstance(value, Value):
        return value.nominal
    entries = [entry.nominal for entry in value.entries.values()]
    if value.otherwise is not None:
        entries.append(value.otherwise.nominal)
    return sum(entries) / len(entries) if entries else default
