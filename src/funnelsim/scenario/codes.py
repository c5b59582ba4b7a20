"""Catalogue of problem codes: what `funnelsim explain FS104` prints.

FS0 the file, FS1 keys, FS2 values, FS3 names, FS4 dates and sums, FS5 data files,
FS6 settings and policies, FS7 sense (mostly warnings).
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache
from importlib import resources

from funnelsim.errors import UsageError
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.document import parse_document

COLUMNS = 80
"""Sentences are folded to the width of a terminal; lines of a scenario stay whole."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem.

    Attributes
    ----------
    code, title : str
        ``FS104``, and a line that names the fault.
    text : str
        Why it is a fault and what to do, in a few sentences.
    wrong, right : str
        Lines of a scenario that show it; empty where lines cannot show it.
    """

    code: str
    title: str
    text: str
    wrong: str = ""
    right: str = ""

    def __str__(self) -> str:
        text = [textwrap.fill(line, COLUMNS) for line in self.text.splitlines()]
        parts = [f"{self.code}  {self.title}", "", *text]
        for label, lines in (("wrong", self.wrong), ("right", self.right)):
            if lines:
                shown = "\n".join(f"    {line}" for line in lines.rstrip().splitlines())
                parts += ["", f"{label}:", shown]
        return "\n".join(parts)


@cache
def catalogue() -> dict[str, Code]:
    """Every code, in order."""
    text = (resources.files("funnelsim.scenario") / "codes.yaml").read_bytes()
    data = parse_document(text, "codes.yaml").data
    return {code: Code(code=code, **entry) for code, entry in data.items()}


def explain(code: str) -> str:
    """Text of one code.

    Raises
    ------
    UsageError
        If there is no such code.
    """
    wanted = code.strip().upper()
    known = catalogue()
    if wanted not in known:
        raise UsageError(f"there is no code {code}; {did_you_mean(wanted, known)}")
    return str(known[wanted])
