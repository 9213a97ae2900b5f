"""Entries to RSS, Atom, JSON Feed and OPML: the only user of feedgen.

Pure: the same entries give the same bytes, whatever the clock, the locale or the process.
"""

from feedsvc.feeds.addresses import Addresses, Format
from feedsvc.feeds.archives import Archive, Archives, Member, archives
from feedsvc.feeds.documents import feed_id
from feedsvc.feeds.facets import Filing, facet_key, filings
from feedsvc.feeds.items import Skipped
from feedsvc.feeds.opml import opml
from feedsvc.feeds.render import RenderedFeed, render, render_archive
from feedsvc.feeds.window import earliest, window

__all__ = [
    "Addresses",
    "Archive",
    "Archives",
    "Filing",
    "Format",
    "Member",
    "RenderedFeed",
    "Skipped",
    "archives",
    "earliest",
    "facet_key",
    "feed_id",
    "filings",
    "opml",
    "render",
    "render_archive",
    "window",
]
