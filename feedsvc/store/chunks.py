"""Long lists of keys in queries that every database takes."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

CHUNK = 400  # keys a query: below every database's limit on bound parameters
T = TypeVar("T")


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`items` in their order, at most `size` of them at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
