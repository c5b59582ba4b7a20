"""Integer codes shared by tables, engines and folds; each with the sentence that defines it."""

from enum import IntEnum


class Status(IntEnum):
    """What a lead counts as. Named stages follow at FIRST_STAGE + index."""

    LEAD = 0  # identified person, not (or no longer) qualified
    MQL = 1  # score and fit verdict passed; handed to sales
    SQL = 2  # sales spoke to and accepted it; no meeting has started yet


FIRST_STAGE = 3


class Place(IntEnum):
    """Where a lead is; exactly one at any time."""

    NURTURE = 0  # marketing has it
    HANDOFF = 1  # on the way from marketing to a rep
    QUEUED = 2  # waits for a rep, seen or unseen
    WORKED = 3  # a rep is busy with it
    BETWEEN = 4  # waits for the next planned call
    BUYER = 5  # the buyer's turn
    COLD = 6  # shelf life ran out; may still come back
    GONE = 7  # terminal


class State(IntEnum):
    """Which programmes may enrol the lead."""

    FRESH = 0
    RECYCLED = 1
    COLD = 2


class ItemClass(IntEnum):
    """Kinds of work waiting for a rep."""

    FIRST_CALL = 0
    FOLLOW_UP = 1
    MEETING = 2


class Cause(IntEnum):
    """Why a lead was lost; the first five are the cold ones (shelf life ran out)."""

    FORGOTTEN = 0  # handed over, nobody ever took it up
    UNWORKED = 1  # waited for its first call
    LATE = 2  # waited between calls
    STALLED = 3  # waited for a meeting in the pipeline
    NURTURE = 4  # lost interest while marketing had it
    UNSUBSCRIBED = 5
    CONTACT_LEFT = 6  # the person left the firm; the database does not notice
    COMPETITOR = 7
    UNREACHED = 8  # all planned calls missed
    NOT_READY = 9  # reached, not ready to talk
    DISQUALIFIED = 10
    NOT_INTERESTED = 11
    BAD_FIT = 12
    LOST_DEAL = 13
    ZOMBIE = 14  # open longer than the rules of the scenario can explain


COLD_CAUSES = (Cause.FORGOTTEN, Cause.UNWORKED, Cause.LATE, Cause.STALLED, Cause.NURTURE)


class Assign(IntEnum):
    """How a team distributes leads."""

    POOL = 0  # one shared queue, no owner
    ROUND_ROBIN = 1  # next eligible rep after the last one served, in order of rep codes
    LEAST_LOADED = 2  # fewest owned leads, then smallest code
    PERFORMANCE = 3  # race weighted 1 + wins in the look-back window


class WorkFirst(IntEnum):
    """Order inside an item class; ties by lead identity."""

    OLDEST = 0
    NEWEST = 1
    HIGHEST_SCORE = 2
    HIGHEST_VALUE = 3
    MOST_PERISHABLE = 4
    EARLIEST_DEADLINE = 5


class OnBreach(IntEnum):
    NOTHING = 0
    REASSIGN = 1
    ESCALATE = 2


class Row(IntEnum):
    """Kinds of log rows. The comment names stage, a, b, c and value of each."""

    VISITORS = 0  # a channel; value visitors of the day, leads included; lead -1, tick 00:00
    ARRIVED = 1  # stage at entry; a channel, b class, c 1 if fit; value deal value
    TOUCHED = 2  # a touch, b bit set of signal kinds answered with; value cost
    SIGNAL = 3  # a signal kind, b touch or -1 (own behaviour); value score after it
    MQL = 4  # a visit; value score
    DISQUALIFIED = 5  # value score
    ASSIGNED = 6  # a team, b rep or -1 (pool) or -2 (held: nobody eligible), c visit
    QUEUED = 7  # a team, b rep or -1, c item class: visible to reps from now on; value visit
    STARTED = 8  # a team, b rep, c item class; value attempt number, or 0 for a meeting
    UNREACHED = 9  # a team, b rep, c attempt number
    REACHED = 10  # a team, b rep, c attempt number; value delay since the hot signal, ms
    SQL = 11  # a visit, b rep (-1 at entry), c 1 if fit
    RECYCLED = 12  # a cause, b 1 if dropped for good instead
    NOT_INTERESTED = 13  # a cause (NOT_INTERESTED, BAD_FIT)
    BREACHED = 14  # a team, b rep or -1: response time exceeded
    FINISHED = 15  # a team, b rep, c item class; value tick at which the rep is free again
    ADVANCED = 16  # a stage entered, b stage left
    WON = 17  # a rep or -1; value deal value
    LOST = 18  # a cause, b reason index or -1; value book value
    COLD = 19  # stage; a cause, b team or -1; value book value
    LEFT = 20  # contact left; c 1 if it was lost already; value book value, 0 if cold
    COMPETITOR = 21  # a 1 if it may return; c and value as LEFT
    UNSUBSCRIBED = 22  # c and value as LEFT
    REACTIVATED = 23  # a signal kind
    RETURNED = 24  # back from the competitor
    ZOMBIE = 25  # open pipeline only; value deal value


class Origin(IntEnum):
    MARKETING = 0
    SALES = 1
    PARTNER = 2
    CUSTOMER = 3
    PIPELINE = 4  # open pipeline without a stated origin


class Signal(IntEnum):
    """What a lead does."""

    SUBSCRIBE = 0
    EMAIL_OPEN = 1
    EMAIL_CLICK = 2
    REPLY = 3
    PRICING_VISIT = 4
    WEBINAR = 5
    BOOK_CALL = 6
    START_TRIAL = 7
    IGNORED_EMAIL = 8
    CANCEL_CALL = 9
    UNSUBSCRIBE = 10


POSITIVE = frozenset(range(Signal.SUBSCRIBE, Signal.START_TRIAL + 1))
SIGNAL_NAMES = tuple(s.name.lower() for s in Signal)
