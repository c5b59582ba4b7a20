"""Time by hour of the week, found the long way: from one wall-clock hour to the next."""

from collections import Counter

from funnelsim.model.codes import FIRST_STAGE, ItemClass, Row

HOUR = 3_600_000
GONE = {
    Row.DISQUALIFIED, Row.NOT_INTERESTED, Row.WON, Row.LOST, Row.LEFT, Row.COMPETITOR,
    Row.UNSUBSCRIBED,
}  # fmt: skip
OUT_OF_QUEUE = GONE | {Row.MQL, Row.STARTED, Row.SQL, Row.RECYCLED, Row.COLD}


def lives(log):
    """Rows of each lead that is no zombie, in the lead's own order."""
    found = {}
    for row in sorted(log.tolist(), key=lambda row: (row[1], row[2])):
        if row[1] >= 0:
            found.setdefault(row[1], []).append(row)
    return [rows for rows in found.values() if all(row[3] != Row.ZOMBIE for row in rows)]


def by_hour(begin, end, model):
    """Ms of [begin, end) within the horizon in each hour of the week (Monday 00:00 first)."""
    found = Counter()
    begin, end = max(0, begin), min(end, model.end)
    while begin < end:
        until = min(end, begin - begin % HOUR + HOUR)
        found[(begin // HOUR + 24 * model.origin.weekday()) % 168] += until - begin
        begin = until
    return found


def queues(log, model):
    """Ms waited by team and hour of the week."""
    found = Counter()

    def waited(team, begin, end):
        for hour, ms in by_hour(begin, end, model).items():
            found[team, hour] += ms

    for rows in lives(log):
        team, since, visible = None, None, False
        for tick, _, _, kind, _, a, *_ in rows:
            if kind == Row.QUEUED or (kind == Row.ASSIGNED and visible):
                visible = True
                if team != a:
                    if team is not None:
                        waited(team, since, tick)
                    team, since = a, tick
            elif kind in OUT_OF_QUEUE:
                if team is not None:
                    waited(team, since, tick)
                team, visible = None, False
        if team is not None:
            waited(team, since, model.stop)
    return found


def work(log, model, shifts):
    """Working ms by team and hour of the week; `shifts` are [begin, end) of each rep."""
    found = Counter()
    for rows in lives(log):
        for row in rows:
            if row[3] == Row.STARTED:
                free = next_finish(rows, row)
                for begin, end in shifts[row[6]]:
                    for hour, ms in by_hour(max(begin, row[0]), min(end, free), model).items():
                        found[row[5], hour] += ms
    return found


def next_finish(rows, started):
    """Tick at which the rep is free again, far away if the log does not tell."""
    for row in rows[rows.index(started) + 1 :]:
        if row[3] == Row.STARTED:
            break
        if row[3] == Row.FINISHED:
            return round(row[8])
    return 2**62


def open_deals(log, model):
    """Ms of open opportunities by rep group."""
    found = Counter()
    for rows in lives(log):
        rep, stage, last = None, -1, None
        for tick, _, _, kind, at, a, b, c, _ in [*rows, (model.end, 0, 0, None, 0, 0, 0, 0, 0)]:
            if rep is not None and stage >= FIRST_STAGE:
                held = min(max(tick, 0), model.end) - min(max(last, 0), model.end)
                found[int(model.rep_group[rep])] += held
            last = tick
            if kind == Row.ARRIVED:
                stage = at
            elif kind == Row.ADVANCED:
                stage = a
            elif kind in GONE | {Row.COLD, Row.RECYCLED}:
                stage = -1
            if kind in (Row.ASSIGNED, Row.STARTED) and b >= 0:
                rep = b
            elif kind in (Row.MQL, Row.RECYCLED, Row.REACTIVATED):
                rep = None
            assert not (kind == Row.STARTED and c == ItemClass.MEETING and b < 0)
    return +found
