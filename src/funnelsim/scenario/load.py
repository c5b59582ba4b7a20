"""From a file to a validated scenario, with every problem at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from funnelsim.errors import Problem, ScenarioError
from funnelsim.scenario.document import Document, load_document, parse_document
from funnelsim.scenario.layers import Layers, files_in, merge_layers
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.settings import read_setting
from funnelsim.scenario.tree import Node, plain
from funnelsim.scenario.validate import validate


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an earlier run knew of a scenario that is read again from its complete text.

    Attributes
    ----------
    file : str
        The planner's file, as named then.
    assumptions : list of dict
        As in `Bundle.assumptions`; in the complete text everything is stated.
    base : dict
        As in `Bundle.base`; empty for runs that did not keep it.
    """

    file: str
    assumptions: list[dict[str, Any]]
    base: dict[str, Any] = field(default_factory=dict)


@dataclass
class Bundle:
    """A loaded scenario and everything that messages and reports need beside it.

    Attributes
    ----------
    scenario : Scenario
        Preset, extended files, file and ``--set``; **without** policies.
    tree : Node
        The same before validation, with the place of every key.
    base_tree : Node
        The tree without ``--set``: reference arrival rates are computed from it.
    document : Document
        The planner's own file.
    kind : str
        The preset.
    with_ : tuple of str
        Policies in force, in the order given.
    sets : tuple of str
        The settings of the command line.
    folder : Path
        Where relative file names start.
    problems : tuple of Problem
        Warnings, in file order.
    recorded : Recorded or None
        What an earlier run knew, when this one repeats it.
    below : Node or None
        What the planner's own file is laid over: preset and extended files, merged.
    below_name : str
        The file it extends, or the preset.
    """

    scenario: Scenario
    tree: Node
    base_tree: Node
    document: Document
    kind: str
    with_: tuple[str, ...]
    sets: tuple[str, ...]
    folder: Path
    problems: tuple[Problem, ...] = field(default=())
    recorded: Recorded | None = None
    below: Node | None = None
    below_name: str = ""

    @property
    def path(self) -> Path | None:
        """The planner's file."""
        return self.document.path

    @property
    def file_name(self) -> str:
        """Name of the planner's file, for results; messages name what was read."""
        return self.recorded.file if self.recorded else self.document.name

    @property
    def data(self) -> dict[str, Any]:
        """Merged data as plain Python, with ``--set``."""
        return dict(plain(self.tree))

    @property
    def base_data(self) -> dict[str, Any]:
        """Merged data without ``--set``."""
        return dict(plain(self.base_tree))

    @cached_property
    def base_scenario(self) -> Scenario:
        """Scenario of the files alone; the loaded one where they are incomplete without --set."""
        if self.base_tree is self.tree:
            return self.scenario
        return validate_or_none(self.base_tree, self.folder) or self.scenario

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the data files that the scenario reads, relative to `folder`."""
        return files_in(self.tree)

    @cached_property
    def resolved(self) -> dict[str, Any]:
        """The complete scenario as plain data, every default filled in."""
        return complete(self.scenario)

    def assumptions(self) -> list[dict[str, Any]]:
        """Values in use that the planner did not state: key, value, source, grade."""
        if self.recorded:
            return self.recorded.assumptions
        from funnelsim.scenario.show import assumptions

        return assumptions(self)

    def base(self) -> dict[str, Any]:
        """What the scenario is made from, and what it changes there; see `changes.base`."""
        if self.recorded:
            return self.recorded.base
        from funnelsim.scenario.changes import base

        return base(self)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the complete scenario, the policies in force and the data files."""
        files = {name: _digest(self.folder / name) for name in self.files}
        data = {"scenario": self.resolved, "with": list(self.with_), "files": files}
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _digest(path: Path) -> str:
    """SHA-256 of a file; empty where a policy names a file that is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def complete(scenario: Scenario) -> dict[str, Any]:
    """A scenario as the planner would have to write it if there were no defaults."""
    return scenario.plain()


def validate_or_none(tree: Node, folder: Path) -> Scenario | None:
    """The scenario, if nothing is wrong with it."""
    checked = validate(tree, folder)
    return None if checked.problems else checked.scenario


def load(
    path: str | Path | None = None,
    sets: Iterable[str] = (),
    with_: Iterable[str] = (),
    *,
    text: str | bytes | None = None,
    name: str | None = None,
) -> Bundle:
    """Read, merge and check a scenario.

    Parameters
    ----------
    path : path
        The file. With `text`, only the folder of the text's relative file names.
    sets : iterable of str
        Settings ``key=value`` as for ``--set``, laid over the files in this order.
    with_ : iterable of str
        Policies in force; ``a+b`` and ``a,b`` stack.
    text : str or bytes, optional
        The scenario itself in place of a file.
    name : str, optional
        How messages call the file.

    Returns
    -------
    Bundle
        With warnings in ``problems``.

    Raises
    ------
    ScenarioError
        With every problem found, in file order.
    """
    bundle, problems = examine(path, sets, with_, text=text, name=name)
    if bundle is None or any(problem.severity == "error" for problem in problems):
        raise ScenarioError(problems)
    return bundle


def examine(
    path: str | Path | None = None,
    sets: Iterable[str] = (),
    with_: Iterable[str] = (),
    *,
    text: str | bytes | None = None,
    name: str | None = None,
) -> tuple[Bundle | None, list[Problem]]:
    """Like `load`, but return the problems; the bundle is None where nothing usable is left."""
    from funnelsim.scenario.checks import check

    where = Path(path) if path is not None else None
    try:
        if text is not None:
            document = parse_document(text, name or (str(where) if where else "scenario"), where)
        else:
            document = load_document(where or Path(), name)
        settings, problems = _settings(sets)
        layers = merge_layers(document, _wanted_kind(settings))
    except ScenarioError as error:
        return None, list(error.problems)
    overlay = Overlay()
    tree = layers.tree
    for setting in settings:
        tree = overlay.apply(tree, setting)
    problems = [*layers.problems, *problems, *overlay.problems]
    faulty = [problem.path for problem in problems if problem.path and problem.severity == "error"]
    checked = validate(tree, document.folder, faulty)
    problems += _new(checked.problems, problems)
    if checked.scenario is None:
        return None, in_file_order(problems, layers)
    bundle = Bundle(
        checked.scenario,
        tree,
        layers.tree if settings else tree,
        document,
        layers.kind,
        policies_named(with_),
        tuple(sets),
        document.folder,
        below=layers.below,
        below_name=_below_name(layers),
    )
    problems += _new(check(bundle, checked.dropped), problems)
    ordered = in_file_order(problems, layers)
    bundle.problems = tuple(p for p in ordered if p.severity == "warning")
    return bundle, ordered


def _below_name(layers: Layers) -> str:
    """The file that the planner's file extends, else the preset."""
    return layers.documents[1].name if layers.documents[1:] else f"preset {layers.kind}"


