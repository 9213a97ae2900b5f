"""Bytes of a dump to records: what kind of file it is, which encoding, and clean text.

`read` never raises for bad input: what cannot be read is a `Rejected` with its reason. Whether
a record's text is an article is for `feedsvc.extract` to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc.formats.cleaning import clean
from feedsvc.formats.decoding import decode
from feedsvc.formats.markup import clean_html, decode_html, is_html
from feedsvc.formats.sniffing import foreign_format, is_blank
from feedsvc.model import MediaType, Record, Rejected, RejectionReason

__all__ = ["FormatPolicy", "clean", "is_html", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPolicy:
    """How much of a dump is read.

    The largest of 756 real pages has 365 kB as HTML and 60 kB flattened to text; the limit is a
    guard, not a fit.
    """

    max_bytes: int = 2_000_000


def read(data: bytes, policy: FormatPolicy = FormatPolicy()) -> Iterator[Record | Rejected]:
    """The records in the bytes of one dump, in order: one page of plain text or of HTML."""
    yield _read_page(data, policy)


def _read_page(data: bytes, policy: FormatPolicy) -> Record | Rejected:
    if len(data) > policy.max_bytes:
        detail = f"{len(data)} bytes, more than the {policy.max_bytes} that are read"
        return Rejected(reason=RejectionReason.TOO_LARGE, detail=detail)
    if is_blank(data):
        return Rejected(reason=RejectionReason.EMPTY, detail=f"no text in {len(data)} bytes")
    html = is_html(data)
    if not html and (foreign := foreign_format(data)) is not None:
        return foreign
    decoded = decode_html(data) if html else decode(data)
    if isinstance(decoded, Rejected):
        return decoded
    cleaned = clean_html(decoded.text) if html else clean(decoded.text)
    if not cleaned.strip():
        return Rejected(reason=RejectionReason.EMPTY, detail="nothing but invisible characters")
    media_type = MediaType.HTML if html else MediaType.PLAIN
    return Record(position=0, media_type=media_type, text=cleaned, encoding=decoded.encoding)
