"""Logs written as stories, and the model they take place in.

A story reads like this::

    ann = story.arrives("web", at=2 * HOUR, deal=100.0)
    ann.mql(3 * HOUR).assigned(3 * HOUR, "anna").queued(4 * HOUR)
    ann.starts(5 * HOUR).reached(6 * HOUR).finishes(6 * HOUR).sql(6 * HOUR)

Every verb takes its tick first. `story.fold()` folds the log, in an order shuffled on purpose.
"""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from funnelsim.model import dtypes, tables
from funnelsim.model.calendar import build_calendar
from funnelsim.model.codes import FIRST_STAGE, Cause, ItemClass, Row, Signal, Status
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.history import arrange
from funnelsim.outcomes.leads import lead_table
from funnelsim.outcomes.log import ROW

DAY = 86_400_000
FOREVER = 2**62
FIRST_EPOCH = np.iinfo(np.int64).min

CHANNELS = {"web": "marketing", "ads": "marketing", "hunting": "sales"}
SEGMENTS = ("plant", "shop")
REGIONS = ("north", "south")
TEAMS = ("sdr", "ae")
REPS = {"anna": (0, 0), "ben": (0, 0), "carl": (1, 1)}  # team, group
GROUPS = ("sdr.core", "ae.core")
STAGES = ("discovery", "proposal")
COST_ITEMS = ("channel", "reps", "technology", "policies")
OFFICE = [[(540, 1020)]] * 5 + [[], []]


def structured(shape, dtype, **values):
    """Zeros with some fields filled."""
    table = np.zeros(shape, dtype)
    for name, value in values.items():
        table[name] = value
    return table


def rows_of(dtype, rows):
    table = np.zeros(len(rows), dtype)
    for i, row in enumerate(rows):
        for name, value in row.items():
            table[name][i] = value
    return table


def small_model(
    origin=date(2027, 1, 1),
    days=31,
    run_off=10,
    warm_up=0,
    epochs=(),
    weekly=None,
    holidays=(),
    streams=(),
    batches=(),
    absences=(),
    pipeline=(),
    replay=(),
    targets=(),
    unlimited=(),
    sla=float("inf"),
    **changes,
):
    """Three channels, two segments and regions, two teams with three reps, two stages.

    Friday 2027-01-01 to the end of January; open round the clock unless `weekly` is given.
    """
    n_classes = len(CHANNELS) * len(SEGMENTS) * len(REGIONS)
    channel, segment, region = np.unravel_index(
        np.arange(n_classes), (len(CHANNELS), len(SEGMENTS), len(REGIONS))
    )
    n_epochs = 1 + len(epochs)
    begin, end, stop = -warm_up * DAY, days * DAY, (days + run_off) * DAY
    calendar = build_calendar(weekly or [[(0, 1440)]] * 7, set(holidays), origin, begin, stop)
    values = {f.name: np.zeros(0) for f in fields(tables.Model)}
    values |= {
        "origin": origin, "begin": begin, "end": end, "stop": stop,
        "epoch_ticks": np.array([FIRST_EPOCH, *epochs]),
        "class_channel": channel, "class_segment": segment, "class_region": region,
        "lead": structured((n_epochs, n_classes), dtypes.LEAD, sla=sla),
        "team": structured((n_epochs, len(TEAMS)), dtypes.TEAM),
        "rep": structured((n_epochs, len(REPS)), dtypes.REP, present=1, ends=FOREVER),
        "rep_team": np.array([team for team, _ in REPS.values()]),
        "rep_group": np.array([group for _, group in REPS.values()]),
        "rep_calendar": np.zeros(len(REPS), np.int32),
        "absences": rows_of(dtypes.ABSENCE, absences),
        "team_unlimited": np.array([i in unlimited for i in range(len(TEAMS))], np.int32),
        "channel": structured((n_epochs, len(CHANNELS)), dtypes.CHANNEL),
        "unit_cost": structured((n_epochs, len(CHANNELS)), dtypes.UNIT_COST),
        "streams": rows_of(dtypes.STREAM, streams),
        "policy_once": np.empty(0, dtypes.ONE_OFF),
        "margin": np.full((n_epochs, n_classes), 0.5),
        "book": np.tile([1.0, 10.0, 100.0, 200.0, 400.0], (n_classes, 1)),
        "batches": rows_of(dtypes.BATCH, batches),
        "calendars": (calendar,),
        "replay": tuple(replay), "pipeline": tuple(pipeline), "parameters": (), "slots": (),
        "targets": tuple(targets),
        "holidays": (), "currency": "", "words": {},
        "names": tables.Names(
            channels=tuple(CHANNELS), segments=SEGMENTS, regions=REGIONS,
            origins=tuple(CHANNELS.values()), stages=STAGES, teams=TEAMS, groups=GROUPS,
            reps=tuple(REPS), programmes=(), touches=(), signals=(), classes=(), reasons=(),
            cost_items=COST_ITEMS, epochs=(),
        ),
    }  # fmt: skip
    values |= changes
    return tables.Model(**values)


