"""The nouns of feedsvc: frozen dataclasses without behavior beyond properties.

They follow one article's journey: a `Dump` (a settled file) holds `Record`s (untrusted pages);
extraction turns a record into `Refined` (an `Article` with its labeled lines) or `Rejected`;
an article's `Fingerprint` finds `Candidate`s, and dedup takes a `Decision`; the store keeps an
`Entry`, which has the article; a `FeedDefinition` says what a feed shows, and rendering makes
`RenderedFile`s of them.

Field names are Atom's (RFC 4287); where Atom is silent, schema.org's or Dublin Core's. The
publisher's claims (`published`, `modified`) and our observations (`first_seen`, `updated`) are
different fields. Every time is aware and in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

# ------------------------------------------------------------------ what comes in


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSignature:
    """What `fstat` says of a file: two equal signatures mean that it need not be read again."""

    size: int  # bytes
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A settled file of the inbox.

    `path` is the path below `directory` with "/" between its parts, in printable form: bytes
    that are not UTF-8 and control characters are backslash-escaped, so that it can be stored,
    logged and printed anywhere. `directory` is the folder that was scanned.
    """

    directory: str
    path: str
    signature: FileSignature


class MediaType(StrEnum):
    """What a record's text is (RFC 6838 names)."""

    PLAIN = "text/plain"
    HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One page found in a dump: decoded text, otherwise untrusted.

    `position` counts the records of a dump from 0. `url` is what the dump's own envelope says (a
    WARC header, a JSON field); a plain text file says none.
    """

    position: int
    media_type: MediaType
    text: str
    encoding: str  # the WHATWG name of the encoding that the text was decoded from
    url: str | None = None


# ------------------------------------------------------------------ what extraction says


class Label(StrEnum):
    """What a line of a flattened page is."""

    TITLE = "title"
    SECTION = "section"  # the kicker or section word above the headline
    STANDFIRST = "standfirst"  # the sentence or two under the headline
    BYLINE = "byline"
    DATELINE = "dateline"  # a line that dates the article, not a date inside a sentence
    CAPTION = "caption"
    CREDIT = "credit"  # who made the picture
    BODY = "body"
    HEADING = "heading"
    QUOTE = "quote"
    LIST = "list"
    CONTRIBUTORS = "contributors"  # "Additional reporting by …"
    PUBLISHER = "publisher"  # the site's own name
    TRUNCATION = "truncation"  # "Read more": the dump ends before the article does
    NAVIGATION = "navigation"
    CONSENT = "consent"
    NEWSLETTER = "newsletter"
    SHARE = "share"
    RELATED = "related"
    COMMENTS = "comments"
    FOOTER = "footer"
    REPEATED = "repeated"  # a second copy of a line that is already used
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabeledLine:
    """One line of a record with the label it got, and why."""

    number: int  # counted from 1, as editors do
    text: str
    label: Label
    confidence: float  # 0 to 1
    reason: str  # in words, for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a field of an article comes from: the rule, and the lines that it read."""

    field: str  # the name of the article's field
    rule: str  # in words, for a person
    lines: tuple[int, ...] = ()  # line numbers, counted from 1
    confidence: float = 1.0  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article: safe to show, and every field with its evidence.

    Titles, names and `text` are plain text; `content` is sanitized HTML with the same words.
    """

    title: str
    text: str  # paragraphs divided by one empty line
    content: str  # sanitized HTML, with its structure (RFC 4287, 4.1.3)
    summary: str = ""  # whole sentences, plain text
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    published: datetime | None = None  # the publisher's claim
    modified: datetime | None = None  # the publisher's claim (schema.org dateModified)
    publisher: str | None = None
    language: str = "und"  # BCP 47; "und" when unsure
    categories: tuple[str, ...] = ()
    url: str | None = None  # the publisher's own, canonical, absolute http(s) URL
    rights: str | None = None
    truncated: bool = False  # the dump was cut ("read more") before the article's end
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """A record that is an article."""

    article: Article
    lines: tuple[LabeledLine, ...] = ()


class RejectionReason(StrEnum):
    """Why a record is no article. A closed list: `why` and the report show these words."""

    EMPTY = "empty"  # no text at all
    BINARY = "binary"  # not text
    TOO_LARGE = "too-large"
    TOO_SHORT = "too-short"
    LINK_LIST = "link-list"
    NOT_ARTICLE = "not-an-article"
    UNSUPPORTED = "unsupported-format"
    UNDECODABLE = "undecodable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that is no article: the reason, and what was seen, for a person."""

    reason: RejectionReason
    detail: str
    lines: tuple[LabeledLine, ...] = ()


