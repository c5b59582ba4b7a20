"""Two corpora: files with one fault each, and files that load, with their complete twins.

Every invalid file opens with the errors it must give, every valid one with its warnings::

    # expect: FS104 6:3 unknown key 'dealy' in handoff

that is code, line:column (``-`` for the file as a whole, ``data/x.csv:3`` for a row) and message.
After a change that is meant to alter them, ``FUNNELSIM_WRITE_CORPUS=1 pytest
tests/scenario/test_corpus.py`` writes them again; read the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from funnelsim.errors import Problem
from funnelsim.scenario.document import load_document
from funnelsim.scenario.load import examine
from funnelsim.scenario.resolve import resolve
from funnelsim.scenario.show import loadable, show
from funnelsim.scenario.yaml_text import yaml_text

CORPUS = Path(__file__).parent.parent / "scenarios"
INVALID = sorted((CORPUS / "invalid").glob("*.yaml"))
VALID = sorted(p for p in (CORPUS / "valid").glob("*.yaml") if ".resolved." not in p.name)
REWRITE = os.environ.get("FUNNELSIM_WRITE_CORPUS") == "1"


def said(problem: Problem, file: str) -> str:
    place = problem.place
    if problem.file == file:
        place = f"{problem.line}:{problem.column}" if problem.line else "-"
    return f"{problem.code} {place} {problem.message}"


def expected(path: Path, label: str) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(label) for line in lines if line.startswith(label)]


def rewrite(path: Path, label: str, found: list[str]) -> None:
    text = path.read_text(encoding="utf-8")
    body = "".join(line for line in text.splitlines(True) if not line.startswith(label))
    path.write_text("".join(f"{label}{line}\n" for line in found) + body, encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_corpus(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    path = request.node.callspec.params.get("path") if hasattr(request.node, "callspec") else None
    monkeypatch.chdir(path.parent if path is not None else CORPUS)


def test_corpora_are_large_enough() -> None:
    assert len(INVALID) >= 80
    assert len(VALID) >= 20


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_gives_exactly_its_errors(path: Path) -> None:
    _, problems = examine(Path(path.name))
    found = [said(p, path.name) for p in problems if p.severity == "error"]
    if REWRITE:
        rewrite(path, "# expect: ", found)
    assert found
    assert found == expected(path, "# expect: ")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_errors_say_where_and_what_to_do(path: Path) -> None:
    _, problems = examine(Path(path.name))
    for problem in problems:
        text = str(problem)
        assert text.startswith(problem.file)
        assert "\n" not in text
        assert problem.code.startswith("FS")
        assert "Traceback" not in text
        assert "pydantic" not in text


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_loads_with_exactly_its_warnings(path: Path) -> None:
    bundle, problems = examine(Path(path.name))
    found = [said(p, path.name) for p in problems]
    if REWRITE:
        rewrite(path, "# warns: ", found)
    assert bundle is not None
    assert all(p.severity == "warning" for p in problems)
    assert found == expected(path, "# warns: ")
    assert bundle.problems == tuple(problems)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_means_its_twin(path: Path) -> None:
    bundle, _ = examine(Path(path.name))
    assert bundle is not None
    twin = path.with_suffix(".resolved.yaml")
    if REWRITE:
        twin.write_text(yaml_text(loadable(bundle)), encoding="utf-8")
    assert load_document(twin).data == load_text(yaml_text(loadable(bundle)))
    again, problems = examine(Path(twin.name))
    assert again is not None
    assert not [p for p in problems if p.severity == "error"]
    assert again.scenario == bundle.scenario


def load_text(text: str) -> dict[str, object]:
    from funnelsim.scenario.document import parse_document

    document = parse_document(text, "twin")
    assert document.problems == []
    return document.data


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_what_show_prints_loads_as_the_same_scenario(path: Path) -> None:
    bundle, _ = examine(Path(path.name))
    assert bundle is not None
    again, _ = examine(path.parent / "shown.yaml", text=show(bundle))
    assert again is not None
    assert again.scenario == bundle.scenario
    assert again.hash == bundle.hash


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_epoch_and_class_of_a_valid_file_has_a_scenario(path: Path) -> None:
    bundle, _ = examine(Path(path.name))
    assert bundle is not None
    bundle.with_ = tuple(bundle.scenario.policies)
    resolved = resolve(bundle)
    for epoch in range(len(resolved.epochs)):
        for lead_class in resolved.classes:
            assert resolved.scenario_at(epoch, lead_class).from_ == bundle.scenario.from_
