"""The first cut: what trafilatura takes for the article's text, as evidence on each block.

Its deduplication stays off (it would remember other documents), its comments too. It copies the
tree more than once, so what it never reads is taken out first. Whatever it raises means that it
has no opinion.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from lxml.etree import strip_elements
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary import words

# Without text, or what trafilatura takes out itself, one element at a time.
_UNREAD: Final = words(
    "style svg link meta iframe canvas template nav aside footer select option input label "
    "audio video source track map area embed object dialog legend datalist progress menu"
)
_WINDOW: Final = 4  # words that stand together in both


@dataclass(frozen=True, slots=True)
class Cut:
    """What trafilatura takes for the article: its text, one element a line ("": it finds none)."""

    text: str
    failure: str = ""  # what it raised instead


def first_cut(root: HtmlElement) -> Cut:
    """Trafilatura's cut. The tree loses what it does not read: this comes last."""
    _lighten(root)
    try:
        document = bare_extraction(root, options=_options())
    except Exception as error:  # whatever a hostile tree provokes: the page has other evidence
        return Cut("", f"{type(error).__name__}: {error}"[:200])
    return Cut(getattr(document, "text", None) or "")


@cache
def _options() -> Extractor:
    """Read from trafilatura's configuration once; it changes a copy where it changes any."""
    return Extractor(
        output_format="python", fast=True, comments=False, dedup=False, with_metadata=False
    )


def _lighten(root: HtmlElement) -> None:
    for script in list(root.iter("script")):
        if "json" not in (script.get("type") or ""):
            script.drop_tree()
    strip_elements(root, *sorted(_UNREAD), with_tail=False)


def shares(lines: tuple[Line, ...], cut: str) -> list[float]:
    """How much of each line stands in the cut, 0 to 1, by runs of four words."""
    whole = {key(line) for line in cut.split("\n")}
    told = key(cut).split()
    grams = {tuple(told[at : at + _WINDOW]) for at in range(len(told) - _WINDOW + 1)}
    return [_share(line, whole, grams) for line in lines]


def _share(line: Line, whole: set[str], grams: set[tuple[str, ...]]) -> float:
    count = len(line.tokens) - _WINDOW + 1
    if count < 1 or line.key in whole:
        return float(line.key in whole and not line.blank)
    return sum(line.tokens[at : at + _WINDOW] in grams for at in range(count)) / count