Extraction: TypeAlias = Refined | Rejected


# ------------------------------------------------------------------ copies and versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What near-duplicate detection compares. Stored, so its functions never change: a better
    one gets the next `version` and stands beside the old.
    """

    version: int
    text_hash: str  # SHA-256 of the normalized title and text, hex
    shingles: tuple[int, ...]  # sampled hashes of word shingles, signed 64-bit, ascending


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored article that a new one might be a copy or a version of.

    One for each stored version: several can belong to one entry.
    """

    entry_id: UUID
    article: Article
    fingerprint: Fingerprint
    first_seen: datetime  # of the entry
    versions: int  # how many the entry has


class RevisionKind(StrEnum):
    """How a later version differs. Only a material change is news to a subscriber."""

    BOILERPLATE = "boilerplate"  # only what surrounds the article
    COSMETIC = "cosmetic"  # spelling, punctuation, white space
    MATERIAL = "material"  # numbers, names, negation, headline, paragraphs
    COPY = "copy"  # the same story under another masthead


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """Not seen before: it becomes an entry under `entry_id`, minted now and never again."""

    entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A copy of the entry `of`: what subscribers see does not change.

    `joins` are entries that this article shows to be the same story: they are folded into `of`.
    """

    of: UUID
    similarity: float  # 0 to 1
    evidence: str  # in words, for a person
    joins: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Another version of the entry `of`, which keeps its id and its link.

    Only a version that `supersedes` takes the entry's place; an older one that arrives late, or
    one that was cut, becomes history. Only a material change moves `updated`.
    """

    of: UUID
    kind: RevisionKind
    supersedes: bool
    similarity: float  # 0 to 1
    evidence: str  # in words, for a person
    joins: tuple[UUID, ...] = ()  # as in `Duplicate`


Decision: TypeAlias = New | Duplicate | Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A stored item: our id and our times, and the article that it has now."""

    id: UUID
    first_seen: datetime
    updated: datetime  # the last material change
    article: Article
    revision: int = 1  # how many versions there have been, this one counted

    @property
    def urn(self) -> str:
        """The permanent id as it stands in feeds (RFC 4122 URN)."""
        return self.id.urn


# ------------------------------------------------------------------ what became of it


class FileState(StrEnum):
    """What the ledger says of a path."""

    PENDING = "pending"  # not settled yet: it is looked at again
    IN_HAND = "in-hand"  # being read now, or its reader was killed
    TAKEN = "taken"  # read; its records say what became of each page
    REFUSED = "refused"  # rejected without being read
    IGNORED = "ignored"  # left alone by rule
    FAILED = "failed"  # could not be read: it is tried again at every scan
    QUARANTINED = "quarantined"  # its readers were killed again and again: not tried any more


class Outcome(StrEnum):
    """What became of a record: exactly one of these."""

    NEW = "new"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


# ------------------------------------------------------------------ what goes out


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDefinition:
    """A feed as the owner configures it."""

    slug: str  # its folder in the site: lower-case ASCII letters, digits, hyphens
    title: str
    description: str = ""
    language: str | None = None  # BCP 47; None leaves it to the entries
    max_entries: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """One file of the site. `path` is relative to the site's directory, with "/".

    `stamp` says in short what it was rendered from: while the site holds a file under the same
    stamp, it need not be rendered again. "" means that only its bytes can tell.
    """

    path: str
    content: bytes
    stamp: str = ""
