"""What the folder of a run holds, as the sheets of a workbook need it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from funnelsim.errors import RunError, ScenarioError
from funnelsim.reports import numbers
from funnelsim.reports.contents import RESULTS
from funnelsim.reports.manifest import NAME, SCHEMA, recorded_bundle
from funnelsim.reports.report import NAME as REPORT
from funnelsim.reports.run_folder import TABLE_FOLDER
from funnelsim.scenario.document import parse_document
from funnelsim.scenario.load import Bundle

Data = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A run that was written.

    Attributes
    ----------
    folder
        Where.
    manifest
        How it was made.
    result
        The object that ``--json`` prints.
    """

    folder: Path
    manifest: Data
    result: Data

    @property
    def command(self) -> str:
        """The verb that made it."""
        return str(self.manifest["command"])

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.manifest["scenario"]["name"])

    @property
    def currency(self) -> str:
        """Of all money."""
        return str(self._stated.get("currency", "USD"))

    @property
    def words(self) -> Mapping[str, str]:
        """The planner's words for ours."""
        found = self._stated.get("words", {})
        return {str(key): str(value) for key, value in found.items()}

    def label(self, name: str) -> str:
        """The planner's word for a figure, stage or team, else ours."""
        return numbers.label(name, self.words)

    @cached_property
    def _stated(self) -> Data:
        """The complete scenario as plain data."""
        return parse_document(self.manifest["resolved"], NAME).data

    @cached_property
    def report(self) -> Data:
        """Sentences and cards; empty for a run that was written without."""
        path = self.folder / REPORT
        return _read(path) if path.is_file() else {}

    def table(self, name: str) -> list[Data] | None:
        """Rows of a table; None where the run has none of this name."""
        import polars as pl

        path = self.folder / TABLE_FOLDER / f"{name}.parquet"
        if not path.is_file():
            return None
        try:
            return pl.read_parquet(path).to_dicts()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise RunError(f"{path} cannot be read: {error}") from error

    @cached_property
    def _loaded(self) -> Bundle | str:
        try:
            return recorded_bundle(self.manifest, NAME)
        except (RunError, ScenarioError) as error:
            return str(error)

    @property
    def bundle(self) -> Bundle | None:
        """The scenario; None where its data files are gone or changed."""
        return None if isinstance(self._loaded, str) else self._loaded

    @property
    def why_not(self) -> str:
        """Why there is no bundle; empty if there is one."""
        return self._loaded if isinstance(self._loaded, str) else ""


def read_source(folder: Path) -> Source:
    """Read the folder of a run.

    Raises
    ------
    RunError
        It is no folder of a complete run, or a file in it is damaged.
    """
    manifest = _read(folder / NAME)
    if manifest.get("schema") != SCHEMA:
        raise RunError(f"{folder / NAME} is no manifest of a run ({SCHEMA})")
    name = next((name for name in RESULTS if (folder / name).is_file()), None)
    if name is None:
        raise RunError(f"{folder} holds no results of a run")
    return _whole(Source(folder, manifest, _read(folder / name)))


def _whole(source: Source) -> Source:
    needed: list[Callable[[Data], Any]] = [
        lambda data: data["scenario"]["name"], lambda data: data["command"],
        lambda data: data["resolved"],
    ]  # fmt: skip
    try:
        for get in needed:
            get(source.manifest)
    except (KeyError, TypeError) as error:
        raise RunError(f"{source.folder / NAME} is damaged: {error} is missing") from error
    return source


def _read(path: Path) -> Data:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunError(f"{path} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise RunError(f"{path} is damaged: {error}") from error
    if not isinstance(data, dict):
        raise RunError(f"{path} is damaged: it holds no object")
    return data
