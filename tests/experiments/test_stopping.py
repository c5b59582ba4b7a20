import numpy as np
import pytest

from funnelsim.experiments.intervals import mean_t, wilson
from funnelsim.experiments.stopping import Goal, StoppingRule


def test_looks_grow_by_half_up_to_the_maximum() -> None:
    rule = StoppingRule([Goal("revenue", relative=0.05)])
    looks = list(rule.looks())
    assert looks[:4] == [100, 150, 225, 337]
    assert looks[-1] == 20_000
    assert looks == sorted(set(looks))


def test_stops_at_the_first_look_that_is_precise_enough(rng: np.random.Generator) -> None:
    x = rng.normal(100.0, 60.0, 5000)
    rule = StoppingRule([Goal("revenue", relative=0.03)])
    decision = rule.decide({"revenue": x})
    assert decision.limit == "precision"
    precise = [n for n in rule.looks() if mean_t(x[:n]).half_width <= 0.03 * x[:n].mean()]
    assert decision.replications == precise[0] > 100
    assert decision.progress[0].found == mean_t(x[: decision.replications])
    assert "as precise as asked" in decision.sentence


def test_surplus_replications_change_nothing(rng: np.random.Generator) -> None:
    x = rng.normal(100.0, 60.0, 5000)
    rule = StoppingRule([Goal("revenue", relative=0.03)])
    decision = rule.decide({"revenue": x})
    for done in (decision.replications, decision.replications + 1, 4999):
        assert rule.decide({"revenue": x[:done]}) == decision


def test_undecided_names_the_next_look(rng: np.random.Generator) -> None:
    x = rng.normal(100.0, 60.0, 5000)
    rule = StoppingRule([Goal("revenue", relative=0.03)])
    assert rule.decide({"revenue": x[:99]}).next_look == 100
    decision = rule.decide({"revenue": x[:120]})
    assert (decision.replications, decision.limit, decision.next_look) == (100, None, 150)
    assert decision.sentence == "Undecided until 150 replications."


def test_maximum_is_told_with_what_is_missing(rng: np.random.Generator) -> None:
    columns = {"profit": rng.normal(10.0, 90.0, 600), "leads": rng.normal(500.0, 9.0, 600)}
    goals = [Goal("profit", relative=0.01), Goal("leads", relative=0.01)]
    decision = StoppingRule(goals, maximum=500).decide(columns)
    assert (decision.replications, decision.limit, decision.next_look) == (500, "maximum", None)
    assert [step.met for step in decision.progress] == [False, True]
    assert decision.sentence.endswith("not yet as precise as asked: profit.")


def test_every_goal_must_be_met_at_the_same_look(rng: np.random.Generator) -> None:
    columns = {"leads": rng.normal(500.0, 9.0, 3000), "hit": rng.random(3000) < 0.4}
    quick = Goal("leads", relative=0.01)
    slow = Goal("hit", kind="probability", absolute=0.03)
    assert StoppingRule([quick]).decide(columns).replications == 100
    both = StoppingRule([quick, slow]).decide(columns)
    assert both.replications == StoppingRule([slow]).decide(columns).replications > 100


def test_probability_uses_wilsons_interval(rng: np.random.Generator) -> None:
    hit = rng.random(5000) < 0.4
    rule = StoppingRule([Goal("hit", kind="probability", absolute=0.03)])
    decision = rule.decide({"hit": hit})
    widths = {n: wilson(int(hit[:n].sum()), n).half_width for n in rule.looks() if n <= 5000}
    assert decision.replications == next(n for n, half in widths.items() if half <= 0.03)


def test_around_zero_only_an_absolute_width_counts() -> None:
    profit = np.tile([-50.0, 50.0], 400)  # mean 0: no share of it is ever reached
    relative = StoppingRule([Goal("profit", relative=0.5)], maximum=800)
    assert relative.decide({"profit": profit}).limit == "maximum"
    absolute = StoppingRule([Goal("profit", relative=0.5, absolute=6.0)], maximum=800)
    decision = absolute.decide({"profit": profit})
    assert (decision.limit, decision.replications) == ("precision", 337)
    assert decision.progress[0].allowed == 6.0


def test_nothing_seen_yet_is_not_precise() -> None:
    rule = StoppingRule([Goal("customers", relative=0.05)], maximum=300)
    assert rule.decide({"customers": np.zeros(300)}).limit == "maximum"


def test_undefined_figures_run_to_the_maximum() -> None:
    x = np.ones(300)
    x[7] = np.nan
    decision = StoppingRule([Goal("cac", relative=0.05, absolute=1.0)], maximum=300).decide(
        {"cac": x}
    )
    assert decision.limit == "maximum"
    assert decision.progress[0].half_width is None


@pytest.mark.parametrize("widths", [{}, {"relative": 0.0}, {"relative": 0.1, "absolute": -1.0}])
def test_a_goal_needs_a_positive_width(widths: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        Goal("revenue", **widths)  # type: ignore[arg-type]


@pytest.mark.parametrize("bounds", [{"first": 1}, {"first": 200, "maximum": 100}])
def test_looks_must_be_possible(bounds: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="first look"):
        StoppingRule([Goal("revenue", relative=0.1)], **bounds)


def test_a_rule_needs_a_goal() -> None:
    with pytest.raises(ValueError, match="needs a goal"):
        StoppingRule([])


def test_columns_must_be_equally_long() -> None:
    rule = StoppingRule([Goal("a", relative=0.1), Goal("b", relative=0.1)])
    with pytest.raises(ValueError, match="different numbers"):
        rule.decide({"a": np.ones(100), "b": np.ones(101)})
