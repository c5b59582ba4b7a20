"""Contests: how policies differ that met the same leads, and which is best.

The functions take plain arrays, one row per policy and one column per replication; a column is
the same simulated future under every policy. They know no engine:

- :mod:`~funnelsim.experiments.contests.simultaneous`: differences from the baseline, all at once;
- :mod:`~funnelsim.experiments.contests.rare`: differences that few replications show;
- :mod:`~funnelsim.experiments.contests.best`: the best set and the chances to come first;
- :mod:`~funnelsim.experiments.contests.distributions`: quantiles, the worst tenth, the chance to
  reach a target;
- :mod:`~funnelsim.experiments.contests.dominance`: whether one is better whatever one asks for;
- :mod:`~funnelsim.experiments.contests.reduction`: what common leads save;
- :mod:`~funnelsim.experiments.contests.frontier`: policies that no other beats on both counts;
- :mod:`~funnelsim.experiments.contests.kn`: how long to simulate which policy until one is chosen.

Where few replications differ, Student's t covers far too rarely (60 to 84 % at 95 % announced),
so no function here uses it below :data:`~funnelsim.experiments.contests.paired.ENOUGH`.
"""
