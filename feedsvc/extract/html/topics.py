"""The page's language, and its sections and tags as categories."""

import re
from collections.abc import Iterator
from typing import Final

from feedsvc.extract.html.claims import Claim, Claims
from feedsvc.extract.html.told import Told, evidence
from feedsvc.extract.page import key
from feedsvc.model import Evidence

_MAX_CATEGORIES: Final = 12
_MAX_CATEGORY_CHARS: Final = 60
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?(?![A-Za-z])")


def language_of(claims: Claims, detected: str) -> Told:
    """The language of the words, with the page's own region where both agree (BCP 47)."""
    for claim in _languages(claims):
        match = _TAG.match(claim.value)
        if match is None:
            continue
        primary = _CODES.get(match[1].lower(), match[1].lower())
        if detected in ("und", primary):
            tag = "-".join(
                filter(
                    None, (primary, match[2] and match[2].title(), match[3] and match[3].upper())
                )
            )
            rule = (
                "the page says so" if detected == "und" else "the page says so, and its words agree"
            )
            return Told(tag, evidence("language", rule, claim, 0.6 if detected == "und" else 0.97))
    rule = f"the text reads as {detected}"
    confidence = 0.5 if detected == "und" else 0.85
    return Told(detected, Evidence(field="language", rule=rule, confidence=confidence))


_CODES: Final = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "cn": "zh", "jp": "ja"}


def _languages(claims: Claims) -> Iterator[Claim]:
    if claims.language:
        yield claims.language
    yield from claims.told("inLanguage")
    yield from claims.of("og:locale", "content-language", "language", "dc.language", "inlanguage")


_SECTION_METAS: Final = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "prism.section",
    "articlesection",
    "category",
    "cxenseparse:category",
)
_TAG_METAS: Final = (
    "article:tag",
    "og:article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "sailthru.tags",
)


def categories_of(claims: Claims) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """Sections first, then tags; short ones only, each once."""
    found: dict[str, str] = {}
    notes: list[Evidence] = []
    groups = (
        ("the page's sections", (*claims.told("articleSection"), *claims.of(*_SECTION_METAS))),
        (
            "the page's tags",
            (
                *claims.of(*_TAG_METAS[:2]),
                *claims.told("keywords"),
                *claims.of(*_TAG_METAS[2:]),
            ),
        ),
    )
    for rule, claimed in groups:
        new = False
        for claim in claimed:
            for part in re.split(r"[,;|]", claim.value)[:40]:
                name = part.strip(" #\"'")
                if (
                    1 < len(name) <= _MAX_CATEGORY_CHARS
                    and ":" not in name
                    and len(found) < _MAX_CATEGORIES
                ):
                    new = new or key(name) not in found
                    found.setdefault(key(name), name)
            if new:
                notes.append(evidence("categories", rule, claim, 0.8))
                break
    found.pop("", None)
    return tuple(found.values()), tuple(notes)
