"""Write docs/cli.md: every verb of the command line with its options, from their declarations.

`python scripts/make_cli_docs.py` writes the page; `--check` fails if it is out of date.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from funnelsim.cli.app import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"

HEAD = """\
# The command line

This page is written from the declarations of the verbs by `scripts/make_cli_docs.py`; do not edit
it. `funnelsim VERB --help` prints the same.

- Results go to stdout, messages and progress to stderr.
- Exit code 0: done. 1: an expected failure, such as a faulty scenario, a run that was interrupted
  or results that could not be written. 2: wrong usage, or an internal error.
- `--set` changes any dotted key and may be repeated; `--with a,b` puts policies in force on top of
  one another.
- What a run writes is described in [files of a run](files.md), the problems that `check` reports in
  [problems and their codes](errors.md).
- `NO_COLOR` and narrow terminals are respected; progress becomes one plain line per 10 % where
  there is no terminal. Ctrl-C keeps what is done.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(_section(verb) for verb in app.registered_commands)])


def _section(verb: Any) -> str:
    declared = list(_declared(verb.callback))
    called = " ".join(
        info.metavar if default is inspect.Parameter.empty else f"[{info.metavar.strip('[]')}]"
        for _, info, default, _ in declared
        if isinstance(info, ArgumentInfo)
    )
    name = verb.callback.__name__
    lines = [f"## `funnelsim {name}`", "", inspect.getdoc(verb.callback) or "", ""]
    lines += ["```text", f"{f'funnelsim {name} {called}'.strip()} [OPTIONS]", "```", ""]
    if declared:
        lines += ["| | | default |", "| --- | --- | --- |"]
        lines += [_row(*entry) for entry in declared] + [""]
    lines += ["For example:", "", "```text", verb.epilog.removeprefix("Example: "), "```", ""]
    return "\n".join(lines)


def _declared(verb: Callable[..., Any]) -> Iterator[tuple[str, Any, Any, Any]]:
    """Name, declaration, default and type of every parameter of a verb."""
    hints = get_type_hints(inspect.unwrap(verb), include_extras=True)
    for name, parameter in inspect.signature(inspect.unwrap(verb)).parameters.items():
        hint = hints[name]
        yield name, hint.__metadata__[0], parameter.default, hint.__origin__


def _row(name: str, info: ArgumentInfo | OptionInfo, default: Any, kind: Any) -> str:
    if isinstance(info, ArgumentInfo):
        names = f"`{(info.metavar or name).strip('[]')}`"
    else:
        names = ", ".join(f"`{flag}`" for flag in _flags(info))
        names += _value(name, info, kind)
    says = (info.help or "").replace("<", r"\<").replace("|", r"\|")
    return f"| {names} | {says} | {_default(info, default)} |"


def _flags(info: ArgumentInfo | OptionInfo) -> list[str]:
    # Within Annotated, typer takes the first name for what was once the default.
    words = (info.default, *(info.param_decls or ()))
    return [flag for word in words if isinstance(word, str) for flag in word.split("/")]


def _value(name: str, info: OptionInfo, kind: Any) -> str:
    if kind is bool or info.count:
        return ""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " " + " or ".join(f"`{member.value}`" for member in kind)
    return f" `{info.metavar or name.strip('_').upper()}`"


def _default(info: ArgumentInfo | OptionInfo, default: Any) -> str:
    if default in (None, False, inspect.Parameter.empty) or getattr(info, "count", False):
        return ""
    if default is True:
        return f"`{_flags(info)[0]}`"
    return f"`{default.value if isinstance(default, Enum) else default}`"


def main() -> int:
    """Write the page, or with `--check` compare it."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/cli.md is out of date: run python scripts/make_cli_docs.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
