"""Near names for messages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(found: str, known: Iterable[str], most: int = 12) -> str:
    """Return `did you mean 'delay'?`, else what there is to choose from."""
    names = [str(name) for name in known]
    folded = {name.lower().replace("-", "_"): name for name in reversed(names)}
    near = difflib.get_close_matches(found.lower().replace("-", "_"), list(folded), 1, 0.6)
    if near:
        return f"did you mean '{folded[near[0]]}'?"
    if not names:
        return ""
    names = sorted(set(names))
    shown = ", ".join(names[:most])
    return f"known: {shown}" + (", ..." if len(names) > most else "")
