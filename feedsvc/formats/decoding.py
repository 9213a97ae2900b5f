"""Bytes to text: byte order mark, strict UTF-8, UTF-16 without a mark, then detection.

Encodings are named as in the WHATWG Encoding Standard. UTF-7 is never used.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass
from typing import Final

from resiliparse.parse.encoding import detect_encoding

from feedsvc.model import Rejected, RejectionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, and the WHATWG name of the encoding that it was decoded from."""

    text: str
    encoding: str


_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (BOM_UTF8, "utf-8", "utf-8"),
    (BOM_UTF16_LE, "utf-16-le", "utf-16le"),
    (BOM_UTF16_BE, "utf-16-be", "utf-16be"),
)

# Python codec as detected → (Python codec that browsers use for it, WHATWG name)
_CODECS: Final = {
    "big5": ("big5hkscs", "big5"),
    "cp866": ("cp866", "ibm866"),
    "euc_jp": ("euc_jp", "euc-jp"),
    "euc-jp": ("euc_jp", "euc-jp"),
    "euc_kr": ("cp949", "euc-kr"),
    "euc-kr": ("cp949", "euc-kr"),
    "gb18030": ("gb18030", "gb18030"),
    "gbk": ("gb18030", "gbk"),
    "iso2022_jp": ("iso2022_jp", "iso-2022-jp"),
    "iso8859-11": ("cp874", "windows-874"),
    "iso8859-9": ("cp1254", "windows-1254"),
    "koi8-r": ("koi8_r", "koi8-r"),
    "koi8-u": ("koi8_u", "koi8-u"),
    "mac-roman": ("mac_roman", "macintosh"),
    "shift_jis": ("cp932", "shift_jis"),
    **{f"cp125{digit}": (f"cp125{digit}", f"windows-125{digit}") for digit in range(9)},
    **{
        f"iso8859-{part}": (f"iso8859_{part}", f"iso-8859-{part}") for part in (2, 3, 4, 5, 6, 7, 8)
    },
    **{f"iso8859-{part}": (f"iso8859_{part}", f"iso-8859-{part}") for part in (10, 13, 14, 15, 16)},
}
_WESTERN: Final = _CODECS["cp1252"]
_SECOND_GUESSES: Final = (_CODECS["euc_kr"], _CODECS["shift_jis"], _CODECS["gb18030"])

_CONTROL_BYTES: Final = bytes((*range(9), *range(14, 27), *range(28, 32), 0x7F))  # ESC is a shift
_MAX_CONTROL_SHARE: Final = 0.01  # compressed or random bytes have 0.1, clean text has none
_JAPANESE_SHIFT: Final = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_MIN_LETTER_SHARE: Final = 0.7  # of letters and spaces, in a right reading as UTF-16
_MAX_BLOCKS: Final = 4  # of 256 characters each: Latin with two extensions, and another script
_MAX_INVALID_SHARE: Final = 0.1  # of what is not ASCII, in text that still is UTF-8
_MAX_LOST_SHARE: Final = 0.02  # of all characters, in a reading with replacements
_SAMPLE_CHARS: Final = 20_000


def decode(data: bytes) -> Decoded | Rejected:
    """The text of `data`, or why it has none."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Decoded(text=data[len(mark) :].decode(codec, "replace"), encoding=name)
    if _JAPANESE_SHIFT.search(data) and (text := _strict(data, "iso2022_jp")) is not None:
        return Decoded(text=text, encoding="iso-2022-jp")
    if b"\x00" in data and (wide := _as_utf16(data)) is not None:
        return wide
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > max(1, _MAX_CONTROL_SHARE * len(data)):
        detail = f"{controls} of {len(data)} bytes are control characters: this is not text"
        return Rejected(reason=RejectionReason.BINARY, detail=detail)
    return _as_utf8(data) or _detected(data)


def codec_named(codec: str | None) -> tuple[str, str]:
    """The codec that browsers use for a Python codec, and its WHATWG name; "" twice for None."""
    if codec is None:
        return "", ""
    return _CODECS.get(codec.lower(), (codec, codec.lower().replace("_", "-")))


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark, if one byte order reads as letters and spaces."""
    best: tuple[float, Decoded] | None = None
    for codec, name in (("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")):
        text = _strict(data[: len(data) // 2 * 2], codec)
        if text is None:
            continue
        share = _letter_share(text[:_SAMPLE_CHARS])
        if share >= _MIN_LETTER_SHARE and (best is None or share > best[0]):
            best = share, Decoded(text=text, encoding=name)
    return None if best is None else best[1]


def _letter_share(text: str) -> float:
    """The share of letters and spaces in `text`; 0 if they mix scripts as no language does."""
    letters = [character for character in text if character.isalpha()]
    wide = sum(character >= "\u3000" for character in letters)
    blocks = {ord(character) >> 8 for character in letters if character < "\u3000"}
    mixed = len(blocks) > _MAX_BLOCKS if wide == 0 else wide < 0.9 * len(letters)
    spaces = sum(character in " \n\r\t" for character in text)
    return 0.0 if mixed or not letters else (len(letters) + spaces) / len(text)


def _as_utf8(data: bytes) -> Decoded | None:
    """Strict UTF-8; or nearly: cut in its last character, or with a few stray bytes."""
    if (text := _strict(data, "utf-8")) is not None:
        return Decoded(text=text, encoding="utf-8")
    text = data.decode("utf-8", "replace")
    if text.endswith("\ufffd") and text.count("\ufffd") == 1 and not text[:-1].isascii():
        return Decoded(text=text[:-1], encoding="utf-8")
    lost = text.count("\ufffd")
    foreign = sum(character > "\x7f" for character in text)
    return Decoded(text=text, encoding="utf-8") if lost <= _MAX_INVALID_SHARE * foreign else None


def _detected(data: bytes) -> Decoded | Rejected:
    codec, name = _CODECS.get(detect_encoding(data) or "", ("", ""))
    if codec and (text := _strict(data, codec)) is not None:
        if text == data.decode(_WESTERN[0], "replace"):
            return Decoded(text=text, encoding=_WESTERN[1])
        return Decoded(text=text, encoding=name)
    for codec_, name_ in () if codec else _SECOND_GUESSES:
        text = _strict(data, codec_)
        if text is not None and _reads_as_east_asian(text):
            return Decoded(text=text, encoding=name_)
    return _with_replacements(data, codec or _WESTERN[0], name or _WESTERN[1])


def _reads_as_east_asian(text: str) -> bool:
    """Most of what is not ASCII is Hangul, kana or common Han: no accident."""
    foreign = [character for character in text if character > "\x7f"]
    asian = sum(
        "\u3000" <= character <= "\u9fff" or "가" <= character <= "힣" for character in foreign
    )
    return len(foreign) >= 4 and asian >= 0.95 * len(foreign)


def _with_replacements(data: bytes, codec: str, name: str) -> Decoded | Rejected:
    text = data.decode(codec, "replace")
    lost = text.count("\ufffd")
    if lost <= max(1, _MAX_LOST_SHARE * len(text)):
        return Decoded(text=text, encoding=name)
    detail = f"no encoding fits; read as {name}, {lost} of {len(text)} characters are lost"
    return Rejected(reason=RejectionReason.UNDECODABLE, detail=detail)
