"""What must hold between settings, beyond each one's type: every problem at once, for a person."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from feedsvc.config.settings import SECTIONS, Settings
from feedsvc.errors import StoreError
from feedsvc.store.engine import parse_url

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 64
_SHARES = {
    "extract.min_story_share",
    "dedup.min_same_url_containment",
    "dedup.short_containment",
    "dedup.whole_containment",
    "guard.max_lost_share",
    "guard.max_redated_share",
    "guard.max_vanished_share",
    "guard.max_duplicate_share",
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}")  # BCP 47, its shape
_MAY_BE_ZERO = {"inbox.settle_seconds", "server.port", "workers.processes"}


def problems(settings: Settings) -> Iterator[str]:
    """Each problem as "key = value: what is wrong"."""
    yield from _negatives(settings)
    yield from _feeds(settings)
    yield from _moves(settings)
    yield from _folders(settings)
    yield from _store(settings)
    server = settings.server
    if server.token is not None and server.token_file is not None:
        yield "server.token_file: server.token is set too; keep one of them"


def _negatives(settings: Settings) -> Iterator[str]:
    for section in SECTIONS:
        value = getattr(settings, section)
        if not is_dataclass(value):
            continue
        for item in fields(value):
            number = getattr(value, item.name)
            if isinstance(number, bool) or not isinstance(number, int | float):
                continue
            key = f"{section}.{item.name}"
            rule = "not be negative" if key in _MAY_BE_ZERO else "be greater than zero"
            if number < 0 or (number == 0 and key not in _MAY_BE_ZERO):
                yield f"{key} = {number}: must {rule}"
            elif number > 1 and key in _SHARES:
                yield f"{key} = {number}: is a share; it must not be greater than one"


def _feeds(settings: Settings) -> Iterator[str]:
    if not settings.feeds:
        yield "feeds: at least one feed is needed; leave the key out for the default"
    for slug, count in Counter(feed.slug for feed in settings.feeds).items():
        if count > 1:
            yield f"feeds: {count} feeds have the slug {slug!r}; each needs its own"
    for number, feed in enumerate(settings.feeds):
        if not _SLUG.fullmatch(feed.slug) or len(feed.slug) > _LONGEST_SLUG:
            yield (
                f"feeds.{number}.slug = {feed.slug!r}: use at most {_LONGEST_SLUG} lower-case "
                "ASCII letters, digits and single hyphens"
            )
        if not feed.title.strip():
            yield f"feeds.{number}.title: must not be empty"
        if feed.language is not None and not _LANGUAGE.fullmatch(feed.language):
            yield f"feeds.{number}.language = {feed.language!r}: write a tag like 'en' or 'pt-BR'"
        if feed.max_entries < 1:
            yield f"feeds.{number}.max_entries = {feed.max_entries}: must be greater than zero"


def _moves(settings: Settings) -> Iterator[str]:
    slugs = {feed.slug for feed in settings.feeds}
    for old, new in settings.site.moved.items():
        if old in slugs:
            yield f"site.moved.{old}: there is a feed with this slug; only old ones can move"
        if new not in slugs:
            yield f"site.moved.{old} = {new!r}: there is no feed with this slug"
    for slug in sorted(slugs.intersection(settings.site.gone)):
        yield f"site.gone: {slug!r} is the slug of a feed; take the feed out, or this"


def _folders(settings: Settings) -> Iterator[str]:
    inbox = _absolute(settings.inbox.directory)
    site = _absolute(settings.site.directory)
    if inbox == site or inbox in site.parents:
        yield f"site.directory = {settings.site.directory}: lies inside inbox.directory"
    elif site in inbox.parents:
        yield f"inbox.directory = {settings.inbox.directory}: lies inside site.directory"


def _absolute(path: Path) -> Path:
    return Path(path).expanduser().resolve()


def _store(settings: Settings) -> Iterator[str]:
    try:
        parse_url(settings.store.url)
    except StoreError as error:
        yield f"{error.message}; {error.hint}"
