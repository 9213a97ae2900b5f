"""Values of ours as JSON-ready ones: the form of `--json` and of the HTTP replies."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import singledispatch
from typing import Any


@singledispatch
def as_data(value: Any) -> Any:
    """`value` made of dicts, lists, strings, numbers, booleans and None only.

    A dataclass becomes a dict in the order of its fields, without those whose metadata say
    `shown=False`; a time becomes RFC 3339 in UTC, an enumeration its value. Whatever else is no
    plain value becomes its `str`: an id, a path, a masked secret.
    """
    if is_dataclass(value) and not isinstance(value, type):
        shown = (field.name for field in fields(value) if field.metadata.get("shown", True))
        return {name: as_data(getattr(value, name)) for name in shown}
    return value if value is None or isinstance(value, int | float) else str(value)


@as_data.register
def _(value: str) -> str:
    return value


@as_data.register
def _(value: Enum) -> Any:
    return as_data(value.value)


@as_data.register
def _(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


@as_data.register
def _(value: Mapping) -> dict[str, Any]:  # type: ignore[type-arg]  # dispatch is on the bare type
    return {str(as_data(key)): as_data(item) for key, item in value.items()}


@as_data.register
def _(value: Sequence) -> list[Any]:  # type: ignore[type-arg]  # dispatch is on the bare type
    return [as_data(item) for item in value]


@as_data.register
def _(value: Set) -> list[Any]:  # type: ignore[type-arg]  # dispatch is on the bare type
    return sorted(as_data(item) for item in value)
