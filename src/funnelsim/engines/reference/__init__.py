"""The SimPy engine: a lead's life and a rep's day, readable; the executable specification."""

from funnelsim.engines.reference.simulate import simulate

__all__ = ["simulate"]
