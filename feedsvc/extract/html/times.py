"""When a page says that its article was published and modified."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from feedsvc.extract.html.claims import Claim, Claims
from feedsvc.extract.html.moments import read_moment
from feedsvc.extract.html.plain import plain
from feedsvc.extract.html.sites import address_of
from feedsvc.extract.html.told import evidence
from feedsvc.model import Evidence

_PUBLISHED_METAS: Final = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "pub_date",
    "published",
    "published_at",
    "publisheddate",
    "article.published",
    "article:published",
    "article_date_original",
    "originalpublicationdate",
    "ptime",
    "rnews:datepublished",
    "bt:pubdate",
    "date",
    "og:pubdate",
    "datecreated",
    "prism.publicationdate",
)
_MODIFIED_METAS: Final = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "article.updated",
    "lastmod",
    "last-modified",
    "modified",
    "updated_at",
)
_TIME_PUBLISHED: Final = re.compile(
    r"publi|pubdate|posted|created|entry-date|veröffentlicht|erstellt|\bdate\b|datum|byline|meta|article|timestamp"
)
_TIME_MODIFIED: Final = re.compile(
    r"updat|modif|aktualisiert|geändert|mis à jour|actualizado|aggiornato|atualizado"
)


_PATH_DATE: Final = re.compile(
    r"(?<=[/_-])((?:19|20)\d\d)[/-]?((?:0[1-9]|1[0-2]))[/-]?((?:0[1-9]|[12]\d|3[01]))(?=[/._-])"
)


def dates_claimed(
    claims: Claims, language: str
) -> tuple[tuple[datetime, Evidence] | None, tuple[datetime, Evidence] | None]:
    """When the page says that it was published and modified."""
    published = _first_date("published", _published(claims), language)
    modified = _first_date("modified", _modified(claims), language)
    published = published or _first_date("published", _times(claims), language)
    published = published or _in_address(claims)
    if published and modified and modified[0] < published[0] - timedelta(minutes=1):
        modified = None
    return published, modified


def _published(claims: Claims) -> Iterator[Claim]:
    yield from claims.told("datePublished")
    for node in claims.graph.pages:
        if value := plain(node.get("datePublished")):
            yield Claim(value, "JSON-LD WebPage datePublished")
    yield from claims.of("article:published_time")
    yield from claims.properties.get("datepublished", ())
    yield from claims.of(*_PUBLISHED_METAS[1:])
    yield from claims.told("dateCreated", "uploadDate")
    yield from claims.properties.get("datecreated", ())


def _modified(claims: Claims) -> Iterator[Claim]:
    yield from claims.told("dateModified")
    yield from claims.properties.get("datemodified", ())
    yield from claims.of(*_MODIFIED_METAS)


def _times(claims: Claims) -> Iterator[Claim]:
    """<time> elements whose surroundings say that they date the article, then any."""
    fresh = [(claim, around) for claim, around in claims.times if not _TIME_MODIFIED.search(around)]
    for claim, around in fresh:
        if _TIME_PUBLISHED.search(around):
            yield claim
    for claim, _ in fresh[:1]:
        yield claim


def _in_address(claims: Claims) -> tuple[datetime, Evidence] | None:
    """`/2024/05/03/` in the page's own address."""
    address = address_of(claims)
    match = _PATH_DATE.search(address.value) if address else None
    if address is None or match is None:
        return None
    moment = read_moment("-".join(filter(None, match.groups())), "und")
    claim = Claim(match[0], address.evidence.tag)
    rule = f"the page's address has {match[0]}"
    return (moment, evidence("published", rule, claim, 0.7)) if moment else None


def _first_date(
    field: str, claimed: Iterator[Claim], language: str
) -> tuple[datetime, Evidence] | None:
    for claim in claimed:
        moment = read_moment(claim.value, language)
        if moment is not None:
            return moment, evidence(field, f"the page says {claim.value[:40]}", claim, 0.95)
    return None
