"""The publish guard: would the new documents of a feed alarm its subscribers without reason?

Before a feed goes out, its documents are parsed back and held against those that are out, first by
what the store knows of the entries, then through models of how readers tell items apart
(`feeds.readers`); the rules are in `judging`. What the store knows explains most differences: a
new article, a correction, an old entry leaving the window. What it does not explain comes from a
fault or from changed settings, and every subscriber would see it as a flood of old articles. Then
the last good documents stay.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from feedsvc.errors import PublishError
from feedsvc.feeds import Format, RenderedFeed
from feedsvc.feeds.addresses import feed_file
from feedsvc.feeds.readers import parse
from feedsvc.site.folder import Folder
from feedsvc.site.history import history
from feedsvc.site.judging import Change, GuardPolicy, Known, judge


def objection(
    directory: Path, feed: RenderedFeed, known: Known, now: datetime, policy: GuardPolicy
) -> PublishError | None:
    """Why `feed` should not replace what is out in `directory`; None if it may.

    A first publication always may. Raises: PublishError if the directory cannot be used.
    """
    out = published(directory, feed.slug)
    if all(out.get(format_) == content for format_, content in _documents(feed).items()):
        return None
    reasons = _size_reasons(feed, policy)
    if not reasons:
        try:
            change = change_of(directory, feed, now)
        except ValueError as error:
            reasons = (f"a document of it is invalid: {error}",)
        else:
            reasons = judge(change, known, policy)
    return _held_back(feed.slug, reasons) if reasons else None


def change_of(directory: Path, feed: RenderedFeed, now: datetime) -> Change:
    """What the publication of `feed` would change. A document that is out and broken counts as
    absent: anything is better. Raises ValueError if a new one is.
    """
    before = {}
    for format_, content in published(directory, feed.slug).items():
        try:
            before[format_] = parse(format_, content)
        except ValueError:
            continue
    after = {format_: parse(format_, content) for format_, content in _documents(feed).items()}
    return Change(before=before, after=after, history=history(directory, feed.slug), now=now)


def published(directory: Path, slug: str) -> dict[Format, bytes]:
    """The documents of a feed that are out."""
    if not directory.is_dir():
        return {}
    folder = Folder(directory)
    try:
        found = {format_: folder.read(feed_file(slug, format_)) for format_ in Format}
    except OSError:
        return {}  # a folder that cannot be read is reported by whoever writes into it
    finally:
        folder.close()
    return {format_: content for format_, content in found.items() if content is not None}


def _size_reasons(feed: RenderedFeed, policy: GuardPolicy) -> tuple[str, ...]:
    return tuple(
        f"its {format_.label} document has {len(content)} bytes, more than readers take"
        for format_, content in _documents(feed).items()
        if len(content) > policy.max_bytes
    )[:1]


def _documents(feed: RenderedFeed) -> dict[Format, bytes]:
    by_path = {file.path: file.content for file in feed.files}
    return {format_: by_path[feed_file(feed.slug, format_)] for format_ in Format}


def _held_back(slug: str, reasons: Sequence[str]) -> PublishError:
    return PublishError(
        f"feed {slug!r} was held back: " + "; ".join(reasons),
        f"the last good one stays; if this is right, run: feedsvc publish --accept {slug}",
        slug,
    )
