"""Each shipped file of theory and traces says what it shows, what must come out, and why."""

import pytest
from runs import THEORY

from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load

FILES = [*sorted(THEORY.glob("*.yaml")), *sorted((THEORY.parent / "traces").glob("*.yaml"))]
EXPECTED_WARNINGS = {
    "FS702",  # rates outside the bands of practice: theory is no practice
    "FS705",  # leads that nothing is meant to qualify
    "FS706",  # more work than the reps can do: what goes cold is the point
}


def comments(path):
    text = path.read_text(encoding="utf-8")
    opening = text.split("\n")
    return " ".join(line[1:].strip() for line in opening if line.startswith("#"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_opens_with_its_purpose(path):
    assert path.read_text(encoding="utf-8").startswith("# ")
    if path.stem != "base":
        for part in ("Shows: ", "Must come out", "Truth: "):
            assert part in comments(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_loads_and_compiles(path):
    bundle = load(path)
    assert {problem.code for problem in bundle.problems} <= EXPECTED_WARNINGS
    model = compile_model(bundle)
    assert model.end > 0
    for policy in bundle.scenario.policies:
        assert compile_model(load(path, with_=[policy])).end == model.end
