"""The section `[[feeds]]`: a feed, or with `each` a family of them; and what must hold in it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Literal

from pydantic import AfterValidator

from feedsvc.errors import ConfigError
from feedsvc.feeds import Addresses
from feedsvc.feeds.families import LONGEST_PREFIX, LONGEST_SLUG, SLUG, SLUG_PLACE, VALUE_PLACE
from feedsvc.model import Facet, FeedContent, FeedDefinition, FeedFamily, FeedFilter
from feedsvc.store.words import phrases

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}")  # BCP 47, its shape
_NO_FILTER = FeedFilter()
_POSITIVE = ("max_entries", "max_days", "max_bytes", "min_entries", "max_feeds")


def _icon_url(url: str) -> str:
    try:
        Addresses(url.partition("?")[0])
    except ConfigError as error:
        raise ValueError("write the icon's address, like https://example.org/icon.png") from error
    if not re.fullmatch(r"[!-~]+", url):
        raise ValueError("write the icon's address in ASCII, percent-encoded")
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """One section: what a feed is, as `model.FeedDefinition` says; a family's is a template."""

    slug: str = ""
    title: str = ""
    description: str = ""
    language: str | None = None
    icon: Annotated[str, AfterValidator(_icon_url)] | None = None
    content: Literal["full", "summary"] = "full"
    max_entries: int = 50
    of: FeedContent = FeedContent.ARTICLES
    max_days: int | None = None
    max_bytes: int = 1_000_000
    include: FeedFilter = _NO_FILTER
    exclude: FeedFilter = _NO_FILTER
    each: Facet | None = None
    min_entries: int = 1
    max_feeds: int = 100

    @property
    def definition(self) -> FeedDefinition:
        """The feed, or the template of the family."""
        names = (field.name for field in fields(FeedDefinition))
        values = {name: getattr(self, name) for name in names}
        if self.each is not None:
            values["slug"] = self.slug or f"{self.each}-{SLUG_PLACE}"
            values["title"] = self.title or VALUE_PLACE
        return FeedDefinition(**values)

    @property
    def family(self) -> FeedFamily | None:
        """The family, if this is one."""
        if self.each is None:
            return None
        return FeedFamily(
            each=self.each,
            template=self.definition,
            min_entries=self.min_entries,
            max_feeds=self.max_feeds,
        )


def problems(sections: Sequence[FeedSettings]) -> Iterator[str]:
    """Each problem as "key = value: what is wrong"."""
    if not sections:
        yield "feeds: at least one feed is needed; leave the key out for the default"
    slugs = [section.definition.slug for section in sections]
    for slug, count in Counter(slug for slug in slugs if slug).items():
        if count > 1:
            yield f"feeds: {count} feeds have the slug {slug!r}; each needs its own"
    yield from _nested_prefixes(sections)
    for number, section in enumerate(sections):
        where = f"feeds.{number}"
        yield from _names(where, section)
        yield from _numbers(where, section)
        yield from _filters(where, section)
        if section.language is not None and not _LANGUAGE.fullmatch(section.language):
            yield f"{where}.language = {section.language!r}: write a tag like 'en' or 'pt-BR'"


def _nested_prefixes(sections: Sequence[FeedSettings]) -> Iterator[str]:
    """Two families whose slugs might be the same for two values."""
    prefixes = [s.definition.slug.removesuffix(SLUG_PLACE) for s in sections if s.each is not None]
    for one in prefixes:
        for other in prefixes:
            if one != other and other.startswith(one):
                yield f"feeds: slugs of {other}… could be of {one}… as well; use another prefix"


def _names(where: str, section: FeedSettings) -> Iterator[str]:
    slug = section.definition.slug
    if section.each is not None:
        prefix = slug.removesuffix(f"-{SLUG_PLACE}")
        if not (slug != prefix and SLUG.fullmatch(prefix)) or len(prefix) > LONGEST_PREFIX:
            yield (
                f"{where}.slug = {slug!r}: of a family, write at most {LONGEST_PREFIX} lower-case "
                f"ASCII letters, digits and single hyphens, then -{SLUG_PLACE}"
            )
        if VALUE_PLACE not in section.definition.title:
            yield f"{where}.title = {section.title!r}: must hold {VALUE_PLACE}, to tell them apart"
        return
    if not slug:
        yield f"{where}.slug: is missing"
    elif not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        yield (
            f"{where}.slug = {slug!r}: use at most {LONGEST_SLUG} lower-case "
            "ASCII letters, digits and single hyphens"
        )
    if not section.title.strip():
        yield f"{where}.title: must not be empty"
    plain = FeedSettings()
    for key in ("min_entries", "max_feeds"):
        if getattr(section, key) != getattr(plain, key):
            yield f"{where}.{key} = {getattr(section, key)}: is for a family; set `each` too"


def _numbers(where: str, section: FeedSettings) -> Iterator[str]:
    for key in _POSITIVE:
        value = getattr(section, key)
        if value is not None and value < 1:
            yield f"{where}.{key} = {value}: must be greater than zero"


def _filters(where: str, section: FeedSettings) -> Iterator[str]:
    for name, filter_ in (("include", section.include), ("exclude", section.exclude)):
        for facet in Facet:
            if any(not value.strip() for value in filter_.values(facet)):
                yield f"{where}.{name}.{facet}: holds an empty value; take it out"
        for tag in filter_.language:
            if tag.strip() and not _LANGUAGE.fullmatch(tag):
                yield f"{where}.{name}.language = {tag!r}: write a tag like 'en' or 'pt-BR'"
        for folder in filter_.folder:
            if folder.startswith("/") or ".." in folder.split("/"):
                yield f"{where}.{name}.folder = {folder!r}: write a path below inbox.directory"
        if filter_.search and not phrases(filter_.search):
            yield f"{where}.{name}.search = {filter_.search!r}: holds no word to look for"
    is_narrowed = section.each or not (section.include.is_empty and section.exclude.is_empty)
    if section.of is FeedContent.REVISIONS and is_narrowed:
        yield f"{where}.of = 'revisions': such a feed is of all articles; take the filter out"
    if section.each is not None and section.include.values(section.each):
        yield f"{where}.include.{section.each}: `each` makes a feed for every value; exclude some"
