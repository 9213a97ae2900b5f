"""What the rules tell the trained labeler of every line before it judges.

The rules know phrases in many languages and see marks that no network can learn from a few hundred
pages; the network learns when to believe them. Whoever changes what the columns mean has to train
again.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.labeling import Labeling
from feedsvc.extract.story import points
from feedsvc.model import Label

_GROUPS: Final = (
    {Label.CAPTION, Label.CREDIT},
    {Label.CONSENT, Label.NEWSLETTER, Label.SHARE},
    {Label.RELATED, Label.COMMENTS},
    {Label.FOOTER, Label.NAVIGATION, Label.PUBLISHER, Label.TRUNCATION},
)
_GROUP: Final = {label: place for place, group in enumerate(_GROUPS) for label in group}
_STRETCH, _FROM_START, _FROM_END, _DATED, _SIGNED, _PROSE, _ENDS, _POINTS = range(4, 12)
COLUMNS: Final = 12


def hints(page: Labeling) -> NDArray[np.float32]:
    """A row a line: what the rules recognize it as, where it stands to the stretch that they take
    for the story, whether it is dated or signed, and how much it reads like prose.
    """
    count = len(page.lines)
    found = np.zeros((count, COLUMNS), np.float32)
    first, last = page.guess or (count, count)
    place = np.arange(count)
    found[:, _STRETCH] = (first <= place) & (place <= last)
    found[:, _FROM_START] = _far(place - first)
    found[:, _FROM_END] = _far(place - last)
    for index, verdict in page.verdicts.items():
        if (group := _GROUP.get(verdict.label)) is not None:
            found[index, group] = verdict.confidence
    found[list(page.dated), _DATED] = 1
    found[list(page.signed), _SIGNED] = 1
    found[:, _PROSE:] = [_reading(page, index) for index in range(count)] or 0
    return found


def _far(distance: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.sign(distance) * np.log1p(np.abs(distance)) / 3)


def _reading(page: Labeling, index: int) -> tuple[float, float, float]:
    line = page.lines[index]
    if line.blank:
        return 0.0, 0.0, 0.0
    marks = index in page.dated or index in page.signed
    worth = points(line, page.verdicts.get(index), marks=marks)
    return line.prose, float(line.ends), worth / 5
