"""Whether this installation has its compiled modules, and what to do where it has not."""

from __future__ import annotations

import sys

INTERPRETED = (
    "nothing is compiled in this installation, so runs take many times as long as they could"
)
_COMPILERS = {
    "win32": "Build Tools for Visual Studio (C++)",
    "darwin": "Xcode's command line tools (xcode-select --install)",
}


def cure() -> str:
    """How to get the compiled modules, on this system."""
    compiler = _COMPILERS.get(sys.platform, "a C compiler (gcc and Python's headers)")
    return f"install a wheel; or {compiler}, and then funnelsim again"


def shortfall() -> str:
    """One line where the modules are interpreted, nothing where all is well.

    Raises
    ------
    ImportError
        They are compiled and cannot be loaded, for example with another SciPy.
    """
    from funnelsim.rules import compiled

    return "" if compiled() else f"{INTERPRETED}: {cure()}"
