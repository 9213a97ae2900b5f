"""From the networks' probabilities to one judgment a line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.classes import CLASSES, LABELS
from feedsvc.extract.tagger.features import Page, measure
from feedsvc.extract.tagger.network import Reading
from feedsvc.extract.tagger.parsing import Matrix
from feedsvc.extract.tagger.weights import Ensemble
from feedsvc.model import Label

_BODY = CLASSES.index("body")
_PICTURE = (CLASSES.index("caption"), CLASSES.index("credit"))
_FIELDS = tuple(map(CLASSES.index, ("title", "standfirst", "byline", "dateline")))
_EDGE = 1e-4  # probabilities are kept this far from 0 and 1 when they are averaged as odds


@dataclass(frozen=True, slots=True)
class Opinion:
    """The networks' mean reading of a page; `rows` are the measured lines."""

    page: Page
    body: NDArray[np.float64]
    classes: Matrix


@dataclass(frozen=True, slots=True)
class Judgment:
    """The networks' word on one line; all chances are from 0 to 1."""

    story: float  # that it belongs to the body
    picture: float  # that it is a caption or a credit
    otherwise: Label  # what it most likely is but for the body
    title: float = 0.0
    standfirst: float = 0.0
    byline: float = 0.0
    dateline: float = 0.0


_WORDLESS = Judgment(story=0.0, picture=0.0, otherwise=Label.NAVIGATION)


def read(lines: Sequence[str], told: Matrix, ensemble: Ensemble) -> Opinion | None:
    """What the networks together think; None if no line has a word."""
    page = measure(lines, told, ensemble.vocabulary)
    if page is None:
        return None
    readings = [network(page) for network in ensemble.networks]
    return Opinion(
        page=page,
        body=_mean_odds(readings),
        classes=np.mean([reading.classes for reading in readings], axis=0),
    )


def judgments(lines: Sequence[str], opinion: Opinion | None) -> tuple[Judgment, ...]:
    """One judgment a line; no line without a word belongs to a story."""
    result = [_WORDLESS] * len(lines)
    if opinion is None:
        return tuple(result)
    others = opinion.classes.copy()
    others[:, _BODY] = 0
    rows = zip(
        opinion.page.rows.tolist(),
        opinion.body.tolist(),
        opinion.classes[:, _PICTURE].sum(axis=1).tolist(),
        others.argmax(axis=1).tolist(),
        opinion.classes[:, _FIELDS].tolist(),
        strict=True,
    )
    for row, story, picture, second, fields in rows:
        result[row] = Judgment(story, picture, LABELS[CLASSES[second]], *fields)
    return tuple(result)


def _mean_odds(readings: list[Reading]) -> NDArray[np.float64]:
    chances = np.clip([reading.body for reading in readings], _EDGE, 1 - _EDGE)
    odds = np.log(chances / (1 - chances)).mean(axis=0)
    return np.asarray(1 / (1 + np.exp(-odds)))
