"""What is to be said against a feed's change, in words: the rules of the publish guard. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedsvc.feeds import Format
from feedsvc.feeds.readers import MODELS, History, ParsedEntry, Reaction, replay


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardPolicy:
    """What still counts as a normal change. The shares are of the entries that are out."""

    max_unknown: int = 100  # entries that are new to subscribers at once; the default window is 50
    max_lost_share: float = 0.1  # ids that are out and that the store no longer knows
    max_redated_share: float = 0.1  # entries whose publication date moved
    max_vanished_share: float = 0.25  # entries that leave although older ones stay
    max_duplicate_share: float = 0.1  # articles that come again under another id
    min_entries: int = 5  # below this, a share says nothing
    max_bytes: int = 4_500_000  # the W3C validator and some readers stop at 5,000,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store says of an entry: `has` one of that id (or had, until it was folded or
    withdrawn), and `shows` it now.
    """

    has: Callable[[UUID], bool]
    shows: Callable[[UUID], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A feed as it is out (no documents: it never was), and as it would be."""

    before: Mapping[Format, Sequence[ParsedEntry]]
    after: Mapping[Format, Sequence[ParsedEntry]]
    history: History
    now: datetime

    def reactions(self) -> dict[Format, tuple[Reaction, ...]]:
        """What each reader would make of each format."""
        return {
            format_: tuple(
                replay(model, self.history, self.before.get(format_, ()), entries, self.now)
                for model in MODELS
            )
            for format_, entries in self.after.items()
        }


def judge(change: Change, known: Known, policy: GuardPolicy) -> tuple[str, ...]:
    """The reasons against a change, for a person. Pure."""
    old, new = change.before.get(Format.ATOM, ()), change.after[Format.ATOM]
    if not old:
        return ()
    reasons = (
        _emptied(old, new, known),
        _flooded(old, new, policy),
        _lost(old, known, policy),
        _vanished(old, new, known, policy),
        _redated(old, new, policy),
        *_disturbed(change, policy),
    )
    return tuple(reason for reason in reasons if reason)


def _emptied(old: Sequence[ParsedEntry], new: Sequence[ParsedEntry], known: Known) -> str | None:
    if new or not any(_is(known.shows, entry.id) for entry in old):
        return None
    return f"it is empty, and {len(old)} entries are out"


def _flooded(
    old: Sequence[ParsedEntry], new: Sequence[ParsedEntry], policy: GuardPolicy
) -> str | None:
    unknown = len({entry.id for entry in new} - {entry.id for entry in old})
    return f"{unknown} entries at once are new" if unknown > policy.max_unknown else None


def _lost(old: Sequence[ParsedEntry], known: Known, policy: GuardPolicy) -> str | None:
    lost = sum(not _is(known.has, entry.id) for entry in old)
    if not _is_many(lost, len(old), policy.max_lost_share, policy):
        return None
    return f"the store does not know {lost} of the {len(old)} ids that are out"


def _vanished(
    old: Sequence[ParsedEntry], new: Sequence[ParsedEntry], known: Known, policy: GuardPolicy
) -> str | None:
    """Who leaves a window leaves it at its end, unless the store no longer shows it."""
    stays = {entry.id for entry in new}
    last = max((place for place, entry in enumerate(old) if entry.id in stays), default=-1)
    inside = [entry for entry in old[: last + 1] if entry.id not in stays]
    vanished = sum(_is(known.shows, entry.id) for entry in inside)
    if not _is_many(vanished, len(old), policy.max_vanished_share, policy):
        return None
    return (
        f"{vanished} of {len(old)} entries vanish from it although older ones stay and the store "
        "has them: have its settings changed?"
    )


def _redated(
    old: Sequence[ParsedEntry], new: Sequence[ParsedEntry], policy: GuardPolicy
) -> str | None:
    before = {entry.id: entry for entry in old}
    pairs = [(before[entry.id], entry) for entry in new if entry.id in before]
    # After a rebuild of the store, undated entries have both dates anew: no reader minds that.
    moved = sum(
        then.updated > entry.updated
        or (then.published != entry.published and then.updated == entry.updated)
        for then, entry in pairs
    )
    if not _is_many(moved, len(pairs), policy.max_redated_share, policy):
        return None
    return f"{moved} of {len(pairs)} entries changed their dates"


def _disturbed(change: Change, policy: GuardPolicy) -> tuple[str, ...]:
    """What readers would show again; the worst of them speaks for all."""
    reactions = [one for found in change.reactions().values() for one in found]
    old = len(change.before.get(Format.ATOM, ()))
    again = max(reactions, key=lambda reaction: len(reaction.resurfaced))
    twice = max(reactions, key=lambda reaction: len(reaction.duplicates))
    reasons = []
    if again.resurfaced:
        reasons.append(f"{again.reader} would show {len(again.resurfaced)} old entries as new")
    if _is_many(len(twice.duplicates), old, policy.max_duplicate_share, policy):
        reasons.append(f"{twice.reader} would show {len(twice.duplicates)} articles twice")
    return tuple(reasons)


def _is_many(count: int, whole: int, max_share: float, policy: GuardPolicy) -> bool:
    return whole >= policy.min_entries and count > max_share * whole


def _is(asked: Callable[[UUID], bool], urn: str) -> bool:
    try:
        return asked(UUID(urn))
    except ValueError:
        return False
