"""What every block of the schema shares: strictness, `off`, the facts about a key, markers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import core_schema

from funnelsim.scenario.faults import BadValue, Fault, outline, shown
from funnelsim.scenario.values import is_off

Json = dict[str, Any]
Raw = Any
"""What YAML holds at a place: text, number, switch, date, list, mapping or nothing."""
NEUTRAL = "neutral: without a statement this does not act"
_FORBIDDEN = re.compile(r"[.,+:;(){}\[\]=\"'#&*!|>%@`\n\t]")
RESERVED = frozenset({"otherwise", "off", "none", "never", "all"})


class Block(BaseModel):
    """A mapping of the language. Unknown keys are errors; `off` means all defaults of `blank`."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_default=True, arbitrary_types_allowed=True
    )
    switchable: ClassVar[bool] = True
    short_form: ClassVar[str | None] = None
    """Key that a scalar in place of the mapping stands for."""
    text_form: ClassVar[bool] = False
    """Whether a text may stand for the whole mapping."""
    whole_file: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _whole_block(cls, data: Raw) -> Raw:
        if isinstance(data, (Mapping, BaseModel)):
            return data
        if cls.switchable and is_off(data):
            return {}
        if cls.short_form and isinstance(data, (str, int, float)) and not isinstance(data, bool):
            return {cls.short_form: data}
        keys = ", ".join(field.alias or name for name, field in cls.model_fields.items())
        cure = f"write its keys below it: {keys}" if keys else "write named entries below it"
        raise BadValue(outline(data), "a block with keys", cure, Fault.WRONG_SHAPE)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Json:
        block = handler(schema)
        target = handler.resolve_ref_schema(block)
        if cls.whole_file:
            return block
        whole = dict(target)
        takes_text = cls.text_form or cls.short_form is not None
        short: Json = {"type": ["string", "number"]} if takes_text else {"const": "off"}
        target.clear()
        target["description"] = whole.pop("description", cls.__name__)
        target["anyOf"] = [whole, short]
        return block


def key(
    default: Raw,
    says: str,
    example: Raw,
    *,
    unit: str = "",
    alias: str | None = None,
    source: str = NEUTRAL,
    grade: str = "-",
) -> Raw:
    """Return a field with what the documentation says about a key.

    Parameters
    ----------
    default
        The value in kind `blank`, as written in YAML; `...` where the key must be given.
    says
        One sentence for a planner.
    example
        A right value, as written in YAML.
    unit
        Unit of the value, where it has one.
    source, grade
        Where the default comes from, and the grade of that source: A, B, C, `-` for an assumption.
    """
    extra: Json = {"unit": unit, "source": source, "grade": grade, "examples": [example]}
    return Field(default, description=says, alias=alias, json_schema_extra=extra)


@dataclass(frozen=True, slots=True)
class Reads:
    """Marks a field that is read from its written form by `parse` and written back by `write`."""

    parse: Callable[[Any], Any]
    write: Callable[[Any], Any]
    json: Json

    def __get_pydantic_core_schema__(
        self, source: type, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(self.write),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Json:
        return dict(self.json)

    def __hash__(self) -> int:
        # Annotated types are cached by their marks, and the JSON Schema cannot be hashed.
        return id(self)


@dataclass(frozen=True, slots=True)
class Also:
    """Marks a field whose JSON Schema also allows another form."""

    json: tuple[tuple[str, Raw], ...]

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Json:
        return {"anyOf": [handler(schema), dict(self.json)]}


OR_OFF = Also((("const", "off"),))


def entries(noun: str) -> Callable[[Any], Any]:
    """Return a validator of a named map: `off` empties it, entries that are `off` fall out."""

    def read(raw: Raw) -> Raw:
        if is_off(raw):
            return {}
        if not isinstance(raw, Mapping):
            cure = f"name each {noun} and write its keys below the name"
            raise BadValue(outline(raw), f"a mapping of {noun}s", cure, Fault.WRONG_SHAPE)
        return {name_of(name, noun): body for name, body in raw.items() if not is_off(body)}

    return read


def name_of(raw: object, noun: str = "name") -> str:
    """Return a name that dotted keys, `--with a,b` and `a+b` can carry; BadValue otherwise."""
    name = str(raw)
    bad = _FORBIDDEN.search(name)
    if isinstance(raw, bool) or raw is None or not name.strip() or name != name.strip():
        cure = "write a plain name, e.g. plant-manager"
        raise BadValue(raw, f"a name of a {noun}", cure, Fault.NAME, (name,))
    if bad:
        cure = f"leave out {shown(bad[0])}, e.g. {_FORBIDDEN.sub('-', name)}"
        raise BadValue(name, f"a name of a {noun}", cure, Fault.NAME, (name,))
    if name in RESERVED:
        cure = "it is a word of the language; choose another"
        raise BadValue(name, f"a name of a {noun}", cure, Fault.NAME, (name,))
    return name


def one_of(*words: str) -> Callable[[Any], str]:
    """Return a reader of one of some words."""

    def read(raw: Raw) -> str:
        if isinstance(raw, str) and raw in words:
            return raw
        raise BadValue(raw, f"one of {', '.join(words)}", f"write e.g. {words[0]}")

    return read


def text_of(raw: Raw) -> str:
    """Return a text; YAML may have read a number or a date in its place."""
    if isinstance(raw, (str, int, float, dt.date)) and not isinstance(raw, bool):
        return str(raw)
    raise BadValue(outline(raw), "a text", "write it in quotes", Fault.WRONG_SHAPE)


def tags_of(raw: Raw) -> dict[str, str]:
    """Return free labels: `{industry: retail, tier: smb}`."""
    if is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        cure = "write e.g. {industry: retail, tier: smb}"
        raise BadValue(outline(raw), "a mapping of tags", cure, Fault.WRONG_SHAPE)
    return {text_of(label): text_of(value) for label, value in raw.items()}


def settings_of(raw: Raw) -> dict[str, Any]:
    """Return the dotted keys of a `set` as written; the overlay gives them their meaning."""
    if is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        cure = "write e.g. {handoff.delay: 3 business days}"
        raise BadValue(outline(raw), "a mapping of dotted keys", cure, Fault.WRONG_SHAPE)
    return {text_of(path): value for path, value in raw.items()}


def list_of(noun: str, read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a reader of a list whose items are read by `read`; faults name their index."""

    def read_all(raw: Raw) -> tuple[Any, ...]:
        if is_off(raw):
            return ()
        if not isinstance(raw, (list, tuple)):
            cure = f"write it in brackets, e.g. [{shown(raw).strip(chr(39))}]"
            raise BadValue(raw, f"a list of {noun}s", cure, Fault.WRONG_SHAPE)
        items = []
        for index, item in enumerate(raw):
            try:
                items.append(read(item))
            except BadValue as fault:
                raise fault.below(index) from fault
        return tuple(items)

    return read_all
