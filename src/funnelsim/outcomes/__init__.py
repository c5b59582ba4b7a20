"""Outcomes: pure folds from the event log of one replication to numbers.

``fold.fold(log, model)`` computes everything; ``fold.Fold`` takes a log in parts. In reading order:

- `log`, `row_codes`, `records`: the rows, and the tables of what they say;
- `frames`, `cells`, `lookup`: what is needed of a model, laid out once;
- `by_lead`, `history`, `room`: the rows of each lead beside each other;
- `lives`, `sales_life`: each life read, row by row;
- `exact`, `counting`, `hour_counting`, `sales_counting`, `part`, `tally_codes`: what the lives say,
  added up;
- `tallies`: the sums, with their shapes;
- `leads`, `places`, `visits`, `work`, `teams`, `ledger`: the tables of a log, and what is reported;
- `week`, `load`: the same by hour of the week;
- `facts`, `conversion`, `response`, `money`, `economics`, `breakdown`: what is reported, each page
  with its definitions;
- `totals`, `figures`, `durations`: scalars, the ratios formed from them, poolable durations.

Modules with a .pxd are loops that are compiled; `plain` and unlocked.pyx call them.

Folds return sums and counts. Ratios are formed over replications; only targets and spreads are
formed inside one. NaN stands for undefined in here; it becomes null before anybody reads it.
"""
