"""What an article is filed under, when it is first seen, and by which key two values are one.

A value is compared whole: in Unicode's compatibility form (NFKC), case-folded, each run of white
space one space. Folders are compared as they are. A language stands for its variants ("en" for
"en-GB"), a folder for those below it, so an article is filed under those prefixes as well.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import normalize

from feedsvc.model import Article, Facet

# PostgreSQL indexes some 2,700 bytes of a row; a character takes 4 at most.
_MAX_KEY_CHARS = 400
_MAX_VALUE_CHARS = 200
_MAX_VALUES = 100  # of one facet: an article that claims more categories does not mean them
_DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One value that an article is filed under."""

    facet: Facet
    key: str  # what is compared
    value: str  # what is shown: the article's own spelling


def filings(article: Article, folder: str = "") -> tuple[Filing, ...]:
    """Everything that `article`, whose dump lay in `folder`, is filed under, each once."""
    found: dict[tuple[Facet, str], Filing] = {}
    for facet in Facet:
        for number, value in enumerate(_values(facet, article, folder)):
            if number < _MAX_VALUES and (key := facet_key(facet, value)):
                filing = Filing(facet=facet, key=key, value=_shown(value))
                found.setdefault((facet, key), filing)
    return tuple(found.values())


def facet_key(facet: Facet, value: str) -> str:
    """By what two values are one; "" if there is nothing to compare. Its length is bounded."""
    key = _folder_key(value) if facet is Facet.FOLDER else _folded(value)
    if facet is Facet.LANGUAGE:
        key = key.replace("_", "-")
    if len(key) <= _MAX_KEY_CHARS:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:_DIGEST_CHARS]
    return f"{key[: _MAX_KEY_CHARS - _DIGEST_CHARS - 1]} {digest}"


def _values(facet: Facet, article: Article, folder: str) -> Iterator[str]:
    match facet:
        case Facet.PUBLISHER:
            yield article.publisher or ""
        case Facet.LANGUAGE:
            tag = "" if article.language == "und" else article.language.replace("_", "-")
            yield from _prefixes(tag, "-")
        case Facet.CATEGORY:
            yield from article.categories
        case Facet.AUTHOR:
            yield from article.authors
        case Facet.FOLDER:
            yield from _prefixes(_folder_key(folder), "/")


def _prefixes(value: str, divider: str) -> Iterator[str]:
    """`value` and what it lies below: "a", "a/b", "a/b/c"."""
    return accumulate(value.split(divider), lambda before, part: f"{before}{divider}{part}")


def _folder_key(folder: str) -> str:
    return "/".join(part for part in folder.replace("\0", "").split("/") if part not in {"", "."})


def _folded(value: str) -> str:
    """Twice, as Unicode's caseless matching (D145, D146) asks: the key of a key is that key."""
    visible = normalize("NFD", value.replace("\0", "")).casefold()
    return " ".join(normalize("NFKC", normalize("NFKC", visible).casefold()).split())


def _shown(value: str) -> str:
    return " ".join(value.replace("\0", "").split())[:_MAX_VALUE_CHARS]
