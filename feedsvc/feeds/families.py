"""Families: a feed for each value of a facet, at an address that is made from the value alone.

A slug is a function of the value's key and of nothing else, so no other value, no order of arrival
and no rebuild can move a feed. A key of ASCII words becomes its slug by itself; any other gets
ten digits of its SHA-256 as well, for two keys may look alike once what no slug can hold is
gone. A plain slug that ends like such a digest gets one too, or it could be made to collide.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from unicodedata import normalize

from feedsvc.feeds.facets import Filing, facet_key
from feedsvc.model import Facet, FeedDefinition, FeedFamily

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 64
SLUG_PLACE, VALUE_PLACE = "{slug}", "{value}"
LONGEST_PREFIX = 32

_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_UNFIT = re.compile(r"[^a-z0-9]+")
_DIGEST_CHARS = 10
_LIKE_A_DIGEST = re.compile(rf"(?:.*-)?[0-9a-f]{{{_DIGEST_CHARS}}}")


def members(
    family: FeedFamily, values: Iterable[Filing], taken: Iterable[str] = ()
) -> tuple[FeedDefinition, ...]:
    """The feeds of a family for these values, in their order. A slug that is `taken` (the owner
    configured, moved or withdrew a feed of that name) is left to whoever has it.
    """
    used = set(taken)
    found: list[FeedDefinition] = []
    for value in values:
        definition = member(family, value)
        if definition.slug not in used:
            used.add(definition.slug)
            found.append(definition)
    return tuple(found)


def member(family: FeedFamily, filing: Filing) -> FeedDefinition:
    """The feed of a family for one value."""
    template, facet, value = family.template, family.each, filing.value
    prefix = template.slug.removesuffix(SLUG_PLACE)
    # A value that was cut to be shown no longer says which one it was; its key always does.
    named = value if facet_key(facet, value) == filing.key else filing.key
    include: dict[str, Any] = {facet.value: (named,)}
    return replace(
        template,
        slug=prefix + value_slug(filing, LONGEST_SLUG - len(prefix)),
        title=template.title.replace(VALUE_PLACE, value),
        description=template.description.replace(VALUE_PLACE, value),
        language=value if facet is Facet.LANGUAGE else template.language,
        include=replace(template.include, **include),
    )


def value_slug(filing: Filing, max_chars: int = LONGEST_SLUG) -> str:
    """The slug of a value: at most `max_chars` (no fewer than 16) of a-z, 0-9 and single hyphens,
    another one for every key but by an accident of forty bits.
    """
    key = filing.key
    plain = key.replace(" ", "-")
    if _PLAIN.fullmatch(key) and len(plain) <= max_chars and not _LIKE_A_DIGEST.fullmatch(plain):
        return plain
    digest = hashlib.sha256(f"{filing.facet}\0{key}".encode("utf-8", "replace")).hexdigest()
    letters = normalize("NFKD", key.casefold()).encode("ascii", "ignore").decode()
    readable = _UNFIT.sub("-", letters)[: max_chars - _DIGEST_CHARS - 1].strip("-")
    return f"{readable}-{digest[:_DIGEST_CHARS]}".lstrip("-")
