"""What the schema knows about a key path: its neighbours, default, source and grade."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from funnelsim.errors import KeyPath


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the documentation says about one key."""

    says: str
    default: Any
    unit: str
    source: str
    grade: str


def siblings(root: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    """Keys that the schema knows beside the last part of a path; () for planner's names."""
    where: Any = root
    for part in path[:-1]:
        where = _below(where, part)
    blocks = _blocks(where)
    return tuple(name for block in blocks for name in _fields(block))


def facts_of(root: type[BaseModel], path: KeyPath) -> KeyFacts | None:
    """What the schema says about the key at a path; None for names and values below a key."""
    where: Any = root
    for part in path[:-1]:
        where = _below(where, part)
    for block in _blocks(where):
        field = _fields(block).get(str(path[-1])) if path else None
        if field is not None:
            extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
            return KeyFacts(
                field.description or "",
                field.get_default(call_default_factory=False),
                str(extra.get("unit", "")),
                str(extra.get("source", "")),
                str(extra.get("grade", "")),
            )
    return None


def _fields(block: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in block.model_fields.items()}


def _blocks(annotation: Any) -> list[type[BaseModel]]:
    """Schema classes that a value of this annotation may be read as."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    origin = get_origin(annotation)
    if origin is Annotated:
        return _blocks(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [block for part in get_args(annotation) for block in _blocks(part)]
    return []


def _below(annotation: Any, part: str | int) -> Any:
    """Annotation of the value at a key, name or index of a value of this annotation."""
    for block in _blocks(annotation):
        field = _fields(block).get(str(part))
        if field is not None:
            return field.annotation
    return _member(annotation)


def _member(annotation: Any) -> Any:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _member(args[0])
    if origin in (Union, types.UnionType):
        members = [found for part in args if (found := _member(part)) is not None]
        return members[0] if members else None
    if origin in (list, tuple, set) and args:
        return args[0]
    if isinstance(origin, type) and len(args) == 2:
        return args[1]
    return None
