"""The id that an article gets at first sight, and keeps.

Ids are name-based UUIDs (RFC 9562, version 5) in a namespace of our own: the same seeds into an
empty store mint the same ids, on any machine. The store keeps the id and never computes it again.
"""

from uuid import UUID, uuid5

from feedsvc.dedup.urls import canonical_url
from feedsvc.dedup.words import words
from feedsvc.model import Article

# Drawn at random once (version 4) for this purpose. Changing it would make every item unread.
NAMESPACE = UUID("5b1b7f0e-7f3c-4c1e-9d55-1c0f6a2e8b94")


def mint(article: Article) -> UUID:
    """The id from the article's canonical URL if it has one, else from its title and text."""
    url = canonical_url(article.url) if article.url else None
    return uuid5(NAMESPACE, f"url:{url}") if url else mint_from_text(article)


def mint_from_text(article: Article) -> UUID:
    """The id from the words of title and text: typography, case and layout do not count.

    For an article without URL, and for one whose URL already names another article.
    """
    title, text = " ".join(words(article.title)), " ".join(words(article.text))
    name = f"text:{title}\n{text}"
    return uuid5(NAMESPACE, name.encode("utf-8", "backslashreplace").decode())


def mint_copy(article: Article) -> UUID:
    """The id of an article whose words another masthead had first, where copies are not folded."""
    parts = (article.publisher or "", article.title, article.text)
    name = "copy:" + "\n".join(" ".join(words(part)) for part in parts)
    return uuid5(NAMESPACE, name.encode("utf-8", "backslashreplace").decode())


def mint_version(entry_id: UUID, text_hash: str) -> UUID:
    """The id of a version in a feed of revisions: from what changed, and by its words.

    Not by its number: that depends on which of the older files are still in the folder when a
    store is built anew. No two versions of an entry have the same words, or one would be a copy.
    """
    return uuid5(entry_id, f"version:{text_hash}")
