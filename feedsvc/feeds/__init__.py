"""Entries to RSS, Atom, JSON Feed and OPML: the only user of feedgen.

Pure: the same entries give the same bytes, whatever the clock, the locale or the process.
"""

from feedsvc.feeds.addresses import Addresses, Format
from feedsvc.feeds.archives import Archive, Archives, Member, archives
from feedsvc.feeds.documents import feed_id
from feedsvc.feeds.items import Skipped
from feedsvc.feeds.opml import opml
from feedsvc.feeds.render import RenderedFeed, render, render_archive
from feedsvc.feeds.window import window

__all__ = [
    "Addresses",
    "Archive",
    "Archives",
    "Format",
    "Member",
    "RenderedFeed",
    "Skipped",
    "archives",
    "feed_id",
    "opml",
    "render",
    "render_archive",
    "window",
]
