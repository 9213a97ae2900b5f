"""The names that may be the publisher's, each with its traits.

A trait is a place where the name was seen (`imprint`), a place where a name like it was seen, or
its shape. `publisher` weighs them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log1p
from typing import Final

from feedsvc.extract.imprint import Sighting, compact, sightings
from feedsvc.extract.page import Line, key
from feedsvc.extract.vocabulary.furniture import WHOLE
from feedsvc.extract.vocabulary.people import AGENCIES, PARTICLES
from feedsvc.extract.vocabulary.prose import FUNCTION_WORDS
from feedsvc.extract.vocabulary.sections import SECTIONS

_NOT_NAMES: Final = re.compile(
    r"rights|rechte|droits|derechos|diritti|reserved|vorbehalten|copyright|privacy|policy|terms|riproduzione|無断|금지",
    re.IGNORECASE,
)
_MAX_CHARS: Final = 80
_LEAST_SEEN: Final = 2  # times, of what only menu entries say
_MOST: Final = 40  # names that are weighed, the most often seen first
WEAK: Final = frozenset(("alone", "begins", "ends", "after contact", "told", "top"))
_FURNITURE: Final = frozenset().union(*WHOLE.values())
_PHRASES: Final = SECTIONS | _FURNITURE
_LEAST_LIKE: Final = 4  # characters of a name that another one holds
_MAX_PLAIN_WORDS: Final = 6


def candidates(
    lines: tuple[Line, ...], story: frozenset[int], title: str
) -> Iterator[tuple[list[Sighting], dict[str, float]]]:
    """Each name that may be the publisher's: where it was seen, and its traits."""
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings(lines, story, title):
        folded = compact(sighting.text)
        if _may_be_name(folded, sighting.text):
            seen[folded].append(sighting)
    strong = _strong(seen)
    told = " ".join(lines[index].text for index in sorted(story))
    headline = f" {key(title)} "
    for name in _most_telling(seen, strong):
        found = seen[name]
        text = spelling(found)
        traits = dict(_places(found)) | dict(_relatives(name, strong)) | dict(_shape(text))
        traits["named entries"] = _named_entries(text, traits)
        traits["in story"] = log1p(told.count(text))
        traits["in headline"] = float(f" {key(text)} " in headline)
        yield found, traits


def plain_name(text: str) -> bool:
    """Short, without digits, and no phrase that every page has."""
    folded = key(text)
    return (
        0 < len(folded.split()) <= _MAX_PLAIN_WORDS
        and not any(map(str.isdigit, text))
        and folded not in _PHRASES
        and not _NOT_NAMES.search(text)
    )


def _may_be_name(folded: str, text: str) -> bool:
    letters = sum(map(str.isalpha, folded))
    short = letters > 1 and len(text) <= _MAX_CHARS
    return short and 2 * letters > len(folded) and folded not in FUNCTION_WORDS


def spelling(found: list[Sighting]) -> str:
    """The name as the page writes it: not in capitals, not as in an address, if it has a choice."""
    texts = Counter(sighting.text.strip(" -–|:,") for sighting in found)
    address = {s.text for s in found if "address" in s.place}
    return max(
        texts,
        key=lambda text: (text not in address, not text.isupper(), not text.islower(), texts[text]),
    )


def _most_telling(seen: dict[str, list[Sighting]], strong: dict[str, set[str]]) -> Sequence[str]:
    kept = [name for name in seen if name in strong or len(seen[name]) >= _LEAST_SEEN]
    return sorted(kept, key=lambda name: (name not in strong, -len(seen[name])))[:_MOST]


def _strong(seen: dict[str, list[Sighting]]) -> dict[str, set[str]]:
    """The places of each name that was seen where a page says whose it is."""
    places = {name: {sighting.place for sighting in found} for name, found in seen.items()}
    return {name: where for name, where in places.items() if where - WEAK}


def _places(found: list[Sighting]) -> Iterator[tuple[str, float]]:
    for place, count in Counter(sighting.place for sighting in found).items():
        yield place, log1p(count)
    yield "places", float(len({sighting.place for sighting in found}))


def _named_entries(text: str, traits: dict[str, float]) -> float:
    """How often entries begin or end with it, if its words begin with capitals as names do."""
    pieces = text.split()
    if len(pieces) < 2 or not all(piece[0].isupper() for piece in pieces):
        return 0.0
    return sum(traits.get(place, 0.0) for place in ("begins", "ends", "after contact"))


def _relatives(name: str, strong: dict[str, set[str]]) -> Iterator[tuple[str, float]]:
    """Names seen at telling places that hold this one, or that it holds."""
    for other, places in strong.items():
        if other == name or min(len(name), len(other)) < _LEAST_LIKE:
            continue
        if name in other:
            yield from ((f"inside {place}", 1.0) for place in places - WEAK)
        elif other in name:
            yield from ((f"around {place}", 1.0) for place in places - WEAK)


def _shape(text: str) -> Iterator[tuple[str, float]]:
    folded, pieces = key(text), text.split()
    tokens = folded.split()
    yield "one word", float(len(pieces) == 1)
    yield "words", log1p(len(pieces))
    yield "many words", float(len(pieces) > 4)
    yield "chars", log1p(len(text))
    yield "short", float(len(text) < 4)
    yield "section", float(folded in SECTIONS)
    yield "furniture", float(folded in _FURNITURE or bool(_NOT_NAMES.search(text)))
    yield "agency", float(folded in AGENCIES)
    yield "digits", float(any(map(str.isdigit, text)))
    yield "small", sum(piece[0].islower() for piece in pieces) / len(pieces)
    yield "capitals", float(text.isupper())
    yield "function words", sum(token in FUNCTION_WORDS for token in tokens) / max(1, len(tokens))
    yield (
        "function word first",
        float(bool(tokens) and tokens[0] in FUNCTION_WORDS and tokens[0] != "the"),
    )
    yield "function word last", float(bool(tokens) and tokens[-1] in FUNCTION_WORDS)
    yield "article", float(bool(tokens) and tokens[0] in PARTICLES | {"the"})
    yield "sentence", float(text[-1] in ".!?…")
    yield "dotted", float("." in text[:-1])
    yield (
        "camel",
        float(any(a.islower() and b.isupper() for a, b in pairwise(text))),
    )
