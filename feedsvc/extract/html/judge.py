"""Which blocks are the story: the first cut, the labeler of lines and the tree together."""

from math import exp, log

from feedsvc.extract import tagger
from feedsvc.extract.blend import Opinion
from feedsvc.extract.html.blocks import Block
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.story import Span
from feedsvc.model import Label


def opine(
    blocks: list[Block], cut: list[float], page: Labeling, guess: Span | None
) -> tuple[Opinion, ...]:
    judged = tagger.judge([line.text for line in page.lines])
    first, last = guess or (len(page.lines), -1)
    out = []
    for i, (_, j, c) in enumerate(zip(blocks, judged, cut, strict=True)):
        p = min(max(j.story, 1e-3), 1 - 1e-3)
        v = page.verdicts.get(i)
        odds = (
            0.5 * log(p / (1 - p))
            + (2.5 if c > 0.5 else -2.5)
            + (1 if first <= i <= last else -1)
            - (2 if v else 0)
        )
        if v and v.label in (Label.CAPTION, Label.CREDIT):
            odds = min(odds, -3)
        ch = 1 / (1 + exp(-odds))
        kept = ch > 0.5 and not page.lines[i].blank
        if kept:
            page.verdicts.pop(i, None)
        out.append(Opinion(ch, j.story, kept, v.label if v else Label.RELATED))
    return tuple(out)
