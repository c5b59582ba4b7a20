"""JSON Schema of the language, for editors: completion, descriptions, faults while typing."""

from __future__ import annotations

from typing import Any

from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.base import Raw

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HIDDEN = ("title", "required", "writeOnly", "readOnly")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file.

    It is written in the dialect 2020-12 with words that draft-07 has too. No key is required:
    what a file leaves out may come from a file that it extends. Beside `description`,
    `default` and `examples` every key has `unit`, `source` and `grade`.
    """
    schema = Scenario.model_json_schema(by_alias=True)
    tidy: dict[str, Any] = _tidy(schema)
    return {"$schema": DIALECT, "title": "funnelsim scenario", **tidy}


def _tidy(node: Raw, *, of_names: bool = False) -> Raw:
    """Leave out what says nothing, and keep `$ref` apart from its neighbours for draft-07.

    `of_names`: the keys of this node are names of the language, not words of JSON Schema.
    """
    if isinstance(node, (list, tuple)):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        word: body
        if word in ("default", "examples")
        else _tidy(body, of_names=not of_names and word in ("properties", "$defs"))
        for word, body in node.items()
        if of_names or word not in _HIDDEN
    }
    if not of_names and "$ref" in kept and len(kept) > 1:
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    return kept
