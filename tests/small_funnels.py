"""Small scenarios whose answers are known exactly or quickly."""

from funnelsim.scenario.load import load

BATCH = """
kind: blank
name: Batch
from: 2027-01-04
horizon: 1 day
warm_up: none
run_off: none
currency: USD
run: {replications: 400, seed: 7}
targets: [{customers: 10}]
deal: 100k
channels: {in: {enters: sql, batches: {start: {date: 2027-01-04, leads: 40}}, cost: {per_lead: 1k}}}
teams: {sales: {reps: unlimited}}
stages: {offer: {by: sales, converts: 25%}}
"""

FLOW = """
kind: blank
name: Flow
from: 2027-01-04
horizon: 10 days
warm_up: none
run_off: none
currency: USD
run: {replications: 400, seed: 7}
calendar: {hours: 24/7}
targets: [{customers: 10}]
deal: 100k
channels: {in: {enters: sql, leads: 4/day}}
teams: {sales: {reps: unlimited}}
stages: {offer: {by: sales, converts: 25%}}
"""


def batch(more=""):
    """40 SQL at once, each won with 25 %."""
    return load(text=BATCH + more, name="batch.yaml")


def flow(more=""):
    """40 SQL on average in ten days, a Poisson process, each won with 25 %."""
    return load(text=FLOW + more, name="flow.yaml")
