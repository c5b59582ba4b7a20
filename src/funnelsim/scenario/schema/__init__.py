"""The complete scenario as data models; one file per block of the language."""

from funnelsim.scenario.schema.top import Scenario

__all__ = ["Scenario"]
