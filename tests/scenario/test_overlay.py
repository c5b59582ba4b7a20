"""One mechanism lays settings over a scenario: what merges, replaces, is removed, is changed."""

from __future__ import annotations

from typing import Any

import pytest

from funnelsim.scenario.document import parse_document
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.settings import read_setting
from funnelsim.scenario.tree import Node, node_of, plain, tree_of
from funnelsim.scenario.yaml_words import Place

HERE = Place("set")


def tree(text: str) -> Node:
    return tree_of(parse_document(text, "base.yaml"))


def merged(base: str, over: str) -> Any:
    overlay = Overlay()
    result = plain(overlay.merge(overlay.merge(None, tree(base)), tree(over)))
    assert [p for p in overlay.problems if p.severity == "error"] == []
    return result


def after(base: str, **sets: object) -> Any:
    overlay = Overlay()
    dotted = {key.replace("__", "."): value for key, value in sets.items()}
    start = overlay.merge(None, tree(base))
    result = plain(overlay.apply(start, node_of(dotted, HERE)))
    assert [p for p in overlay.problems if p.severity == "error"] == []
    return result


def codes(base: str, dotted: dict[str, object]) -> list[str]:
    overlay = Overlay()
    overlay.apply(overlay.merge(None, tree(base)), node_of(dotted, HERE))
    return [problem.code for problem in overlay.problems]


def test_mappings_merge_lists_and_scalars_replace() -> None:
    base = "handoff: {delay: 4 h}\ncalls: {gaps: [1 h, 2 h], then: drop}\n"
    assert merged(base, "calls: {gaps: [3 h]}\n") == {
        "handoff": {"delay": "4 h"},
        "calls": {"gaps": ["3 h"], "then": "drop"},
    }


def test_a_list_of_batches_replaces_named_ones_and_names_merge() -> None:
    days = "[{date: 2027-03-16, leads: 9}, {date: 2027-09-21, leads: 7}]"
    base = f"channels: {{fair: {{batches: {days}}}}}\n"
    one = "channels: {fair: {batches: [{date: 2027-03-16, leads: 6}]}}\n"
    batches = merged(base, one)["channels"]["fair"]["batches"]
    assert [(name, batch["leads"]) for name, batch in batches.items()] == [("2027-03-16", 6)]
    named = "channels: {fair: {batches: {2027-09-21: {leads: 8}}}}\n"
    batches = merged(base, named)["channels"]["fair"]["batches"]
    assert [batch["leads"] for batch in batches.values()] == [9, 8]


def test_curves_and_mixes_are_one_value() -> None:
    base = "calls: {first_call_reaches: {5 min: 76%, 1 h: 43%, later: 35%}}\n"
    over = "calls: {first_call_reaches: {30 min: 50%, later: 20%}}\n"
    assert merged(base, over) == {
        "calls": {"first_call_reaches": {"30 min": "50%", "later": "20%"}}
    }
    assert after("calls: {first_call_reaches: {5 min: 76%, later: 35%}}\n",
                 calls__first_call_reaches__later="20%") == {
        "calls": {"first_call_reaches": {"5 min": "76%", "later": "20%"}}
    }  # fmt: skip


def test_off_removes_named_things_and_switches_blocks() -> None:
    base = "channels: {a: {leads: 1/week}, b: {leads: 2/week}}\nsla: {respond_within: 1 h}\n"
    assert merged(base, "channels: {b: off}\nsla: off\n") == {
        "channels": {"a": {"leads": "1/week"}},
        "sla": "off",
    }


def test_off_of_a_source_stays_for_the_schema() -> None:
    assert merged("channels: {a: {leads: 1/week}}\n", "channels: {a: {leads: off}}\n") == {
        "channels": {"a": {"leads": "off"}}
    }


def test_switched_off_block_can_be_set_again() -> None:
    assert after("sla: off\n", sla__respond_within="1 h") == {"sla": {"respond_within": "1 h"}}


def test_short_forms_are_long_before_something_reaches_inside() -> None:
    base = (
        "teams: {sdr: {reps: 2}}\n"
        "channels: {fair: {cost: 1k/month, batches: [{date: 2027-03-16, leads: 9}]}}\n"
        "hazards: {competitor: 2%/month}\n"
    )
    result = after(
        base,
        teams__sdr__reps__new={"count": 1},
        channels__fair__cost__per_lead=5,
        **{"channels__fair__batches__2027-03-16__leads": 12, "hazards__competitor__sql": "never"},
    )
    assert result["teams"]["sdr"]["reps"] == {"core": {"count": 2}, "new": {"count": 1}}
    assert result["channels"]["fair"]["cost"] == {"fixed": "1k/month", "per_lead": 5}
    assert result["channels"]["fair"]["batches"]["2027-03-16"]["leads"] == 12
    assert result["hazards"]["competitor"]["sql"] == "never"
    assert result["hazards"]["competitor"]["mql"] == "2%/month"


def test_a_number_of_reps_over_the_one_group_keeps_its_other_keys() -> None:
    base = "teams: {sdr: {reps: {core: {count: 2, cost_each: 5k/month}}}}\n"
    assert after(base, teams__sdr__reps=4)["teams"]["sdr"]["reps"] == {
        "core": {"count": 4, "cost_each": "5k/month"}
    }


