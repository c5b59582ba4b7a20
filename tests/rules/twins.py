"""The rules a second time, interpreted from their source whatever is compiled."""

import importlib
import re
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import funnelsim.rules
from from_source import from_source

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


def interpreted():
    """Every rule module by name, loaded from its source."""
    with from_source("funnelsim.rules"):
        return {module: importlib.import_module(PREFIX + module) for module in RULES}
