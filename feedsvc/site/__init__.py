"""The published directory: pages, and files written whole or not at all."""

from feedsvc.site.guard import change_of, objection
from feedsvc.site.history import history, remember, returning
from feedsvc.site.judging import Change, GuardPolicy, Known
from feedsvc.site.pages import (
    CONTENT_SECURITY_POLICY,
    Site,
    alias_page,
    alias_stamp,
    article_page,
    article_pages,
    article_stamp,
    render_pages,
    search_page,
)
from feedsvc.site.write import lock, stamps, write
from feedsvc.site.writer import WriteReport

__all__ = [
    "CONTENT_SECURITY_POLICY",
    "Change",
    "GuardPolicy",
    "Known",
    "Site",
    "WriteReport",
    "alias_page",
    "alias_stamp",
    "article_page",
    "article_pages",
    "article_stamp",
    "change_of",
    "history",
    "lock",
    "objection",
    "remember",
    "render_pages",
    "returning",
    "search_page",
    "stamps",
    "write",
]
