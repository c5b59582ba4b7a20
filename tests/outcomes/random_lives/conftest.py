"""Leads that wander through the funnel at random, by the rules of what may follow what."""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from funnelsim.model.codes import Cause, ItemClass, Status
from funnelsim.outcomes.spans import DAY, HOUR

CHANNELS = ("web", "ads", "hunting")
OFFICE = [[(540, 1020)]] * 5 + [[], []]

# Helpers beside the tests; under importlib mode pytest does not put their folder on the path.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def folds_from_source():
    """The module `fold`, with all that it uses, as it is where nothing is compiled."""
    from from_source import from_source

    with from_source("funnelsim.rules", "funnelsim.outcomes"):
        return import_module("funnelsim.outcomes.fold")


class Wanderer:
    """A lead that wanders through the funnel at random, by the rules of what may follow what."""

    def __init__(self, lead, rng, at):
        self.lead, self.rng, self.now = lead, rng, at

    def later(self, mean=12 * HOUR):
        """A later tick; often the same one, so that ties occur."""
        if self.rng.random() > 0.2:
            self.now += int(self.rng.exponential(mean))
        return self.now

    def chance(self, p):
        return self.rng.random() < p

    def leaves(self, p):
        """Perhaps goes for good."""
        if not self.chance(p):
            return False
        verbs = (self.lead.left, self.lead.unsubscribed, self.lead.to_competitor)
        verbs[self.rng.integers(3)](self.later(), book=float(self.rng.integers(50)))
        return True

    def live(self, entry):
        if entry == Status.SQL:
            self.lead.sql(self.now, rep=-1)
            return self.deal()
        if entry == Status.LEAD:
            return self.nurture()
        return self.visit()

    def nurture(self):
        for _ in range(self.rng.integers(4)):
            self.lead.touched(self.later(), 0.5).signals(self.now, int(self.rng.integers(10)))
        if self.leaves(0.2) or self.chance(0.2):
            return
        if self.chance(0.1):
            self.lead.disqualified(self.later())
        elif self.chance(0.3):
            self.lead.cold(self.later(), Cause.NURTURE, 1.0)
            self.comes_back()
        else:
            self.later()
            self.visit()

    def comes_back(self):
        if self.chance(0.5):
            self.lead.reactivated(self.later(5 * DAY))
            self.nurture()

    def visit(self):
        lead = self.lead.mql(self.now)
        lead.assigned(self.later(), ("anna", "ben", None)[self.rng.integers(3)])
        if self.chance(0.15):
            lead.cold(self.later(3 * DAY), Cause.FORGOTTEN, 10.0)
            return self.comes_back()
        item = ItemClass.FIRST_CALL
        while True:
            if not self.waits(item, ("anna", "ben")):
                return None
            if self.chance(0.5):
                break
            lead.unreached(self.later()).finishes(self.now, self.now + HOUR)
            if self.chance(0.3):
                lead.recycled(self.now, Cause.UNREACHED)
                return self.nurture()
            item = ItemClass.FOLLOW_UP
        lead.reached(self.later()).finishes(self.later(), self.now + HOUR)
        if self.chance(0.2):
            return lead.says_no(self.now)
        lead.sql(self.now)
        return self.deal()

    def waits(self, item, reps):
        """In a queue until somebody starts; False if the lead is lost there."""
        lead = self.lead.queued(self.later(), item)
        if self.chance(0.2):
            lead.breached(self.later()).assigned(self.now, ("anna", "carl")[self.rng.integers(2)])
        if self.chance(0.15):
            cause = Cause.STALLED if item == ItemClass.MEETING else Cause.UNWORKED
            lead.cold(self.later(2 * DAY), cause, 50.0)
            self.comes_back()
            return False
        if self.leaves(0.1) or self.chance(0.05):
            return False
        lead.starts(self.later(), reps[self.rng.integers(len(reps))])
        return not self.chance(0.05)

    def deal(self):
        for stage in (None, "proposal"):
            if stage:
                self.lead.advances(self.later(), stage)
            self.lead.assigned(self.now, "carl")
            if not self.waits(ItemClass.MEETING, ("carl",)):
                return
            self.lead.finishes(self.later(), self.now + HOUR)
            if self.leaves(0.1):
                return
        if self.chance(0.4):
            self.lead.wins(self.later(5 * DAY), float(self.rng.integers(1, 1000)))
        else:
            self.lead.lost(self.later(), 30.0)


@pytest.fixture
def wander(story):
    """Maker of random stories from the warm-up to the end of the run-off.

    `wander(seed, n=150, ...)`, with the keywords of `small_model`.
    """

    def wandering(seed, n=150, **model):
        told = story(**{"warm_up": 20, "weekly": OFFICE, "sla": float(HOUR)} | model)
        rng = np.random.default_rng(seed)
        for _ in range(n):
            at = int(rng.integers(told.model.begin, told.model.stop))
            entry = Status(int(rng.integers(3)))
            lead = told.arrives(
                CHANNELS[rng.integers(3)], at, ("plant", "shop")[rng.integers(2)],
                ("north", "south")[rng.integers(2)], bool(rng.integers(2)), 5.0, entry,
            )  # fmt: skip
            Wanderer(lead, rng, at).live(entry)
        for day in range(-20, 41):
            told.visitors(day * DAY, int(rng.poisson(20)), CHANNELS[rng.integers(2)])
        told.rows = [row for row in told.rows if row[0] < told.model.stop]
        return told

    return wandering
