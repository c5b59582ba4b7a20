"""Every story is told twice: by the compiled engine and by its specification."""

from funnelsim.engines import ENGINES, engine
from funnelsim.engines.reference import simulate as reference
from funnelsim.outcomes.log import first_difference
from funnelsim.rules import compiled

ALL = tuple(ENGINES) if compiled() else ("reference",)
"""Engines of this installation; without a compiler there is one."""

quick = engine(ALL[0])
"""The fast one, for long runs."""


def simulate(model, seed, replication, world=None, **checks):
    """The log of a replication, on which all engines agree row by row.

    `checks` are those that the reference engine knows: ``verify``, ``shuffle``.
    """
    log = reference(model, seed, replication, world, **checks)
    for name in ALL:
        if name != "reference":
            assert first_difference(log, engine(name)(model, seed, replication, world)) is None
    return log
