"""YAML as planners write it: what plain words mean, where things stand, what is refused."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.errors import Problem, ScenarioError
from funnelsim.scenario.document import Document, load_document, parse_document
from funnelsim.scenario.yaml_text import yaml_text
from funnelsim.scenario.yaml_words import BadWord, Place, resolve_word


def read(text: str) -> Document:
    return parse_document(text, "p.yaml")


def test_words_that_other_readers_of_yaml_misread_stay_words() -> None:
    document = read("a: 17:30\nb: NO\nc: on\nd: yes\ne: 1_000\nf: 0o17\ng: 12e\nh: 40k\n")
    assert document.data == {
        "a": "17:30", "b": "NO", "c": "on", "d": "yes", "e": "1_000", "f": "0o17", "g": "12e",
        "h": "40k",
    }  # fmt: skip


def test_numbers_dates_and_switches() -> None:
    document = read("a: 1e-3\nb: .5\nc: -7\nd: true\ne: 2027-03-16\nf: '2027-03-16'\ng: +2\n")
    assert document.data == {
        "a": 0.001, "b": 0.5, "c": -7, "d": True, "e": dt.date(2027, 3, 16), "f": "2027-03-16",
        "g": 2,
    }  # fmt: skip


def test_every_key_and_value_knows_its_place() -> None:
    document = read("handoff:\n  delay:   4 h\ntargets:\n  - {customers: 10}\n")
    assert document.keys[("handoff", "delay")] == Place("p.yaml", 2, 3)
    assert document.values[("handoff", "delay")] == Place("p.yaml", 2, 12)
    assert document.keys[("targets", 0, "customers")] == Place("p.yaml", 4, 6)
    assert document.values[("targets", 0)] == Place("p.yaml", 4, 5)


def test_all_problems_that_leave_the_text_readable_come_at_once() -> None:
    document = read("a: 1\na: 2\nb:\nc: 2027-02-30\nd: &x 1\ne: {f: gamma(mean=1, cv=2)}\n")
    assert sorted((p.code, p.line) for p in document.problems) == [
        ("FS006", 2), ("FS009", 5), ("FS016", 3), ("FS018", 4), ("FS205", 6),
    ]  # fmt: skip
    assert document.data == {"a": 1, "d": 1, "e": {}}


def test_split_forms_are_put_together_in_the_cure() -> None:
    document = read("a: {x: gamma(mean=9 days, cv=0.8), y: 1}\nb: [empirical(f.csv, v, w), 2]\n")
    assert [p.cure for p in document.problems] == [
        "separate with semicolons: gamma(mean=9 days; cv=0.8)",
        "separate with semicolons: empirical(f.csv; v; w)",
    ]
    assert document.data == {"a": {"y": 1}, "b": [2]}


def test_two_split_forms_in_one_line_are_no_duplicate_keys() -> None:
    document = read("a: {x: gamma(mean=9, cv=0.8), y: gamma(mean=3, cv=0.8)}\n")
    assert [p.code for p in document.problems] == ["FS205", "FS205"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_do_not_matter(newline: str) -> None:
    raw = f"\ufeffa: 1{newline}b: 2{newline}".encode()
    document = parse_document(raw, "p.yaml")
    assert document.data == {"a": 1, "b": 2}
    assert document.keys[("b",)] == Place("p.yaml", 2, 1)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"a: 1\nb: \xff\n", "FS003", 2, 4),
        ("a: 1".encode("utf-16"), "FS003", None, None),
        (b"a: 1\n\x1b[31m\n", "FS003", 2, 1),
        (b"", "FS010", None, None),
        (b"a: [1\n", "FS005", 2, 1),
        (b"a:\n  b: 1\n\tc: 2\n", "FS008", 3, 1),
        (b"a: 1\n---\nb: 2\n", "FS007", 2, 1),
        (b'a: "\\U99999999"\n', "FS005", None, None),
    ],
)
def test_unreadable_text_is_refused_at_its_place(
    raw: bytes, code: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(ScenarioError) as refused:
        parse_document(raw, "p.yaml")
    (problem,) = refused.value.problems
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_missing_file_and_folder(tmp_path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(ScenarioError, match="FS001"):
            load_document(path)


def test_a_problem_reads_as_one_line_of_the_contract() -> None:
    problem = Problem(
        "FS104", "error", "unknown key 'dealy' in handoff", "plan.yaml", 12, 5,
        ("handoff", "dealy"), cure="did you mean 'delay'?",
    )  # fmt: skip
    assert str(problem) == (
        "plan.yaml:12:5 error FS104 unknown key 'dealy' in handoff; did you mean 'delay'?"
    )
    assert problem.as_dict()["path"] == "handoff.dealy"


UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
WORDS = st.text(max_size=12).filter(lambda text: not UNPRINTABLE.search(text))
SCALARS = WORDS | st.integers(-(10**15), 10**15) | st.booleans() | st.dates()
NAMES = WORDS.filter(lambda text: text not in ("", "<<"))
NESTED = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
DATA = st.dictionaries(NAMES, NESTED, min_size=1, max_size=4)


@given(DATA)
def test_written_data_read_back_the_same(data: dict[str, object]) -> None:
    document = read(yaml_text(data))
    assert document.problems == []
    assert document.data == dated(data)


def dated(data: object) -> object:
    """The language takes `5` and `"5"`, a date and its text for the same; so does the writer."""
    if isinstance(data, dict):
        return {key: dated(value) for key, value in data.items()}
    if isinstance(data, list):
        return [dated(value) for value in data]
    if isinstance(data, str):
        meaning = resolved(data)
        same = isinstance(meaning, dt.date) or str(meaning) == data
        return meaning if same and not isinstance(meaning, bool) and meaning is not None else data
    return data


def resolved(text: str) -> object:
    try:
        return resolve_word(text)
    except BadWord:
        return text


def test_a_character_of_two_escapes_is_one() -> None:
    assert read('name: "fox \\ud83e\\udd8a"\n').data == {"name": "fox 🦊"}
    with pytest.raises(ScenarioError, match=r":1:7 error FS005 .* half of a character"):
        read('name: "fox \\ud83e"\n')