def test_a_number_of_reps_over_named_groups_is_an_error() -> None:
    assert codes("teams: {ae: {reps: {ana: {}, bo: {}}}}\n", {"teams.ae.reps": 4}) == ["FS603"]


@pytest.mark.parametrize(
    ("was", "change", "becomes"),
    [
        (4, "x1.5", 6),
        (4, "add 2", 6),
        (0.1, "x3", 0.3),
        ("40k..250k", "x1.5", "40k..250k x1.5"),
        ("4 h", "add 30 min", "4 h add 30 min"),
        (10, "add 5%", "10 add 5%"),
    ],
)
def test_factors_and_increments_act_on_what_was_there(
    was: object, change: str, becomes: object
) -> None:
    overlay = Overlay()
    base = node_of({"deal": was}, HERE)
    assert plain(overlay.apply(base, node_of({"deal": change}, HERE))) == {"deal": becomes}
    assert overlay.problems == []


def test_a_factor_acts_on_the_default_where_nothing_is_stated() -> None:
    result = after("name: x\n", qualification__threshold="x0.5")
    assert result["qualification"] == {"threshold": 20}


def test_a_factor_that_is_the_value_itself_replaces() -> None:
    base = "teams: {ae: {reps: {ana: {close: x1.2}}}}\n"
    assert after(base, teams__ae__reps__ana__close="x1.3") == {
        "teams": {"ae": {"reps": {"ana": {"close": "x1.3"}}}}
    }


@pytest.mark.parametrize(
    ("dotted", "code"),
    [
        ("channels.web.budget", "FS606"),
        ("calls.gaps", "FS607"),
        ("teams.t.reps.core.starts", "FS607"),
    ],
)
def test_a_factor_needs_a_number(dotted: str, code: str) -> None:
    base = (
        "channels: {web: {leads: 1/week}}\ncalls: {gaps: [1 h]}\n"
        "teams: {t: {reps: {core: {starts: 2027-01-01}}}}\n"
    )
    assert codes(base, {dotted: "x2"}) == [code]


@pytest.mark.parametrize("dotted", ["", "a..b", ".a", "a.", "a. b"])
def test_broken_dotted_keys(dotted: str) -> None:
    assert codes("a: {b: 1}\n", {dotted: 1}) == ["FS601"]


def test_reaching_inside_a_single_value_or_a_list() -> None:
    assert codes("handoff: {delay: 4 h}\n", {"handoff.delay.mean": "2 h"}) == ["FS602"]
    assert codes("targets: [{customers: 10}]\n", {"targets.0.customers": 12}) == ["FS602"]


def test_settings_of_classes_and_policies_wait() -> None:
    base = "policies: {p: {set: {deal: x2}}}\nsegments: {a: {set: {stages.s.converts: x2}}}\n"
    assert merged("deal: 5\n", base)["policies"]["p"]["set"] == {"deal": "x2"}
    assert codes(base, {}) == []


def test_new_programmes_go_before_inherited_ones_and_new_stages_after() -> None:
    base = "nurture: {all-leads: {}}\nstages: {demo: {}}\n"
    result = merged(base, "nurture: {mine: {}, all-leads: {response: 2}}\nstages: {sale: {}}\n")
    assert list(result["nurture"]) == ["mine", "all-leads"]
    assert list(result["stages"]) == ["demo", "sale"]


def test_overlays_leave_the_tree_below_as_it_was() -> None:
    base = Overlay().merge(None, tree("teams: {sdr: {reps: 2}}\ndeal: 5\n"))
    before = plain(base)
    Overlay().apply(base, node_of({"teams.sdr.reps": 9, "deal": "x2"}, HERE))
    assert plain(base) == before


def test_a_later_key_of_one_set_sees_the_earlier() -> None:
    assert after("deal: 5\n", deal=10) == {"deal": 10}
    overlay = Overlay()
    result = overlay.apply(
        tree("a: 1\n"), node_of({"teams.t.reps": 2, "teams.t.reps.core.count": "add 1"}, HERE)
    )
    assert plain(result)["teams"] == {"t": {"reps": {"core": {"count": 3}}}}


def test_idle_keys_are_those_that_change_nothing() -> None:
    base = Overlay().merge(None, tree("handoff: {delay: 4 h}\ndeal: 5\n"))
    sets = node_of({"handoff": {"delay": "4 h"}, "deal": 6}, HERE)
    assert [key for key, _ in Overlay().idle_keys(base, sets)] == ["handoff"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b=3", 3),
        ("a.b=5 min", "5 min"),
        ("a.b={c: 1}", {"c": 1}),
        ("a.b=[1, 2]", [1, 2]),
        ("a.b=x=y", "x=y"),
        ("a.b=off", "off"),
    ],
)
def test_settings_of_the_command_line(text: str, value: object) -> None:
    node, problems = read_setting(text)
    assert problems == []
    assert node is not None
    assert plain(node) == {"a.b": value}


@pytest.mark.parametrize("text", ["a", "=3", "a=", "a=[", "a=&x 1", "a=2027-02-30", "", "a={b: }"])
def test_settings_that_cannot_be_read(text: str) -> None:
    _, problems = read_setting(text)
    assert problems
    assert all(str(problem).startswith(f"--set {text}".rstrip()) for problem in problems)
