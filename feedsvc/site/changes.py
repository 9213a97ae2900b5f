"""What a history says, in words and marks, for pages and for a feed of revisions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from feedsvc.dedup.difference import Paragraph, compare_words, difference, is_same
from feedsvc.model import Change, Entry, History, RevisionKind, Version
from feedsvc.site.language import sentence
from feedsvc.site.rendering import Site, render

MAX_SHOWN_CHARS = 200_000  # of a page of changes, the newest first
MAX_FOLDED_CHARS = 20_000  # of a stretch that did not change

_WORDS = {
    RevisionKind.COSMETIC: "Spelling, punctuation or wording.",
    RevisionKind.BOILERPLATE: "Only what stands around the article.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Neighboring paragraphs that all changed, or all did not."""

    is_same: bool
    paragraphs: tuple[Paragraph, ...]

    @property
    def is_short(self) -> bool:
        """Whether it can be shown to who asks for it."""
        return sum(map(_length, self.paragraphs)) <= MAX_FOLDED_CHARS


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A change, laid out. Without stretches it is too long to be shown."""

    change: Change
    title: Paragraph  # nothing if the headline stayed
    standfirst: Paragraph
    stretches: tuple[Stretch, ...]


def shown(history: History) -> Iterator[ShownChange]:
    """Every change laid out, the newest first, as far as there is room."""
    room = MAX_SHOWN_CHARS
    for change in history.changes:
        laid_out = lay_out(change)
        room -= sum(map(_length, (one for part in laid_out.stretches for one in part.paragraphs)))
        yield laid_out if room >= 0 else replace(laid_out, stretches=())


def lay_out(change: Change) -> ShownChange:
    """What an editor would mark."""
    before, after = change.before, change.after
    marked = difference(before.text, after.text)
    return ShownChange(
        change=change,
        title=_if_changed(compare_words(before.title, after.title)),
        standfirst=_if_changed(compare_words(before.standfirst or "", after.standfirst or "")),
        stretches=tuple(
            Stretch(is_same=same, paragraphs=tuple(paragraphs))
            for same, paragraphs in groupby(marked, key=is_same)
        ),
    )


def versions(history: History) -> Iterator[tuple[Version, str, UUID | None]]:
    """All versions, the newest first, each with a sentence on it and the change that it made."""
    made = {change.seen: change.id for change in history.changes}
    for version in reversed(history.versions):
        yield version, told(version, history), made.get(version.seen) if version.took_over else None


def told(version: Version, history: History) -> str:
    """What a version was, in a sentence."""
    if version.kind is RevisionKind.COPY:
        return f"The same story at {version.publisher}." if version.publisher else "A copy."
    if version.kind is None:
        if version.of == history.entry_id:
            return "The first version."
        return "It came as an article of its own, and turned out to be this one."
    if version.kind is RevisionKind.MATERIAL:
        if version.took_over:
            return sentence(version.change or "something changed")
        return "An older or shorter version that came later."
    return _WORDS[version.kind]


def change_entry(site: Site, change: Change) -> Entry:
    """A change as an item of a feed: the marks are its content."""
    laid_out = lay_out(change)
    content = render("change.html", site, "", shown=laid_out).strip()
    return Entry(
        id=change.id,
        change_of=change.entry_id,
        first_seen=change.seen,
        updated=change.seen,
        article=replace(
            change.after,
            content=content,
            summary=sentence(change.reason),
            standfirst=None,
            published=None,
            modified=None,
        ),
    )


def _if_changed(paragraph: Paragraph) -> Paragraph:
    return () if is_same(paragraph) else paragraph


def _length(paragraph: Paragraph) -> int:
    return sum(len(piece.text) for piece in paragraph)
