"""JSON with a line for each figure: quicker to write and to read than a line for each number."""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=str)


def laid_out(data: Any, indent: int = 2) -> str:
    """Plain data as JSON text over several lines.

    A summary (what has a ``mean``) and whatever holds no mapping or list is on one line.

    Raises
    ------
    ValueError
        There is a NaN or an infinite number in it.
    """
    return _text(data, "\n", " " * indent)


def _text(data: Any, line: str, step: str) -> str:
    if not isinstance(data, (dict, list)) or _on_one_line(data):
        return _ENCODER.encode(data)
    inner = line + step
    if isinstance(data, dict):
        parts = [f"{_ENCODER.encode(str(k))}: {_text(v, inner, step)}" for k, v in data.items()]
        return "{" + inner + f",{inner}".join(parts) + line + "}"
    return "[" + inner + f",{inner}".join(_text(v, inner, step) for v in data) + line + "]"


def _on_one_line(data: dict[str, Any] | list[Any]) -> bool:
    if isinstance(data, dict):
        return "mean" in data or not any(isinstance(v, (dict, list)) for v in data.values())
    return not any(isinstance(v, (dict, list)) for v in data)
