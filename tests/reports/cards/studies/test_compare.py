"""Cards of contests, against the study's own data."""

from itertools import pairwise

import pytest
from sound import column, rows, sound

from funnelsim.experiments.compare.contest import compare
from funnelsim.scenario.load import load
from small_funnels import FLOW, batch


@pytest.fixture(scope="module")
def found(tiny_contest):
    return sound(tiny_contest)


def differences(made, metric):
    return {row["name"]: row["difference"][metric] for row in made.data["policies"][1:]}


def test_differences_are_those_of_the_data(tiny_contest, found):
    shown, data = rows(found["compare-differences"]), differences(tiny_contest, "profit")
    assert set(shown) == {"quick", "idle", "quick+idle"}
    for name, row in shown.items():
        assert (row["value"], row["ends"]) == (data[name]["mean"], data[name]["ci95"])
    assert shown["idle"]["reason"] == "identical"
    assert shown["idle"]["role"] == "muted"


def test_the_idle_key_is_named(found):
    assert any("No effect: hazards.return_after." in note
               for note in found["compare-differences"].notes)  # fmt: skip


def test_the_best_stands_first(tiny_contest, found):
    values = [row["value"] for row in found["compare-differences"].picture["rows"]]
    assert values == sorted(values, reverse=True)


def test_chances_are_those_of_the_data_and_the_line_is_the_baseline(tiny_contest, found):
    for i in range(3):
        card = found[f"compare-target-{i + 1}"]
        data = {row["name"]: row["targets"][i] for row in tiny_contest.data["policies"]}
        for name, row in rows(card).items():
            assert (row["value"], row["ends"]) == (data[name]["probability"], data[name]["ci95"])
        assert card.picture["zero"] == data["baseline"]["probability"]


def test_distributions_count_the_futures(tiny_contest, found):
    runs = tiny_contest.to_polars("replications")
    picture = found["compare-distributions"].picture
    edges = picture["edges"]
    for one in picture["series"]:
        profits = runs.filter(runs["policy"] == one["name"])["profit"].to_list()
        last = len(edges) - 2
        expected = [
            # What lies further out is in the first bin and in the last.
            sum((low <= x or i == 0) and (x < high or i == last) for x in profits) / len(profits)
            for i, (low, high) in enumerate(pairwise(edges))
        ]
        assert one["shares"] == pytest.approx(expected)
    # What is identical to the baseline would hide behind it.
    assert [one["name"] for one in picture["series"]] == ["baseline", "quick", "quick+idle"]
    assert found["compare-distributions"].notes == ["Left out: idle."]


def test_profit_so_far_ends_at_the_difference_of_the_period(tiny_contest, found):
    data = differences(tiny_contest, "profit")
    for line in found["compare-months"].picture["lines"]:
        assert line["values"][-1] == pytest.approx(data[line["name"]]["mean"])
    assert found["compare-months"].picture["at"] == ["Jan 2027", "Feb 2027"]


def test_the_frontier_holds_the_policies_of_the_data(tiny_contest, found):
    card = found["compare-risk"]
    named = {row[0] for row, kept in zip(card.grid["rows"], column(card, "not beaten on both"),
                                         strict=True) if kept}  # fmt: skip
    assert named == set(tiny_contest.data["frontiers"]["profit_risk"])
    means = {row["name"]: row["outcomes"]["profit"]["mean"]
             for row in tiny_contest.data["policies"]}  # fmt: skip
    for point in card.picture["points"]:
        assert point["y"] == pytest.approx(means[point["label"]])


def test_the_same_reps_everywhere_make_no_card_of_headcount(found):
    assert "compare-headcount" not in found


def test_firsts_are_those_of_the_data(tiny_contest, found):
    picture = found["compare-firsts"].picture
    data = {row["name"]: row for row in tiny_contest.data["policies"]}
    shares, means = (one["values"] for one in picture["series"])
    assert shares == [data[name]["p_best"] for name in picture["categories"]]
    assert means == [data[name]["p_best_mean"] for name in picture["categories"]]


def test_further_figures_have_cards_where_they_decide_otherwise():
    # Sharp wins more and costs far more than that; the twin does nothing.
    more = """
policies:
  sharp: {cost: {once: 9M}, set: {stages.offer.converts: 60%}}
  twin: {set: {stages.offer.converts: 25%}}
"""
    found = sound(compare(batch(more), replications=60, threads=1))
    assert rows(found["compare-differences"])["sharp"]["role"] == "bad"
    assert rows(found["compare-revenue"])["sharp"]["role"] == "good"
    # Gross profit and customers say what revenue says.
    assert "compare-gross-profit" not in found
    assert "compare-customers" not in found
    assert "sharp" in found["compare-revenue"].finding


@pytest.mark.parametrize("n", [2, 31])
def test_few_futures(tiny, n):
    found = sound(compare(tiny, ["quick", "idle"], n, threads=1))
    assert ("compare-distributions" in found) == (n >= 30)


def test_one_future_that_was_kept(tiny):
    def impatient(step):
        if step.done:
            raise KeyboardInterrupt

    made = compare(tiny, ["quick"], 40, threads=1, progress=impatient)
    assert made.n == 1
    found = sound(made)
    assert rows(found["compare-differences"])["quick"]["ends"] is None


def test_less_is_better_for_costs(tiny):
    found = sound(compare(tiny, ["quick"], 40, objective="cost", threads=1))
    # Quick costs 300 a month.
    row = rows(found["compare-differences"])["quick"]
    assert row["value"] == pytest.approx(600, rel=0.1)
    assert row["role"] == "bad"


def test_thirty_policies_sixty_months_no_customers_and_strange_names():
    strange = ["<script", "שלום 🎉", "x" * 200]
    names = [*strange, *(f"p{i}" for i in range(26))]
    policies = "\n".join(
        f"  {name!r}: {{cost: {{per_month: {i + 1}}}, set: {{stages.offer.converts: 0%}}}}"
        for i, name in enumerate(names)
    )
    text = FLOW.replace("horizon: 10 days", "horizon: 60 months").replace("4/day", "1/week")
    text = text.replace("converts: 25%", "converts: 0%").replace("USD", "JPY")
    text += "words: {customers: '<b>“won” & kept</b>'}\n"
    made = compare(load(text=f"{text}policies:\n{policies}\n", name="a.yaml"), None, 3, threads=1)
    found = sound(made)
    assert len(rows(found["compare-differences"])) == 29
    assert len(found["compare-firsts"].picture["categories"]) == 12
    assert len(column(found["compare-firsts"], "policy")) == 30
    assert all(name in column(found["compare-figures"], "policy") for name in strange)
    assert set(column(found["compare-figures"], "<b>“won” & kept</b>")) == {0.0}
