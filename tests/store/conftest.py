"""Articles and files for the store's tests."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.model import Article, Dump, FileSignature, Fingerprint

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    """A moment to start from."""
    return NOON


@pytest.fixture
def at() -> Callable[[float], datetime]:
    """The moment so many minutes after noon."""
    return lambda minutes: NOON + timedelta(minutes=minutes)


@pytest.fixture
def article() -> Callable[..., Article]:
    """An article; the arguments replace its fields."""

    def make(**fields: object) -> Article:
        text = "The ferry was late again. Nobody on the quay was surprised."
        values: dict[str, object] = {
            "title": "Ferry late again",
            "text": text,
            "content": f"<p>{text}</p>",
            "language": "en",
        }
        return Article(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture
def mark() -> Callable[..., Fingerprint]:
    """A fingerprint with these shingles."""

    def make(*shingles: int, text_hash: str = "") -> Fingerprint:
        given = text_hash or f"hash of {shingles}"
        return Fingerprint(version=1, text_hash=given, shingles=tuple(sorted(shingles)))

    return make


@pytest.fixture
def dump() -> Callable[..., Dump]:
    """A dump at this path."""

    def make(path: str, *, size: int = 10, mtime_ns: int = 1) -> Dump:
        signature = FileSignature(size=size, mtime_ns=mtime_ns, ctime_ns=2, inode=2**63 + 5)
        return Dump(directory="/inbox", path=path, signature=signature)

    return make
