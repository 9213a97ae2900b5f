"""What is to be shown, read from one state of the store."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from heapq import nlargest
from uuid import UUID

from feedsvc import feeds
from feedsvc.feeds import Archives, Member, families
from feedsvc.model import Entry, FeedContent, FeedDefinition, FeedFamily, FeedGroup
from feedsvc.pipeline.backgrounds import Marks, marks
from feedsvc.pipeline.revisions import Changes
from feedsvc.site import Site
from feedsvc.store import backlog, entries, filing
from feedsvc.store.engine import Transaction
from feedsvc.store.entries import Outline

NEWEST_ON_HOME_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSelection:
    """What one feed holds: the entries that it may show now, and its archives."""

    definition: FeedDefinition
    archives: Archives
    seen: tuple[datetime, ...]  # when each of its entries was first seen
    read: Callable[[], Iterable[Entry]]  # while the transaction lasts

    def entries(self) -> tuple[Entry, ...]:
        """What it may show now, the newest first: read from the store, for there are many feeds."""
        return feeds.window(self.definition, self.read(), at_least=self.archives.recent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the site holds."""

    site: Site  # with the feeds of its families
    feeds: Sequence[FeedSelection]
    newest: Sequence[Entry]
    revisions: Mapping[UUID, int]  # every entry, with the number of the revision that it shows
    marks: Marks  # of the pages of every entry that is shown
    changes: Changes  # what the feeds of revisions are made of
    folded: Mapping[UUID, UUID]  # entries that are shown no longer, with what they turned out to be
    withdrawn: frozenset[UUID]  # by the owner, with those that were folded into them

    def knows(self, entry_id: UUID) -> bool:
        """Whether the store has (or had, until it was folded or withdrawn) an entry of this id."""
        known = (self.revisions, self.folded, self.withdrawn, self.changes)
        return any(entry_id in some for some in known)


def select(
    site: Site,
    transaction: Transaction,
    families_: Sequence[FeedFamily] = (),
    retired: frozenset[str] = frozenset(),
) -> Selection:
    """What `site` is to show. No feed of a family takes a slug that is `retired` (it was moved or
    withdrawn), or that of another feed.
    """
    outlines = entries.outlines(transaction)
    withdrawn = frozenset(one.entry_id for one in outlines if one.is_withdrawn)
    whole = replace(site, groups=tuple(_groups(site, transaction, families_, retired)))
    changes = Changes(transaction, whole)
    of_articles = _Articles(transaction, whole, outlines)
    return Selection(
        site=whole,
        feeds=[
            of_articles.feed(definition)
            if definition.of is FeedContent.ARTICLES
            else _feed_of_changes(definition, changes, whole)
            for definition in whole.all_feeds
        ],
        marks=marks(transaction, outlines),
        changes=changes,
        newest=entries.newest(transaction, NEWEST_ON_HOME_PAGE),
        revisions={
            one.entry_id: one.revision
            for one in outlines
            if not one.is_folded and not one.is_withdrawn
        },
        folded={
            alias: entry_id
            for alias, entry_id in entries.folded(transaction).items()
            if alias not in withdrawn
        },
        withdrawn=withdrawn,
    )


def _groups(
    site: Site,
    transaction: Transaction,
    families_: Sequence[FeedFamily],
    retired: frozenset[str],
) -> Iterator[FeedGroup]:
    taken = retired | {definition.slug for definition in site.feeds}
    for family in families_:
        made = families.members(family, filing.values(transaction, family), taken)
        yield FeedGroup(each=family.each, feeds=made)


class _Articles:
    """All articles in short, from which the feeds are made; the cost of each is its own size."""

    def __init__(self, transaction: Transaction, site: Site, outlines: Iterable[Outline]) -> None:
        self._transaction = transaction
        self._site = site
        self._outlines = {one.key: one for one in outlines}
        self._open_batch = backlog.open_batch(transaction)

    def feed(self, definition: FeedDefinition) -> FeedSelection:
        """A feed of articles. Folded and withdrawn ones too keep their places in the archives, or
        later ones would move between them; the revision 0 of a withdrawn one has its archive
        rendered again, without it.
        """
        keys = filing.members(self._transaction, definition)
        known = self._outlines
        held = [known[key] for key in (known if keys is None else sorted(keys))]
        archives = feeds.archives(
            definition, map(_member, held), self._site.addresses, self._open_batch
        )
        ids = dict.fromkeys((*_newest(held, definition.max_entries), *sorted(archives.recent)))
        return FeedSelection(
            definition=definition,
            archives=archives,
            seen=tuple(one.first_seen for one in held if one.revision),
            read=partial(entries.load, self._transaction, tuple(ids)),
        )


def _newest(held: Iterable[Outline], limit: int) -> list[UUID]:
    """The entries that entered last and are shown."""
    entered = (
        (one.released, one.key, one.entry_id)
        for one in held
        if one.released is not None and not one.is_folded and not one.is_withdrawn
    )
    return [entry_id for _, _, entry_id in nlargest(limit, entered)]


def _member(one: Outline) -> Member:
    return Member(
        entry_id=one.entry_id,
        first_seen=one.first_seen,
        revision=one.revision,
        size=one.size,
        batch=one.batch,
    )


def _feed_of_changes(definition: FeedDefinition, changes: Changes, site: Site) -> FeedSelection:
    members = changes.members
    return FeedSelection(
        definition=definition,
        archives=feeds.archives(definition, members, site.addresses),
        seen=tuple(member.first_seen for member in members if member.revision),
        read=partial(changes.newest, definition.max_entries),
    )
