"""Ten questions; every mixture of answers makes a file that loads."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelsim.errors import UsageError
from funnelsim.scenario.init import MODELINE, QUESTIONS, write
from funnelsim.scenario.layers import kinds
from funnelsim.scenario.load import load

EXAMPLES = {question.key: question.example for question in QUESTIONS}


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) == 10


def test_answers_stand_in_the_file() -> None:
    scenario = load(text=write(EXAMPLES, name="Acme")).scenario
    assert (scenario.name, scenario.kind, scenario.country) == ("Acme", "b2b-industrial", "US")
    assert scenario.targets[0].metric == "customers"
    assert scenario.targets[0].amount == 10
    assert scenario.until == dt.date(2027, 12, 31)
    assert scenario.deal.text == "40k..250k"
    assert scenario.channels["website"].leads.text == "25/month"
    assert scenario.channels["fairs"].cost.fixed.nominal == 4000
    assert scenario.stages.win_rate.text == "10 of 40"
    assert scenario.stages.sales_cycle.text == "75 days"
    assert scenario.plan.mql_to_sql.text == "30 of 100"
    assert sum(team.reps["core"].count for team in scenario.teams.values()) == 3
    assert scenario.teams["sdr"].habits.never_worked.nominal == 0.2
    assert scenario.teams["sdr"].habits.notices_after.nominal == pytest.approx(2 * 3_600_000)


def test_first_line_tells_the_editor_the_schema() -> None:
    assert write({}).splitlines()[0] == MODELINE


def test_what_is_not_known_is_marked() -> None:
    text = write({})
    assert text.count("not known") >= 3
    assert "not known" not in write(EXAMPLES)


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_with_and_without_answers_loads(kind: str) -> None:
    for answers in ({"kind": kind}, {**EXAMPLES, "kind": kind}):
        assert load(text=write(answers)).scenario.kind == kind


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(EXAMPLES))))
def test_every_mixture_of_answers_loads(known: set[str]) -> None:
    load(text=write({key: EXAMPLES[key] for key in known}))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("target", "10"), ("target", "1.6M revenue by 2028-06-30"), ("target", "5 sql"),
        ("deal", "90k"), ("deal", "40k..250k"), ("leads", "search ads 30, web: 4"),
        ("won", "12"), ("cycle", "11 weeks"), ("team", "1"), ("team", "2 people, 24/7"),
        ("team", "4, 6.5k per month, DE-BY"), ("response", "30 min..2 days"),
        ("response", "5..30 min, 3%"), ("response", "7%"), ("spend", "mail 2k"),
    ],
)  # fmt: skip
def test_answers_in_other_words(key: str, text: str) -> None:
    assert load(text=write({key: text}))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("kind", "b2b"), ("target", "many"), ("target", "0 customers"), ("target", "10 cold"),
        ("deal", "90k, 40k"), ("deal", "big"), ("leads", "25"), ("leads", "web 2, web 3"),
        ("won", "50 of 40"), ("won", "x"), ("cycle", "soon"), ("cycle", "0 days"),
        ("team", "US"), ("team", "2, 9-17"), ("response", "soon"), ("response", "2 h..1 h"),
        ("nothing", "x"),
    ],
)  # fmt: skip
def test_unreadable_answers_are_refused_with_an_example(key: str, text: str) -> None:
    with pytest.raises(UsageError) as refused:
        write({key: text})
    assert str(refused.value)


def test_dont_know_is_no_answer() -> None:
    blank = write({})
    for words in itertools.chain(["", "?", "Don't know", " unknown "]):
        assert write(dict.fromkeys(EXAMPLES, words)) == blank
