"""Ten questions, and the scenario that their answers make.

Every question may be left open: then the preset speaks, or a placeholder that the file marks
as one. What the model cannot use directly yet (how many MQL sales accepts) stands under `plan`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from funnelsim.errors import KeyPath, UsageError
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.faults import BadValue
from funnelsim.scenario.init_answers import (
    Crew,
    Response,
    read_amounts,
    read_counts,
    read_crew,
    read_days,
    read_deal,
    read_goal,
    read_response,
)
from funnelsim.scenario.layers import kinds, preset
from funnelsim.scenario.yaml_text import yaml_text

MODELINE = "# yaml-language-server: $schema=./funnelsim.schema.json"
DEFAULT_KIND = "b2b-industrial"
UNKNOWN = frozenset({"", "?", "don't know", "dont know", "unknown"})
_OPEN = "not known: a placeholder, replace it first"
_LEAD_COST = "grade C: content leads cost 30 to 80 each, compilations"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of `init`.

    Attributes
    ----------
    key : str
        Name of the answer.
    text, example : str
        What is asked, and a right answer.
    read : callable
        Answer as text to what the file needs; raises ValueError.
    """

    key: str
    text: str
    example: str
    read: Callable[[str], Any]

    def answer(self, text: str) -> Any:
        """Read an answer; None for "don't know".

        Raises
        ------
        UsageError
            With an example of a right answer.
        """
        if text.strip().lower() in UNKNOWN:
            return None
        try:
            return self.read(text.strip())
        except BadValue as fault:
            raise UsageError(f"{self.text} {fault}") from None
        except ValueError as fault:
            reason = f"{fault}; " if str(fault) else ""
            raise UsageError(f"{self.text} {reason}write e.g. {self.example}") from None


def _kind(text: str) -> str:
    if text in kinds():
        return text
    raise ValueError(f"'{text}' is no kind; {did_you_mean(text, kinds())}")


QUESTIONS = (
    Question("kind", "What do you sell (kind)?", DEFAULT_KIND, _kind),
    Question("target", "What is the target, by when?", "10 customers by 2027-12-31", read_goal),
    Question("deal", "How large is a deal: small, typical, big?", "40k, 90k, 250k", read_deal),
    Question("leads", "How many leads a month, by source?", "website 25, fairs 15", read_amounts),
    Question(
        "spend", "What do you spend a month, by source?", "website 6k, fairs 4k", read_amounts
    ),
    Question(
        "won",
        "Of the last 40 opportunities, how many were won?",
        "10 of 40",
        lambda text: read_counts(text, 40),
    ),
    Question(
        "accepted",
        "Of 100 MQL, how many does sales accept?",
        "30 of 100",
        lambda text: read_counts(text, 100),
    ),
    Question("cycle", "How many days from accepted lead to won?", "75 days", read_days),
    Question(
        "team",
        "How many reps, at what cost, in which hours and country?",
        "3 reps, 6k, mon-fri 09:00-17:00, US",
        read_crew,
    ),
    Question(
        "response",
        "How fast is the first call, and how many leads get none?",
        "2 h, 20%",
        read_response,
    ),
)


def write(
    answers: Mapping[str, str], name: str = "My plan", start: dt.date = dt.date(2027, 1, 1)
) -> str:
    """Write a scenario from answers.

    Parameters
    ----------
    answers : mapping
        Text by the `key` of the question; missing and "don't know" are the same.
    name : str
        Name of the scenario.
    start : date
        First day where the target names none; a year is simulated.

    Returns
    -------
    str
        YAML that loads without an error.

    Raises
    ------
    UsageError
        For an answer that cannot be read, or an unknown question.
    """
    known = {question.key: question for question in QUESTIONS}
    for key in answers:
        if key not in known:
            raise UsageError(f"there is no question '{key}'; {did_you_mean(key, known)}")
    given = {key: question.answer(answers.get(key, "")) for key, question in known.items()}
    data, comments = _scenario(given, name, start)
    return f"{MODELINE}\n{yaml_text(data, comments)}"


