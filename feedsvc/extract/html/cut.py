"""The first cut: what trafilatura takes for the article's text, as evidence on each block.

Its deduplication stays off (it would remember other documents), its comments too. It copies the
tree more than once, so what it never reads is taken out first. Whatever it raises means that it
has no opinion.
"""

from typing import Final

from lxml.etree import strip_elements
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from feedsvc.extract.page import Line, key

_TEXTLESS: Final = ("style", "svg", "link", "meta", "iframe", "canvas", "template")
_WINDOW: Final = 4  # words that stand together in both


def first_cut(root: HtmlElement) -> str:
    """The text that trafilatura extracts, one element a line; "" if it finds none.

    The tree loses what has no text: it is asked last.
    """
    _lighten(root)
    try:
        document = bare_extraction(
            root,
            fast=True,
            include_comments=False,
            deduplicate=False,
            with_metadata=False,
        )
    except Exception:
        return ""
    return (getattr(document, "text", None) or "") if document is not None else ""


def _lighten(root: HtmlElement) -> None:
    for script in list(root.iter("script")):
        if "json" not in (script.get("type") or ""):
            script.drop_tree()
    strip_elements(root, *_TEXTLESS, with_tail=False)


def shares(lines: tuple[Line, ...], cut: str) -> list[float]:
    """How much of each line stands in the cut, 0 to 1, by runs of four words."""
    whole = {key(line) for line in cut.split("\n")}
    words = key(cut).split()
    grams = {tuple(words[at : at + _WINDOW]) for at in range(len(words) - _WINDOW + 1)}
    return [_share(line, whole, grams) for line in lines]


def _share(line: Line, whole: set[str], grams: set[tuple[str, ...]]) -> float:
    count = len(line.tokens) - _WINDOW + 1
    if count < 1 or line.key in whole:
        return float(line.key in whole and not line.blank)
    return sum(line.tokens[at : at + _WINDOW] in grams for at in range(count)) / count
