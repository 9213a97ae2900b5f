"""What a scan says of each name in the folder: it was found, or it is ignored by a rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from feedsvc.model import Dump, FileSignature


class IgnoreRule(StrEnum):
    """Why a name in the folder is no dump. A closed list: `why` and the report show these words.

    A folder that is ignored is reported once; what lies in it is not looked at.
    """

    HIDDEN = "hidden"  # the name starts with a dot
    TEMPORARY = "temporary"  # an unfinished file of an editor, a download or a sync tool
    SYSTEM = "system-litter"  # desktop.ini, Thumbs.db and the like
    EMPTY = "empty"  # no bytes (yet)
    SYMLINK_OUTSIDE = "symlink-outside"  # it leads out of the folder
    SYMLINK_BROKEN = "symlink-broken"  # it leads nowhere, or to itself
    NOT_REGULAR = "not-a-regular-file"  # FIFO, socket, device
    SEEN_ALREADY = "seen-already"  # another name of a file or folder that is read as well
    TOO_DEEP = "too-deep"
    UNREADABLE = "unreadable"  # a folder that cannot be listed: nothing is known of its files
    MISSING = "missing"  # named on the command line, and not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file that may be a dump, settled or not."""

    dump: Dump


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A name that is passed over. `directory` and `path` are as in `Dump`.

    `signature` is known for regular files: by it a file is recognized that was renamed into
    place.
    """

    directory: str
    path: str
    rule: IgnoreRule
    detail: str  # in words, for a person
    signature: FileSignature | None = None


Sighting: TypeAlias = Found | Ignored


def work_order(dumps: Iterable[Dump]) -> tuple[Dump, ...]:
    """Oldest first, so that a copy comes after what it copies; names decide ties."""
    return tuple(sorted(dumps, key=lambda dump: (dump.signature.mtime_ns, dump.path)))
