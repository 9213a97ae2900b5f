"""The nouns of feedsvc: frozen dataclasses without behavior beyond properties.

They follow one article's journey: a `Dump` (a settled file) holds `Record`s (untrusted pages);
extraction turns a record into `Refined` (an `Article` with its labeled lines) or `Rejected`;
an article's `Fingerprint` finds `Candidate`s, and dedup takes a `Decision`; the store keeps an
`Entry`, which has the article; a `FeedDefinition` says what a feed shows, and rendering makes
`RenderedFile`s of them. What the owner decides by hand is a `Ruling`.

Field names are Atom's (RFC 4287); where Atom is silent, schema.org's or Dublin Core's. The
publisher's claims (`published`, `modified`) and our observations (`first_seen`, `updated`) are
different fields. Every time is aware; the store and all that is written have it in UTC. Until
then a claim keeps the zone that it was told in, for the day that its readers saw.
"""

from feedsvc.model.articles import (
    Article,
    Evidence,
    Extraction,
    Label,
    LabeledLine,
    LineHashes,
    Refined,
    Rejected,
    RejectionReason,
)
from feedsvc.model.incoming import Dump, FileSignature, MediaType, Record
from feedsvc.model.outcomes import FileState, Outcome
from feedsvc.model.outgoing import (
    Facet,
    FeedContent,
    FeedDefinition,
    FeedFamily,
    FeedFilter,
    FeedGroup,
    RenderedFile,
)
from feedsvc.model.rulings import Act, Ruling
from feedsvc.model.versions import (
    Candidate,
    Change,
    Decision,
    Duplicate,
    Entry,
    Fingerprint,
    History,
    New,
    Related,
    Revision,
    RevisionKind,
    Version,
)

__all__ = [
    "Act",
    "Article",
    "Candidate",
    "Change",
    "Decision",
    "Dump",
    "Duplicate",
    "Entry",
    "Evidence",
    "Extraction",
    "Facet",
    "FeedContent",
    "FeedDefinition",
    "FeedFamily",
    "FeedFilter",
    "FeedGroup",
    "FileSignature",
    "FileState",
    "Fingerprint",
    "History",
    "Label",
    "LabeledLine",
    "LineHashes",
    "MediaType",
    "New",
    "Outcome",
    "Record",
    "Refined",
    "Rejected",
    "RejectionReason",
    "Related",
    "RenderedFile",
    "Revision",
    "RevisionKind",
    "Ruling",
    "Version",
]
