"""What extraction says of a record: its labeled lines, and the article or the reason against."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


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
    REPEATED = "repeated"  # it stands elsewhere too: on the page, or in the publisher's others
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
    tag: str = ""  # the tag of an HTML page that it was read from, as CSS would select it
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
class LineHashes:
    """A page's lines as numbers (signed, 64 bits), to find those that its publisher repeats."""

    story: tuple[int, ...] = ()
    other: tuple[int, ...] = ()  # menus, teasers, boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """A record that is an article."""

    article: Article
    lines: tuple[LabeledLine, ...] = ()
    hashes: LineHashes = field(default=LineHashes(), metadata={"shown": False})


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
