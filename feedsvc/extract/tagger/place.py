"""Where on the page a line stands, counted in lines and in words."""

import numpy as np

from feedsvc.extract.tagger.parsing import Column, Text, is_prose, log


def place(text: Text) -> list[Column]:
    """Where on the page a line stands, counted in lines and in words."""
    count = text.count
    number = np.arange(count)
    word_count = text.word_count
    total = word_count.sum()
    until = np.cumsum(word_count)
    prose = np.where(is_prose(text), word_count, 0.0)
    prose_total = max(prose.sum(), 1.0)
    prose_until = np.cumsum(prose)
    longest = np.argmax(prose if prose.any() else word_count)
    one = np.ones(count)
    return [
        number / count,
        log(number) / 3,
        log(count - 1 - number) / 3,
        (until - word_count) / total,
        prose_until / prose_total,
        (prose_until - prose) / prose_total,
        (prose_until > 0).astype(float),
        (prose_until < prose.sum()).astype(float),
        np.sign(number - longest) * log(np.abs(number - longest)) / 3,
        (number == 0).astype(float),
        one * np.log1p(count) / 3,
        one * np.log1p(total) / 5,
        one * prose.sum() / total,
        one * np.mean(text.gaps > 0),
        one * np.mean(text.indents > 0),
    ]
