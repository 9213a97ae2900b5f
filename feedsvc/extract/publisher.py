"""The publisher's name: what a page says most often, and at the places where it says whose it is.

`imprint` sees the names that it may be; this weighs them, and gives none rather than a doubtful
one.
"""

import re
from typing import Final

from feedsvc.extract.evidence import Scale
from feedsvc.extract.imprint import LEGAL, Sighting
from feedsvc.extract.mastheads import WEAK, candidates, plain_name, spelling
from feedsvc.extract.page import Line
from feedsvc.extract.vocabulary.people import PARTICLES
from feedsvc.model import Evidence

_SITE_LINE: Final = re.compile(
    r"(?P<name>[^\d.!?:]{2,60}) (?:19|20)\d{2}(?:\s?[-–/]\s?(?:(?:19|20)?\d{2}))?\Z"
)
_SITE_WORD: Final = re.compile(
    r"(?i:\b(?:news|www|com|net|org|nachrichten|noticias|notizie|nieuws|новости)\b)|\b[A-Z]{2,}[a-z]"
)
_MAX_LINES: Final = 5  # that the evidence names
# Fitted by logistic regression to the names of 350 pages in three flattened forms; held out by
# site it names the publisher of 0.80 (wet), 0.79 (gettext) and 0.11 (seed) of them. The least
# chance is low because a feed of a publisher needs its name on most of its articles.
# benchmarks/train_fields.py fits such weights.
SCALE: Final = Scale(
    weights={
        "address": 2.33,
        "after contact": 0.25,
        "after years": -0.15,
        "agency": -1.35,
        "alone": -1.65,
        "around address": 1.91,
        "around after years": -0.39,
        "around before copyright": -0.66,
        "around copyright": 1.65,
        "around copyright end": -0.62,
        "around copyright start": 0.20,
        "around copyright without form": 0.77,
        "around mail address": 1.31,
        "around masthead": 0.58,
        "around title end": 3.78,
        "around title middle": 0.41,
        "around title rest": -0.00,
        "around title start": -1.71,
        "article": 0.55,
        "before copyright": -0.84,
        "begins": -0.09,
        "camel": 0.34,
        "capitals": 1.10,
        "chars": 0.35,
        "copyright": 1.55,
        "copyright end": -0.28,
        "copyright start": -0.67,
        "copyright without form": 0.51,
        "digits": 0.00,
        "dotted": 1.31,
        "ends": -0.44,
        "function word first": -0.58,
        "function word last": -0.68,
        "function words": 1.79,
        "furniture": -2.35,
        "in headline": -1.72,
        "in story": 0.47,
        "inside address": 1.87,
        "inside after years": 0.88,
        "inside before copyright": 0.97,
        "inside copyright": 1.48,
        "inside copyright end": -0.34,
        "inside copyright start": -0.33,
        "inside copyright without form": 0.79,
        "inside mail address": -0.23,
        "inside masthead": 0.53,
        "inside title end": 3.85,
        "inside title middle": 0.78,
        "inside title rest": 0.44,
        "inside title start": 0.52,
        "mail address": 3.02,
        "many words": -0.60,
        "masthead": -0.69,
        "named entries": 0.00,
        "one word": -1.42,
        "places": 1.14,
        "section": -1.06,
        "sentence": -0.21,
        "short": -0.14,
        "small": -0.65,
        "title end": 5.27,
        "title middle": 1.01,
        "title rest": 0.13,
        "title start": 0.49,
        "told": 0.80,
        "top": 0.18,
        "words": -2.07,
    },
    bias=-2.81,
    least=0.12,
)
_PLAIN: Final = ("copyright without form", "copyright", "source", "masthead")
_WHOLE_PAGE: Final = 30  # lines outside the story from which a dump has its page's menus
_PLAIN_CHANCE: Final = 0.3  # of what is taken although the weights would not
_RULES: Final = {
    "title end": "it stands behind the page's own title",
    "copyright": "it holds the copyright",
    "copyright without form": "it holds the copyright",
    "source": "the page names it as its source",
    "address": "it is in the page's own addresses",
    "mail address": "it is in the page's own addresses",
    "masthead": "a line at the top that is named like a newspaper",
    "top": "a line at the top",
}


def publisher_line(line: Line) -> bool:
    """A line that is a site's name and a year: garbled mastheads look like this."""
    if line.size > 8 or not line.text[-1:].isdecimal():
        return False
    match = _SITE_LINE.match(line.text)
    return match is not None and _SITE_WORD.search(match["name"]) is not None


def find_publisher(
    lines: tuple[Line, ...], story: frozenset[int], title: str
) -> tuple[str, Evidence] | None:
    """The publisher's name with its evidence, or None. `story` are the story's lines."""
    outside = sum(bool(line.tokens) and at not in story for at, line in enumerate(lines))
    weighed = [
        (SCALE.chance(traits), -order, found)
        for order, (found, traits) in enumerate(candidates(lines, story, title))
        if _may_publish(found, is_whole=outside >= _WHOLE_PAGE)
    ]
    likely = max(weighed, default=(0.0, 0, []), key=lambda entry: entry[:2])
    best = likely if likely[0] >= SCALE.least else _plainly_said(weighed)
    if best is None:
        return None
    chance, _, found = best
    name = LEGAL.sub("", spelling(found)).strip(" ,.-–")
    numbers = tuple(dict.fromkeys(sighting.number for sighting in found))[:_MAX_LINES]
    places = {sighting.place for sighting in found}
    rule = next((_RULES[place] for place in _RULES if place in places), "the page says it often")
    return _cased(name), Evidence(
        field="publisher", rule=rule, lines=numbers, confidence=min(0.95, chance)
    )


def _may_publish(found: list[Sighting], *, is_whole: bool) -> bool:
    """A name that only the story tells is a source of it; and where the page is reduced to its
    main part, a line or the end of one tells nothing by itself: of 32 such names 9 were right.
    """
    places = {sighting.place for sighting in found}
    return bool(places - ({"told"} if is_whole else WEAK))


def _plainly_said(
    weighed: list[tuple[float, int, list[Sighting]]],
) -> tuple[float, int, list[Sighting]] | None:
    """What no menu and no address supports, but the page says in so many words."""
    for place in _PLAIN:
        for _, order, found in weighed:
            if any(sighting.place == place for sighting in found) and plain_name(spelling(found)):
                return _PLAIN_CHANCE, order, found
    return None


def _cased(name: str) -> str:
    """`THE DAILY PAPER` as `The Daily Paper`; one word stays, it may be an abbreviation."""
    words = name.split()
    if not name.isupper() or len(words) < 2:
        return name
    return " ".join(
        word.lower() if place and word.casefold() in PARTICLES else word.capitalize()
        for place, word in enumerate(words)
    )
