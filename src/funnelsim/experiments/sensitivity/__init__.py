"""What drives a forecast: luck, ignorance, single parameters, and what more data would be worth.

Everything here takes plain arrays, one entry per world (one draw of the uncertain parameters with
one replication), and knows no engine:

- :mod:`~funnelsim.experiments.sensitivity.additive`: smooth regression on parameters;
- :mod:`~funnelsim.experiments.sensitivity.split`: the variance due to luck and to ignorance;
- :mod:`~funnelsim.experiments.sensitivity.evppi`: what knowing a parameter would be worth;
- :mod:`~funnelsim.experiments.sensitivity.more_data`: how much more decided deals would narrow;
- :mod:`~funnelsim.experiments.sensitivity.sobol`: first and total indices;
- :mod:`~funnelsim.experiments.sensitivity.tornado`: bars of single parameters.
"""
