"""An article's content as sanitized HTML, written from the blocks that are its story.

Kept are paragraphs, headings, lists, quotations, tables, links to http(s) addresses, and figures
with their captions; written here from plain text and passed through nh3 all the same.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

import nh3

from feedsvc.extract.html.blocks import Block, Run
from feedsvc.extract.html.plain import web_url
from feedsvc.model import Label

_TAGS: Final = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "table", "tbody", "tr", "td",
    "th", "figure", "figcaption", "img", "pre",
}  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href"}, "img": {"src", "alt"}}
_REL: Final = "nofollow noopener noreferrer"
_LEVELS: Final = {"h1": "h2", "h2": "h2", "h3": "h3"}


def to_html(parts: Iterable[tuple[Label, Block]], base: str | None) -> str:
    """The blocks of the story as HTML, one element a line."""
    html = "\n".join(_elements(list(parts), base))
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=_REL
    )


def _elements(parts: list[tuple[Label, Block]], base: str | None) -> Iterator[str]:
    for kind, group in groupby(parts, key=_kind):
        blocks = [block for _, block in group]
        texts = [_inline(block.runs, base) for block in blocks]
        if kind in ("ul", "ol"):
            yield f"<{kind}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{kind}>"
        elif kind == "blockquote":
            yield "<blockquote>" + "".join(f"<p>{text}</p>" for text in texts) + "</blockquote>"
        elif kind == "table":
            yield "<table>" + "".join(_rows(blocks, base)) + "</table>"
        else:
            yield from (f"<{kind}>{text}</{kind}>" for text in texts)


def _kind(part: tuple[Label, Block]) -> str:
    label, block = part
    if block.row >= 0 and block.tag in ("td", "th"):
        return "table"
    if label is Label.HEADING:
        return _LEVELS.get(block.tag, "h3" if block.tag in ("h4", "h5", "h6") else "h2")
    if label is Label.QUOTE:
        return "blockquote"
    if label is Label.LIST:
        return block.list_kind or "ul"
    return "pre" if block.tag == "pre" else "p"


def _rows(blocks: list[Block], base: str | None) -> Iterator[str]:
    for _, row in groupby(blocks, key=lambda block: block.row):
        cells = "".join(f"<{block.tag}>{_inline(block.runs, base)}</{block.tag}>" for block in row)
        yield f"<tr>{cells}</tr>"


def _inline(runs: Iterable[Run], base: str | None) -> str:
    return "".join(_run(run, base) for run in runs)


def _run(run: Run, base: str | None) -> str:
    text = escape(run.text, quote=False)
    url = web_url(run.href, base) if run.href else None
    if url is None or not run.text.strip():
        return text
    return f'<a href="{escape(url)}">{text}</a>'
