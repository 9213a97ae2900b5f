"""What a page's HTML tells of its lines: the element that each came from, and what it holds.

Read for training only: extraction never sees the HTML of a flattened page.
"""

import bisect
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html

_HEADINGS = ("h1", "h2", "h3", "h4")

_REGIONS = (
    ("comments", r"comment|disqus|replies|respond|leserbrief|kommentar"),
    ("consent", r"cookie|consent|gdpr|cmp-|onetrust|didomi|privacy"),
    (
        "newsletter",
        r"newsletter|subscri|signup|sign-up|paywall|piano|registration|abo-|promo|donat"
        r"|marketing|advert|\bad-|sponsor|cta|banner",
    ),
    ("share", r"share|social|sharing|follow-|print-"),
    (
        "related",
        r"relat|recommend|recirc|more-|read-?next|teaser|popular|trending|most-|latest|sidebar"
        r"|side-bar|widget|aside|rail|outbrain|taboola|next-|prev|also|card|carousel|feed"
        r"|list-item|mehr|artikelliste|tags?\b|topics",
    ),
    ("author", r"author|byline|bio\b|contributor|autor"),
    ("caption", r"caption|credit|figure|gallery|image|photo|media-|legend|bildunter"),
    ("footer", r"footer|copyright|colophon|legal"),
    (
        "navigation",
        r"\bnav|navi|menu|breadcrumb|header|masthead|topbar|toolbar|skip|search|login|account",
    ),
)
_REGION_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _REGIONS)
_REGION_TAGS = {
    "figcaption": "caption",
    "figure": "caption",
    "footer": "footer",
    "nav": "navigation",
    "aside": "related",
    "button": "navigation",
    "form": "newsletter",
    "header": "navigation",
}
_SILENT = {"script", "style", "noscript", "template", "head", "svg", "iframe"}


def flatten(path: Path, scorer: ModuleType) -> tuple[list[str], list[Any]]:
    """All tokens of a page in order, and the element that each stands in."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml.html.fromstring(text.encode("utf-8"), parser=parser)
    body = root.find(".//body")
    tokens: list[str] = []
    elements: list[Any] = []
    for string, element in _strings(root if body is None else body):
        found = scorer.fold(string)
        tokens += found
        elements += [element] * len(found)
    return tokens, elements


def _strings(root: Any) -> Iterator[tuple[str, Any]]:
    stack = [(root, False)]
    while stack:
        element, is_tail = stack.pop()
        if is_tail:
            if element.tail:
                yield element.tail, element.getparent()
        elif isinstance(element.tag, str) and element.tag.lower() not in _SILENT:
            if element.text:
                yield element.text, element
            for child in reversed(element):
                stack += [(child, True), (child, False)]


class Finder:
    """Where the tokens of a line stand in the page's HTML, next to where the last one stood."""

    def __init__(self, tokens: list[str], elements: list[Any]) -> None:
        self.tokens, self.elements = tokens, elements
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(tokens):
            self.places[token].append(place)
        self.cursor = 0

    def find(self, line: list[str]) -> Any:
        """The element that most of a line stands in, or None."""
        if not line:
            return None
        start = line[:6]
        places = self.places.get(start[0], [])
        after = bisect.bisect_left(places, self.cursor)
        for place in places[after : after + 300] + places[:after][:300]:
            if self.tokens[place : place + len(start)] == start:
                if self.cursor <= place < self.cursor + 3000:
                    self.cursor = place + 1
                covered = self.elements[place : place + len(line)]
                return Counter(covered).most_common(1)[0][0]
        return None


def region(element: Any) -> str | None:
    """The nearest ancestor that says what it holds, by its class, id or tag."""
    for depth, node in enumerate((element, *element.iterancestors())):
        tag = node.tag.lower() if isinstance(node.tag, str) else ""
        if tag in {"body", "html", "main"} or depth >= 14:
            return None
        words = f"{node.get('class') or ''} {node.get('id') or ''}".lower()[:300]
        if tag != "article" and words.strip():
            for name, pattern in _REGION_PATTERNS:
                if pattern.search(words):
                    return name
        if tag in _REGION_TAGS:
            return _REGION_TAGS[tag]
    return None


def tags(element: Any) -> list[float]:
    """Which of the `TAGS` an element stands in, 0 or 1 each."""
    names = {
        node.tag.lower()
        for depth, node in enumerate((element, *element.iterancestors()))
        if depth < 8 and isinstance(node.tag, str)
    }
    heading = bool(names & set(_HEADINGS))
    quote = not heading and "blockquote" in names
    item = not heading and not quote and "li" in names
    plain = not heading and not quote and not item and "p" in names
    return [float(value) for value in ("a" in names, heading, item, quote, plain)]
