"""Levers in a planner's words: what is set to what, from when, and what comes of it.

- `lever`: one lever with its range; `known` those that need no key path;
- `trials`: a scenario at some values of its levers, each replication once.
"""
