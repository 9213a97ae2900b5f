"""Between the nouns of `model` and the rows of `tables`."""

import struct
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from feedsvc import __version__
from feedsvc.model import Article, Entry, Evidence, Fingerprint
from feedsvc.store.tables import EntryRow, FingerprintRow, RevisionRow

_WIDTH = 8  # bytes of one shingle hash


def article_values(article: Article) -> dict[str, Any]:
    """The columns of a revision that hold the article."""
    return {
        "title": article.title,
        "text": article.text,
        "content": article.content,
        "summary": article.summary,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "contributors": list(article.contributors),
        "published": article.published,
        "modified": article.modified,
        "publisher": article.publisher,
        "language": article.language,
        "categories": list(article.categories),
        "url": article.url,
        "rights": article.rights,
        "truncated": article.truncated,
        "evidence": [asdict(item) for item in article.evidence],
        "software": __version__,
    }


def article_of(row: RevisionRow | Row[Any]) -> Article:
    """The article that a revision holds."""
    return Article(
        title=row.title,
        text=row.text,
        content=row.content,
        summary=row.summary,
        standfirst=row.standfirst,
        authors=tuple(row.authors),
        contributors=tuple(row.contributors),
        published=row.published,
        modified=row.modified,
        publisher=row.publisher,
        language=row.language,
        categories=tuple(row.categories),
        url=row.url,
        rights=row.rights,
        truncated=row.truncated,
        evidence=tuple(
            Evidence(**{**item, "lines": tuple(item["lines"])}) for item in row.evidence
        ),
    )


def entry_of(entry: EntryRow, revision: RevisionRow) -> Entry:
    """The item that subscribers see: an entry with the revision that is shown."""
    return Entry(
        id=entry.uuid,
        first_seen=entry.first_seen,
        updated=entry.updated,
        article=article_of(revision),
        revision=entry.current,
        released=entry.released if entry.batch is not None else None,
    )


def fingerprint_values(fingerprint: Fingerprint) -> dict[str, Any]:
    """The columns of a fingerprint."""
    return {
        "version": fingerprint.version,
        "text_hash": fingerprint.text_hash,
        "shingles": packed(fingerprint),
    }


def packed(fingerprint: Fingerprint) -> bytes:
    """The shingles, big-endian."""
    return struct.pack(f">{len(fingerprint.shingles)}q", *fingerprint.shingles)


def fingerprint_of(row: FingerprintRow | Row[Any]) -> Fingerprint:
    """The fingerprint that a row holds."""
    return Fingerprint(
        version=row.version,
        text_hash=row.text_hash,
        shingles=struct.unpack(f">{len(row.shingles) // _WIDTH}q", row.shingles),
    )
