"""How a language is written, and how dates are, on pages."""

from datetime import UTC, datetime, time

# Scripts that run from right to left, and the languages that are written in one by default
# (Unicode CLDR, "characterOrder").
_RTL_SCRIPTS = frozenset(
    {"adlm", "arab", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"}
)
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "arz", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn"}
    | {"nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gl": "Galician",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nb": "Norwegian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def tag(language: str) -> str:
    """The value of HTML's `lang`: "" when the language is not known (HTML, 3.2.6.2)."""
    return "" if language == "und" else language


def direction(language: str) -> str:
    """The value of HTML's `dir` for text in `language` (BCP 47): "auto" when it is not known."""
    subtags = language.lower().split("-")
    if subtags[0] == "und":
        return "auto"
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES else "ltr"


def written_day(moment: datetime) -> str:
    """9 March 2026, in UTC, whatever the process's locale."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]} {utc.year}"


def written_moment(moment: datetime) -> str:
    """9 March 2026, 08:30 UTC; midnight sharp is a day whose time nobody told: 9 March 2026."""
    utc = moment.astimezone(UTC)
    if utc.time() == time():
        return written_day(moment)
    return f"{written_day(moment)}, {utc:%H:%M} UTC"


def machine_moment(moment: datetime) -> str:
    """The `datetime` attribute of a `<time>`: 2026-03-09T08:30:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def written_month(moment: datetime) -> str:
    """March 2026, in UTC."""
    utc = moment.astimezone(UTC)
    return f"{_MONTHS[utc.month - 1]} {utc.year}"


def written_count(number: int, one: str, many: str = "") -> str:
    """1 article; 1,234 articles."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(words: str) -> str:
    """A capital at the beginning, a full stop at the end."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '!', '?')) else '.'}"


def name(tag_: str) -> str:
    """What a language is called in English; its tag if we have no name for it."""
    return _NAMES.get(tag_.lower().partition("-")[0], tag_)
