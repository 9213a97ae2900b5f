"""What has the shape of a person's name: capitalized words that are no roles, days or menus."""

import re
from typing import Final

from feedsvc.extract.page import key
from feedsvc.extract.vocabulary.dates import MODIFIED, MONTHS, PUBLISHED, WEEKDAYS
from feedsvc.extract.vocabulary.furniture import WHOLE
from feedsvc.extract.vocabulary.people import AGENCIES, PARTICLES, ROLES
from feedsvc.extract.vocabulary.prose import FUNCTION_WORDS
from feedsvc.extract.vocabulary.sections import SECTIONS

CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MAX_NAME_WORDS: Final = 5
_MAX_NAME_CHARS: Final = 40
_MENU_WORDS: Final = frozenset(
    word
    for table in (*WHOLE.values(), SECTIONS)
    for phrase in table
    for word in phrase.split()
    if len(word) > 3
)
# What stands beside a date and is nobody: "Last Updated", "Wednesday", "Updated November".
_OF_DATES: Final = frozenset(
    word
    for phrase in (*MONTHS, *WEEKDAYS, *PUBLISHED, *MODIFIED)
    for word in phrase.split()
    if len(word) > 2
)
_HANDLE: Final = re.compile(r"[^\W\d_]{2}\.[^\W\d_]{2}")  # "Jane.Roe" is an address or a domain
_SIGNED_HANDLE: Final = re.compile(
    r"([^\W\d_][\w-]{2,19})\s*(?:\Z|[|·•,/]|\b(?:am|at|on|in|um)\b)", re.IGNORECASE
)
_ALSO_NAMES: Final = frozenset(("will", "till", "per", "bill", "mark"))  # and ordinary words
_ORDINARY: Final = FUNCTION_WORDS - _ALSO_NAMES
_SURNAMES: Final = frozenset(("White", "House", "Head", "West", "Chief", "Money"))  # and roles
_NOT_IN_CJK_NAMES: Final = re.compile(r"[\d\s。、：:]")
_INNER_BY: Final = re.compile(r"(?i:^[a-z]+ing by )")  # "Editing by Jane Roe"
# "Jane RoeStaff Writer": an inline element was lost between name and role.
_UNGLUED: Final = re.compile(
    "(?<=[a-zß-ÿ])(?=(?:"
    + "|".join(sorted(role.capitalize() for role in ROLES if len(role) > 4))
    + r")\b)"
)
_NAME_WORD: Final = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0610-\u065f\u0900-\u0963\u0970-\u0dff\u0e00-\u0e4f'’.-])*\Z"
)


def name_of(text: str) -> str | None:
    """`text` without roles, if what stays has the shape of a person's name."""
    if len(text) > 2 * _MAX_NAME_CHARS:
        return None
    if CJK.search(text):
        return text if 2 <= len(text) <= 8 and not _NOT_IN_CJK_NAMES.search(text) else None
    words = _UNGLUED.sub(" ", _INNER_BY.sub("", text)).split()
    while words and words[-1].casefold().strip(".,") in ROLES:
        if len(words) == 2 and words[-1] in _SURNAMES and words[0].casefold() not in ROLES:
            break
        words.pop()
    while words and words[0].casefold().strip(".,") in ROLES:
        words.pop(0)
    name = " ".join(words)
    return cased(name) if len(name) <= _MAX_NAME_CHARS and _shaped(words) else None


def handle_of(text: str) -> tuple[str, ...]:
    """The name that somebody signs a blog with: `by kelpfisher`, `von rasos am`."""
    match = _SIGNED_HANDLE.match(text)
    return (match[1],) if match and match[1].casefold() not in FUNCTION_WORDS else ()


def is_full(name: str) -> bool:
    """Two words or more, none of them known from menus or section lines."""
    tokens = key(name).split()
    return len(tokens) >= 2 and not any(token in _MENU_WORDS for token in tokens)


def cased(name: str) -> str:
    """`JANE ROE` as `Jane Roe`; what has small letters stays."""
    if not name.isupper() or len(name) < 5:
        return name
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)


def _shaped(words: list[str]) -> bool:
    """Capitalized words, with particles between them, none of them an ordinary word."""
    if not 1 <= len(words) <= _MAX_NAME_WORDS or key(" ".join(words)) in AGENCIES:
        return False
    if len(words) == 1 and (words[0].isupper() or len(words[0]) < 3):
        return False
    if not _capital(words[-1]) or not all(_NAME_WORD.match(word) for word in words):
        return False
    if all(key(word) in _OF_DATES for word in words) or _HANDLE.search(" ".join(words)):
        return False
    return all(
        word.casefold() in PARTICLES
        or (_capital(word) and (word.isupper() or word.casefold() not in _ORDINARY))
        for word in words
    )


def _capital(word: str) -> bool:
    """The word begins with a capital (d’Arc has one), or in a script that has none."""
    word = word[2:] if word[:2] in ("d’", "d'", "l’", "l'") and word[2:] else word
    return not word[0].islower() and word[0].isalpha()
