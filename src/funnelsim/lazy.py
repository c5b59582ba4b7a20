"""Packages whose own code runs when something of it is first used.

A module deep inside a large package cannot be imported without the package's ``__init__``, and
that may import a hundred modules that nobody asks for: ``scipy.special.cython_special`` alone
takes 20 ms, its package 100 ms more; one country of ``holidays`` takes 2 ms, all of them 100.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import Any

_LOCK = RLock()
_running: set[str] = set()


class _Lazy(ModuleType):
    """A package that knows where its modules are, and has not run yet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        if PathFinder.find_spec(f"{self.__name__}.{name}", self.__path__) is not None:
            return import_module(f"{self.__name__}.{name}")
        with _LOCK:  # another thread waits until the package has run
            if self.__name__ in _running:
                raise AttributeError(f"module '{self.__name__}' has no attribute '{name}' yet")
            if type(self) is _Lazy:
                _run(self)
        return getattr(self, name)


def _run(package: ModuleType) -> None:
    """Run the package's own code; what fails now may succeed when it is asked for again."""
    spec = package.__spec__
    assert spec is not None
    assert spec.loader is not None
    _running.add(package.__name__)
    try:
        spec.loader.exec_module(package)
        package.__class__ = ModuleType
    finally:
        _running.discard(package.__name__)


def lazily(name: str) -> None:
    """Let a package wait until something of it is used that is none of its modules.

    Does nothing where it was imported already, or is not to be found: then importing it says so.
    """
    if name in sys.modules:
        return
    try:
        spec = find_spec(name)
    except ImportError:
        return
    if spec is None or spec.loader is None or spec.submodule_search_locations is None:
        return
    package = module_from_spec(spec)
    package.__class__ = _Lazy
    sys.modules[name] = package
