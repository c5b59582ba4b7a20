"""Pieces of scenarios, and the comparison that shows which paths a log took."""

from pair import same_log, written
from seen import seen
from small import lines

TWO = "{big: {share: 50%, tags: {tier: top}}, small: {share: 50%}}"


def paths(text, *names, seeds=3, with_=(), **head):
    """Compare a few seeds; the last log, which shows all these names."""
    model = written(lines(text, **({"segments": TWO, "deal": "500..20k"} | head)), with_)
    for number in range(seeds):
        log = same_log(model, number)
    missing = set(names) - seen(model, log, with_)
    assert not missing
    return model, log


def batch(leads, enters="sql", more=""):
    days = f"batches: [{{date: 2027-01-04, leads: {leads}}}]"
    return f"channels: {{in: {{enters: {enters}, {days}{more}}}}}\n"


WORK = "stages: {one: {rep_time: 2 h, buyer_takes: 5 h, converts: 60%}, two: {rep_time: 1 h}}\n"
CALLS = """
calls: {by: t, first_call_reaches: 50%, later_calls_reach: [40%], gaps: [2 h], takes: 20 min}
conversation: {takes: 30 min, fit: {accepted: 70%, not_ready: 30%}}
"""
