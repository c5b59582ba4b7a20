"""Experiments: what many replications say, and how surely.

The interval functions here take plain arrays with one entry per replication and know no
engine, so that they can be tested on synthetic arrays whose truth is known:

- :mod:`~funnelsim.experiments.intervals`: means, quantiles, shares;
- :mod:`~funnelsim.experiments.summaries`: the dictionaries of the JSON output, fan bands;
- :mod:`~funnelsim.experiments.hits`: the chance to reach a target, or several at once;
- :mod:`~funnelsim.experiments.ratios`: ROI, CPL, CAC and other ratios of means;
- :mod:`~funnelsim.experiments.stopping`: when there are enough replications;
- :mod:`~funnelsim.experiments.planning`: exact volumes for a wanted probability;
- :mod:`~funnelsim.experiments.contests`: how policies over the same replications differ.
"""
