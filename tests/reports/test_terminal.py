"""The forecast on the terminal: true sentences, at any width."""

import io
import re

import numpy as np
import pytest
from rich.console import Console

from funnelsim.experiments.forecast import forecast
from funnelsim.reports.layout import folded
from funnelsim.reports.said import print_result
from funnelsim.reports.sentences import at_least, band_of, central, headline, missing
from funnelsim.scenario.load import load


def printed(made, width, detail=0, **more):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    print_result(console, made, detail=detail, **more)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 100, 120, 200])
@pytest.mark.parametrize("detail", [-1, 0, 1])
def test_nothing_is_wider_than_the_terminal(tiny_forecast, width, detail):
    notes = ["a note that is long enough to be folded, " * 4]
    text = printed(tiny_forecast, width, detail, notes=notes, files=["x" * 150])
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text


def test_the_answer_stands_first_and_the_files_last(tiny_forecast):
    lines = [line.strip() for line in printed(tiny_forecast, 80, files=["there"]).splitlines()]
    assert lines[0].startswith("Tiny")
    first = next(line for line in lines[1:] if line)
    assert re.match(r"80 % chance of \d+ to \d+ customers by 28 Feb 2027; \d+ % chance", first)
    assert lines[-1] == "there"
    titles = [line.split()[0] for line in lines if line.startswith(
        ("Targets", "Funnel", "Money", "Leads gone cold", "Teams", "What to look at")
    )]  # fmt: skip
    assert titles == ["Targets", "Funnel", "Money", "Leads", "Teams", "What"]


def test_quiet_prints_sentences_and_files_alone(tiny_forecast):
    text = printed(tiny_forecast, 80, -1, files=["there"])
    assert "Funnel" not in text
    assert "chance" in text
    assert "there" in text


def test_wide_terminals_hold_two_tables_side_by_side(tiny_forecast):
    assert len(printed(tiny_forecast, 160).splitlines()) < len(
        printed(tiny_forecast, 80).splitlines()
    )


def test_the_planners_words_are_used_everywhere(tiny_forecast):
    text = printed(tiny_forecast, 120, 1)
    assert "Qualified inquiry" in text
    assert not re.search(r"\bSQL\b", text)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_long_words_take_no_name_and_cut_no_figure(tiny, width):
    names = ("leads", "mql", "sql", "customers", "opportunities")
    words = {name: f"{name}-of-the-kind-wanted-here"[:25].upper() for name in names}
    stated = ", ".join(f"{name}: {word}" for name, word in words.items())
    made = forecast(load(tiny.path, sets=[f"words={{{stated}}}"]), 3, threads=1)
    text = printed(made, width, 1)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    starts = {line.split("  ")[0].strip() for line in text.splitlines()}
    assert {"web", "fair", "plant", "shop", "2027-01*", "inside", "outside"} <= starts
    assert ("A wider terminal shows more: " in text) == (width < 100)


def test_tables_that_fit_are_left_alone(tiny_forecast):
    assert "A wider terminal" not in printed(tiny_forecast, 120, 1)


def test_no_nan_and_no_none(tiny_forecast):
    text = printed(tiny_forecast, 120, 1)
    assert not re.search(r"\b(nan|None|inf)\b", text)


def test_no_colour_is_obeyed(tiny_forecast, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(file=io.StringIO(), width=80, force_terminal=True, highlight=False)
    print_result(console, tiny_forecast)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", console.file.getvalue())


@pytest.mark.parametrize("n", [1, 2, 9, 10, 11, 72, 101])
def test_the_range_holds_eight_of_ten(n):
    values = np.random.default_rng(n).poisson(6, n).astype(float)
    low, high = central(values)
    assert np.mean((values >= low) & (values <= high)) >= 0.8 - 1e-12
    assert np.mean(values >= low) >= 0.9 - 1e-12
    assert np.mean(values <= high) >= 0.9 - 1e-12
    # No tighter end would do.
    assert np.mean(values > low) < 0.9 or not (values > low).any()
    assert np.mean(values < high) < 0.9 or not (values < high).any()


def test_the_range_of_an_undefined_figure():
    assert central(np.array([np.nan, 1.0])) is None
    assert central(np.array([])) is None


def test_at_least_says_the_share_really_seen(tiny_forecast):
    customers = tiny_forecast.column("customers")
    found = re.findall(r"(\d+) %(?: chance)? of at least (\d+)", at_least(tiny_forecast))
    wanted = [max((c for c in range(1, 99) if np.mean(customers >= c) >= share), default=0)
              for share in (0.9, 0.8, 0.5)]  # fmt: skip
    counts = [int(number) for _, number in found]
    assert counts == sorted(set(wanted) - {0}) != []
    for percent, number in found:
        assert abs(np.mean(customers >= int(number)) * 100 - int(percent)) <= 0.5


@pytest.mark.parametrize(
    ("customers", "said"),
    [
        ([0.0] * 9, "No simulated future brings any customers."),
        ([0.0] * 9 + [2.0], "10 % chance of at least 1 customer."),
        ([5.0] * 3 + [7.0] * 7,
         "Every simulated future brings at least 5 customers, 70 % chance of at least 7."),
        ([4.0] * 8, "Every simulated future brings at least 4 customers."),
    ],
)  # fmt: skip
def test_at_least_of_rare_and_certain_counts(tiny_forecast, monkeypatch, customers, said):
    monkeypatch.setattr(type(tiny_forecast), "column", lambda *_: np.array(customers))
    assert at_least(tiny_forecast) == said


def test_a_figure_that_never_varies_has_no_chance(tiny_forecast):
    assert band_of(tiny_forecast, "customers", np.zeros(60)) == (
        "Every simulated future brings 0 customers"
    )


def test_what_never_happened_is_not_called_impossible(tiny):
    made = forecast(load(tiny.path, sets=["targets=[{customers: 500}, {customers: 0}]"]), 4,
                    threads=1)  # fmt: skip
    never, always, both = headline(made)
    assert "no simulated future reaches 500: the chance is below 49 %" in never
    assert "every simulated future reaches 0: the chance is above 51 %" in always
    assert both == "No simulated future reaches both targets."


def test_a_scenario_without_targets(tiny):
    made = forecast(load(tiny.path, sets=["targets=[]"]), 3, threads=1)
    (sentence,) = headline(made)
    assert re.fullmatch(r"80 % chance of .* customers by 28 Feb 2027\.", sentence)
    assert printed(made, 80)


def test_missing_replications_are_said(tiny):
    steps = []

    def impatient(step):
        steps.append(step)
        if step.done >= 2:
            raise KeyboardInterrupt

    made = forecast(tiny, 40, threads=1, progress=impatient)
    (sentence,) = missing(made.replications)
    assert sentence == f"Interrupted: {made.n} of 40 replications were done and are kept."


def test_numbers_stay_with_their_units():
    text = "of the leads 12 % are late by 45 min or by 3 days"
    for width in range(10, 40):
        lines = folded(text, width).split("\n")
        assert " ".join(lines) == text
        assert not any(line.endswith(("12", "45", "3")) for line in lines)
