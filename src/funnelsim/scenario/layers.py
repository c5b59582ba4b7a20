"""The layers of a scenario: preset, the files it extends, the file itself."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from funnelsim.errors import KeyPath, Problem, ScenarioError
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.document import Document, load_document, parse_document
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.tree import Node, leaves, tree_of
from funnelsim.scenario.yaml_words import Place

DEFAULT_KIND = "blank"
MAX_CHAIN = 20
_SOURCES = "sources.csv"
_FILE_FORM = re.compile(r"\b(empirical|draws)\(\s*([^;)]+?)\s*([;)])")


@dataclass(slots=True)
class Layers:
    """All layers below the command line, merged.

    Attributes
    ----------
    documents : list of Document
        The file itself first, then what it extends.
    tree : Node
        Preset, extended files and file, merged.
    kind : str
        Name of the preset.
    problems : list of Problem
        What was wrong and left the rest usable.
    below : Node
        The same without the file itself: what it is laid over.
    """

    documents: list[Document]
    tree: Node
    kind: str
    problems: list[Problem]
    below: Node


def merge_layers(document: Document, kind: str | None = None) -> Layers:
    """Merge a document with the files it extends and with its preset.

    Parameters
    ----------
    document : Document
        The planner's file.
    kind : str, optional
        Preset that replaces the one named in the files (``--set kind=...``).

    Raises
    ------
    ScenarioError
        If an extended file cannot be read.
    """
    documents = _chain(document)
    overlay = Overlay()
    problems = [problem for doc in documents for problem in doc.problems]
    trees = [_rebased(tree_of(doc), doc.folder, document.folder) for doc in documents]
    named = next((tree.value["kind"] for tree in trees if "kind" in tree.value), None)
    kind, problem = _known_kind(kind, named)
    problems += [problem] if problem else []
    merged = below = overlay.merge(None, preset(kind))
    for tree in reversed(trees):
        own = Node({k: v for k, v in tree.value.items() if k != "extends"}, tree.key, tree.at)
        merged, below = overlay.merge(merged, own), merged
    return Layers(documents, merged, kind, problems + overlay.problems, below)


@cache
def preset(kind: str) -> Node:
    """Read a shipped preset."""
    text = (resources.files("funnelsim.scenario") / "presets" / f"{kind}.yaml").read_bytes()
    document = parse_document(text, f"preset {kind}")
    if document.problems:
        raise ScenarioError(document.problems)
    return tree_of(document)


@cache
def kinds() -> tuple[str, ...]:
    """Names of the shipped presets."""
    folder = resources.files("funnelsim.scenario") / "presets"
    files = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


@cache
def preset_sources() -> dict[str, dict[str, dict[str, str]]]:
    """Source and grade of every number of the presets, by kind and dotted key.

    A key speaks for all keys below it that have no line of their own. Grades: A randomised or raw
    data recomputed, B large observational, C survey or vendor claim, - assumption.
    """
    text = (resources.files("funnelsim.scenario") / "presets" / _SOURCES).read_text("utf-8")
    found: dict[str, dict[str, dict[str, str]]] = {kind: {} for kind in kinds()}
    for row in csv.DictReader(text.splitlines()):
        found[row.pop("kind")][row.pop("key")] = row
    return found


def files_in(tree: Node) -> tuple[str, ...]:
    """Names of the data files that a scenario reads, relative to its folder; sorted."""
    found: set[str] = set()
    for path, node in leaves(tree):
        for value in node.value if node.is_list else [node]:
            if not isinstance(value.value, str) or node.is_off:
                continue
            if _names_a_file(path):
                found.add(value.value)
            found |= {match[2] for match in _FILE_FORM.finditer(value.value)}
    return tuple(sorted(found))


def _names_a_file(path: KeyPath) -> bool:
    last = str(path[-1]).rpartition(".")[2]
    return last == "replay" or path[-2:] == ("pipeline", "file")


def _known_kind(wanted: str | None, named: Node | None) -> tuple[str, Problem | None]:
    if wanted is not None:
        found, place = wanted, Place(f"--set kind={wanted}")
    elif named is not None:
        found, place = named.value, named.at
    else:
        return DEFAULT_KIND, None
    if isinstance(found, str) and found in kinds():
        return found, None
    if not isinstance(found, str):
        problem = Problem(
            "FS103",
            "error",
            "`kind` is one word",
            place.file,
            place.line,
            place.column,
            ("kind",),
            cure=f"write one of {', '.join(kinds())}",
        )
        return DEFAULT_KIND, problem
    return DEFAULT_KIND, Problem(
        "FS102",
        "error",
        f"unknown kind '{found}'",
        place.file,
        place.line,
        place.column,
        ("kind",),
        found=found,
        allowed=", ".join(kinds()),
        cure=did_you_mean(found, kinds()),
    )


def _chain(document: Document) -> list[Document]:
    documents, seen = [document], {_identity(document)}
    while "extends" in documents[-1].data:
        last = documents[-1]
        wanted, place = last.data["extends"], last.values[("extends",)]
        if not isinstance(wanted, str):
            _stop(place, "FS103", "`extends` names one file", "write e.g. extends: base.yaml")
        path = last.folder / wanted
        if not path.is_file():
            _stop(
                place,
                "FS014",
                f"there is no file {wanted} to extend",
                "the name is relative to the file that says `extends`",
            )
        base = load_document(path, _shown(path, document))
        if _identity(base) in seen:
            names = " -> ".join([doc.name for doc in documents] + [base.name])
            _stop(
                place,
                "FS013",
                f"`extends` goes round in a circle: {names}",
                "let one of the files stand on its own",
            )
        if len(documents) == MAX_CHAIN:
            _stop(
                place,
                "FS013",
                f"more than {MAX_CHAIN} files extend one another",
                "merge some of them",
            )
        seen.add(_identity(base))
        documents.append(base)
    return documents


def _stop(place: Place, code: str, message: str, cure: str) -> None:
    raise ScenarioError(
        [
            Problem(
                code,
                "error",
                message,
                place.file,
                place.line,
                place.column,
                ("extends",),
                cure=cure,
            )
        ]
    )


def _identity(document: Document) -> str:
    return str(document.path.resolve()) if document.path is not None else document.name


def _shown(path: Path, document: Document) -> str:
    """File name in messages: relative where the planner's own name was."""
    if document.path is not None and document.path.is_absolute():
        return str(path)
    return os.path.normpath(path)


def _rebased(tree: Node, own: Path, main: Path) -> Node:
    """Make file names of an extended file relative to the folder of the main file."""
    if own.resolve() == main.resolve():
        return tree
    prefix = Path(os.path.relpath(own.resolve(), main.resolve()))

    def moved(name: str) -> str:
        return name if os.path.isabs(name) else (prefix / name).as_posix()

    def walk(node: Node, path: KeyPath) -> Node:
        if node.is_map:
            return Node({k: walk(v, (*path, k)) for k, v in node.value.items()}, node.key, node.at)
        if node.is_list:
            return Node([walk(v, path) for v in node.value], node.key, node.at)
        if not isinstance(node.value, str) or node.is_off:
            return node
        if _names_a_file(path):
            return Node(moved(node.value), node.key, node.at)
        text = _FILE_FORM.sub(lambda m: f"{m[1]}({moved(m[2])}{m[3]}", node.value)
        return Node(text, node.key, node.at)

    return walk(tree, ())
