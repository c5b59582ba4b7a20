"""Outcomes: pure folds from the event log of one replication to numbers.

``fold.fold(log, model)`` computes everything. In reading order:

- `log`, `history`: the rows, and their arrangement by lead;
- `places`, `visits`, `work`: where leads are, their visits to sales, what reps do;
- `leads`: one row per lead;
- `facts`, `conversion`, `response`, `teams`, `money`, `economics`, `ledger`, `breakdown`:
  what is reported, each page with its definitions;
- `totals`, `figures`, `durations`: scalars, the ratios formed from them, poolable durations.

Folds return sums and counts. Ratios are formed over replications; only targets and spreads are
formed inside one. NaN stands for undefined in here; it becomes null before anybody reads it.
"""
