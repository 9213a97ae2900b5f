"""What rules say of a line: a label, how sure they are, and why."""

from dataclasses import dataclass
from typing import Final

from feedsvc.model import Label

SURE: Final = 0.8  # furniture below it may be a headline or a paragraph that begins like furniture


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's word on one line."""

    label: Label
    confidence: float  # 0 to 1
    reason: str  # in words, for a person
