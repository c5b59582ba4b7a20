"""The folds a second time, interpreted from their source whatever is compiled."""

import importlib
import sys
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path

import funnelsim.outcomes

FOLDER = Path(funnelsim.outcomes.__file__).parent
PREFIX = "funnelsim.outcomes."


class FromSource:
    """Finds the modules of the folds as source files only."""

    def find_spec(self, name, path=None, target=None):
        if not name.startswith(PREFIX):
            return None
        file = FOLDER / f"{name.removeprefix(PREFIX)}.py"
        return spec_from_file_location(name, file, loader=SourceFileLoader(name, str(file)))


@contextmanager
def interpreted_folds():
    """The module `fold` as it is where nothing is compiled; the others are back afterwards."""
    taken = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(PREFIX)}
    for name in taken:
        delattr(funnelsim.outcomes, name.removeprefix(PREFIX))
    finder = FromSource()
    sys.meta_path.insert(0, finder)
    try:
        yield importlib.import_module(f"{PREFIX}fold")
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.startswith(PREFIX)]:
            del sys.modules[name]
        sys.modules.update(taken)
        for name, module in taken.items():
            setattr(funnelsim.outcomes, name.removeprefix(PREFIX), module)
