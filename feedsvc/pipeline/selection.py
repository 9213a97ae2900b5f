"""What is to be shown, read from one state of the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from feedsvc import feeds
from feedsvc.feeds import Addresses, Archives, Member
from feedsvc.model import Entry, FeedContent, FeedDefinition
from feedsvc.pipeline.backgrounds import Marks, marks
from feedsvc.pipeline.revisions import Changes
from feedsvc.site import FeedFacts, Site, facts
from feedsvc.store import entries
from feedsvc.store.engine import Transaction

NEWEST_ON_HOME_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSelection:
    """What one feed holds: the entries that it may show now, and its archives."""

    definition: FeedDefinition
    entries: Sequence[Entry]  # newest first
    archives: Archives
    facts: FeedFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the site holds."""

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


def select(site: Site, transaction: Transaction) -> Selection:
    """What `site` is to show."""
    outlines = entries.outlines(transaction)
    withdrawn = frozenset(one.entry_id for one in outlines if one.is_withdrawn)
    longest = max((feed.max_entries for feed in site.feeds), default=0)
    newest = entries.newest(transaction, max(longest, NEWEST_ON_HOME_PAGE))
    # Folded and withdrawn entries keep their places in the archives, or later ones would move
    # between them; the revision 0 of a withdrawn one has its archive rendered again, without it.
    members = [
        Member(entry_id=one.entry_id, first_seen=one.first_seen, revision=one.revision)
        for one in outlines
    ]
    changes = Changes(transaction, site)
    return Selection(
        feeds=[
            _feed(feed, newest, members, site.addresses)
            if feed.of is FeedContent.ARTICLES
            else _feed(feed, changes.newest(feed.max_entries), changes.members, site.addresses)
            for feed in site.feeds
        ],
        marks=marks(transaction, outlines),
        changes=changes,
        newest=feeds.window(newest, NEWEST_ON_HOME_PAGE),
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


def _feed(
    definition: FeedDefinition,
    newest: Sequence[Entry],
    members: Sequence[Member],
    addresses: Addresses,
) -> FeedSelection:
    archives = feeds.archives(definition, members, addresses)
    shown = feeds.window(newest, definition.max_entries, at_least=archives.recent)
    figures = facts((member.first_seen for member in members if member.revision), shown)
    return FeedSelection(definition=definition, entries=shown, archives=archives, facts=figures)
