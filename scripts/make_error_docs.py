"""Write docs/errors.md: every problem code, from the catalogue that `explain` reads.

`python scripts/make_error_docs.py` writes the page; `--check` fails if it is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from funnelsim.scenario.codes import Code, catalogue

PAGE = Path(__file__).resolve().parents[1] / "docs" / "errors.md"

HEAD = """\
# Problems and their codes

This page is written from `src/funnelsim/scenario/codes.yaml` by `scripts/make_error_docs.py`; do
not edit it.

All problems of a scenario are reported at once, in the order of the file, one per line:

```text
plan.yaml:12:5 error FS104 unknown key 'dealy' in handoff; did you mean 'delay'?
```

File, line, column, severity, code, what is wrong, what to do. An error stops every verb; a warning
is printed and the run goes on. `funnelsim explain FS104` prints the entry below, `funnelsim check
FILE --format json` the same problems as data, `--format github` as annotations of a pull request.
"""

GROUPS = {
    "0": "The file",
    "1": "Keys",
    "2": "Values",
    "3": "Names",
    "4": "Dates and sums",
    "5": "Data files",
    "6": "Settings and policies",
    "7": "Sense",
}


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    group = ""
    for code in catalogue().values():
        if code.code[2] != group:
            group = code.code[2]
            parts.append(f"## {GROUPS[group]}\n")
        parts.append("\n".join(_entry(code)))
    return "\n".join(parts)


def _entry(code: Code) -> Iterator[str]:
    yield f"### {code.code}: {code.title}"
    yield ""
    yield code.text.strip()
    yield ""
    for label, lines in (("Wrong", code.wrong), ("Right", code.right)):
        if lines:
            yield f"{label}:"
            yield ""
            yield "```yaml"
            yield lines.rstrip()
            yield "```"
            yield ""


def main() -> int:
    """Write the page, or with `--check` compare it."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/errors.md is out of date: run python scripts/make_error_docs.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
