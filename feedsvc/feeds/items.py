"""What every format says of an entry, checked once, so that no two formats can differ (FEEDS 54).

Nothing is repaired here: text is cleaned when it is ingested. An entry that would break a feed
falls out alone, and is reported as `Skipped`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from uuid import UUID

from feedsvc.feeds.addresses import Addresses
from feedsvc.model import Article, Entry

# What XML 1.0 (2.2) forbids, and the controls and noncharacters that it and the W3C validator
# advise against (FEEDS 4).
_UNFIT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    + "".join(f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}")  # BCP 47, roughly
_WEB_URL = re.compile(r"https?://[!-~]+")
_EARLIEST_YEAR = 1970  # FEEDS 12
# The lead image stands in the content (FEEDS 20), written by the sanitizer: quotes are double.
_LEAD_IMAGE = re.compile(r'<img [^>]{0,1000}?\bsrc="(https?://[^"]{1,2000})"')
# A reader stops at 5,000,000 bytes of a whole document (FEEDS 26), and markup grows by escaping.
_MAX_CONTENT_BYTES = 2_000_000
_MAX_SUMMARY_CHARS = 500  # of an article without a summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as all formats show it. Titles, names and the summary are plain text."""

    id: str
    url: str
    via: str | None  # the publisher's own page
    title: str
    summary: str
    content: str  # HTML
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    contributors: tuple[str, ...]
    categories: tuple[str, ...]
    language: str | None
    rights: str | None
    image_url: str | None  # the first picture of the content


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An entry that was left out of a feed, and why, for a person."""

    entry_id: UUID
    reason: str


def present(entry: Entry, addresses: Addresses, *, in_full: bool = True) -> Item | Skipped:
    """What the feeds say of `entry`, or why they cannot. Without its full text, the summary is
    all of the content.
    """
    article = entry.article
    content = article.content if in_full else _in_short(article)
    names = article.authors or ((article.publisher,) if article.publisher else ())
    item = Item(
        id=entry.urn,
        url=addresses.item(entry),
        via=article.url if article.url and _WEB_URL.fullmatch(article.url) else None,
        title=" ".join(article.title.split()),
        summary=article.summary.strip() if in_full else "",
        content=content,
        published=article.published or entry.first_seen,
        updated=entry.updated,
        authors=_names(names),
        contributors=_names(article.contributors),
        categories=_distinct(article.categories),
        language=known_language(article.language),
        rights=article.rights or None,
        image_url=_lead_image(content),
    )
    reason = _fault(item)
    return Skipped(entry_id=entry.id, reason=reason) if reason else item


def known_language(tag: str | None) -> str | None:
    """`tag` if it names a language (BCP 47), else None: "und" tells a reader nothing."""
    return tag if tag and tag != "und" and _LANGUAGE_TAG.fullmatch(tag) else None


def unfit_character(texts: Iterable[str]) -> str | None:
    """The first character that must not stand in a feed, as U+XXXX."""
    for text in texts:
        if found := _UNFIT.search(text):
            return f"U+{ord(found.group()):04X}"
    return None


def _fault(item: Item) -> str | None:
    texts = (item.title, item.summary, item.content, item.rights or "")
    character = unfit_character((*texts, *item.authors, *item.contributors, *item.categories))
    if character:
        return f"it holds the character {character}, which no feed may hold"
    if not item.title:
        return "it has no title"
    if not item.content.strip():
        return "it has no content"
    if len(item.content.encode()) > _MAX_CONTENT_BYTES:
        return f"its content is larger than {_MAX_CONTENT_BYTES} bytes"
    return _date_fault("published", item.published) or _date_fault("updated", item.updated)


def _date_fault(name: str, moment: datetime) -> str | None:
    if moment.utcoffset() is None:
        return f"{name} has no time zone"
    return f"{name} is before {_EARLIEST_YEAR}" if moment.year < _EARLIEST_YEAR else None


def _in_short(article: Article) -> str:
    first = article.text.strip().partition("\n")[0][:_MAX_SUMMARY_CHARS]
    return f"<p>{escape(article.summary.strip() or first or article.title, quote=False)}</p>"


def _lead_image(content: str) -> str | None:
    found = _LEAD_IMAGE.search(content)
    url = unescape(found.group(1)) if found else ""
    return url if _WEB_URL.fullmatch(url) else None


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Names without angle brackets: readers take what stands in them for an address (FEEDS 16)."""
    return _distinct(name.replace("<", " ").replace(">", " ") for name in names)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    tidy = (" ".join(value.split()) for value in values)
    return tuple(dict.fromkeys(value for value in tidy if value))
