"""Short scenarios, each a few lines over one base, and what many leads make of them."""

from collections import Counter

import numpy as np

from funnelsim.model.codes import Cause, Row
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.fold import fold
from funnelsim.scenario.load import load
from two_engines import simulate

BASE = """
kind: blank
name: Story
from: 2027-01-04
horizon: 6 weeks
warm_up: none
run_off: 6 weeks
deal: 10k
channels: {web: {leads: 100/week, entry_score: 10}}
qualification: {threshold: 10}
teams: {sales: {reps: unlimited}}
stages: {deal: {by: sales}}
"""
"""Leads arrive qualified, are called at once, reached and won, unless a story says otherwise."""


class Story:
    """One replication of the base with settings laid over it."""

    def __init__(self, *sets, with_=(), text=BASE, path=None, seed=1, replication=0):
        self.bundle = load(path, sets, with_, text=text, name="story.yaml")
        self.model = compile_model(self.bundle)
        self.log = simulate(self.model, seed, replication)
        self.outcomes = fold(self.log, self.model)

    @property
    def sums(self):
        return self.outcomes.sums

    def rows(self, kind):
        return self.log[self.log["kind"] == kind]

    def leads(self, kind):
        """Leads to which it happened."""
        return set(self.rows(kind)["lead"].tolist())

    def causes(self):
        """Number of losses of the horizon by cause."""
        by_cause = self.outcomes.losses["leads"].sum(axis=0)
        return Counter({Cause(i).name.lower(): int(n) for i, n in enumerate(by_cause) if n})

    def by(self, dimension, field):
        """One column of a breakdown."""
        return self.outcomes.by[dimension][field]

    def arrivals(self):
        return self.rows(Row.ARRIVED)


def near(hits, of, chance):
    """Whether so many hits are within 4 standard errors of the chance."""
    return abs(hits - of * chance) < 4 * np.sqrt(of * chance * (1 - chance))
