"""Mastheads: whether two articles come from two publishers."""

from feedsvc.dedup.words import words
from feedsvc.model import Article


def is_other_publisher(article: Article, other: Article) -> bool:
    """Whether both name their publisher, and not the same one; case and signs do not count."""
    return are_two_mastheads(article.publisher, other.publisher)


def are_two_mastheads(one: str | None, other: str | None) -> bool:
    """As above, of the names alone."""
    return bool(one and other) and words(one or "") != words(other or "")
