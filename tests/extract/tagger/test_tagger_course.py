"""The course of a page: start and end are decided for the page as a whole."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from feedsvc.extract.tagger.course import OUTPUTS, Course

COURSE = Course(
    wait=0.0, start=-2.0, stay=0.0, pause=-2.0, end=-3.0, linger=0.0, resume=-1.0, rest=0.0
)
MOVES = {
    (0, 0): "wait",
    (0, 1): "start",
    (1, 1): "stay",
    (1, 2): "pause",
    (1, 3): "end",
    (2, 2): "linger",
    (2, 1): "resume",
    (3, 3): "rest",
}


def by_enumeration(outputs: np.ndarray) -> np.ndarray:
    """The same probabilities, summed over every course there is."""
    count = len(outputs)
    weights = np.zeros((count, 4))
    for path in itertools.product(range(4), repeat=count):
        moves = list(itertools.pairwise(path))
        if path[0] > 1 or path[-1] == 2 or any(move not in MOVES for move in moves):
            continue
        total = sum(outputs[place, state] for place, state in enumerate(path))
        for place, move in enumerate(moves, 1):
            total += getattr(COURSE, MOVES[move])
            total += outputs[place, 4] if move == (1, 3) else 0.0
            total += outputs[place, 5] if move == (0, 1) else 0.0
        for place, state in enumerate(path):
            weights[place, state] += math.exp(total)
    return weights / weights.sum(axis=1, keepdims=True)


@given(
    st.integers(1, 5).flatmap(
        lambda count: arrays(np.float32, (count, OUTPUTS), elements=st.floats(-6, 6, width=32))
    )
)
def test_probabilities_are_those_of_all_courses_together(outputs: np.ndarray) -> None:
    assert COURSE(outputs) == pytest.approx(by_enumeration(outputs), abs=1e-6)


def test_a_paragraph_far_below_the_end_is_not_taken_back() -> None:
    """The line looks just like the story's own, yet the story would have to go on until there."""
    outputs = np.zeros((30, OUTPUTS), np.float32)
    outputs[:, 3] = 3.0  # most lines look as if the story were over
    outputs[:10, 1] = 6.0
    outputs[25, 1] = 6.0
    inside = COURSE(outputs)[:, 1]
    assert inside[:10].min() > 0.9
    assert inside[25] < 0.1


@pytest.mark.parametrize("value", [1e30, -1e30])
def test_extreme_odds_neither_warn_nor_fail(value: float) -> None:
    outputs = np.full((6, OUTPUTS), value, np.float32)
    outputs[::2] *= -1
    found = COURSE(outputs)
    assert np.isfinite(found).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(6))
