"""Modules a second time, interpreted from their source whatever is compiled."""

import importlib
import sys
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path


class FromSource:
    """Finds the modules of some packages as source files only."""

    def __init__(self, *packages):
        self.folders = {
            package: Path(importlib.import_module(package).__file__).parent for package in packages
        }

    def find_spec(self, name, path=None, target=None):
        package, _, module = name.rpartition(".")
        if package not in self.folders:
            return None
        file = self.folders[package] / f"{module}.py"
        return spec_from_file_location(name, file, loader=SourceFileLoader(name, str(file)))


@contextmanager
def from_source(*packages):
    """Take the imported modules out of the interpreter, put them back afterwards."""

    def imported():
        return [name for name in sys.modules if name.rpartition(".")[0] in packages]

    taken = {name: sys.modules.pop(name) for name in imported()}
    for name in taken:
        package, _, module = name.rpartition(".")
        delattr(sys.modules[package], module)
    finder = FromSource(*packages)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in imported():
            del sys.modules[name]
        sys.modules.update(taken)
        for name, found in taken.items():
            package, _, module = name.rpartition(".")
            setattr(sys.modules[package], module, found)
