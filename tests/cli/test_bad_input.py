"""Any text given as a scenario ends in a message, never in a traceback."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from funnelsim.cli.app import app

TINY = Path(__file__).parents[1] / "tiny.yaml"
VALID = TINY.read_text(encoding="utf-8")
LINES = VALID.splitlines()
QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def outcome(path, text, *words):
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    result = CliRunner().invoke(app, [words[0], str(path), *words[1:]])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    return result


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    previous = os.getcwd()
    os.chdir(folder)
    yield folder / "bad.yaml"
    os.chdir(previous)


@QUIET
@given(text=st.text(max_size=200) | st.binary(max_size=200))
def test_any_text(path, text):
    assert outcome(path, text, "check").exit_code in (0, 1)
    assert outcome(path, text, "plan").exit_code in (0, 1)


_VALUES = st.sampled_from(
    ["", "-1", "0", "1e400", "nan", "-inf", "never", "off", "[]", "{}", "[1", "~ 3%..1%",
     "9 of 3", "40k..", "x-2", "add", "2027-02-30", "17:30", "NO", "gamma(mean=9 days, cv=1)",
     "😀", "99999999999999999999", "never..2 h", "\"", "&a [*a]", "!!python/object:os.system x"]
)  # fmt: skip


@QUIET
@given(
    line=st.integers(0, len(LINES) - 1),
    value=_VALUES,
    seed=st.integers(0, 2**32),
)
def test_mutated_scenarios(path, line, value, seed):
    """One value of a valid file replaced, or a piece of it cut out or doubled."""
    chance = random.Random(seed)
    lines = list(LINES)
    kind = chance.randrange(4)
    if kind == 0:
        lines[line] = lines[line].split(":")[0] + ": " + value
    elif kind == 1:
        del lines[line]
    elif kind == 2:
        lines.insert(line, lines[chance.randrange(len(lines))])
    else:
        begin = chance.randrange(len(VALID))
        cut = VALID[:begin] + value + VALID[begin + chance.randrange(12) :]
        lines = cut.splitlines()
    text = "\n".join(lines)
    assert outcome(path, text, "check").exit_code in (0, 1)
    assert outcome(path, text, "show").exit_code in (0, 1)
    assert outcome(path, text, "plan").exit_code in (0, 1)


@settings(QUIET, max_examples=12)
@given(value=_VALUES, key=st.sampled_from(
    ["handoff.delay", "teams.inside.reps", "channels.web.visitors", "shelf_life.mql", "until",
     "stages.offer.converts", "hazards.competitor", "segments.shop.share", "run_off", "targets"]
))  # fmt: skip
def test_settings_that_pass_the_check_also_run(path, key, value):
    words = ("--set", f"{key}={value}")
    checked = outcome(path, VALID, "check", *words)
    ran = outcome(
        path, VALID, "run", *words, "-n", "1", "--threads", "1", "--no-progress", "--out", "r"
    )
    assert (checked.exit_code == 0) == (ran.exit_code == 0), ran.output


@pytest.mark.parametrize("words", [("check",), ("run",), ("show",), ("plan",), ("trace",)])
def test_binary_and_big_files(path, words):
    for content in (b"\x00\x01\x02", b"\xff\xfe", b"a: 1\n" * 400_000, b"[" * 5000):
        result = outcome(path, content, *words)
        assert result.exit_code == 1
        assert "error" in result.output


def test_a_folder_as_scenario(path):
    result = CliRunner().invoke(app, ["check", str(path.parent)])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
