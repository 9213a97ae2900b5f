"""A value that a page tells, with its evidence."""

from dataclasses import dataclass

from feedsvc.extract.html.claims import Claim
from feedsvc.model import Evidence


@dataclass(frozen=True, slots=True)
class Told:
    """A value with its evidence."""

    value: str
    evidence: Evidence


def evidence(field: str, rule: str, claim: Claim, confidence: float) -> Evidence:
    """That `claim` gave the article's `field`, by a rule in words."""
    return Evidence(field=field, rule=rule, tag=claim.tag, confidence=confidence)
