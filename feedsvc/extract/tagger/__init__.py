"""A trained opinion on the lines of a flattened page.

`judge` is a function of the lines and of the weights that the package ships; it never fails on
any list of strings, and its cost grows with the length of the text. What becomes of a line is
decided in `extract.blend`, together with the rules.
"""

from collections.abc import Sequence

import numpy as np

from feedsvc.extract.tagger.parsing import Matrix
from feedsvc.extract.tagger.reading import Judgment, judgments, read
from feedsvc.extract.tagger.weights import shipped, shipped_told

__all__ = ["Judgment", "Matrix", "judge"]


def judge(lines: Sequence[str], told: Matrix | None = None) -> tuple[Judgment, ...]:
    """What the networks think of each line, in the order of the lines.

    `told` has a row a line: what else is known of it (`extract.hints`). Without it, networks are
    asked that were trained without it: so are the blocks of HTML, whose own network hears the
    rules itself.
    """
    if told is None:
        nothing = np.zeros((len(lines), 0), np.float32)
        return judgments(lines, read(lines, nothing, shipped()))
    return judgments(lines, read(lines, told, shipped_told()))
