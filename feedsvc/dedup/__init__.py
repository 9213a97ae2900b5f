"""Copies and versions: an article's identity, its fingerprint, and what becomes of it.

Pure: no database, no clock. The store finds the candidates (by address, by exact words, by shared
fingerprint rows); `decide` weighs the evidence.
"""

from feedsvc.dedup.changes import classify
from feedsvc.dedup.decide import decide
from feedsvc.dedup.fingerprint import VERSION as FINGERPRINT_VERSION
from feedsvc.dedup.fingerprint import fingerprint
from feedsvc.dedup.identity import mint, mint_from_text
from feedsvc.dedup.mastheads import are_two_mastheads
from feedsvc.dedup.succession import measured_against, succession, supersedes
from feedsvc.dedup.urls import canonical_url
from feedsvc.dedup.verdict import DedupPolicy

__all__ = [
    "FINGERPRINT_VERSION",
    "DedupPolicy",
    "are_two_mastheads",
    "canonical_url",
    "classify",
    "decide",
    "fingerprint",
    "measured_against",
    "mint",
    "mint_from_text",
    "succession",
    "supersedes",
]
