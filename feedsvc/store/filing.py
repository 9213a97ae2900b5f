"""Which entries a feed holds: by what they were filed under, and said, when they were first seen.

None of that ever changes, so neither does which feeds an entry is in (docs/decisions). All is
asked of the database: the cost of a feed is that of its own entries.
"""

from collections.abc import Iterator

from sqlalchemy import BigInteger, ColumnElement, Select, column, func, insert, select
from sqlalchemy.orm import Session

from feedsvc.feeds import Filing, facet_key, filings
from feedsvc.model import Article, Facet, FeedDefinition, FeedFamily, FeedFilter
from feedsvc.store import words
from feedsvc.store.tables import EntryRow, FilingRow

_INSERT = insert(FilingRow)


def file(session: Session, entry_id: int, article: Article, folder: str) -> None:
    """File a new entry under what its first article says."""
    rows = [
        {"facet": one.facet.value, "key": one.key, "value": one.value, "entry_id": entry_id}
        for one in filings(article, folder)
    ]
    if rows:
        session.connection().execute(_INSERT, rows)


def members(session: Session, definition: FeedDefinition) -> frozenset[int] | None:
    """The keys of all entries that a feed holds, folded ones too; None means every entry."""
    conditions = list(_conditions(session, definition))
    if not conditions:
        return None
    return frozenset(session.scalars(select(EntryRow.id).where(*conditions)))


def values(session: Session, family: FeedFamily) -> tuple[Filing, ...]:
    """The values that have a feed in a family: those that were first to have enough entries, in
    that order; each in the spelling that came first.
    """
    place = func.row_number().over(partition_by=FilingRow.key, order_by=FilingRow.entry_id)
    ranked = (
        select(FilingRow.key, FilingRow.entry_id, place.label("place"))
        .where(FilingRow.facet == family.each.value, *_of_family(session, family))
        .subquery()
    )
    reached = (
        select(ranked.c.key, ranked.c.entry_id)
        .where(ranked.c.place == family.min_entries)
        .order_by(ranked.c.entry_id, ranked.c.key)
        .limit(family.max_feeds)
    )
    keys = [row.key for row in session.execute(reached)]
    spelled = _spellings(session, family.each, keys)
    return tuple(Filing(facet=family.each, key=key, value=spelled[key]) for key in keys)


def _of_family(session: Session, family: FeedFamily) -> Iterator[ColumnElement[bool]]:
    if family.each is Facet.LANGUAGE:  # one for a language, not for each of its variants
        yield FilingRow.key.not_like("%-%")
    conditions = list(_conditions(session, family.template))
    if conditions:
        yield FilingRow.entry_id.in_(select(EntryRow.id).where(*conditions))


def _spellings(session: Session, facet: Facet, keys: list[str]) -> dict[str, str]:
    first = (
        select(FilingRow.key, func.min(FilingRow.entry_id).label("entry_id"))
        .where(FilingRow.facet == facet.value, FilingRow.key.in_(keys))
        .group_by(FilingRow.key)
        .subquery()
    )
    spelled = (
        select(FilingRow.key, FilingRow.value)
        .join(first, (first.c.key == FilingRow.key) & (first.c.entry_id == FilingRow.entry_id))
        .where(FilingRow.facet == facet.value)
    )
    return {row.key: row.value for row in session.execute(spelled)}


def _conditions(session: Session, definition: FeedDefinition) -> Iterator[ColumnElement[bool]]:
    """Everything in `include` must match, with any of its values; nothing in `exclude`."""
    yield from (EntryRow.id.in_(one) for one in _matches(session, definition.include))
    yield from (EntryRow.id.not_in(one) for one in _matches(session, definition.exclude))


def _matches(session: Session, filter_: FeedFilter) -> Iterator[Select[int]]:
    for facet in Facet:
        if wanted := filter_.values(facet):
            keys = [facet_key(facet, value) for value in wanted]
            yield select(FilingRow.entry_id).where(
                FilingRow.facet == facet.value, FilingRow.key.in_(keys)
            )
    if filter_.search:
        yield first_matches(session, filter_.search)


def first_matches(session: Session, query: str) -> Select[int]:
    """The keys of the entries that had all terms of `query` when they were first seen."""
    phrases = words.phrases(query)
    is_postgresql = words.is_postgresql(session)
    matches = words.FIRST_MATCHES_POSTGRESQL if is_postgresql else words.FIRST_MATCHES
    found = matches.columns(column("id", BigInteger)).bindparams(query=phrases or '""').subquery()
    return select(found.c.id)
