"""feedgen, made to say what we mean: the one place where its traps are worked around.

feedgen 1.0.0 loses the `rel` and `type` of Atom entry links, puts *now* into every date that it
is not given, sets the whole process's locale to write an RSS date, drops authors without an
e-mail address, and knows neither `xml:lang` on entries nor feed-level links in RSS other than
`self`. So entries are subclassed, dates are written by our own extension, and names go through
Dublin Core. Trees are feedgen's: Atom's elements have bare names, for `xmlns` is an attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc.feeds.dates import rfc822, rfc3339
from feedsvc.feeds.items import Item

_ATOM = "{http://www.w3.org/2005/Atom}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = "http://search.yahoo.com/mrss/"
_HISTORY = "http://purl.org/syndication/history/1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a feed document, as Atom has it."""

    href: str
    rel: str
    media_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed document says of the feed itself."""

    id: str
    title: str
    description: str
    author: str  # who stands for entries that name nobody (RFC 4287, 4.1.1)
    updated: datetime
    language: str | None
    page: Link  # the HTML page: Atom's `alternate`, RSS's channel link
    links: tuple[Link, ...]  # `self` and the rest
    is_archive: bool
    icon_url: str
    icon_size: int | None  # pixels square, if known
    logo_url: str


def atom(channel: Channel, items: Sequence[Item]) -> bytes:
    """The Atom 1.0 document (RFC 4287)."""
    return bytes(_generator(channel, items).atom_str(encoding="UTF-8"))


def rss(channel: Channel, items: Sequence[Item]) -> bytes:
    """The RSS 2.0 document."""
    return bytes(_generator(channel, items).rss_str(encoding="UTF-8"))


def _generator(channel: Channel, items: Sequence[Item]) -> "_Generator":
    generator = _Generator(channel)
    for item in items:
        # feedgen prepends unless it is told otherwise
        generator.add_entry(_ItemEntry(item, channel.language), order="append")
    return generator


class _Generator(FeedGenerator):  # type: ignore[misc]  # feedgen is untyped
    """A feedgen feed that holds what `channel` says and nothing of its own."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        # feedgen would write *now* here, and switch the process's locale to do so; it offers no
        # way to have no date, so its private field is emptied and the extension writes the date.
        self._FeedGenerator__rss_lastBuildDate = None
        self.load_extension("dc", atom=False, rss=True)
        self.register_extension("feedsvc", _FeedExtension, BaseEntryExtension)
        self.feedsvc.channel = channel
        self.id(channel.id)
        self.title(channel.title)
        self.description(channel.description)
        self.updated(channel.updated)
        self._FeedGenerator__rss_lastBuildDate = None  # `updated` sets it as well
        self.author(name=channel.author)
        self.dc.dc_creator(channel.author)
        self.generator("feedsvc")
        self.icon(channel.icon_url)
        # RSS scales an image of unknown size to 88 by 31. feedgen makes it Atom's logo as well.
        size = str(channel.icon_size) if channel.icon_size else None
        self.image(url=channel.icon_url, width=size, height=size)
        if channel.language:
            self.language(channel.language)
        # RSS's channel link is the last link that feedgen was given
        for link in (*channel.links, channel.page):
            self.link(href=link.href, rel=link.rel, type=link.media_type)


class _FeedExtension(BaseExtension):  # type: ignore[misc]  # feedgen is untyped
    """The feed-level parts that feedgen lacks or gets wrong."""

    channel: Channel

    def extend_ns(self) -> dict[str, str]:
        history = {"fh": _HISTORY} if self.channel.is_archive else {}
        return {"media": _MEDIA, **history}

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        _child(feed, "updated").text = rfc3339(self.channel.updated)
        _child(feed, "logo").text = self.channel.logo_url
        self._mark_archive(feed)
        return feed

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        channel = _child(feed, "channel")
        etree.SubElement(channel, "lastBuildDate").text = rfc822(self.channel.updated)
        for link in self.channel.links:
            if link.rel != "self":  # feedgen wrote that one
                attributes = {"href": link.href, "rel": link.rel}
                attributes |= {"type": link.media_type} if link.media_type else {}
                etree.SubElement(channel, f"{_ATOM}link", attributes)
        self._mark_archive(channel)
        return feed

    def _mark_archive(self, element: etree._Element) -> None:
        if self.channel.is_archive:
            etree.SubElement(element, f"{{{_HISTORY}}}archive")


class _ItemEntry(FeedEntry):  # type: ignore[misc]  # feedgen is untyped
    """A feedgen entry that says what `item` says."""

    def __init__(self, item: Item, feed_language: str | None) -> None:
        super().__init__()
        self.item = item
        self.own_language = item.language if item.language != feed_language else None
        self.id(item.id)
        self.title(item.title)
        if item.summary:
            # RSS: a description is HTML. First, for feedgen makes it Atom's content as well.
            self.description(escape(item.summary, quote=False))
            self.summary(item.summary)
        self.content(item.content, type="html")
        for name in item.authors:
            self.author(name=name)
        for name in item.contributors:
            self.contributor(name=name)
        for category in item.categories:
            self.category(term=category)
        self.updated(item.updated)
        if item.rights:
            self.rights(item.rights)
        self.link(href=item.url, rel="alternate", type="text/html")
        if item.via:
            self.link(href=item.via, rel="via", type="text/html")

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        """The Atom entry, its links whole and its dates in UTC."""
        element: etree._Element = super().atom_entry(extensions)
        for node, link in zip(element.findall("link"), self.link(), strict=True):
            node.attrib.update({name: link[name] for name in ("rel", "type") if name in link})
        _child(element, "updated").text = rfc3339(self.item.updated)
        etree.SubElement(element, "published").text = rfc3339(self.item.published)
        if self.own_language:
            element.set(_XML_LANG, self.own_language)
        self._add_image(element)
        return element

    def rss_entry(self, extensions: bool = True) -> etree._Element:
        """The RSS item, with its date and its people."""
        element: etree._Element = super().rss_entry(extensions)
        etree.SubElement(element, "pubDate").text = rfc822(self.item.published)
        people = [("creator", name) for name in self.item.authors]
        people += [("contributor", name) for name in self.item.contributors]
        people += [("rights", self.item.rights)] if self.item.rights else []
        people += [("language", self.own_language)] if self.own_language else []
        for name, text in people:
            etree.SubElement(element, f"{_DUBLIN_CORE}{name}").text = text
        self._add_image(element)
        return element

    def _add_image(self, element: etree._Element) -> None:
        """Not through feedgen's media extension, which wraps it in a group of one (FEEDS 21)."""
        if self.item.image_url:
            attributes = {"url": self.item.image_url, "medium": "image"}
            etree.SubElement(element, f"{{{_MEDIA}}}content", attributes)


def _child(element: etree._Element, name: str) -> etree._Element:
    found = element.find(name)
    assert found is not None, f"feedgen wrote no <{name}>"
    return found
