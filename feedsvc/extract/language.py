"""The language of a text as BCP 47 has it, "und" when unsure.

The only user of py3langid, whose model takes most of a second and 120 MB to load: it is
imported when it is first asked. Kana and Hangul need no model.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

from feedsvc.extract.page import Line

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_MIN_LETTERS: Final = 40  # py3langid answers "af" for the empty string
_MIN_IDEOGRAPHS: Final = 12
_MIN_PROBABILITY: Final = 0.8
_SAMPLE_CHARS: Final = 500  # six times as much changes no answer on 747 articles
_SAMPLE_LINES: Final = 5
_LINE_CHARS: Final = 120
_MIN_WORDS: Final = 5  # of a line that may be a sentence
_KANA: Final = re.compile("[\u3040-\u30ff]")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_HANGUL: Final = re.compile("[\uac00-\ud7af]")


def detect_language(text: str) -> str:
    """The language of `text`, or "und" if it is too short or too mixed to tell."""
    sample = text[:_SAMPLE_CHARS]
    han, kana, hangul = (len(script.findall(sample)) for script in (_HAN, _KANA, _HANGUL))
    letters = sum(map(str.isalpha, sample))
    if han + kana + hangul >= max(_MIN_IDEOGRAPHS, letters // 2):
        if hangul > han + kana:
            return "ko"
        return "ja" if kana > han // 20 else "zh"
    if letters < _MIN_LETTERS:
        return "und"
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _MIN_PROBABILITY else "und"


def prose_sample(lines: Iterable[Line]) -> str:
    """The longest lines that read like sentences: menus mislead language detection."""
    prose = sorted((line for line in lines if line.size >= _MIN_WORDS), key=lambda line: -line.size)
    return "\n".join(line.text[:_LINE_CHARS] for line in prose[:_SAMPLE_LINES])


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 -- see above

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
