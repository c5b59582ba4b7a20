"""The rules a second time, interpreted from their source whatever is compiled."""

import importlib
import re
import sys
from contextlib import contextmanager
from importlib.machinery import EXTENSION_SUFFIXES, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path

import funnelsim.rules

FOLDER = Path(funnelsim.rules.__file__).parent
PREFIX = "funnelsim.rules."


def declared(module):
    """Names of the functions that a module's ``.pxd`` offers to Python and C."""
    return re.findall(r"^cpdef [\w ]+ (\w+)\(", (FOLDER / f"{module}.pxd").read_text(), re.M)


def constants(module):
    """Names and values of the enumerators in a module's ``.pxd``."""
    text = (FOLDER / f"{module}.pxd").read_text()
    return {name: int(value) for name, value in re.findall(r"^    ([A-Z_]+) = (\d+)$", text, re.M)}


RULES = sorted(path.stem for path in FOLDER.glob("*.pxd") if declared(path.stem))
CODES = sorted(path.stem for path in FOLDER.glob("*.pxd") if constants(path.stem))


def is_compiled(module):
    return str(importlib.import_module(PREFIX + module).__file__).endswith(
        tuple(EXTENSION_SUFFIXES)
    )


class FromSource:
    """Finds rules as source files only."""

    def find_spec(self, name, path=None, target=None):
        if not name.startswith(PREFIX):
            return None
        file = FOLDER / f"{name.removeprefix(PREFIX)}.py"
        return spec_from_file_location(name, file, loader=SourceFileLoader(name, str(file)))


@contextmanager
def replaced():
    """Take the imported rules out of the interpreter, put them back afterwards."""
    taken = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(PREFIX)}
    finder = FromSource()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.startswith(PREFIX)]:
            del sys.modules[name]
        sys.modules.update(taken)
        for name, module in taken.items():
            setattr(funnelsim.rules, name.removeprefix(PREFIX), module)


def interpreted():
    """Every rule module by name, loaded from its source."""
    with replaced():
        return {module: importlib.import_module(PREFIX + module) for module in RULES}
