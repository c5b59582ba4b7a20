"""Write docs/scenario.md: every key of the language, from the schema and the presets.

`python scripts/make_scenario_docs.py` writes the page; `--check` fails if it is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from funnelsim.scenario.layers import preset_sources
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.base import NEUTRAL, Block, Raw
from funnelsim.scenario.schema.top import KINDS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "scenario.md"
PRESETS = ROOT / "src" / "funnelsim" / "scenario" / "presets"

HEAD = """\
# Every key of a scenario

This page is written from the schema by `scripts/make_scenario_docs.py`; do not edit it.

Grades of sources: A randomised, peer-reviewed or raw data recomputed; B large observational;
C survey or vendor claim; `-` an assumption or a neutral value. A plus or minus sign marks the
better or weaker half of a grade. Defaults are those of kind `blank`; what the other kinds
change is listed at the end, with its sources.

## How values are written

| value | forms |
| --- | --- |
| length of time | `15 min`, `1 h 30 min`, `2 days`, `6 weeks`, `3 months`, `never` |
| working time | `4 business h`, `3 business days`, `1 business week` (5 days) |
| span of the calendar | `12 months`, `90 days` |
| share | `4%`, `0.04`, `10 of 40` |
| money | `40k`, `1.2M`, `EUR 3.5k` |
| rate, money per time | `40/week`, `9k/month` |
| risk | `2.1%/month`, `never`, `exponential(mean=50 days)` |
| factor | `x1.3`, `1.3`, `130%` |
| spread from lead to lead | `40k..250k`, `about 25 min`, `gamma(mean=9 days; cv=0.8)` |
| measured values | `empirical(FILE; value; weight)` |
| unknown, the same for all leads | `~ 3%..6%`, `~ beta(90; 4410)`, `~ draws(FILE; column)` |
| by class | `{plant-manager: 60%, otherwise: 35%}` with names of segments, channels or regions |
| on an inherited value | `x1.3`, `add 2 days` |

- A month is 30.4375 days, but in `horizon`, `warm_up` and `run_off` it is a calendar month.
- Under keys with the unit "business time" plain units mean working time: `4 h` is
  `4 business h`. Write `4 wall h` if the clock on the wall is meant.
- Of `40k..250k` 8 of 10 values lie between the ends: lognormal, of shares logit-normal, of
  numbers that may be negative normal. `about 25 min` is lognormal with a coefficient of
  variation of 0.3.
- `10 of 40` is uncertain: a beta with Jeffreys' prior, drawn once for each simulated world.
- A risk of 2.1%/month is a hazard of -ln(1 - 0.021) per month.
- A chance with spread from lead to lead acts as its mean.
- Money in another currency than the scenario's is an error.
- Named forms separate their arguments by semicolons: {forms}.
"""


def page() -> str:
    """Return the whole page."""
    from funnelsim.scenario.named import SIGNATURES

    ways = [f"{name}({'; '.join(names)})" for name, all_ways in SIGNATURES.items()
            for names, _ in all_ways]  # fmt: skip
    parts = [HEAD.replace("{forms}", ", ".join(f"`{way}`" for way in ways))]
    parts += [_block(path, block) for path, block in _blocks(Scenario, "")]
    parts += [_preset(kind) for kind in KINDS if kind != "blank"]
    return "\n".join(parts)


def _blocks(block: type[Block], path: str) -> Iterator[tuple[str, type[Block]]]:
    """Yield every block below `block` with its key path, in the order of the keys."""
    yield path, block
    for name, field in _keys(block):
        inner = f"{path}.{name}".lstrip(".")
        for child, suffix in _children(field.annotation):
            yield from _blocks(child, inner + suffix)
    extra = block.__annotations__.get("__pydantic_extra__", "")
    if "Stage" in str(extra):
        from funnelsim.scenario.schema.stages import Stage

        yield from _blocks(Stage, f"{path}.NAME")


def _children(annotation: Raw, suffix: str = "") -> Iterator[tuple[type[Block], str]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, suffix
        return
    origin = getattr(annotation, "__origin__", None)
    below = {dict: ".NAME", tuple: "[]"}.get(origin, "")  # type: ignore[call-overload]
    for part in get_args(annotation):
        yield from _children(part, suffix + below)


def _keys(block: type[Block]) -> list[tuple[str, FieldInfo]]:
    return [(field.alias or name, field) for name, field in block.model_fields.items()]


def _block(path: str, block: type[Block]) -> str:
    title = f"## `{path}`" if path else "## Top level"
    lines = [title, "", _sentence(block), ""]
    if not block.model_fields:
        return "\n".join(lines)
    lines += ["| key | what | unit | default | source (grade) | example |",
              "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    for name, field in _keys(block):
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        source = "neutral " if extra["source"] == NEUTRAL else f"{extra['source']} "
        cells = (
            f"`{name}`",
            field.description or "",
            extra["unit"] or "",
            _default(field),
            f"{source}({extra['grade']})",
            f"`{plain_text(extra['examples'][0])}`",
        )  # type: ignore[index]
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _sentence(block: type[Block]) -> str:
    return " ".join((block.__doc__ or "").split())


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    default = field.default
    if default is None:
        return "none"
    if default == {} and any(True for _ in _children(field.annotation)):
        below = not any(suffix for _, suffix in _children(field.annotation))
        return "its keys' defaults" if below else "empty"
    if default in ("", {}, (), []):
        return "empty"
    return f"`{plain_text(default)}`"


def plain_text(value: Raw) -> str:
    """Return plain data as one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {plain_text(body)}" for name, body in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(plain_text(body) for body in value) + "]"
    return str(value)


def _preset(kind: str) -> str:
    yaml = YAML(typ="safe", pure=True)
    values = yaml.load((PRESETS / f"{kind}.yaml").read_text(encoding="utf-8"))
    sources = preset_sources()[kind]
    lines = [f"## What kind `{kind}` sets", "", "| key | value | source | grade |",
             "| --- | --- | --- | --- |"]  # fmt: skip
    for path, value in leaves(values):
        if path == "kind":
            continue
        source = source_of(sources, path)
        lines.append(
            f"| `{path}` | `{plain_text(value)}` | {source['source']} | {source['grade']} |"
        )
    return "\n".join([*lines, ""])


def leaves(data: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted keys and values of nested mappings; curves and lists are one value."""
    for name, body in data.items():
        inner = f"{path}.{name}".lstrip(".")
        if isinstance(body, dict) and not any(" " in str(key) for key in body):
            yield from leaves(body, inner)
        else:
            yield inner, body


def source_of(sources: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """Return the source of a key: its own line, or that of the nearest key above it."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        found = sources.get(".".join(parts[:length]))
        if found is not None:
            return found
    raise KeyError(path)


def main() -> int:
    """Write the page, or with `--check` compare it."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/scenario.md is out of date: run python scripts/make_scenario_docs.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
