"""What drives a forecast: single numbers, luck or ignorance, and what knowing more is worth.

- `worlds`: the uncertain numbers of every world, and outcomes in chosen worlds;
- `moves`: outcomes with single numbers of the scenario moved by 20 %;
- `sobol`: indices with everything that numbers do together;
- `find`: all of it for one scenario.

The statistics are those of `funnelsim.experiments.sensitivity`.
"""
