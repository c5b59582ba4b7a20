"""Every code is explained, and its wrong lines give that code while its right lines do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import funnelsim
from funnelsim.errors import Problem, UsageError
from funnelsim.scenario.codes import catalogue, explain
from funnelsim.scenario.load import examine

SOURCE = Path(funnelsim.__file__).parent


def codes_in_source() -> set[str]:
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(re.findall(r'"(FS\d{3})"', path.read_text(encoding="utf-8")))
    return found


def test_sentences_fit_a_terminal_and_lines_of_a_scenario_stay_whole() -> None:
    for code in catalogue().values():
        lines = explain(code.code).splitlines()
        assert all(len(line) <= 80 or line.startswith("    ") for line in lines)
        assert " ".join(code.text.split()) in " ".join(" ".join(lines).split())
        for example in (code.wrong, code.right):
            assert {f"    {line}" for line in example.rstrip().splitlines()} <= set(lines)


def test_catalogue_and_source_hold_the_same_codes() -> None:
    assert codes_in_source() == set(catalogue())


def test_codes_are_in_order_and_say_something() -> None:
    assert list(catalogue()) == sorted(catalogue())
    for code in catalogue().values():
        assert code.title
        assert code.text.endswith(".")
        assert bool(code.wrong) == bool(code.right)


BASE = {
    "kind": "b2b-industrial",
    "from": "2027-01-01",
    "until": "2027-12-31",
    "segments": "{plant-manager: {}}",
    "channels": "{website: {leads: 20/month}}",
    "teams": "{sdr: {reps: 2}, ae: {reps: {ana: {}, bo: {}}}}",
}
NOT_LINES_OF_ONE_FILE = {"FS002", "FS011", "FS601", "FS710", "FS711"}
"""Too large to show, no mapping, a word of the command line, found when compiling."""
WITH_EXAMPLE = sorted(
    code for code, entry in catalogue().items() if entry.wrong and code not in NOT_LINES_OF_ONE_FILE
)


def problems_of(lines: str, folder: Path) -> list[Problem]:
    """Problems of a sensible scenario with these lines in place of its own."""
    own = {line.partition(":")[0] for line in lines.splitlines() if line[:1].isalpha()}
    kept = "".join(f"{key}: {value}\n" for key, value in BASE.items() if key not in own)
    _, problems = examine(folder / "plan.yaml", text=kept + lines.rstrip() + "\n")
    return problems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "crm.csv").write_text("id,stage\n1,Open\n", encoding="utf-8")
    (tmp_path / "arrivals.csv").write_text("time\n7 h\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_wrong_lines_give_the_code(code: str, folder: Path) -> None:
    assert code in {problem.code for problem in problems_of(catalogue()[code].wrong, folder)}


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_right_lines_are_right(code: str, folder: Path) -> None:
    found = problems_of(catalogue()[code].right, folder)
    assert [str(p) for p in found if p.severity == "error" or p.code == code] == []


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_explain_prints_title_and_example(code: str) -> None:
    text = explain(code.lower())
    assert text.startswith(f"{code}  {catalogue()[code].title}")
    assert catalogue()[code].wrong.rstrip().replace("\n", "\n    ") in text


def test_unknown_code_names_a_near_one() -> None:
    with pytest.raises(UsageError, match="did you mean"):
        explain("FS1044")