def _scenario(
    given: Mapping[str, Any], name: str, start: dt.date
) -> tuple[dict[str, Any], dict[KeyPath, str]]:
    comments: dict[KeyPath, str] = {}
    kind = given["kind"] or DEFAULT_KIND
    if given["kind"] is None:
        comments[("kind",)] = _OPEN
    data: dict[str, Any] = {"kind": kind, "name": name}
    _time_and_target(data, given["target"], start)
    crew: Crew = given["team"] or Crew()
    data["currency"] = "USD"
    if crew.country:
        data["country"] = crew.country
    if crew.hours:
        data["calendar"] = {"hours": crew.hours}
    if given["deal"] is not None:
        data["deal"] = given["deal"]
    data["channels"] = _channels(given["leads"], given["spend"] or {}, comments)
    data["teams"] = _teams(kind, given["team"], given["response"], comments)
    _rates(data, given)
    return data, comments


def _time_and_target(data: dict[str, Any], goal: Any, start: dt.date) -> None:
    if goal is None:
        data["from"] = start
        data["horizon"] = "12 months"
        return
    metric, amount, by = goal
    first = start if by is None or start <= by else dt.date(by.year, 1, 1)
    if by is not None and (by - first).days > 366:
        first = dt.date(by.year, 1, 1)
    data["from"] = first
    if by is None:
        data["horizon"] = "12 months"
        data["targets"] = [{metric: amount}]
    else:
        data["until"] = by
        data["targets"] = [{metric: amount, "by": by}]


def _channels(
    leads: Mapping[str, str] | None, spend: Mapping[str, str], comments: dict[KeyPath, str]
) -> dict[str, Any]:
    rates = dict(leads or {"website": "40"})
    channels: dict[str, Any] = {}
    for name in dict.fromkeys([*rates, *spend]):
        channels[name] = {"leads": f"{rates.get(name, '20')}/month"}
        if name not in rates or leads is None:
            comments[("channels", name, "leads")] = _OPEN
        if name in spend:
            channels[name]["cost"] = f"{spend[name]}/month"
        else:
            channels[name]["cost"] = {"per_lead": 55}
            comments[("channels", name, "cost")] = _LEAD_COST
    return channels


def _teams(
    kind: str, crew: Crew | None, response: Response | None, comments: dict[KeyPath, str]
) -> dict[str, Any]:
    known = preset(kind).get("teams")
    names = [name for name, _ in known.items()] if known is not None else ["sales"]
    reps = (crew or Crew()).reps
    callers = max(1, reps // 3) if len(names) > 1 else reps
    teams: dict[str, Any] = {}
    for number, name in enumerate(names):
        teams[name] = {"reps": callers if number == 0 else max(1, reps - callers)}
        if crew is None:
            comments[("teams", name, "reps")] = _OPEN
        if crew is not None and crew.cost is not None:
            teams[name]["cost_each"] = f"{crew.cost}/month"
    if response is not None:
        habits = {"notices_after": response.delay, "never_worked": response.never}
        teams[names[0]]["habits"] = {key: text for key, text in habits.items() if text}
    return teams


def _rates(data: dict[str, Any], given: Mapping[str, Any]) -> None:
    named = preset(str(data["kind"])).get("stages")
    stages = {"win_rate": given["won"], "sales_cycle": given["cycle"]}
    stated: dict[str, Any] = {key: text for key, text in stages.items() if text is not None}
    if named is None:
        # `blank` brings no stages and no marketing: one stage, and leads that are MQL already.
        stated["sale"] = {"rep_time": "4 h", "buyer_takes": "30 days", "converts": "25%"}
        for channel in data["channels"].values():
            channel["enters"] = "mql"
    if stated:
        data["stages"] = stated
    plan = {"mql_to_sql": given["accepted"], "win_rate": given["won"]}
    if any(text is not None for text in plan.values()):
        data["plan"] = {key: text for key, text in plan.items() if text is not None}
