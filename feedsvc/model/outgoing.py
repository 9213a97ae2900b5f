"""What goes out: feeds as configured, and rendered files."""

from dataclasses import dataclass
from enum import StrEnum


class FeedContent(StrEnum):
    """What the items of a feed are."""

    ARTICLES = "articles"
    REVISIONS = "revisions"  # material changes of articles


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDefinition:
    """A feed as the owner configures it."""

    slug: str  # its folder in the site: lower-case ASCII letters, digits, hyphens
    title: str
    description: str = ""
    language: str | None = None  # BCP 47; None leaves it to the entries
    max_entries: int = 50
    of: FeedContent = FeedContent.ARTICLES


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """One file of the site. `path` is relative to the site's directory, with "/".

    `stamp` says in short what it was rendered from: while the site holds a file under the same
    stamp, it need not be rendered again. "" means that only its bytes can tell.
    """

    path: str
    content: bytes
    stamp: str = ""
