"""The price of cold leads on the terminal: true sentences, at any width."""

import io
import re
from dataclasses import replace
from textwrap import dedent

import numpy as np
import pytest
from rich.console import Console

from funnelsim.experiments.cold.price import Cold, cold
from funnelsim.reports.cold_story import stories
from funnelsim.reports.cold_text import findings, headline, levers
from funnelsim.reports.said import print_result
from funnelsim.scenario.load import load


def printed(made, width, detail=0, **more):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    print_result(console, made, detail=detail, **more)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("detail", [-1, 0, 1])
def test_nothing_is_wider_than_the_terminal_or_cut(tiny_cold, width, detail):
    text = printed(tiny_cold, width, detail, notes=["a note, " * 30], files=["x" * 150])
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    assert "A wider terminal" not in text
    assert not re.search(r"\b(nan|None|inf)\b", text)


def test_the_answer_stands_first_and_the_files_last(tiny_cold):
    lines = [line.strip() for line in printed(tiny_cold, 80, files=["there"]).splitlines()]
    assert lines[0].startswith("Tiny")
    assert re.match(r"Leads that go cold cost €|12 simulated futures cannot tell", lines[2])
    assert lines[-1] == "there"


def test_quiet_prints_sentences_and_files_alone(tiny_cold):
    text = printed(tiny_cold, 80, -1, files=["there"])
    assert "Who bears it" not in text
    assert "Seed 5." in text
    assert "there" in text


def test_the_two_losses_are_never_mixed_up(tiny_cold):
    text = printed(tiny_cold, 80)
    assert "real loss of the period" in text
    assert "Paper loss, another thing" in text
    assert "never a split of the" in text


def test_verbose_tells_by_channel_segment_team_and_month(tiny_cold):
    text = printed(tiny_cold, 80, 1)
    for name in ("channel", "segment", "team", "month"):
        assert f"Lead by lead, by {name}" in text


def test_the_planners_words_are_used(tiny_cold):
    assert not re.search(r"\bSQL\b", printed(tiny_cold, 120, 1))


class Made(Cold):
    """A price with a loss of one's own choice."""

    def loss(self, money="revenue"):
        found = np.resize(LOSS["now"], self.n)
        return found * (0.6 if money == "gross_profit" else 1.0)


LOSS = {"now": np.zeros(1)}


def made_of(tiny_cold, *loss):
    LOSS["now"] = np.array(loss)
    return Made(**{name: getattr(tiny_cold, name)
                   for name in ("bundle", "worlds", "seed", "engine", "replications")})  # fmt: skip


def test_a_loss_that_may_be_none_is_not_told_as_one(tiny_cold):
    (sentence,) = headline(made_of(tiny_cold, -50e3, 60e3))
    assert sentence.startswith("12 simulated futures cannot tell whether leads that go cold cost")
    assert "€5k of revenue (95 % sure: -€" in sentence


def test_no_loss_at_all(tiny_cold):
    assert headline(made_of(tiny_cold, 0.0)) == [
        "No lead that goes cold costs a deal in 12 simulated futures."
    ]


def test_a_sure_loss_comes_with_interval_profit_and_share(tiny_cold):
    first = headline(made_of(tiny_cold, 40e3, 60e3))[0]
    assert re.match(
        r"Leads that go cold cost €50k of revenue \(95 % sure: €43\.\dk to €56\.\dk\) and €30k of "
        r"gross profit, \d+ % of what the same period would bring if none did\.", first
    )  # fmt: skip


def test_one_future_has_no_interval(tiny):
    made = cold(tiny, 1, threads=1)
    text = printed(made, 80, 1)
    assert "95 % sure: " not in text
    assert "1 simulated future," in text


def test_teams_without_time_are_told_before_policies(tiny_cold):
    made = made_of(tiny_cold, 40e3, 60e3)
    made.__dict__["saturated"] = {"inside": 0.98}
    told = next(levers(made))
    assert told == (
        "Capacity, not decay, limits the money: if no lead went cold, inside would be busy 98 % "
        "of the time."
    )


def test_an_unsettled_cohort_is_marked(tiny_cold):
    from funnelsim.experiments.intervals import Interval

    made = made_of(tiny_cold, 40e3, 60e3)
    made.__dict__["unresolved"] = Interval(0.3)
    assert "of new leads, not settled" in printed(made, 80)
    assert any("30 % of the new leads" in sentence for sentence in findings(made))
    made.__dict__["unresolved"] = Interval(0.03)
    assert "not settled" not in printed(made, 80)


def test_missing_mechanisms_are_named(tiny_cold):
    (absent,) = [s for s in findings(tiny_cold) if s.startswith("Not in this scenario")]
    assert absent == "Not in this scenario, and so no part of the loss: intent."


def test_what_was_interrupted_is_said(tiny_cold):
    stopped = replace(tiny_cold.replications, interrupted=True)
    text = printed(replace(tiny_cold, replications=stopped), 80, -1)
    assert "Interrupted: 12 of 12 replications were done and are kept." in text


class TestStories:
    def test_both_lives_are_told_and_where_they_part(self, tiny_cold):
        text = "\n".join(stories(tiny_cold, tiny_cold.explain(1)))
        assert re.search(r"^Future no\. \d+: \d+ such leads?, €", text, re.MULTILINE)
        assert "Both lives are alike until 20" in text
        there = text.partition("From there, if no lead went cold:")[2]
        assert "is won: €" in there
        assert "From there, as it is:" in text

    def test_long_lives_are_shortened_unless_told_in_full(self, tiny_cold):
        found = tiny_cold.explain(1)
        short, whole = (list(stories(tiny_cold, found, told)) for told in (False, True))
        lead = found.leads[0]
        events = [line for line in whole if re.match(r"20\d\d-", line)]
        assert len(events) == len(lead.actual.log) + len(lead.twin.log) - lead.common
        assert len(short) <= len(whole)
        assert not any("events more" in line for line in whole)

    def test_no_such_lead(self, tiny_cold):
        text = "\n".join(stories(tiny_cold, tiny_cold.explain(only=["zombie"])))
        assert re.search(r"Future no\. \d+ has no such lead", text)


@pytest.mark.parametrize(("enters", "handed_over"), [("mql", True), ("sql", False)])
def test_a_scenario_without_reps_with_a_limit_has_no_table_of_reps(enters, handed_over):
    text = f"""
        from: 2027-01-01
        horizon: 2 months
        channels: {{web: {{leads: 3/day, enters: {enters}}}}}
        teams: {{ae: {{reps: unlimited}}}}
        calls: {{by: ae}}
        stages: {{sale: {{converts: 25%, rep_time: 1 h}}}}
        handoff: {{delay: 5 days}}
        shelf_life: {{mql: 10 days, sql: 10 days}}
        deal: 1k
    """
    made = cold(load(None, text=dedent(text), name="a.yaml"), 3, 1, threads=1)
    assert "A rep more" not in printed(made, 80)
    assert ("hand-over after 5.0 days" in printed(made, 80)) == handed_over
