"""Rows that traces of meetings have in common."""

OFFICE = "calendar: {hours: mon-fri 09:00-17:00}\n"
DEMO = "stages: {demo: {by: ae, rep_time: 1 h}}\n"
ONE_SELLER = "teams: {ae: {reps: {ann: {}}}}\n"
TWO_SELLERS = "teams: {ae: {reps: {ann: {}, bob: {}}}}\n"


def comes(when, lead, rep):
    """The rows of a lead that enters as SQL and gets an owner."""
    return [
        f"{when} {lead} arrives as sql",
        f"{when} {lead} is an SQL",
        f"{when} {lead} goes to {rep}",
        f"{when} {lead} waits for {rep}: meeting",
    ]


def held(when, lead):
    return [
        f"{when} {lead} arrives as sql",
        f"{when} {lead} is an SQL",
        f"{when} {lead} goes to hold at ae",
        f"{when} {lead} waits for anybody: meeting",
    ]


def meets(when, lead, rep):
    return [f"{when} {lead} {rep} starts meeting", f"{when} {lead} enters demo"]


def done(when, lead, rep, free=None):
    return [f"{when} {lead} {rep} finishes meeting, free at {free or when}"]


def won(when, lead, rep, free=None):
    return [*done(when, lead, rep, free), f"{when} {lead} is won: 1000"]
