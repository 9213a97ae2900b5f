"""A trained labeler for the lines of a flattened page.

`label_lines` gives every line one label with a confidence and a reason; `probabilities` only
says how likely each line belongs to the article's body. Both are functions of their arguments
and of the weights that the package ships; they never fail on any list of strings, and their cost
grows with the length of the text.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.reading import Judgment, LabelPolicy, judgments, label, read
from feedsvc.extract.tagger.weights import shipped
from feedsvc.model import LabeledLine

__all__ = ["Judgment", "LabelPolicy", "judge", "label_lines", "probabilities"]


def probabilities(lines: Sequence[str]) -> NDArray[np.float64]:
    """How likely each line belongs to the body, 0 to 1; 0 for a line without a word."""
    result = np.zeros(len(lines))
    if (opinion := read(lines, shipped())) is not None:
        result[opinion.page.rows] = opinion.body
    return result


def judge(lines: Sequence[str]) -> tuple[Judgment, ...]:
    """What the networks think of each line, in the order of the lines."""
    return judgments(lines, read(lines, shipped()))


def label_lines(lines: Sequence[str], policy: LabelPolicy | None = None) -> tuple[LabeledLine, ...]:
    """One label a line, in the order of the lines, numbered from 1."""
    return label(lines, read(lines, shipped()), policy or LabelPolicy())
