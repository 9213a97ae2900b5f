"""A page flattened block by block: what a reader sees as lines, with where each stood in the tree.

One walk over the tree, without recursion. A block is the text between two borders of elements
that stand on lines of their own; it keeps its links and line breaks, so that the article's HTML
can be written from blocks alone.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, cast

from lxml.etree import _Element, iterwalk

from feedsvc.extract.html.tree import MAX_DEPTH
from feedsvc.extract.html.vocabulary import BLOCKS, CLASS_TRAITS, SKIPPED, TAG_TRAITS

_SPACE: Final = re.compile(r"\s+")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD: Final = re.compile(r"[A-Za-z]+[0-9]?")
_HIDDEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMING: Final = frozenset(("class", "id", "role", "itemprop", "data-component", "data-testid"))
_MAX_NAMING_CHARS: Final = 400
_MAX_STYLE_CHARS: Final = 2_000
_MAX_BLOCKS: Final = 50_000
_MAX_CONTROL_CHARS: Final = 1_500  # of a button, or of a notice that scripts are off
_TRAITS_OF_WORD: Final[dict[str, frozenset[str]]] = {
    word: frozenset(trait for trait, table in CLASS_TRAITS.items() if word in table)
    for table in CLASS_TRAITS.values()
    for word in table
}
_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block's text with one link, or none."""

    text: str
    href: str | None


@dataclass(slots=True)
class Block:
    """One line of the flattened page."""

    text: str
    runs: tuple[Run, ...]
    tag: str  # the innermost element that stands on lines of its own
    own: frozenset[str]  # traits of it and of what is inside or two levels around it
    around: frozenset[str]  # traits of everything around it
    depth: int
    path: str  # the tags around it, for a person
    link_share: float  # of its characters, 0 to 1
    container: int  # the same number for all blocks in the same parent
    row: int = -1  # of a table; -1 outside
    list_kind: str = ""  # "ol" or "ul" for a list's item
    hidden: bool = False


@dataclass(slots=True)
class Picture:
    """An image, and the index of the block that follows it."""

    source: str
    alternative: str
    before: int
    figure: int  # the same number for all that stands in one figure; -1 outside
    small: bool


@dataclass(slots=True)
class Flat:
    """A page flattened."""

    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    captions: dict[int, int] = field(default_factory=dict)  # block → figure
    too_deep: bool = False
    too_long: bool = False  # the page goes on behind the last block


@dataclass(slots=True, eq=False)
class _Level:
    tag: str
    own: frozenset[str]
    around: frozenset[str]
    number: int
    hidden: bool
    href: str | None
    figure: int
    row: int
    list_kind: str


def flatten(root: _Element) -> Flat:
    """The blocks of the page whose tree this is. Linear in the number of its elements."""
    return _Walk().over(root)


