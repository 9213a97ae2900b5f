"""What a publisher repeats: which entries of a source have a line.

A source is whatever a page is known to come from: its publisher, or the folder of its dump. A
line is kept as one number, mixed from its source and its words; the rows for one line are bounded,
so what is learned does not depend on the order of arrival, and a look-up costs the same in a
store of any size.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, insert, select
from sqlalchemy.orm import Session

from feedsvc.store.chunks import chunks
from feedsvc.store.tables import EntryRow, LineRow

MAX_ENTRIES = 32  # that are noted for one line; more would not change what follows


def repeated(session: Session, source: str, hashes: Sequence[int], own: int) -> dict[int, int]:
    """Which of these lines other entries of the source have, and how many of them (up to 32).

    `own` is the store's key of the entry that the page itself belongs to, which does not count;
    neither do those that were folded into it.
    """
    marks = {_mixed(source, number): number for number in hashes}
    root = func.coalesce(EntryRow.folded_into, EntryRow.id)
    found: dict[int, int] = {}
    for chunk in chunks(list(marks)):
        query = (
            select(LineRow.hash, func.count(root.distinct()))
            .join(EntryRow, EntryRow.id == LineRow.entry_id)
            .where(LineRow.hash.in_(chunk), root != own)
            .group_by(LineRow.hash)
        )
        found.update((marks[mark], count) for mark, count in session.execute(query))
    return found


def note(session: Session, source: str, hashes: Sequence[int], entry_id: int) -> None:
    """An entry of the source has these lines; `entry_id` is the store's own key."""
    for chunk in chunks(sorted({_mixed(source, number) for number in hashes})):
        counted = session.execute(
            select(LineRow.hash, func.count(), func.max(_is(entry_id)))
            .where(LineRow.hash.in_(chunk))
            .group_by(LineRow.hash)
        )
        full = {mark for mark, count, is_noted in counted if is_noted or count >= MAX_ENTRIES}
        rows = [{"hash": mark, "entry_id": entry_id} for mark in chunk if mark not in full]
        if rows:
            session.execute(insert(LineRow), rows)


def _is(entry_id: int) -> ColumnElement[int]:
    return case((LineRow.entry_id == entry_id, 1), else_=0)


def _mixed(source: str, number: int) -> int:
    """The line's number within its source, signed, 64 bits. Stored: it never changes."""
    written = source.casefold().encode("utf-8", "surrogatepass")
    own = hashlib.blake2b(written, digest_size=8).digest()
    return number ^ int.from_bytes(own, signed=True)
