"""Two states of a feed, one after the other, as a reader would see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.feeds.readers.history import History
from feedsvc.feeds.readers.models import Held, ReaderModel
from feedsvc.feeds.readers.parsing import ParsedEntry

_KINDS = ("known", "new", "changed", "resurfaced", "duplicates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a subscriber of one reader would notice, by the ids of the entries.

    `new` is what it never saw; `changed` what it holds in another state. Two things no
    subscriber should meet: `resurfaced`, an entry that left the feed and was forgotten, and comes
    back as new; `duplicates`, an entry that shows what it has already, under another identity, or
    that has an identity which is taken.
    """

    reader: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    resurfaced: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()

    @property
    def is_harmless(self) -> bool:
        """Whether nothing old comes back in it."""
        return not self.resurfaced and not self.duplicates


def replay(
    model: ReaderModel,
    history: History,
    before: Sequence[ParsedEntry],
    after: Sequence[ParsedEntry],
    now: datetime,
) -> Reaction:
    """What happens in a reader that has seen `before`, and all of `history` in its time, when it
    is given `after` now.
    """
    held = {item.identity: item.state for item in model.read(before)}
    told = set(map(_story, before))
    stories = {entry.id: _story(entry) for entry in after}
    taken: set[str] = set()
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for item in model.read(after):
        marks = {item.identity, item.entry_id} - {""}
        if taken & marks:
            kind = "duplicates"
        elif item.identity in held:
            kind = "known" if held[item.identity] == item.state else "changed"
        elif history.has_left(item.entry_id):
            kind = "resurfaced" if _is_forgotten(item, model, history, now) else "known"
        else:
            kind = "duplicates" if stories[item.entry_id] in told else "new"
        taken |= marks
        told.add(stories[item.entry_id])
        found[kind].append(item.entry_id)
    return Reaction(reader=model.name, **{kind: tuple(found[kind]) for kind in _KINDS[1:]})


def _is_forgotten(item: Held, model: ReaderModel, history: History, now: datetime) -> bool:
    until = history.showings[item.entry_id].until
    assert until is not None, "it has not left"
    return model.forgets(now - until, history.newer_than(item.entry_id))


def _story(entry: ParsedEntry) -> tuple[str, str]:
    """What a person takes for the same article."""
    return _folded(entry.title), _folded(entry.content)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
