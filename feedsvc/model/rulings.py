"""What the owner decides by hand, and no evidence undoes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Act(StrEnum):
    """What is done to an entry."""

    MERGE = "merge"  # `other` leads to `entry` from now on
    SPLIT = "split"  # `other` is an item of its own, and never one with `entry` again
    WITHDRAW = "withdraw"  # `entry` is shown nowhere, and does not come back


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision of the owner. Everything in it means the same in a store that is rebuilt from the
    same dumps: ids come out the same there, and texts are known by their hashes.
    """

    act: Act
    entry: UUID
    taken: datetime
    other: UUID | None = None  # of a merge and a split
    texts: tuple[str, ...] = ()  # `Fingerprint.text_hash` of the versions that a split takes along
    title: str = ""  # of what it is about, for a person
    note: str = ""  # the owner's reason
