"""A contest on the terminal: what may be said of policies, and no more."""

import io
import re

import numpy as np
import pytest
from rich.console import Console

from funnelsim.experiments.compare.contest import Contest, compare
from funnelsim.reports.compare_text import findings, headline, top
from funnelsim.reports.said import print_result
from funnelsim.scenario.load import load


def printed(made, width, detail=0, **more):
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    print_result(console, made, detail=detail, **more)
    return console.file.getvalue()


def sentences(made):
    return " ".join(" ".join(str(line) for line in top(made, 500)).split())


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("detail", [-1, 0, 1])
def test_nothing_is_wider_than_the_terminal_or_cut(tiny_contest, width, detail):
    text = printed(tiny_contest, width, detail, notes=["a note, " * 30], files=["x" * 150])
    assert max(len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    assert not re.search(r"\b(nan|None|inf)\b", text)


def test_every_figure_of_the_choice_is_there(tiny_contest):
    text = printed(tiny_contest, 120)
    for words in ("Policy", "More profit than baseline", "first in", "best mean", "shows",
                  "Chance of", "paper loss", "first call", "busy", "Variance reduced", "at most",
                  "Not beaten on both profit and worst tenth", "profit and headcount"):  # fmt: skip
        assert words in text


def test_an_identical_policy_is_called_out_with_its_idle_key(tiny_contest):
    assert (
        "idle changes nothing: all 40 futures are identical to baseline. No effect: "
        "hazards.return_after." in findings(tiny_contest)
    )


def test_one_future_that_was_kept_is_told_without_intervals(tiny):
    def impatient(step):
        if step.done:
            raise KeyboardInterrupt

    made = compare(tiny, ["quick"], 40, threads=1, progress=impatient)
    assert made.n == 1
    text = printed(made, 80, 1)
    assert "1 simulated future. Seed" in text
    assert "Interrupted: 1 of 40" in text
    assert "…" not in text
    assert not re.search(r"one replication has\b(?! no interval\. Ask)", text)


class Made(Contest):
    """A contest with profits of one's own choice."""

    def column(self, policy, metric):
        if metric == self.objective:
            return PROFITS["now"][policy]
        return super().column(policy, metric)


PROFITS = {}


def made_of(contest, *profits):
    PROFITS["now"] = [np.asarray(one, float) for one in profits]
    names = ("bundle", "contestants", "seed", "engine", "replications", "objective", "larger")
    return Made(**{name: getattr(contest, name) for name in names})


NOISE = np.random.default_rng(1).normal(0, 10e3, 40)
OTHER = np.random.default_rng(2).normal(0, 10e3, 40)


def test_a_clear_winner_is_told_with_its_lead_and_how_often_it_wins(tiny_contest):
    made = made_of(tiny_contest, NOISE, NOISE + 20e3 + OTHER / 10, NOISE - 5e3 + OTHER / 9, NOISE)
    first, odds = headline(made)
    assert re.match(r"By profit, quick is best: €\d+(\.\d+)?k more than baseline \(95 % sure: "
                    r"€1\d\.\dk to €2\d\.\dk\)\.", first)  # fmt: skip
    assert odds.startswith("quick comes first in 100 % of the simulated futures; the bootstrap")
    assert "Biggest assumption: that quick comes true as written (handoff.delay); no evidence" in (
        sentences(made)
    )


def test_a_baseline_that_nothing_beats(tiny_contest):
    less = [NOISE - 20e3 * i + OTHER / 10 for i in (1, 2, 3)]
    first = headline(made_of(tiny_contest, NOISE + 90e3, *less))[0]
    assert first.startswith("By profit, no policy beats baseline, which brings €")


def test_policies_that_cannot_be_told_apart_and_what_would_tell_them(tiny_contest):
    made = made_of(tiny_contest, NOISE, NOISE + OTHER + 2e3, NOISE - 60e3 + OTHER / 9,
                   NOISE - 90e3 + OTHER / 8)  # fmt: skip
    first = headline(made)[0]
    assert re.match(r"By profit, (quick and baseline|baseline and quick) cannot be told apart with "
                    r"40 simulated futures; the 2 others are surely not best\.", first)  # fmt: skip
    found = re.search(r"about ([\d,]+) futures would tell them apart", sentences(made))
    assert int(found[1].replace(",", "")) > 40


def test_too_few_futures_are_told_as_such(tiny_contest):
    few = np.where(np.arange(40) < 5, 1e3, 0.0)
    made = made_of(tiny_contest, NOISE, NOISE + few, NOISE - 60e3 + OTHER, NOISE - 90e3 + OTHER)
    told = sentences(made)
    assert "quick and baseline: " in told
    assert "Ask for more with -n." in told


def test_grades_of_the_claim_are_told(tiny):
    graded = load(tiny.path, sets=["policies.quick.evidence=D"])
    made = made_of(compare(graded, ["quick"], 40, threads=1), NOISE, NOISE + 20e3 + OTHER / 10)
    assert "its evidence is of grade D" in sentences(made)
    assert made.data["policies"][1]["evidence"] == {"quick": "D"}


def test_costs_rank_downwards(tiny):
    made = compare(tiny, ["quick"], 6, objective="cost", threads=1)
    assert headline(made)[0].startswith("By cost, no policy beats baseline")
