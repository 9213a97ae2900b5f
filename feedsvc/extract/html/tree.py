"""HTML to a tree, within bounds: lxml, which neither asks the network nor reads a DTD here.

libxml2 compares each attribute of a tag with all others of it, and drops what is nested deeper
than 2,048 levels: tags with too many attributes lose them first, and a page that is nested that
deep is refused instead of losing its end in silence (FAULTS B2 to B4).
"""

import re
from typing import Final

from lxml import html
from lxml.etree import ElementDefaultClassLookup, LxmlError
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

_MAX_ATTRIBUTES: Final = 250  # of a tag; real ones have up to some 40
MAX_DEPTH: Final = 1_000  # levels; real pages reach some 60
# Attributes and tags as the HTML standard reads them (13.2.5.32 and the following); possessive, so
# that no unclosed quotation mark makes the search start over.
_ATTRIBUTE_PATTERN: Final = (
    rb"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
)
_ATTRIBUTE: Final = re.compile(_ATTRIBUTE_PATTERN)
_TAG: Final = re.compile(
    rb"<([A-Za-z][^\s/>]*+)((?:[\s/]++|" + _ATTRIBUTE_PATTERN + rb")*+)>?", re.DOTALL
)
# lxml.html asks a Python function for each element's class, to tell forms apart, which no one here
# needs: a sixth of the time that a page takes.
_ONE_CLASS: Final = ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)
_LONG_TAG_BYTES: Final = 4 * _MAX_ATTRIBUTES  # so many attributes have at least two bytes each


def parse(text: str) -> HtmlElement | None:
    """The tree of a page without its comments; None if nothing of it can be read."""
    data = _with_few_attributes(text.encode("utf-8", "replace"))
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        return html.document_fromstring(data, parser=parser)
    except (LxmlError, ValueError):
        return None


def _with_few_attributes(data: bytes) -> bytes:
    return _TAG.sub(_shortened, data)


def _shortened(match: re.Match[bytes]) -> bytes:
    name, attributes = match[1], match[2]
    if len(attributes) < _LONG_TAG_BYTES:
        return match[0]
    count = 0
    for count, _ in enumerate(_ATTRIBUTE.finditer(attributes), 1):
        if count > _MAX_ATTRIBUTES:
            return b"<" + name + b">"
    return match[0]
