"""What must hold between settings, beyond each one's type: every problem at once, for a person."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from feedsvc.config import feeds
from feedsvc.config.settings import SECTIONS, Settings
from feedsvc.errors import StoreError
from feedsvc.feeds.families import SLUG_PLACE
from feedsvc.store.engine import parse_url

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
_MAY_BE_ZERO = {
    "inbox.settle_seconds",
    "schedule.drip_per_day",
    "server.port",
    "workers.processes",
}


def problems(settings: Settings) -> Iterator[str]:
    """Each problem as "key = value: what is wrong"."""
    yield from _negatives(settings)
    yield from feeds.problems(settings.feeds)
    yield from _searches(settings)
    yield from _drip(settings)
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


def _moves(settings: Settings) -> Iterator[str]:
    slugs = {feed.slug for feed in settings.definitions}
    prefixes = tuple(f.template.slug.removesuffix(SLUG_PLACE) for f in settings.families)
    for old, new in settings.site.moved.items():
        if old in slugs:
            yield f"site.moved.{old}: there is a feed with this slug; only old ones can move"
        if new not in slugs and not (prefixes and new.startswith(prefixes)):
            yield f"site.moved.{old} = {new!r}: there is no feed with this slug"
    for slug in sorted(slugs.intersection(settings.site.gone)):
        yield f"site.gone: {slug!r} is the slug of a feed; take the feed out, or this"


def _searches(settings: Settings) -> Iterator[str]:
    if settings.site.search_feeds and not settings.site.search:
        yield "site.search_feeds = true: site.search is off; turn both on, or both off"


def _drip(settings: Settings) -> Iterator[str]:
    drip, most = settings.schedule.drip_per_day, settings.guard.max_unknown
    if drip > most:
        yield f"schedule.drip_per_day = {drip}: is more than guard.max_unknown lets out at once"


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
