"""The manifest of a run: all that is needed to know it and to repeat it with the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from funnelsim.errors import RunError
from funnelsim.experiments.status import Replications
from funnelsim.model.tables import Model
from funnelsim.scenario.load import Bundle, Recorded, load
from funnelsim.scenario.show import show

SCHEMA = "funnelsim.manifest/1"
NAME = "manifest.json"
PACKAGES = (
    "funnelsim", "numpy", "scipy", "simpy", "pydantic", "ruamel.yaml", "polars", "holidays",
)  # fmt: skip

ORDER = (
    "schema", "command", "arguments", "created", "scenario", "set", "with", "seed", "engine",
    "replications", "failures", "holidays", "inputs", "versions", "git", "platform", "timings",
    "resolved", "assumptions", "base",
)  # fmt: skip

Data = dict[str, Any]


class Made(Protocol):
    """A task, or a result: what numbers are made of."""

    @property
    def bundle(self) -> Bundle: ...

    @property
    def model(self) -> Model: ...

    @property
    def seed(self) -> int: ...

    @property
    def engine(self) -> str: ...


def beginning(
    made: Made,
    created: dt.datetime,
    command: str = "run",
    arguments: Mapping[str, Any] | None = None,
) -> Data:
    """What is known of a run before its first replication, as plain data.

    Parameters
    ----------
    made
        What the numbers are made of.
    created
        Local time of the start.
    command, arguments
        The verb, and what else it was told that its numbers depend on.
    """
    bundle = made.bundle
    stated, sets = base_text(bundle)
    return {
        "command": command,
        "arguments": dict(arguments or {}),
        "created": created.isoformat(timespec="seconds"),
        "scenario": {
            "name": bundle.scenario.name,
            "file": bundle.file_name,
            "folder": str(bundle.folder.resolve()),
            "kind": bundle.kind,
            "hash": bundle.hash,
        },
        "set": sets,
        "with": list(bundle.with_),
        "seed": made.seed,
        "engine": made.engine,
        "holidays": [[country, str(day), name] for country, day, name in made.model.holidays],
        "inputs": inputs(bundle),
        "versions": versions(),
        "git": git_commit(bundle.folder),
        "platform": platform.platform(),
        "resolved": stated,
        "assumptions": _plain(bundle.assumptions()),
        "base": _plain(bundle.base()),
    }


def manifest(begun: Data, done: Replications, timings: Mapping[str, float]) -> Data:
    """The manifest of a run as plain data.

    Parameters
    ----------
    begun
        From `beginning`.
    done
        How the work went.
    timings
        Seconds by what they were spent on.
    """
    rest = {
        "replications": {
            "asked": len(done.numbers) + done.missing,
            "done": len(done.numbers),
            "numbers": spans(done.numbers),
            "interrupted": done.interrupted,
        },
        "failures": [
            {"replications": list(s.replications), "done": s.done, "attempts": s.attempts,
             "error": s.error}
            for s in done.status if s.error
        ],
        "timings": {name: round(seconds, 3) for name, seconds in timings.items()},
    }  # fmt: skip
    # A run that was begun before `base` was kept may be resumed.
    found = {"base": {}, **begun, **rest, "schema": SCHEMA}
    return {name: found[name] for name in ORDER}


def _plain(data: Any) -> Any:
    """Data as they will be read again from JSON."""
    return json.loads(json.dumps(data, default=str))


def base_text(bundle: Bundle) -> tuple[str, list[str]]:
    """The complete scenario without ``--set``, and the settings to lay over it again.

    Reference arrival rates come from the files alone, so the settings must stay apart. Where the
    files are incomplete without them, they are part of the text. A run that repeats another has
    its text.
    """
    if bundle.recorded:
        return bundle.document.text, list(bundle.sets)
    if not bundle.sets or bundle.base_scenario is bundle.scenario:
        return show(bundle), []
    base = replace(bundle, scenario=bundle.base_scenario, tree=bundle.base_tree, sets=())
    return show(base), list(bundle.sets)


def spans(numbers: Sequence[int]) -> list[list[int]]:
    """Ascending numbers as [first, last] spans."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def inputs(bundle: Bundle) -> dict[str, str]:
    """Data files that the scenario reads, with their SHA-256."""
    files = {name: bundle.folder / name for name in bundle.files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(files.items())
        # A policy that is not in force may name a file that is not there.
        if path.is_file()
    }


def versions() -> dict[str, str | None]:
    """Python and the packages that results may depend on."""
    return {name: _version(name) for name in PACKAGES} | {"python": platform.python_version()}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def git_commit(folder: Path) -> Data | None:
    """Commit of the folder's git repository, and whether files differ from it."""
    commit = _git(folder, "rev-parse", "HEAD")
    if commit is None:
        return None
    return {"commit": commit, "changed": bool(_git(folder, "status", "--porcelain", "-uno"))}


def _git(folder: Path, *words: str) -> str | None:
    try:
        found = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()


@dataclass(frozen=True)
class Replay:
    """What a manifest says must be run again."""

    bundle: Bundle
    seed: int
    engine: str
    replications: tuple[int, ...]
    warnings: tuple[str, ...]
    arguments: Data


def read_manifest(path: Path, command: str = "run") -> Replay:
    """Load the run that a manifest describes.

    Raises
    ------
    RunError
        The file is no manifest, it is one of another command, or a data file of the run is no
        longer what it was.
    ScenarioError
        The scenario in it is no longer valid.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise RunError(f"{path} is no manifest of a run ({SCHEMA})")
        made_by = data.get("command", "run")
        if made_by != command:
            raise RunError(f"{path} was made by another verb: funnelsim {made_by} {path}")
        return _replay(data)
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror or error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{path} is damaged: {error}") from error


def _replay(data: Data) -> Replay:
    bundle = recorded_bundle(data, NAME)
    warnings = []
    if bundle.hash != data["scenario"]["hash"]:
        warnings.append("the scenario reads differently in this version of funnelsim")
    warnings += [f"{name} was {was} and is {now}" for name, was, now in changed_versions(data)]
    numbers = numbers_of(data["replications"]["numbers"])
    return Replay(bundle, data["seed"], data["engine"], numbers, tuple(warnings),
                  data.get("arguments", {}))  # fmt: skip


def recorded_bundle(data: Data, name: str) -> Bundle:
    """The scenario of a run, from the complete text in its data.

    Parameters
    ----------
    name
        File that holds the data, for messages.

    Raises
    ------
    RunError
        A data file of the run is no longer what it was.
    """
    scenario = data["scenario"]
    place = Path(scenario["folder"]) / Path(scenario["file"]).name
    bundle = load(
        place, data["set"], data["with"], text=data["resolved"], name=f"{name} (resolved)"
    )
    if "assumptions" in data:
        bundle.recorded = Recorded(scenario["file"], data["assumptions"], data.get("base", {}))
    _check_inputs(bundle, data["inputs"])
    return bundle


def changed_versions(data: Data) -> list[tuple[str, str | None, str | None]]:
    """Packages whose version is not that of a run: name, version then, version now."""
    now = versions()
    return [
        (name, was, now.get(name)) for name, was in data["versions"].items() if was != now.get(name)
    ]


def numbers_of(found: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """The numbers of `spans`."""
    return tuple(number for first, last in found for number in range(first, last + 1))


def _check_inputs(bundle: Bundle, known: Mapping[str, str]) -> None:
    for name, was in known.items():
        try:
            now = hashlib.sha256((bundle.folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise RunError(f"the run used {name}, which cannot be read: {error}") from error
        if now != was:
            raise RunError(f"the run used {name}, which has changed since")
