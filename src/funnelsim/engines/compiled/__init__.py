"""The compiled engine: the same event log as the reference engine's, in every bit, much sooner."""

from funnelsim.engines.compiled.simulate import RELEASES_GIL, simulate, stream

__all__ = ["RELEASES_GIL", "simulate", "stream"]
