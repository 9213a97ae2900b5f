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

    def knows(self, entry_id: UUID) -> bool:
        """Whether the store has (or had, until it was folded) an entry of this id."""
        return any(entry_id in known for known in (self.revisions, self.folded, self.changes))


def select(site: Site, transaction: Transaction) -> Selection:
    """What `site` is to show."""
    outlines = entries.outlines(transaction)
    longest = max((feed.max_entries for feed in site.feeds), default=0)
    newest = entries.newest(transaction, max(longest, NEWEST_ON_HOME_PAGE))
    # Folded entries keep their places in the archives, or later ones would move between them.
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
        revisions={one.entry_id: one.revision for one in outlines if not one.is_folded},
        folded=entries.folded(transaction),
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
