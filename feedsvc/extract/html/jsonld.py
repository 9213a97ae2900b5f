"""What a page says of itself in JSON-LD (schema.org): its article, found in graphs and nests.

Hostile until proven otherwise: sizes and counts are bounded, nothing is fetched, and what does
not parse is passed over.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml.etree import _Element

_MAX_SCRIPTS: Final = 40
_MAX_SCRIPT_CHARS: Final = 1_000_000
_MAX_NODES: Final = 2_000
_MAX_DEPTH: Final = 12  # from the root; real articles stand at most six levels deep
# Types whose node tells of the page's own article; the first table wins over the second.
_ARTICLES: Final = re.compile(
    r"(?i)(?:^|/|:)(?:\w*article|\w*blogposting|socialmediaposting|report|review|claimreview"
    r"|recipe|scholarlyarticle|liveblogposting|discussionforumposting|howto)$"
)
_PAGES: Final = re.compile(r"(?i)(?:^|/|:)(?:webpage|itempage|creativework|aboutpage|qapage)$")
# Under these names stand other articles, or parts of this one.
_OTHERS: Final = frozenset(
    [
        "itemListElement",
        "hasPart",
        "isRelatedTo",
        "relatedLink",
        "mentions",
        "citation",
        "comment",
        "review",
        "about",
        "subjectOf",
        "isBasedOn",
        "workExample",
        "isPartOf",
        "liveBlogUpdate",
        "associatedMedia",
        "video",
        "image",
        "potentialAction",
    ]
)
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_WRAPPING: Final = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)+"
    r"|(?:-->|//\s*\]\]>|\]\]>|;)\s*\Z"
)

Node = Mapping[str, Any]


@dataclass(slots=True)
class Graph:
    """All nodes of a page's JSON-LD."""

    articles: list[Node] = field(default_factory=list)  # the page's own first
    pages: list[Node] = field(default_factory=list)
    organizations: list[Node] = field(default_factory=list)
    sites: list[Node] = field(default_factory=list)
    crumbs: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """The node that a bare reference (`{"@id": …}`) means, else the value itself."""
        if isinstance(value, Mapping) and len(value) <= 2 and "@id" in value:
            return self.by_id.get(str(value["@id"]), value)
        return value


def read_graph(root: _Element) -> Graph:
    """The JSON-LD of the page."""
    graph = Graph()
    count = 0
    for script in root.iter("script"):
        kind = script.get("type") or ""
        if "ld+json" not in kind.lower():
            continue
        count += 1
        if count > _MAX_SCRIPTS:
            break
        for node in _nodes(_loaded(script.text or "")):
            _file(graph, node)
    return graph


def strings(value: Any) -> Iterator[str]:
    """The texts in a value that may be a string, a list of them, or a node with a name."""
    stack = [value]
    for _ in range(100):
        if not stack:
            return
        one = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            stack.extend(reversed(one[:100]))
        elif isinstance(one, Mapping):
            stack.append(one.get("@value") or one.get("name"))


def _loaded(text: str) -> Any:
    if len(text) > _MAX_SCRIPT_CHARS:
        return None
    text = _WRAPPING.sub("", text.strip())
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any) -> Iterator[Node]:
    """Every node that may speak of this page, those near the root first."""
    level = [value]
    count = 0
    for _ in range(_MAX_DEPTH):
        following: list[Any] = []
        for one in level:
            if isinstance(one, list):
                following.extend(one[:_MAX_NODES])
            elif isinstance(one, Mapping):
                yield one
                following.extend(
                    child
                    for name, child in one.items()
                    if isinstance(child, list | Mapping) and name not in _OTHERS
                )
            count += 1
            if count > _MAX_NODES:
                return
        level = following


def types_of(node: Node) -> tuple[str, ...]:
    """The node's types, as written."""
    return tuple(strings(node.get("@type")))


def _file(graph: Graph, node: Node) -> None:
    types = types_of(node)
    if any(map(_ARTICLES.search, types)):
        graph.articles.append(node)
    elif any(map(_PAGES.search, types)):
        graph.pages.append(node)
    elif any(name.endswith("WebSite") for name in types):
        graph.sites.append(node)
    elif any(name.endswith("BreadcrumbList") for name in types):
        graph.crumbs.append(node)
    elif any(name.endswith(("Organization", "Corporation")) for name in types):
        graph.organizations.append(node)
    identity = node.get("@id")
    if isinstance(identity, str) and len(node) > 1:
        graph.by_id.setdefault(identity, node)
