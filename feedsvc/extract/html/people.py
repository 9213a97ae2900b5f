"""Who wrote a page's article: names only, no roles, agencies or sites."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from feedsvc.extract import persons
from feedsvc.extract.html.claims import Claim, Claims
from feedsvc.extract.html.plain import plain
from feedsvc.extract.html.sites import is_site
from feedsvc.extract.html.told import evidence
from feedsvc.extract.page import key
from feedsvc.extract.vocabulary import words
from feedsvc.extract.vocabulary.people import AGENCIES, PARTICLES, ROLES
from feedsvc.model import Evidence

_AUTHOR_METAS: Final = (
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "byl",
    "article:author",
    "og:article:author",
    "dcsext.author",
    "articleauthor",
    "content-creator",
    "creator",
    "twitter:data1",
)


def authors_of(
    claims: Claims, sites: tuple[str, ...], lines: Iterable[Claim] = ()
) -> tuple[tuple[str, ...], Evidence | None]:
    """The people who wrote the article; an organization only where no person is named.

    A site that signs itself in a meta tag is no author: half of such claims were wrong, against a
    fifth of those in JSON-LD. `lines` are lines of the page that its classes call an author's.
    """
    fallback: tuple[tuple[str, ...], Evidence] | None = None
    for claimed, rule in (*_author_sources(claims), (list(lines), "a line in an author's place")):
        people: dict[str, str] = {}
        bodies: dict[str, str] = {}
        for claim in claimed[:_MAX_SIGNERS]:
            signed = signers(claim.value, sites, told=claim.tag in _TOLD_TAGS)
            people.update((key(name), name) for name in signed.people)
            bodies.update((key(name), name) for name in signed.bodies)
        if people:
            return tuple(people.values()), evidence("authors", rule, claimed[0], 0.9)
        if not (claimed and claimed[0].tag in _TOLD_TAGS):
            bodies = {k: body for k, body in bodies.items() if k in AGENCIES or is_team(body)}
        if bodies and fallback is None:
            note = evidence("authors", f"{rule}: an organization", claimed[0], 0.6)
            fallback = tuple(bodies.values())[:1], note
    return fallback or ((), None)


def _author_sources(claims: Claims) -> Iterator[tuple[list[Claim], str]]:
    told = [
        Claim(name, "JSON-LD author")
        for value in claims.values("author")
        for name in _person(claims, value)
    ]
    yield told, "the page's own data names its authors"
    for name in _AUTHOR_METAS:
        yield list(claims.of(name)), "a meta tag names the authors"
    yield claims.properties.get("author", []), "a property of the page names its authors"
    yield claims.people[:1], "a link to its author"


def _person(claims: Claims, value: object) -> Iterator[str]:
    if isinstance(value, dict):
        types = value.get("@type")
        if types in ("Organization", "NewsMediaOrganization", "Corporation"):
            return
        names_ = value.get("name")
        for name in names_ if isinstance(names_, list) else [names_]:
            if text := plain(name):
                yield text
    elif text := plain(value):
        yield text


@dataclass(frozen=True, slots=True)
class Signers:
    """Who a claim says signs: people, and apart from them organizations."""

    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def signers(text: str, sites: tuple[str, ...], *, told: bool = False) -> Signers:
    """The names in what a page calls its author; a nickname only where it is `told` to be one."""
    text = _OPENING.sub("", _ADDRESS.sub("", _BRACKETS.sub(" ", text))).strip()
    if not text or "://" in text or "@" in text or len(text) > _MAX_CHARS:
        return Signers()
    people: list[str] = []
    bodies: list[str] = []
    whole = key(text)
    if is_site(text, sites) or whole in AGENCIES:
        return Signers((), () if whole in _NOBODY else (text,))
    for piece in _BETWEEN.split(text):
        name = _stripped(piece)
        if name and (is_site(name, sites) or key(name) in AGENCIES):
            if key(name) not in _NOBODY:
                bodies.append(name)
        elif name and (_is_name(name) or (told and _NICKNAME.match(name) and _may_sign(name))):
            people.append(persons.cased(name))
        elif name and is_team(name):
            bodies.append(name)
    return Signers(tuple(people), tuple(bodies))


def _stripped(piece: str) -> str:
    """`piece` without roles before and behind a name."""
    words = piece.strip(" .:-–—|").split()
    while len(words) > 2 and words[-1].casefold().strip(".,") in ROLES:
        words.pop()
    while len(words) > 2 and words[0].casefold().strip(".,") in ROLES:
        words.pop(0)
    return " ".join(words)


def full_names(told: Iterable[str], sites: tuple[str, ...]) -> tuple[str, ...]:
    """Those of names found in running text that can be a person's: of two words or more."""
    return tuple(
        name
        for one in told
        for name in signers(one, sites).people
        if " " in name or not name.isascii()
    )


def _is_name(name: str) -> bool:
    """One to five words, capitalized but for particles, and not all of them roles."""
    words = name.split()
    folded = key(name)
    if not 1 <= len(words) <= _MAX_NAME_WORDS or len(name) > _MAX_NAME_CHARS:
        return False
    if folded in _NOBODY or any(map(str.isdigit, name)) or _HOST.search(name):
        return False
    if all(word.casefold().strip(".,") in ROLES or word.casefold() in _NOBODY for word in words):
        return False
    if len(words) == 1 and (len(folded) < 3 or name[0].islower()):
        return False
    if any(word.casefold() in _BODIES for word in words):
        return False
    return all(not word[0].islower() or word.casefold() in PARTICLES for word in words)


def _may_sign(name: str) -> bool:
    return key(name) not in _NOBODY and key(name) not in ROLES


def is_team(name: str) -> bool:
    """`Harbor Staff`: a word for a group, and one that says which."""
    words = name.casefold().split()
    return (
        2 <= len(words) <= _MAX_NAME_WORDS
        and words[-1] in _TEAMS
        and not set(words[:-1]) <= _NOBODY
        and all(word[0].isupper() for word in name.split())
    )


_MAX_CHARS: Final = 300
_TOLD_TAGS: Final = frozenset(("JSON-LD author", "a[rel=author]"))
_NICKNAME: Final = re.compile(r"[^\W_][\w.-]{2,29}\Z")
_TEAMS: Final = words("staff team redaktion newsroom gmbh ltd inc llc")
_MAX_SIGNERS: Final = 12
_MAX_NAME_WORDS: Final = 5
_MAX_NAME_CHARS: Final = 45
_OPENING: Final = re.compile(
    r"(?i)\A\s*(?:(?:\w{1,15} ){0,3}(?:by|von)|par|por|di|door|af|av|texto?|autor(?:in)?|author"
    r"|interview)\b[\s:]+"
)
_BRACKETS: Final = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_ADDRESS: Final = re.compile(r"\s@\w+|\S+@\S+|https?://\S+")
_BETWEEN: Final = re.compile(
    r"\s*(?:[,;|&+、，・]|\s/\s|/|\band\b|\bund\b|\bet\b|\by\b|\bwith\b|\bet\b)\s*", re.IGNORECASE
)
_HOST: Final = re.compile(r"\w\.\w{2,}\Z")
_NOBODY: Final = words(
    "admin administrator editor editors editorial staff guest contributor contributors author "
    "unknown anonymous webmaster user root redaktion newsroom team our the publisher developer "
    "default null none undefined content community support"
)
# Words that no person's name has.
_BODIES: Final = words(
    "news media online magazin magazine zeitung gmbh ltd inc llc team staff redaktion group "
    "agency agentur press presse verlag university institute ministry desk bureau blog follow "
    "minutes update updated posted published subscribe read last date written our the independently"
)
