"""Policies against each other on identical leads.

- `study`: one replication of all policies, matched lead by lead;
- `contest`: what the replications say together; `verdicts` per policy; `data` as plain data;
- `select`: as many replications as it takes to choose the best of many policies.

The statistics are those of `funnelsim.experiments.contests`.
"""
