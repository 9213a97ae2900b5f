"""An article's content as sanitized HTML, written from the blocks that are its story.

Kept are paragraphs, headings, lists, quotations, tables, links to http(s) addresses, and figures
with their captions; written here from plain text and passed through nh3 all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final, TypeAlias

import nh3

from feedsvc.extract.html.blocks import Block, Flat, Run
from feedsvc.extract.html.plain import web_url
from feedsvc.model import Label

_TAGS: Final = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "table", "tbody", "tr", "td",
    "th", "figure", "figcaption", "img", "pre",
}  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href"}, "img": {"src", "alt"}}
_MAX_FIGURES: Final = 40
_REL: Final = "nofollow noopener noreferrer"
_LEVELS: Final = {"h1": "h2", "h2": "h2", "h3": "h3"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of the story with its caption lines, plain text."""

    url: str
    alternative: str
    caption: tuple[str, ...] = ()


Part: TypeAlias = tuple[Label, Block] | Figure


def to_html(parts: Iterable[Part], base: str | None) -> str:
    """The blocks and figures of the story as HTML, one element a line."""
    html = "\n".join(_elements(list(parts), base))
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=_REL
    )


def figures(flat: Flat, span: range, base: str | None) -> Iterator[tuple[int, Figure]]:
    """The pictures that stand in the story's stretch, each with the index of the block after it.

    Only https: a page that is read over https may show nothing else. Each picture once.
    """
    captions: dict[int, list[str]] = {}
    for index, number in flat.captions.items():
        captions.setdefault(number, []).append(flat.blocks[index].text)
    seen: set[str] = set()
    for picture in flat.pictures:
        url = web_url(picture.source, base) if picture.before in span else None
        if picture.small or url is None or not url.startswith("https://") or url in seen:
            continue
        if len(seen) >= _MAX_FIGURES:
            return
        seen.add(url)
        caption = tuple(captions.pop(picture.figure, ())) if picture.figure >= 0 else ()
        yield picture.before, Figure(url, picture.alternative, caption)


def _elements(parts: list[Part], base: str | None) -> Iterator[str]:
    for kind, group in groupby(parts, key=_kind):
        if kind == "figure":
            yield from (_figure(part) for part in group if isinstance(part, Figure))
            continue
        blocks = [part[1] for part in group if not isinstance(part, Figure)]
        texts = [_inline(block.runs, base) for block in blocks]
        if kind in ("ul", "ol"):
            yield f"<{kind}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{kind}>"
        elif kind == "blockquote":
            yield "<blockquote>" + "".join(f"<p>{text}</p>" for text in texts) + "</blockquote>"
        elif kind == "table":
            yield "<table>" + "".join(_rows(blocks, base)) + "</table>"
        else:
            yield from (f"<{kind}>{text}</{kind}>" for text in texts)


def _figure(figure: Figure) -> str:
    image = f'<img src="{escape(figure.url)}" alt="{escape(figure.alternative)}">'
    caption = escape(" ".join(figure.caption), quote=False)
    return f"<figure>{image}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _kind(part: Part) -> str:
    if isinstance(part, Figure):
        return "figure"
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
