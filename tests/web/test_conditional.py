"""No header, however odd, is more than a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web.conditional import coding, held_etag
from feedsvc.web.documents import Document

DOCUMENT = Document(
    path="feeds/all/atom.xml",
    media_type="application/atom+xml; charset=utf-8",
    modified=1_800_000_000,
    digest="0123456789abcdef",
    codings={"identity": b"feed", "gzip": b"f", "br": b""},
)
ODD = st.text(st.sampled_from('gzip,br;q=01.*"W/ -\xff\t'), max_size=40) | st.text(max_size=40)


@given(ODD)
def test_any_accept_encoding_chooses_a_coding_that_is_there(header: str) -> None:
    assert coding(header, DOCUMENT.codings) in DOCUMENT.codings


@given(tags=ODD, date=ODD)
def test_any_validators_give_a_tag_of_ours_or_none(tags: str, date: str) -> None:
    headers = {"if-none-match": tags, "if-modified-since": date}
    ours = {DOCUMENT.etag(name) for name in DOCUMENT.codings}
    assert held_etag(headers, DOCUMENT, "gzip") in {None, *ours}
    assert held_etag({"if-modified-since": date}, DOCUMENT, "gzip") in {None, *ours}


@given(st.lists(st.sampled_from(["br", "gzip", "identity", "*", "deflate"]), unique=True))
def test_what_is_refused_is_not_sent(refused: list[str]) -> None:
    header = ", ".join(f"{name};q=0" for name in refused)
    chosen = coding(header + ", gzip;q=0.5" if "gzip" not in refused else header, DOCUMENT.codings)
    assert chosen == "identity" or chosen not in refused


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("zstd", "zstd"),
        ("gzip, zstd", "zstd"),
        ("gzip, br, zstd", "br"),
        ("br;q=0.5, zstd", "zstd"),
        ("zstd;q=0, gzip", "gzip"),
    ],
)
def test_feeds_36_zstd_comes_between_brotli_and_gzip(asked: str, chosen: str) -> None:
    assert coding(asked, {"identity", "br", "zstd", "gzip"}) == chosen
    assert coding(asked, {"identity", "br", "gzip"}) in {"br", "gzip", "identity"}
