"""Searching over levers: the chance to reach a target, turning points, the best design.

Everything here asks a callable for the outcomes of a setting, one entry per replication, and
knows no engine:

- :mod:`~funnelsim.experiments.search.levers`: what may be set, and to what;
- :mod:`~funnelsim.experiments.search.goal`: the lever that reaches a target with a probability;
- :mod:`~funnelsim.experiments.search.mix`: the cheapest mix of two levers that does;
- :mod:`~funnelsim.experiments.search.curves`: turning points and break-evens of a sweep;
- :mod:`~funnelsim.experiments.search.ocba`: where to spend replications while screening;
- :mod:`~funnelsim.experiments.search.optimum`: the best design, with an honest value.
"""
