"""What a publisher repeats: which entries of a source have a line.

A source is whatever a page is known to come from: its publisher, or the folder of its dump. A
line is kept as one number, mixed from its source and its words; the rows for one line are bounded,
so what is learned does not depend on the order of arrival, and a look-up costs the same in a
store of any size.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, case, func, insert, select
from sqlalchemy.orm import Session

from feedsvc.store.chunks import chunks
from feedsvc.store.tables import EntryRow, LineRow

MAX_ENTRIES = 32  # that are noted for one line; more would not change what follows

# Asked for every page: built once, for that takes longer than running them.
_MARKS: BindParameter[Any] = bindparam("marks", expanding=True)
_OWN: BindParameter[Any] = bindparam("own")
_ROOT = func.coalesce(EntryRow.folded_into, EntryRow.id)
_REPEATED = (
    select(LineRow.hash, func.count(_ROOT.distinct()))
    .join(EntryRow, EntryRow.id == LineRow.entry_id)
    .where(LineRow.hash.in_(_MARKS), _ROOT != _OWN)
    .group_by(LineRow.hash)
)
_COUNTED = (
    select(LineRow.hash, func.count(), func.max(case((LineRow.entry_id == _OWN, 1), else_=0)))
    .where(LineRow.hash.in_(_MARKS))
    .group_by(LineRow.hash)
)
_NOTE = insert(LineRow)


def repeated(session: Session, source: str, hashes: Sequence[int], own: int) -> dict[int, int]:
    """Which of these lines other entries of the source have, and how many of them (up to 32).

    `own` is the store's key of the entry that the page itself belongs to, which does not count;
    neither do those that were folded into it.
    """
    marks = {_mixed(source, number): number for number in hashes}
    session.flush()
    found: dict[int, int] = {}
    for chunk in chunks(list(marks)):
        rows = session.connection().execute(_REPEATED, {"marks": chunk, "own": own})
        found.update((marks[mark], count) for mark, count in rows)
    return found


def note(session: Session, source: str, hashes: Sequence[int], entry_id: int) -> None:
    """An entry of the source has these lines; `entry_id` is the store's own key."""
    for chunk in chunks(sorted({_mixed(source, number) for number in hashes})):
        counted = session.connection().execute(_COUNTED, {"marks": chunk, "own": entry_id})
        full = {mark for mark, count, is_noted in counted if is_noted or count >= MAX_ENTRIES}
        rows = [{"hash": mark, "entry_id": entry_id} for mark in chunk if mark not in full]
        if rows:
            session.connection().execute(_NOTE, rows)


def _mixed(source: str, number: int) -> int:
    """The line's number within its source, signed, 64 bits. Stored: it never changes."""
    written = source.casefold().encode("utf-8", "surrogatepass")
    own = hashlib.blake2b(written, digest_size=8).digest()
    return number ^ int.from_bytes(own, signed=True)
