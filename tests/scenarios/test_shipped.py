"""Every shipped scenario loads without a word, runs, and lies in the bands that it states."""

import pytest
from shipped import FEW, FOLDER, NAMES, loaded, run

FIGURES = {"visitor_to_lead": "opt_in"}
"""Bands whose figure has another name in a forecast."""


def inside(found, name, band):
    """Whether a figure lies in its band; for a chance, whether its interval touches it."""
    if name == "hit":
        chance = found.aims[0].chance
        return chance.lo <= band.high and chance.hi >= band.low
    return band.low <= found.figure(FIGURES.get(name, name))["mean"] <= band.high


def out_of_band(found):
    expected = found.bundle.scenario.expect
    return [name for name, band in expected.items() if not inside(found, name, band)]


def policies():
    return [(name, policy) for name in NAMES for policy in loaded(name).scenario.policies]


def test_none_is_forgotten():
    assert set(NAMES) == set(FEW)


@pytest.mark.parametrize("name", NAMES)
def test_opens_with_what_it_shows(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    opening = text[: text.index("What must come out")]

    assert all(line.startswith("#") for line in opening.splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_warn_of(name):
    assert loaded(name).problems == ()


@pytest.mark.parametrize(("name", "policy"), policies())
def test_policies_fit(name, policy):
    assert loaded(name, policy).problems == ()


@pytest.mark.parametrize("name", NAMES)
def test_few_replications_lie_in_the_bands(name):
    found = run(name)

    assert found.bundle.scenario.expect
    assert found.replications.missing == 0
    assert out_of_band(found) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_all_its_replications_lie_in_the_bands(name):
    found = run(name, replications=loaded(name).scenario.run.replications)

    assert out_of_band(found) == []
    band = found.bundle.scenario.expect.get("hit")
    assert band is None or band.low <= found.aims[0].chance.value <= band.high
