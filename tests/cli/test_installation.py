"""What an installation without compiled modules, or with broken ones, says."""

import pytest
from typer.testing import CliRunner

from funnelsim import rules
from funnelsim.cli import built, guard
from funnelsim.cli.app import app

RUN = ("demo", "-n", "1", "--seed", "1", "--threads", "1", "--no-progress")


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, words)


def test_a_run_says_once_that_nothing_is_compiled_and_what_to_do(call, monkeypatch):
    monkeypatch.setattr(rules, "compiled", lambda: False)
    result = call(*RUN)
    assert result.exit_code == 0
    notes = [line for line in result.stderr.splitlines() if built.INTERPRETED in line]
    assert len(notes) == 1
    assert "install a wheel" in notes[0]
    assert built.INTERPRETED not in result.stdout


def test_who_wants_the_sentences_alone_is_not_told(call, monkeypatch):
    monkeypatch.setattr(rules, "compiled", lambda: False)
    assert built.INTERPRETED not in call(*RUN, "--quiet").stderr


def test_nothing_is_said_where_all_is_compiled(call, monkeypatch):
    monkeypatch.setattr(rules, "compiled", lambda: True)
    assert built.INTERPRETED not in call(*RUN).stderr


def test_the_doctor_tells_it_too(call, monkeypatch):
    monkeypatch.setattr(rules, "compiled", lambda: False)
    result = call("doctor")
    assert result.exit_code == 0
    assert f"ok  {built.shortfall()}" in result.stdout.splitlines()


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin", "freebsd14"])
def test_every_system_has_a_cure(platform, monkeypatch):
    monkeypatch.setattr(built.sys, "platform", platform)
    assert "funnelsim again" in built.cure()


def unloadable():
    raise ImportError("scipy.special.cython_special does not export expected C function")


def test_modules_that_cannot_be_loaded_are_a_finding_of_the_doctor(call, monkeypatch):
    monkeypatch.setattr(rules, "compiled", unloadable)
    result = call("doctor")
    assert result.exit_code == 1
    bad = [line for line in result.stdout.splitlines() if line.startswith("BAD")]
    assert len(bad) == 1
    assert "does not export" in bad[0]
    assert "install funnelsim again" in bad[0]


def test_modules_that_cannot_be_loaded_end_a_run_with_one_line(call, monkeypatch):
    monkeypatch.setattr(rules, "compiled", unloadable)
    result = call(*RUN)
    assert result.exit_code == guard.WRONG
    assert "funnelsim doctor" in result.stderr
    assert "Traceback" not in result.output
