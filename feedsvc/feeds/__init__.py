"""Entries to RSS, Atom, JSON Feed and OPML: the only user of feedgen.

Pure: the same entries give the same bytes, whatever the clock, the locale or the process.
"""

from feedsvc.feeds.addresses import Addresses, Format
from feedsvc.feeds.items import Skipped
from feedsvc.feeds.opml import opml
from feedsvc.feeds.render import RenderedFeed, feed_id, render, window

__all__ = [
    "Addresses",
    "Format",
    "RenderedFeed",
    "Skipped",
    "feed_id",
    "opml",
    "render",
    "window",
]
