"""What happens: pure scalar rules, called by every engine.

Each module is plain Python with an augmenting ``.pxd`` beside it. Installed with a compiler it is
a C extension whose functions other compiled modules cimport; without one the same file runs
interpreted and gives the same doubles.
"""

from __future__ import annotations

from funnelsim.lazy import lazily

# Rules need the scalar functions in one module of it, which compiled ones import as they load.
lazily("scipy.special")


def compiled() -> bool:
    """Whether the rules run as C extensions in this installation."""
    from funnelsim.rules import working_time

    return not str(working_time.__file__).endswith(".py")
