"""An article's content as HTML: built here from its lines, and sanitized all the same."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

import nh3

from feedsvc.model import Label

_ALLOWED_TAGS: Final = {"p", "h2", "ul", "li", "blockquote"}
_ELEMENTS: Final = {Label.HEADING: "h2", Label.QUOTE: "blockquote", Label.LIST: "ul"}


def to_html(blocks: Iterable[tuple[Label, str]]) -> str:
    """Labeled plain texts as `<p>`, `<h2>`, `<blockquote>` and `<ul>`, one element a line."""
    html = "\n".join(_elements(blocks))
    return nh3.clean(html, tags=_ALLOWED_TAGS, attributes={})


def _elements(blocks: Iterable[tuple[Label, str]]) -> Iterator[str]:
    for label, group in groupby(blocks, key=lambda block: block[0]):
        texts = [escape(text, quote=False) for _, text in group]
        element = _ELEMENTS.get(label, "p")
        if element == "ul":
            yield "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
        elif element == "blockquote":
            yield "".join(f"<blockquote><p>{text}</p></blockquote>" for text in texts)
        else:
            yield from (f"<{element}>{text}</{element}>" for text in texts)