def policies_named(with_: Iterable[str]) -> tuple[str, ...]:
    """Names of stacked policies: ``("a", "b+c")`` is a, b, c; each once, first place counts."""
    names = [part.strip() for word in with_ for part in word.replace("+", ",").split(",")]
    return tuple(dict.fromkeys(name for name in names if name))


def _settings(sets: Iterable[str]) -> tuple[list[Node], list[Problem]]:
    nodes: list[Node] = []
    problems: list[Problem] = []
    for text in sets:
        node, found = read_setting(text)
        problems += found
        if node is not None:
            nodes.append(node)
    return nodes, problems


def _wanted_kind(settings: Sequence[Node]) -> str | None:
    for setting in reversed(settings):
        kind = setting.get("kind")
        if kind is not None and isinstance(kind.value, str):
            return kind.value
    return None


def _new(found: Iterable[Problem], known: Sequence[Problem]) -> list[Problem]:
    """Problems at places that have none yet: one fault, one line."""
    taken = {(p.file, p.line, p.column, p.path) for p in known if p.severity == "error"}
    return [p for p in found if (p.file, p.line, p.column, p.path) not in taken]


def in_file_order(problems: Iterable[Problem], layers: Layers) -> list[Problem]:
    """Sort by file (the planner's first), line and column; drop repetitions."""
    rank = {document.name: number for number, document in enumerate(layers.documents)}
    unique = list(dict.fromkeys(problems))
    return sorted(unique, key=lambda p: (rank.get(p.file, len(rank)), p.line or 0, p.column or 0))
