"""What goes out: feeds as configured, and rendered files."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Literal


class FeedContent(StrEnum):
    """What the items of a feed are."""

    ARTICLES = "articles"
    REVISIONS = "revisions"  # material changes of articles


class Facet(StrEnum):
    """What a feed can be made of, besides the words of its articles."""

    PUBLISHER = "publisher"
    LANGUAGE = "language"  # BCP 47; "en" stands for "en-GB" too
    CATEGORY = "category"
    AUTHOR = "author"
    FOLDER = "folder"  # below the inbox, with "/"; it stands for the folders in it too


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFilter:
    """Some articles: by the values of facets, and by a search.

    What matches is in docs/feeds.md, and in `feeds.facets` for the program.
    """

    publisher: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    search: str = ""

    def values(self, facet: Facet) -> tuple[str, ...]:
        """The values of one facet that are named."""
        found: tuple[str, ...] = getattr(self, facet.value)
        return found

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing at all."""
        return not any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDefinition:
    """A feed as the owner configures it, or as a family makes it.

    It holds the articles that match everything in `include` and nothing in `exclude`.
    """

    slug: str  # its folder in the site: lower-case ASCII letters, digits, hyphens
    title: str
    description: str = ""
    language: str | None = None  # BCP 47; None leaves it to the entries
    icon: str | None = None  # an absolute http(s) URL; None: the site's own
    content: Literal["full", "summary"] = "full"
    max_entries: int = 50
    of: FeedContent = FeedContent.ARTICLES
    max_days: int | None = None  # of first sight, back from the newest entry
    # Of the content's HTML: some 250 kB compressed, which a reader fetches in one go (FEEDS 26).
    max_bytes: int = 1_000_000
    include: FeedFilter = FeedFilter()
    exclude: FeedFilter = FeedFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFamily:
    """One feed for each value of a facet. "{slug}" in the template's slug, and "{value}" in its
    title and description, stand for the value.
    """

    each: Facet
    template: FeedDefinition
    min_entries: int = 1  # a value with fewer has no feed yet
    max_feeds: int = 100  # the values that were first to have so many


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """The feeds that a family has made."""

    each: Facet
    feeds: tuple[FeedDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """One file of the site. `path` is relative to the site's directory, with "/".

    `stamp` says in short what it was rendered from: while the site holds a file under the same
    stamp, it need not be rendered again. "" means that only its bytes can tell.
    """

    path: str
    content: bytes
    stamp: str = ""
