"""Reading: what a dump's bytes are, in which encoding, and why some are turned away."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.formats import FormatPolicy, read
from feedsvc.model import MediaType, Record, Rejected, RejectionReason

RUSSIAN = (
    "Мэр города объявил в понедельник, что новый мост через реку откроют весной. По его словам, "
    "строительство обошлось дешевле, чем ожидалось. Жители довольны."
)
JAPANESE = "市長は月曜日、新しい橋が春に開通すると発表した。建設費は予想より安く済んだという。"
GERMAN = (
    "Der Bürgermeister sagte am Montag, die Brücke über den Fluss werde im Frühjahr eröffnet. "
    "Das wäre „schön“ – und billiger."
)


def only(data: bytes, policy: FormatPolicy | None = None) -> Record | Rejected:
    (found,) = read(data, policy or FormatPolicy())
    return found


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("The mayor’s bridge opens.", "utf-8", "utf-8"),
        ("The mayor’s bridge opens.", "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16le"),
        (RUSSIAN, "utf-16-be", "utf-16be"),
        (GERMAN, "utf-16-le", "utf-16le"),
        (RUSSIAN, "utf-32", "utf-32"),
        (GERMAN, "cp1252", "windows-1252"),
        ("The mayor’s “bridge” opens on Monday.", "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        (RUSSIAN, "iso8859_5", "iso-8859-5"),
        (RUSSIAN, "cp866", "ibm866"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        ("市长周一宣布，新桥将于春天开通。据他说，建设费用比预期的要低。", "gb18030", "gb18030"),
        ("시장은 월요일에 새 다리가 봄에 개통될 것이라고 발표했다.", "euc_kr", "euc-kr"),
        (
            "Burmistrz ogłosił w poniedziałek, że nowy most zostanie otwarty wiosną.",
            "iso8859_2",
            "iso-8859-2",
        ),
    ],
)
def test_an_encoding_comes_out_right_and_under_its_whatwg_name(
    text: str, codec: str, name: str
) -> None:
    found = only(text.encode(codec))
    assert isinstance(found, Record)
    assert (found.text, found.encoding) == (text, name)
    assert (found.media_type, found.position) == (MediaType.PLAIN, 0)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\x00" * 99, b"\xff\xfe"])
def test_nothing_to_read_is_empty(data: bytes) -> None:
    found = only(data)
    assert isinstance(found, Rejected)
    assert found.reason is RejectionReason.EMPTY


def test_invisible_characters_alone_are_empty() -> None:
    found = only("\u200b\u2060\ufeff\n\u202e".encode())
    assert isinstance(found, Rejected)
    assert found.reason is RejectionReason.EMPTY


@pytest.mark.parametrize(
    ("data", "reason", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), RejectionReason.BINARY, "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(99), RejectionReason.BINARY, "JPEG"),
        (bytes(range(256)) * 9, RejectionReason.BINARY, "control"),
        (b"half text\x00half\x01not\x02" * 9, RejectionReason.BINARY, "control"),
        (b"\x1f\x8b\x08" + bytes(99), RejectionReason.UNSUPPORTED, "gzip"),
        (b"PK\x03\x04" + bytes(99), RejectionReason.UNSUPPORTED, "zip"),
        (b"%PDF-1.7\n", RejectionReason.UNSUPPORTED, "PDF"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", RejectionReason.UNSUPPORTED, "WARC"),
        (bytes(257) + b"ustar" + b"text" * 99, RejectionReason.UNSUPPORTED, "tar"),
        (b'<?xml version="1.0"?><rss version="2.0"/>', RejectionReason.UNSUPPORTED, "feed"),
        (b'<?xml version="1.0"?><data/>', RejectionReason.UNSUPPORTED, "XML"),
        (b'{"title": "The bridge", "text": "opens"}\n', RejectionReason.UNSUPPORTED, "JSON"),
        (b'[{"a": 1}, {"a": 2}]', RejectionReason.UNSUPPORTED, "JSON"),
        (b"Return-Path: <a@example.org>\nSubject: Hi\n", RejectionReason.UNSUPPORTED, "e-mail"),
    ],
)
def test_what_is_not_plain_text_is_named(data: bytes, reason: RejectionReason, word: str) -> None:
    found = only(data)
    assert isinstance(found, Rejected)
    assert found.reason is reason
    assert word in found.detail


@pytest.mark.parametrize(
    "text",
    [
        "[Photo] The mayor opens a bridge.",
        "{Updated} The mayor opens a bridge.",
        "<3 is how the mayor signed the letter.",
        "From the mayor's office comes news of a bridge.",
        "if a < b and c > d, the mayor said, <p> is a tag.",
    ],
)
def test_prose_that_only_begins_like_another_format_is_read(text: str) -> None:
    assert isinstance(only(text.encode()), Record)


def test_a_dump_over_the_limit_is_not_read() -> None:
    found = only(b"x" * 11, FormatPolicy(max_bytes=10))
    assert isinstance(found, Rejected)
    assert found.reason is RejectionReason.TOO_LARGE
    assert isinstance(only(b"x" * 10, FormatPolicy(max_bytes=10)), Record)


def test_utf8_cut_inside_its_last_character_keeps_the_rest() -> None:
    found = only("Die Brücke schön".encode()[:-2])
    assert isinstance(found, Record)
    assert (found.text, found.encoding) == ("Die Brücke sch", "utf-8")


def test_a_stray_byte_does_not_turn_utf8_into_something_else() -> None:
    found = only((GERMAN * 3).encode() + b"\xff" + GERMAN.encode())
    assert isinstance(found, Record)
    assert found.encoding == "utf-8"
    assert found.text.count("Brücke") == 4


def test_bytes_that_no_encoding_fits_are_undecodable() -> None:
    found = only(bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF]) * 50 + b"ab")
    assert isinstance(found, Rejected)
    assert found.reason in (RejectionReason.UNDECODABLE, RejectionReason.BINARY)


@given(st.binary(max_size=400))
@example(b"\xfe\xff\xd8\x00")
@example(b"\xff\xfe\x00\x00\xff\xff\xff\xff")
@example(b"\x1b$B\x00")
def test_any_bytes_give_one_outcome_and_clean_text(data: bytes) -> None:
    found = only(data)
    if isinstance(found, Record):
        assert found.text.strip()
        assert "\x00" not in found.text
        found.text.encode("utf-8")
