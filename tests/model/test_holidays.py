"""Holidays of one country are those of the whole package."""

import holidays
import pytest

from funnelsim.errors import ScenarioError
from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load

PLAN = """
kind: blank
name: Days off
from: 2027-01-04
until: 2027-03-31
calendar: {{hours: mon-fri 09:00-17:00, holidays: {code}}}
channels: {{web: {{leads: 1/day}}}}
"""


CODES = ["US", "DE", "DE-BY", "FR", "GB", "GB-SCT", "IN", "NG", "SR", "KY"]


@pytest.mark.parametrize("code", CODES)
def test_one_country_has_the_holidays_of_the_package(code):
    country, _, part = code.partition("-")
    wanted = holidays.country_holidays(country, subdiv=part or None, years=2027)
    found = compile_model(load(text=PLAN.format(code=code))).holidays
    assert {(day, name) for _, day, name in found if day.year == 2027} == set(wanted.items())
    assert len(wanted) > 4


@pytest.mark.parametrize("code", ["XX", "US-ZZ"])
def test_a_country_without_known_holidays_is_a_fault_of_the_scenario(code):
    with pytest.raises(ScenarioError, match=f"holidays of {code} are not known"):
        compile_model(load(text=PLAN.format(code=code)))