class _Walk:
    def __init__(self) -> None:
        self.flat = Flat()
        self.levels: list[_Level] = [_Level("", _NONE, _NONE, 0, False, None, -1, -1, "")]
        self.runs: list[tuple[str, str | None]] = []
        self.count = 0

    def over(self, root: _Element) -> Flat:
        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._leave(element)
            elif not isinstance(element.tag, str) or (
                element.tag in SKIPPED and not _holds_page(element)
            ):
                walk.skip_subtree()
                self.levels.append(self.levels[-1])
            else:
                self._enter(element)
                if len(self.levels) > MAX_DEPTH:
                    self.flat.too_deep = True
                    break
            if len(self.flat.blocks) > _MAX_BLOCKS:
                self.flat.too_long = True
                break
        self._close()
        return self.flat

    def _enter(self, element: _Element) -> None:
        tag = element.tag
        parent = self.levels[-1]
        if tag in ("img", "amp-img"):
            self._picture(element, parent)
        elif tag == "br":
            self.runs.append(("\n", None))
        if tag in BLOCKS:
            self._close()
        self.count += 1
        self.levels.append(self._level(element, parent))
        text = element.text
        if text and (self.runs or not text.isspace()):
            self.runs.append((text, self.levels[-1].href))

    def _level(self, element: _Element, parent: _Level) -> _Level:
        tag = element.tag
        naming, style, hidden, href = _said(element)
        own = _traits(tag, naming) if naming else _tag_traits(tag)
        return _Level(
            tag,
            own,
            parent.around | own if own else parent.around,
            self.count if tag in BLOCKS else parent.number,
            parent.hidden or hidden or bool(style and _HIDDEN_STYLE.search(style)),
            href or parent.href if tag == "a" else parent.href,
            self.count if tag == "figure" else parent.figure,
            self.count if tag == "tr" else parent.row,
            tag if tag in ("ul", "ol") else parent.list_kind,
        )

    def _leave(self, element: _Element) -> None:
        if element.tag in BLOCKS:
            self._close()
        self.levels.pop()
        text = element.tail
        if text and (self.runs or not text.isspace()):
            self.runs.append((text, self.levels[-1].href))

    def _picture(self, element: _Element, parent: _Level) -> None:
        attributes = element.attrib
        source = (
            attributes.get("data-src") or attributes.get("data-lazy-src") or attributes.get("src")
        )
        if source and not parent.hidden:
            small = any(
                (attributes.get(side) or "").isdecimal() and int(attributes[side][:6] or 0) < 60
                for side in ("width", "height")
            )
            alternative = _SPACE.sub(" ", attributes.get("alt") or "").strip()[:500]
            self.flat.pictures.append(
                Picture(source[:2000], alternative, len(self.flat.blocks), parent.figure, small)
            )

    def _close(self) -> None:
        """The text since the last border becomes blocks: one for each line of it."""
        if not self.runs:
            return
        if len(self.runs) == 1:
            self._block(self.runs)
            self.runs = []
            return
        line: list[tuple[str, str | None]] = []
        for run in self.runs:
            if run[0] == "\n" and run[1] is None:
                self._block(line)
                line = []
            else:
                line.append(run)
        self._block(line)
        self.runs = []

    def _block(self, pieces: list[tuple[str, str | None]]) -> None:
        runs = _tidy(pieces)
        if not runs:
            return
        text = "".join(run.text for run in runs)
        stack = self.levels
        place = len(stack) - 1
        while place > 0 and stack[place].tag not in BLOCKS:
            place -= 1
        level = stack[place]
        near = [one.own for one in stack[-1:-5:-1]]
        linked = sum(len(run.text) for run in runs if run.href)
        if "figcaption" in level.around and level.figure >= 0:
            self.flat.captions[len(self.flat.blocks)] = level.figure
        self.flat.blocks.append(
            Block(
                text=text,
                runs=runs,
                tag=level.tag,
                own=frozenset().union(*near),
                around=level.around,
                depth=len(stack),
                path=" › ".join(one.tag for one in stack[-4:] if one.tag),
                link_share=linked / len(text),
                container=stack[place - 1].number if place else 0,
                row=level.row,
                list_kind=level.list_kind if "list" in level.around else "",
                hidden=level.hidden,
            )
        )


def _holds_page(element: _Element) -> bool:
    """A button that was never closed, or a page for browsers without scripts."""
    if element.tag not in ("button", "noscript"):
        return False
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > _MAX_CONTROL_CHARS:
            return True
    return False


def _tidy(pieces: list[tuple[str, str | None]]) -> tuple[Run, ...]:
    """White space as browsers show it: single spaces, none at the ends."""
    runs: list[Run] = []
    spaced = True  # nothing before, or a space
    for raw, href in pieces:
        text = _SPACE.sub(" ", raw)
        if spaced:
            text = text.lstrip(" ")
        if not text:
            continue
        spaced = text.endswith(" ")
        if runs and runs[-1].href == href:
            runs[-1] = Run(runs[-1].text + text, href)
        else:
            runs.append(Run(text, href))
    if runs:
        last = runs.pop()
        if stripped := last.text.rstrip(" "):
            runs.append(Run(stripped, last.href))
        elif runs:
            runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].href)
    return tuple(run for run in runs if run.text)


def _said(element: _Element) -> tuple[str, str, bool, str | None]:
    """What an element's attributes say: its naming, its style, whether it is hidden, its link."""
    naming, style, hidden, href = "", "", False, None
    for name, value in cast("list[tuple[str, str]]", element.items()):
        if name in _NAMING:
            naming = f"{naming} {value[:_MAX_NAMING_CHARS]}"
        elif name == "style":
            style = value if len(value) < _MAX_STYLE_CHARS else ""
        elif name == "href":
            href = value
        elif name == "hidden":
            hidden = True
    return naming, style, hidden, href


@lru_cache(maxsize=256)
def _tag_traits(tag: str) -> frozenset[str]:
    trait = TAG_TRAITS.get(tag)
    return frozenset((trait,)) if trait else _NONE


@lru_cache(maxsize=8192)
def _traits(tag: str, naming: str) -> frozenset[str]:
    """Traits of an element: pure, so that remembering them changes no result."""
    found = set(_tag_traits(tag))
    for word in _WORD.findall(_CAMEL.sub(" ", naming)):
        found |= _TRAITS_OF_WORD.get(word.casefold(), _NONE)
    return frozenset(found)