class Life:
    """One lead's part of a story; every verb returns the lead, so that a life is one chain."""

    def __init__(self, story, identity):
        self.story, self.id, self.seq = story, identity, 0
        self.stage, self.visit, self.attempt = int(Status.LEAD), 0, 0
        self.team, self.rep, self.item = 0, -1, 0

    def row(self, tick, kind, a=0, b=0, c=0, value=0.0, stage=None):
        stage = self.stage if stage is None else stage
        self.story.rows.append((tick, self.id, self.seq, kind, stage, a, b, c, value))
        self.seq += 1
        return self

    # marketing
    def touched(self, tick, cost=0.0):
        return self.row(tick, Row.TOUCHED, value=cost)

    def signals(self, tick, kind=Signal.EMAIL_OPEN):
        return self.row(tick, Row.SIGNAL, kind, -1)

    def mql(self, tick):
        self.visit += 1
        self.attempt = 0
        self.row(tick, Row.MQL, self.visit)
        self.stage = int(Status.MQL)
        return self

    def disqualified(self, tick):
        return self.row(tick, Row.DISQUALIFIED)

    # sales
    def assigned(self, tick, rep):
        self.rep = -1 if rep is None else list(REPS).index(rep)
        if rep is not None:
            self.team = REPS[rep][0]
        return self.row(tick, Row.ASSIGNED, self.team, self.rep, self.visit)

    def queued(self, tick, item=ItemClass.FIRST_CALL):
        self.item = item
        return self.row(tick, Row.QUEUED, self.team, self.rep, item, self.visit)

    def starts(self, tick, rep=None):
        if rep is not None:
            self.rep, self.team = list(REPS).index(rep), REPS[rep][0]
        self.attempt += self.item != ItemClass.MEETING
        value = 0 if self.item == ItemClass.MEETING else self.attempt
        self.row(tick, Row.STARTED, self.team, self.rep, self.item, value)
        if self.item == ItemClass.MEETING and self.stage == Status.SQL:
            self.advances(tick, "discovery")
        return self

    def unreached(self, tick):
        return self.row(tick, Row.UNREACHED, self.team, self.rep, self.attempt)

    def reached(self, tick):
        return self.row(tick, Row.REACHED, self.team, self.rep, self.attempt)

    def finishes(self, tick, free=None):
        free = tick if free is None else free
        return self.row(tick, Row.FINISHED, self.team, self.rep, self.item, float(free))

    def breached(self, tick):
        return self.row(tick, Row.BREACHED, self.team, self.rep)

    def sql(self, tick, rep=-1):
        self.row(tick, Row.SQL, self.visit, self.rep if rep == -1 else rep)
        self.stage = int(Status.SQL)
        return self

    def recycled(self, tick, cause=Cause.NOT_READY, dropped=False):
        self.row(tick, Row.RECYCLED, cause, int(dropped))
        self.stage = int(Status.LEAD)
        return self

    def says_no(self, tick, cause=Cause.NOT_INTERESTED):
        return self.row(tick, Row.NOT_INTERESTED, cause)

    # the pipeline
    def meeting(self, ready, start, end, rep="carl"):
        """A meeting from ready to finished."""
        return (
            self.assigned(ready, rep).queued(ready, ItemClass.MEETING).starts(start).finishes(end)
        )

    def advances(self, tick, stage):
        entered = FIRST_STAGE + STAGES.index(stage)
        self.row(tick, Row.ADVANCED, entered, self.stage)
        self.stage = entered
        return self

    def wins(self, tick, deal, rep="carl"):
        return self.row(tick, Row.WON, list(REPS).index(rep), value=deal)

    def lost(self, tick, book=0.0):
        return self.row(tick, Row.LOST, Cause.LOST_DEAL, -1, value=book)

    # decay
    def cold(self, tick, cause=Cause.NURTURE, book=0.0):
        return self.row(tick, Row.COLD, cause, self.team, value=book)

    def reactivated(self, tick):
        self.row(tick, Row.REACTIVATED, Signal.REPLY)
        self.stage = int(Status.LEAD)
        return self

    def left(self, tick, book=0.0):
        return self.row(tick, Row.LEFT, value=book)

    def to_competitor(self, tick, returns=False, book=0.0):
        return self.row(tick, Row.COMPETITOR, int(returns), value=book)

    def returned(self, tick):
        self.row(tick, Row.RETURNED)
        self.stage = int(Status.LEAD)
        return self

    def unsubscribed(self, tick, book=0.0):
        return self.row(tick, Row.UNSUBSCRIBED, value=book)

    def zombie(self, tick, deal):
        return self.row(tick, Row.ZOMBIE, value=deal)


class Story:
    """What happens to a few leads."""

    def __init__(self, **model):
        self.model = small_model(**model)
        self.rows = []
        self._next = 1 << 20

    def arrives(
        self, channel="web", at=0, segment="plant", region="north", fit=True, deal=0.0,
        entry=Status.LEAD, identity=None,
    ):  # fmt: skip
        self._next += 7
        life = Life(self, self._next if identity is None else identity)
        index = list(CHANNELS).index(channel)
        cls = np.ravel_multi_index(
            (index, SEGMENTS.index(segment), REGIONS.index(region)),
            (len(CHANNELS), len(SEGMENTS), len(REGIONS)),
        )
        life.row(at, Row.ARRIVED, index, int(cls), int(fit), deal, stage=int(entry))
        if any(deal.lead == life.id for deal in self.model.pipeline):
            life.stage = int(entry)
        return life

    def visitors(self, tick, number, channel="web"):
        index = list(CHANNELS).index(channel)
        self.rows.append((tick, -1, 0, Row.VISITORS, 0, index, 0, 0, float(number)))

    def log(self, seed=0):
        log = np.array(self.rows, ROW)
        return np.random.default_rng(seed).permutation(log)

    def fold(self):
        return fold(self.log(), self.model)

    def history(self):
        return arrange(self.log(), self.model)

    def leads(self):
        return lead_table(self.history())


@pytest.fixture
def story():
    """Maker of stories: `story(days=31, ...)`, with the keywords of `small_model`."""
    return Story


@pytest.fixture
def office():
    """Monday to Friday, 09:00 to 17:00."""
    return OFFICE
