"""A trained opinion on the lines of a flattened page.

`judge` is a function of the lines and of the weights that the package ships; it never fails on
any list of strings, and its cost grows with the length of the text. What becomes of a line is
decided in `extract.blend`, together with the rules.
"""

from collections.abc import Sequence

from feedsvc.extract.tagger.reading import Judgment, judgments, read
from feedsvc.extract.tagger.weights import shipped

__all__ = ["Judgment", "judge"]


def judge(lines: Sequence[str]) -> tuple[Judgment, ...]:
    """What the networks think of each line, in the order of the lines."""
    return judgments(lines, read(lines, shipped()))
