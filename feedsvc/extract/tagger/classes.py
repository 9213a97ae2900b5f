"""What the network tells apart, in the order of its outputs."""

from feedsvc.model import Label

CLASSES = (
    "body",
    "title",
    "standfirst",
    "byline",
    "dateline",
    "caption",
    "credit",
    "comments",
    "consent",
    "newsletter",
    "share",
    "related",
    "author",  # who the author is, in a box or at the end
    "footer",
    "navigation",
)
TAGS = ("link", "heading", "list", "quote", "paragraph")

LABELS = {
    **{name: Label(name) for name in CLASSES if name != "author"},
    "author": Label.RELATED,  # about the author, not by the author
}
