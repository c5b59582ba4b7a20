"""Words that the reports of plan, sweep, drivers and optimise share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from rich.text import Text

from funnelsim.experiments.days import day_before
from funnelsim.experiments.figures import COUNTS
from funnelsim.experiments.levers.assumption import assumed
from funnelsim.experiments.levers.lever import Lever
from funnelsim.experiments.levers.tried import Tried
from funnelsim.model.tables import Model, Target
from funnelsim.reports import numbers
from funnelsim.reports.layout import folded
from funnelsim.reports.sentences import rests_on
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.schema.targets import RATIOS

SURE = "95 % sure"

Show = Callable[[float | None], str]

LONGEST_HEAD = 16

MANY = 10_000.0
"""From here on a value without a unit is written in thousands."""

_COUNT = re.compile(r"teams\.([^.]+)\.reps(?:\.([^.]+)\.count)?")


def show_of(metric: str, currency: str) -> Show:
    """How a figure is written."""
    if metric == "mean_response_hours":
        return numbers.hours
    if metric == "utilisation":
        return lambda value: numbers.share(value, 0)
    if metric in RATIOS:
        return numbers.ratio
    if metric in COUNTS:
        return numbers.count
    return lambda value: numbers.money(value, currency)


def short(lever: Lever, value: float) -> str:
    """A value of a lever, to three digits where it is no whole number."""
    exact = lever.range.whole and value == round(value)
    text = lever.text(value if exact else float(f"{value:.3g}"))
    if not lever.range.unit and not lever.range.factor and float(text) >= MANY:
        return f"{float(text) / 1000:,.10g}k"
    return text


def head(name: str) -> tuple[str, list[str]]:
    """What heads the values of a lever, and a caption where its name is too long for that."""
    return (name, []) if len(name) <= LONGEST_HEAD else ("value", [f"Values of {name}."])


def said(name: str, text: str, words: Mapping[str, str]) -> str:
    """A setting as planners say it: ``3 sdr reps``, ``volume x1.3``, ``deal = 40k``."""
    found = _COUNT.fullmatch(name)
    if found is not None:
        team, group = found.groups()
        kind = "" if group in (None, "core") else f" ({group})"
        return f"{text} {numbers.label(team, words)} rep{'' if text == '1' else 's'}{kind}"
    if name == "reps":
        return f"{text} rep{'' if text == '1' else 's'}"
    if name == "delay":
        return f"first calls {text} later"
    if name in ("volume", "threshold"):
        return f"{name} {text}"
    return f"{name} = {text}"


def goal(model: Model, target: Target, words: Mapping[str, str]) -> str:
    """``10 customers by 31 Dec 2027``; ``at most $18k cost per customer in 2027-Q1``."""
    show = show_of(target.metric, model.currency)
    most = "" if target.at_least else "at most "
    label = numbers.label(target.metric, words)
    return f"{most}{show(target.value)} {label} {when(model, target)}"


def when(model: Model, target: Target) -> str:
    """``by 31 Dec 2027`` or ``in 2027-Q1``."""
    if target.words.startswith("in "):
        return target.words
    return f"by {numbers.day(day_before(model.origin, target.end))}"


def assumption(bundle: Bundle) -> str:
    """The biggest assumption with its grade."""
    found = assumed(bundle)
    if found is None:
        return "What usually weighs most is all stated in the scenario, nothing assumed."
    return f"Biggest assumption: {rests_on(found)}."


def ended(made: Tried) -> Iterator[str]:
    """Where and why the work ended early."""
    if made.ended is not None:
        done = made.trials.work.settings
        many = f"{done:,} setting{' is' if done == 1 else 's are'} done and kept"
        yield f"{made.ended[:1].upper()}{made.ended[1:]}: {many}."


def bottom(made: Tried, how: str, width: int) -> Iterator[Text]:
    """How many futures, the seed, and what is missing."""
    yield Text(folded(f"{how} Seed {made.seed}.", width), style="dim")
    for sentence in ended(made):
        yield Text(folded(sentence, width), style="bold yellow")


def upper(sentence: str) -> str:
    """A sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
