"""The publish guard: would the new document of a feed alarm its subscribers without reason?

Before a feed goes out, its Atom document is held against the one that is out. What the store
knows explains most differences: a new article, a correction, an old entry leaving the window.
What it does not explain (ids that nobody minted before, dates that moved) comes from a fault, and
every subscriber would see it as a flood of old articles. Then the last good documents stay.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from feedsvc.errors import PublishError
from feedsvc.feeds import Format, RenderedFeed
from feedsvc.feeds.addresses import feed_file
from feedsvc.feeds.check import Dates, atom_entries
from feedsvc.site.folder import Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardPolicy:
    """What still counts as a normal change. The shares are of the entries that are out."""

    max_unknown: int = 100  # entries that are new to subscribers at once; the default window is 50
    max_lost_share: float = 0.1  # ids that are out and that the store no longer knows
    max_redated_share: float = 0.1  # entries whose publication date moved
    min_entries: int = 5  # below this, a share says nothing
    max_bytes: int = 4_500_000  # the W3C validator and some readers stop at 5,000,000


def objection(
    directory: Path,
    feed: RenderedFeed,
    is_known: Callable[[UUID], bool],
    policy: GuardPolicy | None = None,
) -> PublishError | None:
    """Why `feed` should not replace what is out in `directory`; None if it may.

    `is_known` says whether the store has an entry of that id. A first publication always may.
    """
    path = feed_file(feed.slug, Format.ATOM)
    after = next(file.content for file in feed.files if file.path == path)
    reasons = judge(_published(directory, path), after, is_known, policy or GuardPolicy())
    if not reasons:
        return None
    return PublishError(
        f"feed {feed.slug!r} was held back: " + "; ".join(reasons),
        f"the last good one stays; if this is right, run: feedsvc publish --accept {feed.slug}",
        feed.slug,
    )


def judge(
    before: bytes | None, after: bytes, is_known: Callable[[UUID], bool], policy: GuardPolicy
) -> tuple[str, ...]:
    """The reasons against replacing one Atom document by another, for a person. Pure."""
    if len(after) > policy.max_bytes:
        return (f"it has {len(after)} bytes, more than readers take",)
    try:
        old = atom_entries(before) if before else {}
    except ValueError:
        return ()  # what is out is broken: anything is better
    new = atom_entries(after)
    if not old:
        return ()
    reasons = (
        _emptied(old, new, is_known),
        _flooded(old, new, policy),
        _lost(old, is_known, policy),
        _redated(old, new, policy),
    )
    return tuple(reason for reason in reasons if reason)


def _emptied(
    old: dict[str, Dates], new: dict[str, Dates], is_known: Callable[[UUID], bool]
) -> str | None:
    if new or not any(_knows(is_known, urn) for urn in old):
        return None
    return f"it is empty, and {len(old)} entries are out"


def _flooded(old: dict[str, Dates], new: dict[str, Dates], policy: GuardPolicy) -> str | None:
    unknown = len(new.keys() - old.keys())
    return f"{unknown} entries at once are new" if unknown > policy.max_unknown else None


def _lost(
    old: dict[str, Dates], is_known: Callable[[UUID], bool], policy: GuardPolicy
) -> str | None:
    lost = sum(not _knows(is_known, urn) for urn in old)
    if len(old) < policy.min_entries or lost <= policy.max_lost_share * len(old):
        return None
    return f"the store does not know {lost} of the {len(old)} ids that are out"


def _redated(old: dict[str, Dates], new: dict[str, Dates], policy: GuardPolicy) -> str | None:
    both = old.keys() & new.keys()
    # After a rebuild of the store, undated entries have both dates anew: no reader minds that.
    moved = sum(
        new[urn].updated < old[urn].updated
        or (old[urn].published != new[urn].published and new[urn].updated == old[urn].updated)
        for urn in both
    )
    if len(both) < policy.min_entries or moved <= policy.max_redated_share * len(both):
        return None
    return f"{moved} of {len(both)} entries changed their dates"


def _knows(is_known: Callable[[UUID], bool], urn: str) -> bool:
    try:
        return is_known(UUID(urn))
    except ValueError:
        return False


def _published(directory: Path, path: str) -> bytes | None:
    if not directory.is_dir():
        return None
    folder = Folder(directory)
    try:
        return folder.read(path)
    except OSError:
        return None  # a folder that cannot be read is reported by whoever writes into it
    finally:
        folder.close()
