"""Where every new lead went, read from the rows of a log by what each kind of row means."""

from collections import Counter

from funnelsim.model.codes import Cause, ItemClass, Row

REACHES = {Row.MQL: 1, Row.SQL: 2}
GONE = {
    Row.LEFT: Cause.CONTACT_LEFT,
    Row.COMPETITOR: Cause.COMPETITOR,
    Row.UNSUBSCRIBED: Cause.UNSUBSCRIBED,
}


def ways_of(log, end, open_deals=()):
    """Number of new leads of [0, end) by (status at arrival, furthest one, end)."""
    lives = {}
    for row in sorted(log.tolist(), key=lambda row: (row[1], row[2])):
        if row[1] >= 0 and row[0] < end and row[1] not in open_deals:
            lives.setdefault(row[1], []).append(row)
    return Counter(way_of(rows) for rows in lives.values() if rows[0][0] >= 0)


def way_of(rows):
    """One lead's way; its first row is the arrival."""
    entry = furthest = rows[0][4]
    ends, cause = "open", None
    for _, _, _, kind, _, a, b, c, _ in rows:
        furthest = max(furthest, REACHES.get(kind, 0))
        if kind == Row.STARTED and c == ItemClass.MEETING:
            furthest = 3
        elif kind == Row.WON:
            return entry, furthest, "won"
        elif kind in (Row.COLD, Row.LOST, Row.NOT_INTERESTED) or (kind == Row.RECYCLED and b):
            ends = cause = Cause(a).name.lower()
        elif kind == Row.RECYCLED:
            ends, cause = "open", Cause(a).name.lower()
        elif kind == Row.DISQUALIFIED:
            ends = cause = "disqualified"
        elif kind in GONE:
            # Who leaves after having been lost was lost when that happened.
            ends = cause = cause if c == 1 else GONE[kind].name.lower()
        elif kind in (Row.REACTIVATED, Row.RETURNED):
            ends = "open"
    return entry, furthest, ends
