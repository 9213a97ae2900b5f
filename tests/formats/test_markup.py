"""HTML among the dumps: told from text, decoded as browsers do, and cleaned in its entities too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.formats import read
from feedsvc.formats.markup import declared_encoding, is_html
from feedsvc.model import MediaType, Record

PAGE = "<!DOCTYPE html><html><head>{}</head><body><p>Die Brücke über den Fluss</p></body></html>"


def only(data: bytes) -> Record:
    (found,) = read(data)
    assert isinstance(found, Record)
    return found


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><p>Hi",
        b"\xef\xbb\xbf\n  <html lang=en><body>Hi",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">',
        "<!doctype html><title>ü</title>".encode("utf-16"),
        b"<!-- saved --><HTML><BODY>Hi",
        b"<p>a</p><p>b</p><p>c</p>",
        b"<article><h1>Ferry late</h1><p>One.</p><p>Two.</p><p>Three.</p></article>",
    ],
)
def test_a_page_and_a_piece_of_one_are_html(data: bytes) -> None:
    assert is_html(data)
    assert only(data).media_type is MediaType.HTML


@pytest.mark.parametrize(
    "text",
    [
        "The mayor wrote <b>no</b> in the margin, and <i>never</i> below it.",
        "Write <p> for a paragraph, <br> for a break, <ul> and <li> for lists, <a> for a link and "
        "<table> for a table. None of them is hard, the teacher said, and all are useful. " * 9,
        "a < b and b > c, so a <html wins",
        "if x<p and y>q: the page said <html> was its name",
        "[Photo] The mayor opens a bridge.",
    ],
)
def test_a_text_with_tags_in_it_stays_a_text(text: str) -> None:
    assert not is_html(text.encode())
    assert only(text.encode()).media_type is MediaType.PLAIN


@pytest.mark.parametrize(
    ("meta", "codec", "name"),
    [
        ('<meta charset="windows-1252">', "cp1252", "windows-1252"),
        ("<meta charset=latin1>", "cp1252", "windows-1252"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-2">',
            "iso8859_2",
            "iso-8859-2",
        ),
        ('<meta charset="utf-8">', "utf-8", "utf-8"),
        ("<!-- <meta charset=koi8-r> --><meta charset='utf-8'>", "utf-8", "utf-8"),
        ('<meta charset="utf-16">', "utf-8", "utf-8"),
        ('<meta charset="windows-1252">', "utf-8", "utf-8"),  # saved transcoded, the tag forgotten
        ('<meta charset="no-such-thing">', "utf-8", "utf-8"),
        ('<meta charset="iso-8859-1">', "utf-16", "utf-16le"),  # the mark wins
    ],
)
def test_the_encoding_is_the_one_that_browsers_find(meta: str, codec: str, name: str) -> None:
    found = only(PAGE.format(meta).encode(codec))
    assert found.encoding == name
    assert "Die Brücke über den Fluss" in found.text


def test_a_declaration_far_down_is_not_looked_for() -> None:
    assert declared_encoding(b"<html>" + b" " * 1024 + b"<meta charset=koi8-r>") is None


def test_entities_cannot_bring_back_what_cleaning_removes() -> None:
    found = only(
        b"<html><body>sof&shy;t&#8203; &#x202E;right &#xE000;&lt;b&gt; &amp;amp; caf&eacute;"
    )
    assert found.text == "<html><body>soft right &lt;b&gt; &amp;amp; café"


@given(st.binary(max_size=300))
def test_any_bytes_after_a_doctype_give_one_outcome(data: bytes) -> None:
    (found,) = read(b"<!DOCTYPE html><p>x" + data)
    if isinstance(found, Record):
        assert "\x00" not in found.text
        found.text.encode()
