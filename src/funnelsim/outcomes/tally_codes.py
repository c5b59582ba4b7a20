"""Places of the figures in the columns of a `tally.Tally`."""

from __future__ import annotations

SPAN_COUNTS = (
    "leads",
    "mql",
    "sql",
    "opportunities",
    "customers",
    "cold",
)
SPAN_LEADS = 0
SPAN_MQL = 1
SPAN_SQL = 2
SPAN_OPPORTUNITIES = 3
SPAN_CUSTOMERS = 4
SPAN_COLD = 5
N_SPAN = 6

SPAN_MONEY = (
    "visitors",
    "revenue",
    "gross_profit",
    "charges",
    "touches",
)
SPENT_VISITORS = 0
SPENT_REVENUE = 1
SPENT_GROSS_PROFIT = 2
SPENT_CHARGES = 3
SPENT_TOUCHES = 4
N_SPENT = 5

CLASS_COUNTS = (
    "leads",
    "mql",
    "sql",
    "opportunities",
    "customers",
    "cold",
    "cohort_customers",
    "still_open",
    "drawn",
)
CLASS_LEADS = 0
CLASS_MQL = 1
CLASS_SQL = 2
CLASS_OPPORTUNITIES = 3
CLASS_CUSTOMERS = 4
CLASS_COLD = 5
CLASS_COHORT_CUSTOMERS = 6
CLASS_STILL_OPEN = 7
CLASS_DRAWN = 8
N_CLASS = 9

EARNED_MONEY = (
    "revenue",
    "gross_profit",
    "touches",
)
EARNED_REVENUE = 0
EARNED_GROSS_PROFIT = 1
EARNED_TOUCHES = 2
N_EARNED = 3

RATE_NAMES = (
    "lead_to_mql",
    "mql_to_sql",
    "sql_to_opportunity",
    "sql_to_customer",
    "lead_to_customer",
)
RATE_LEAD_TO_MQL = 0
RATE_MQL_TO_SQL = 1
RATE_SQL_TO_OPPORTUNITY = 2
RATE_SQL_TO_CUSTOMER = 3
RATE_LEAD_TO_CUSTOMER = 4
N_RATE = 5

TEAM_COUNTS = (
    "busy_ms",
    "starts",
    "sla_met",
    "sla_breached",
)
TEAM_BUSY_MS = 0
TEAM_STARTS = 1
TEAM_SLA_MET = 2
TEAM_SLA_BREACHED = 3
N_TEAM = 4

WAIT_SUMS = (
    "items",
    "waited",
    "cold",
    "settled",
    "wait_ms",
    "finished",
    "stay_ms",
    "queue_ms",
)
WAIT_ITEMS = 0
WAIT_WAITED = 1
WAIT_COLD = 2
WAIT_SETTLED = 3
WAIT_WAIT_MS = 4
WAIT_FINISHED = 5
WAIT_STAY_MS = 6
WAIT_QUEUE_MS = 7
N_WAIT = 8

GROUP_COUNTS = (
    "leads",
    "mql",
    "sql",
    "opportunities",
    "customers",
    "cold",
    "unfit_ms",
    "open_ms",
)
GROUP_LEADS = 0
GROUP_MQL = 1
GROUP_SQL = 2
GROUP_OPPORTUNITIES = 3
GROUP_CUSTOMERS = 4
GROUP_COLD = 5
GROUP_UNFIT_MS = 6
GROUP_OPEN_MS = 7
N_GROUP = 8

HOUR_SUMS = (
    "busy_ms",
    "queue_ms",
)
HOURS_BUSY = 0
HOURS_QUEUE = 1
N_HOURS = 2
HOURS_OF_WEEK = 168

EDGE_SUMS = (
    "number",
    "ms",
    "weeks",
)
EDGE_NUMBER = 0
EDGE_MS = 1
EDGE_WEEKS = 2
N_EDGE = 3

ARRIVE_COUNTS = (
    "visits",
    "called",
    "wall_ms",
    "working_ms",
)
ARRIVE_VISITS = 0
ARRIVE_CALLED = 1
ARRIVE_WALL_MS = 2
ARRIVE_WORKING_MS = 3
N_ARRIVE = 4

SUM_NAMES = (
    "entered_lead",
    "entered_mql",
    "entered_sql",
    "open_deals",
    "hot",
    "warm",
    "cold_stock",
    "database",
    "phantoms",
    "effort_hot_ms",
    "effort_warm_ms",
    "effort_cold_ms",
    "cycle_ms",
    "cycle_from_sql_ms",
    "cycle_from_sql_n",
    "zombies",
)
SUM_ENTERED_LEAD = 0
SUM_ENTERED_MQL = 1
SUM_ENTERED_SQL = 2
SUM_OPEN_DEALS = 3
SUM_HOT = 4
SUM_WARM = 5
SUM_COLD_STOCK = 6
SUM_DATABASE = 7
SUM_PHANTOMS = 8
SUM_EFFORT_HOT_MS = 9
SUM_EFFORT_WARM_MS = 10
SUM_EFFORT_COLD_MS = 11
SUM_CYCLE_MS = 12
SUM_CYCLE_FROM_SQL_MS = 13
SUM_CYCLE_FROM_SQL_N = 14
SUM_ZOMBIES = 15
N_SUM = 16

ENTRY_NAMES = (
    "lead",
    "mql",
    "sql",
)
FURTHEST_NAMES = (
    "lead",
    "mql",
    "sql",
    "opportunity",
)
FURTHEST_LEAD = 0
FURTHEST_MQL = 1
FURTHEST_SQL = 2
FURTHEST_OPPORTUNITY = 3
N_FURTHEST = 4
END_OPEN = 15
END_WON = 16
N_ENDS = 17

HISTOGRAM_RESPONSE_WALL = 0
HISTOGRAM_RESPONSE_WORKING = 1
HISTOGRAM_CYCLE = 2
HISTOGRAM_CYCLE_FROM_SQL = 3
HISTOGRAM_BY_ARRIVAL = 4
HISTOGRAM_BY_SEGMENT = 10
