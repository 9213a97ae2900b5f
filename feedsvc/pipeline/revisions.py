"""A feed of revisions: one item for every material change of an article."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from uuid import UUID

from feedsvc.feeds import Member
from feedsvc.model import Entry
from feedsvc.site import Site, change_entry
from feedsvc.store import history
from feedsvc.store.engine import Transaction
from feedsvc.store.history import ChangeOutline


class Changes:
    """Every material change there ever was, in short; what a feed shows of them is loaded."""

    def __init__(self, transaction: Transaction, site: Site) -> None:
        self._transaction = transaction
        self._site = site

    @cached_property
    def _known(self) -> Mapping[UUID, ChangeOutline]:
        return {outline.id: outline for outline in history.outlines(self._transaction)}

    def __contains__(self, change_id: object) -> bool:
        return change_id in self._known

    @property
    def members(self) -> tuple[Member, ...]:
        """What the archives are divided from: one whose article is withdrawn keeps its place."""
        return tuple(
            Member(entry_id=one.id, first_seen=one.seen, revision=int(one.is_shown))
            for one in self._known.values()
        )

    def newest(self, limit: int) -> list[Entry]:
        """The newest changes as items."""
        shown = [one.id for one in self._known.values() if one.is_shown]
        return list(self.load(shown[-limit:] if limit else ()))

    def load(self, change_ids: Iterable[UUID]) -> Iterator[Entry]:
        """These changes as items; those that are shown no longer are left out."""
        for change_id in change_ids:
            change = history.change(self._transaction, self._known[change_id])
            if change is not None:
                yield change_entry(self._site, change)
