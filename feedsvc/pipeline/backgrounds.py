"""What stands beside an article on its pages: its history, copies elsewhere, related stories."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from feedsvc.feeds.addresses import article_file, history_file
from feedsvc.model import Entry, History
from feedsvc.site import Background, Elsewhere, Site, article_stamp, mark_of
from feedsvc.store import entries, history, relations
from feedsvc.store.engine import Transaction
from feedsvc.store.entries import PAGE, Outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the pages of every article that is shown are rendered from, in short."""

    by_entry: Mapping[UUID, str]
    told: frozenset[UUID]  # entries of several versions: they have a page for their history

    def files(self, entry_id: UUID) -> tuple[str, ...]:
        """The files of an article."""
        told = (history_file(entry_id),) if entry_id in self.told else ()
        return (article_file(entry_id), *told)

    def stale(self, site: Site, out: Mapping[str, str]) -> Iterator[UUID]:
        """The entries whose pages are not out as they are now; `out` maps files to stamps."""
        shared = article_stamp(site, "")  # once: it depends on every feed of the site
        for entry_id, mark in self.by_entry.items():
            if any(out.get(path) != shared + mark for path in self.files(entry_id)):
                yield entry_id


def marks(transaction: Transaction, outlines: Iterable[Outline]) -> Marks:
    """The marks of all entries that are shown: all of these cover what their pages show."""
    histories, links = history.counts(transaction), relations.marks(transaction)
    shown = [one for one in outlines if not one.is_folded and not one.is_withdrawn]
    return Marks(
        by_entry={
            one.entry_id: mark_of(
                one.revision,
                one.first_seen.timestamp(),
                histories.get(one.entry_id, ""),
                links.get(one.entry_id, ""),
            )
            for one in shown
        },
        told=frozenset(one.entry_id for one in shown if one.entry_id in histories),
    )


def load(
    transaction: Transaction, entry_ids: Sequence[UUID], known: Marks
) -> Iterator[tuple[Entry, Background]]:
    """These entries with their backgrounds, a page at a time, so that memory stays bounded."""
    for start in range(0, len(entry_ids), PAGE):
        wanted = entry_ids[start : start + PAGE]
        page = _page(transaction, wanted, [one for one in wanted if one in known.told])
        for entry in entries.load(transaction, wanted):
            yield entry, page.background(entry.id, known.by_entry[entry.id])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What stands beside some entries."""

    histories: Mapping[UUID, History]
    copies: Mapping[UUID, tuple[relations.Copy, ...]]
    related: Mapping[UUID, tuple[UUID, ...]]
    titles: Mapping[UUID, Entry]  # of the related ones

    def background(self, entry_id: UUID, mark: str) -> Background:
        others = self.related.get(entry_id, ())
        return Background(
            mark=mark,
            history=self.histories.get(entry_id),
            copies=tuple(
                Elsewhere(publisher=copy.publisher, url=copy.url, entry_id=copy.entry_id)
                for copy in self.copies.get(entry_id, ())
            ),
            related=tuple(self.titles[other] for other in others if other in self.titles),
        )


def _page(transaction: Transaction, wanted: Sequence[UUID], told: Sequence[UUID]) -> _Page:
    related = relations.related(transaction, wanted)
    others = list(dict.fromkeys(other for found in related.values() for other in found))
    return _Page(
        histories={one.entry_id: one for one in history.load(transaction, told)},
        copies=relations.copies(transaction, wanted),
        related=related,
        titles={entry.id: entry for entry in entries.load(transaction, others)},
    )
