"""How engines name what happened last when a replication cannot go on."""

from __future__ import annotations

from funnelsim.model.tables import Model
from funnelsim.rules import event_kinds as kinds


def last_event(model: Model, kind: int, entity: int, stage: int | None) -> str:
    """The event that happened last; `stage` of its lead, None where it was none's."""
    name = next((n for n, code in vars(kinds).items() if code == kind), "none")
    if stage is None:
        return f"last event {name} of {entity}"
    return f"last event {name} of lead {entity} at stage {model.names.status(stage)}"
