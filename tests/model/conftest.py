"""Scenarios as texts, compiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.scenario.load import load

BASE = """
kind: blank
from: 2027-01-04
horizon: 30 days
warm_up: none
calendar: {hours: mon-fri 09:00-17:00}
segments:
  big: {share: 70%, fit: 60%, deal: 100k}
  small: {share: 30%, fit: 40%, deal: 20k}
channels: {web: {leads: 10/day}}
teams: {ae: {reps: 2}}
stages:
  first: {converts: 80%, rep_time: 2 h, buyer_takes: exponential(mean=10 days)}
  last: {converts: 50%, buyer_takes: exponential(mean=5 days)}
"""

Compile = Callable[..., Model]


@pytest.fixture
def compiled(tmp_path: Path) -> Compile:
    """Compile BASE with `--set` like settings, extra lines and policies."""

    def build(*sets: str, more: str = "", with_: tuple[str, ...] = ()) -> Model:
        file = tmp_path / "scenario.yaml"
        file.write_text(BASE + more, encoding="utf-8")
        return compile_model(load(file, sets=sets, with_=with_))

    return build
