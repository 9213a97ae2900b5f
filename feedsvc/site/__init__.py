"""The published directory: pages, and files written whole or not at all."""

from feedsvc.site.articles import (
    Background,
    Elsewhere,
    alias_page,
    alias_stamp,
    article_page,
    article_pages,
    article_stamp,
    history_page,
    mark_of,
    pages_of,
)
from feedsvc.site.changes import change_entry
from feedsvc.site.guard import change_of, objection
from feedsvc.site.history import history, remember, returning
from feedsvc.site.judging import Change, GuardPolicy, Known
from feedsvc.site.lists import FeedFacts, ShownFeed, archive_page, archive_stamp, facts, search_page
from feedsvc.site.pages import render_pages
from feedsvc.site.rendering import CONTENT_SECURITY_POLICY, Site
from feedsvc.site.tombstones import tombstones
from feedsvc.site.write import Survey, lock, stamps, survey, write
from feedsvc.site.writer import WriteReport

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "Background",
    "Change",
    "Elsewhere",
    "FeedFacts",
    "GuardPolicy",
    "Known",
    "ShownFeed",
    "Site",
    "Survey",
    "WriteReport",
    "alias_page",
    "alias_stamp",
    "archive_page",
    "archive_stamp",
    "article_page",
    "article_pages",
    "article_stamp",
    "change_entry",
    "change_of",
    "facts",
    "history",
    "history_page",
    "lock",
    "mark_of",
    "objection",
    "pages_of",
    "remember",
    "render_pages",
    "returning",
    "search_page",
    "stamps",
    "survey",
    "tombstones",
    "write",
]
