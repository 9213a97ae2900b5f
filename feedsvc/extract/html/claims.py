"""What a page claims of itself outside its text: meta tags, microdata, links, JSON-LD.

Only collected here, each claim with the tag it stands in; which one to believe is for `fields`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from lxml.etree import _Element

from feedsvc.extract.html.jsonld import Graph, Node, read_graph, strings
from feedsvc.extract.html.plain import plain, web_url

_MAX_METAS: Final = 2_000
_MAX_PROPERTY_CHARS: Final = 600
_MAX_CLAIMS: Final = 20  # of one kind
_MAX_ANCESTORS: Final = 40  # that are asked whether an element is about something else
_PROPERTIES: Final = frozenset(
    [
        "headline",
        "author",
        "creator",
        "datepublished",
        "datecreated",
        "datemodified",
        "publisher",
        "articlesection",
        "keywords",
        "inlanguage",
        "description",
        "alternativeheadline",
        "name",
    ]
)
# Elements that are about something else: a comment's author is not the article's.
_FOREIGN: Final = ("comment", "related", "sidebar", "teaser", "recommend", "footer")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value, and the tag that it stands in, for a person."""

    value: str
    tag: str


@dataclass(slots=True)
class Claims:
    """Everything that a page claims of itself."""

    metas: dict[str, list[Claim]] = field(default_factory=dict)  # by name, lower case
    properties: dict[str, list[Claim]] = field(default_factory=dict)  # microdata, lower case
    headings: list[Claim] = field(default_factory=list)  # h1
    times: list[tuple[Claim, str]] = field(default_factory=list)  # with what is written around
    people: list[Claim] = field(default_factory=list)  # rel=author and bylines by class
    graph: Graph = field(default_factory=Graph)
    title: Claim | None = None
    canonical: str | None = None
    base: str | None = None
    language: Claim | None = None

    def of(self, *names: str) -> Iterator[Claim]:
        """The claims of meta tags by these names, in the order of the names."""
        for name in names:
            yield from self.metas.get(name, ())

    def told(self, *names: str) -> Iterator[Claim]:
        """What the article's own JSON-LD node says under these names."""
        for node in self.graph.articles:
            for name in names:
                for text in strings(self.graph.resolve(node.get(name))):
                    if value := plain(text):
                        yield Claim(value, f"JSON-LD {name}")

    def article(self) -> Node | None:
        """The page's own article in JSON-LD."""
        return self.graph.articles[0] if self.graph.articles else None

    def values(self, name: str) -> Iterator[Any]:
        """What article nodes hold under a name, references resolved, lists taken apart."""
        for node in self.graph.articles:
            found = node.get(name)
            for one in found if isinstance(found, list) else [found]:
                if one:
                    yield self.graph.resolve(one)


def read_claims(root: _Element, url: str | None) -> Claims:
    """The claims of the page with this tree; `url` is its own address, if it is known."""
    claims = Claims(graph=read_graph(root))
    _links(claims, root, url)
    for count, meta in enumerate(root.iter("meta")):
        if count > _MAX_METAS:
            break
        _meta(claims, meta)
    for element in root.iter("title"):
        if text := plain(_text(element)):
            claims.title = Claim(text, "title")
            break
    claims.headings = [
        Claim(text, "h1") for element in root.iter("h1") if (text := plain(_text(element)))
    ][:20]
    _body(claims, root)
    return claims


def _links(claims: Claims, root: _Element, url: str | None) -> None:
    claims.base = url
    for element in root.iter("base"):
        claims.base = web_url(element.get("href"), url) or url
        break
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            claims.canonical = web_url(link.get("href"), claims.base)
            if claims.canonical:
                break
    claims.base = claims.base or claims.canonical
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if not language:
        language = next((e.get("lang") for e in root.iter("body", "article") if e.get("lang")), "")
    if language:
        claims.language = Claim(plain(language), "html[lang]")


def _meta(claims: Claims, meta: _Element) -> None:
    content = plain(meta.get("content"))
    if not content:
        return
    for kind in ("property", "name", "itemprop", "http-equiv"):
        name = (meta.get(kind) or "")[:100].strip()
        if name:
            claim = Claim(content, f'meta[{kind}="{name}"]')
            claims.metas.setdefault(name.lower(), []).append(claim)
            if kind == "itemprop" and name.lower() in _PROPERTIES:
                claims.properties.setdefault(name.lower(), []).append(claim)


def _body(claims: Claims, root: _Element) -> None:
    """Microdata, <time>, and links to authors."""
    for element in root.iter("*"):
        attributes = element.attrib
        if not attributes or element.tag == "meta":
            continue
        if "itemprop" in attributes:
            _property(claims, element)
        if element.tag == "time":
            _time(claims, element)
        elif attributes.get("rel") == "author" and len(claims.people) < _MAX_CLAIMS:
            text = plain(_text(element))
            if text and not _foreign(element):
                claims.people.append(Claim(text, "a[rel=author]"))


def _property(claims: Claims, element: _Element) -> None:
    for name in element.get("itemprop", "").lower().split()[:4]:
        if name not in _PROPERTIES:
            continue
        value = element.get("content") or element.get("datetime")
        if not value and name in ("author", "creator", "publisher"):
            inner = next((e for e in element.iter() if e.get("itemprop") == "name"), None)
            value = _value(inner) if inner is not None else None
        text = plain(value or _text(element))
        found = claims.properties.setdefault(name, [])
        if text and len(found) < _MAX_CLAIMS and not _foreign(element):
            found.append(Claim(text, f"[itemprop={name}]"))


def _value(element: _Element) -> str:
    return element.get("content") or _text(element)


def _time(claims: Claims, element: _Element) -> None:
    if len(claims.times) >= 30 or _foreign(element):
        return
    text = _text(element)
    parent = element.getparent()
    beside = () if parent is None else (parent.get("class"), parent.text)
    naming = (element.get("class"), element.get("itemprop"), *beside, text)
    around = " ".join(filter(None, naming))
    value = element.get("datetime") or text
    if text := plain(value):
        claims.times.append((Claim(text, "time"), plain(around)[:300].lower()))


def _foreign(element: _Element) -> bool:
    for ancestor in islice(element.iterancestors(), _MAX_ANCESTORS):
        naming = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}".lower()[:300]
        if any(word in naming for word in _FOREIGN) or ancestor.tag in ("aside", "footer"):
            return True
        if ancestor.tag in ("article", "main", "body"):
            return False
    return False


def _text(element: _Element) -> str:
    """The text in an element; cut where it is very long."""
    pieces: list[str] = []
    size = 0
    for text in element.itertext():
        pieces.append(str(text))
        size += len(text)
        if size > _MAX_PROPERTY_CHARS:
            break
    return " ".join("".join(pieces).split())
