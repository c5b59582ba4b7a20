"""Write docs/json.md: every key of the JSON outputs, from docs/schemas.

`python scripts/make_json_docs.py` writes the page; `--check` fails if it is out of date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "json.md"

Schema = dict[str, Any]

HEAD = """\
# The JSON outputs

This page is written from the JSON Schemas in `docs/schemas` by `scripts/make_json_docs.py`; do not
edit it. The schemas are what to check against; tests hold every output to them.

- Every verb that computes prints its object with `--json` and writes it to its
  [folder](files.md).
- `schema` names an object and its version. Later versions may add keys; a key never changes its
  meaning under the same name.
- Counts and money are of the horizon, money in units of `currency`, shares 0..1, days as
  `2027-12-31`. What is undefined is null, with a `reason` beside it.
- A key without a sentence is a figure or a name: [what every figure means](metrics.md) defines
  them.
- `a.b` is the key `b` within `a`; `a[].b` the key `b` of each entry of the list `a`; in `a.NAME`
  the planner's names are the keys.
"""


def page() -> str:
    """Return the whole page."""
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in _files()]
    return "\n".join([HEAD, *(_section(schema) for schema in schemas)])


def _files() -> list[Path]:
    """The schemas, that of `run` first: others refer to its figures."""
    files = (DOCS / "schemas").glob("*.json")
    return sorted(files, key=lambda path: (not path.name.startswith("run-"), path.name))


def _section(schema: Schema) -> str:
    title = schema["title"]
    lines = [f"## `{title}`", "", schema.get("description", ""), ""]
    lines += [f"Schema: `docs/schemas/{schema['$id']}`.", "", *_table(schema)]
    for name, body in schema.get("$defs", {}).items():
        lines += [f"### `{name}` in `{title}`", ""]
        lines += [f"{_kind(body)}: {_says(body)}".removesuffix(": "), ""]
        lines += _table(body)
    return "\n".join(lines)


def _table(schema: Schema) -> list[str]:
    rows = [f"| `{path}` | {_kind(body)} | {_says(body)} |" for path, body in _keys(schema, "")]
    return ["| key | holds | meaning |", "| --- | --- | --- |", *rows, ""] if rows else []


def _keys(schema: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    """Every key below a schema with its dotted path, in the order of the schema."""
    for name, body in schema.get("properties", {}).items():
        inner = f"{path}.{name}".lstrip(".")
        yield inner, body
        yield from _below(body, inner)
    named = schema.get("additionalProperties")
    if isinstance(named, dict):
        if path:
            yield f"{path}.NAME", named
        yield from _below(named, f"{path}.NAME")


def _below(body: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    for part in _alternatives(body):
        yield from _keys(part, path)
        if isinstance(part.get("items"), dict):
            yield from _below(part["items"], f"{path}[]")


def _alternatives(body: Schema) -> list[Schema]:
    return body.get("oneOf") or body.get("anyOf") or [body]


def _kind(body: Schema) -> str:
    """What a key holds: ``number or null``, ``list of text``, ``figure``."""
    return " or ".join(dict.fromkeys(_one_kind(part) for part in _alternatives(body)))


_WORDS = {"string": "text", "object": "object", "boolean": "true or false"}


def _one_kind(body: Schema) -> str:
    if "$ref" in body:
        return f"`{body['$ref'].rpartition('/')[2]}`"
    if "const" in body:
        return f"`{json.dumps(body['const'])}`"
    if "enum" in body:
        return " or ".join(f"`{json.dumps(word)}`" for word in body["enum"])
    if body.get("type") == "array":
        return _list(body)
    types = body.get("type", "anything")
    names = [types] if isinstance(types, str) else types
    return " or ".join(_WORDS.get(name, name) for name in names)


def _list(body: Schema) -> str:
    words = ["list"]
    if "items" in body:
        most = body.get("maxItems")
        words += ["of", *([str(most)] if most == body.get("minItems", -1) else [])]
        words.append(_kind(body["items"]))
    return " ".join(words)


def _says(body: Schema) -> str:
    return str(body.get("description", "")).replace("|", "\\|")


def main() -> int:
    """Write the page, or with `--check` compare it."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/json.md is out of date: run python scripts/make_json_docs.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
