"""What readers would make of a publication now, without making one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from feedsvc import site
from feedsvc.errors import ConfigError, PublishError
from feedsvc.feeds import Format, RenderedFeed
from feedsvc.feeds.readers import Reaction
from feedsvc.pipeline.publish import Publisher, objection_to, render_feed
from feedsvc.pipeline.selection import FeedSelection, Selection, select


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCheck:
    """What one reader would show its user, when it polls these formats of a feed."""

    reader: str
    formats: tuple[str, ...]
    new: int
    changed: int
    resurfaced: int
    duplicates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCheck:
    """What would become of one feed. `reasons` say why it would not go out at all."""

    feed: str
    entries: int
    reasons: tuple[str, ...]
    readers: tuple[ReaderCheck, ...]

    @property
    def is_harmless(self) -> bool:
        """Whether it would go out, and nothing old would come back."""
        return not self.reasons and not any(
            found.resurfaced or found.duplicates for found in self.readers
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Every feed that was asked about."""

    feeds: tuple[FeedCheck, ...]

    @property
    def is_harmless(self) -> bool:
        """Whether all of them may go out."""
        return all(feed.is_harmless for feed in self.feeds)


def check(
    publisher: Publisher, slugs: Collection[str] = (), *, is_accepted: bool = False
) -> CheckReport:
    """Replays what is out, and then what would go out now, through the models of the readers;
    `is_accepted`: as if the owner had accepted it. No slugs: all feeds. Changes nothing.

    Raises: ConfigError for a slug that is none; StoreError.
    """
    with publisher.database.reading() as transaction:
        selection = select(publisher.site, transaction, publisher.families, publisher.retired)
        known = {feed.definition.slug for feed in selection.feeds}
        if unknown := sorted(set(slugs) - known):
            raise ConfigError(
                f"there is no feed {unknown[0]!r}", f"the feeds are: {', '.join(sorted(known))}"
            )
        wanted = [one for one in selection.feeds if not slugs or one.definition.slug in slugs]
        found = [_check(publisher, selection, feed, is_accepted=is_accepted) for feed in wanted]
    return CheckReport(feeds=tuple(found))


def _check(
    publisher: Publisher, selection: Selection, feed: FeedSelection, *, is_accepted: bool
) -> FeedCheck:
    try:
        rendered = render_feed(publisher, feed, feed.entries(), is_accepted=is_accepted)
    except PublishError as error:
        return _failed(feed.definition.slug, error)
    return _checked(publisher, rendered, selection, is_accepted=is_accepted)


def _failed(slug: str, error: PublishError) -> FeedCheck:
    return FeedCheck(feed=slug, entries=0, reasons=(error.message,), readers=())


def _checked(
    publisher: Publisher, feed: RenderedFeed, selection: Selection, *, is_accepted: bool
) -> FeedCheck:
    objection = None if is_accepted else objection_to(publisher, feed, selection)
    change = site.change_of(publisher.directory, feed, publisher.clock())
    return FeedCheck(
        feed=feed.slug,
        entries=len(feed.entry_ids),
        reasons=(objection.message,) if objection else (),
        readers=tuple(_reader_checks(change.reactions().items())),
    )


def _reader_checks(
    reactions: Iterable[tuple[Format, tuple[Reaction, ...]]],
) -> Iterator[ReaderCheck]:
    """One for each reader; more if it sees more than one format differently."""
    formats: dict[tuple[str, tuple[int, int, int, int]], list[str]] = {}
    for format_, found in reactions:
        for one in found:
            counts = (len(one.new), len(one.changed), len(one.resurfaced), len(one.duplicates))
            formats.setdefault((one.reader, counts), []).append(format_.label)
    for (reader, (new, changed, resurfaced, duplicates)), labels in sorted(formats.items()):
        yield ReaderCheck(
            reader=reader,
            formats=tuple(labels),
            new=new,
            changed=changed,
            resurfaced=resurfaced,
            duplicates=duplicates,
        )
