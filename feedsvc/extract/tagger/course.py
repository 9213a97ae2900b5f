"""The course of a page: before the story, in it, in a gap of it, after it, never back.

A chain of four states (a linear-chain CRF with most transitions forbidden) decides for the page
as a whole where the story starts and ends. A full sentence among the teasers below a page is
then no longer taken for a paragraph, since the story would have to go on until there.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract.tagger.parsing import Matrix

STATES = ("before", "inside", "gap", "after")
OUTPUTS = len(STATES) + 2  # and the odds of ending before, of starting at a line
_LOWEST = -50.0  # log odds: what a state of a line can lose at most
_SMALL, _LARGE = 1e-60, 1e60  # weights outside are scaled; one line multiplies by e⁵⁰ at most

_Row: TypeAlias = tuple[float, float, float, float]  # a value a state


@dataclass(frozen=True, slots=True)
class Course:
    """The learned log weights of the allowed moves."""

    wait: float  # before → before
    start: float  # before → inside
    stay: float  # inside → inside
    pause: float  # inside → gap
    end: float  # inside → after
    linger: float  # gap → gap
    resume: float  # gap → inside
    rest: float  # after → after

    def __call__(self, outputs: Matrix) -> NDArray[np.float64]:
        """The probability of each state (columns) at each line (rows), given the whole page."""
        emissions = outputs[:, : len(STATES)].astype(np.float64)
        emissions = np.exp(np.maximum(emissions - emissions.max(axis=1, keepdims=True), _LOWEST))
        lines: list[_Row] = emissions.tolist()
        ends = _odds(self.end + outputs[:, -2])
        starts = _odds(self.start + outputs[:, -1])
        forward = self._forward(lines, starts, ends)
        backward = self._backward(lines, starts, ends)
        both = np.array(forward) * np.array(backward)
        return np.asarray(both / np.maximum(both.sum(axis=1, keepdims=True), 1e-300))

    def _moves(self) -> tuple[float, ...]:
        moves = (self.wait, self.stay, self.pause, self.linger, self.resume, self.rest)
        return tuple(math.exp(move) for move in moves)

    def _forward(self, lines: list[_Row], starts: list[float], ends: list[float]) -> list[_Row]:
        """The weight of all courses up to each line, by the state that they have there."""
        wait, stay, pause, linger, resume, rest = self._moves()
        before, inside, gap, after = lines[0][0], lines[0][1], 0.0, 0.0
        result = [(before, inside, gap, after)]
        for line, start, end in zip(lines[1:], starts[1:], ends[1:], strict=True):
            before, inside, gap, after = (
                before * wait * line[0],
                (before * start + inside * stay + gap * resume) * line[1],
                (inside * pause + gap * linger) * line[2],
                (inside * end + after * rest) * line[3],
            )
            if not _SMALL < before + inside + gap + after < _LARGE:
                before, inside, gap, after = _scaled(before, inside, gap, after)
            result.append((before, inside, gap, after))
        return result

    def _backward(self, lines: list[_Row], starts: list[float], ends: list[float]) -> list[_Row]:
        """The weight of all courses that go on from each line."""
        wait, stay, pause, linger, resume, rest = self._moves()
        before, inside, gap, after = 1.0, 1.0, 0.0, 1.0  # no page ends in a gap
        result = [(before, inside, gap, after)]
        for line, start, end in zip(lines[:0:-1], starts[:0:-1], ends[:0:-1], strict=True):
            into, out = inside * line[1], after * line[3]
            pausing = gap * line[2]
            before, inside, gap, after = (
                before * line[0] * wait + into * start,
                into * stay + pausing * pause + out * end,
                into * resume + pausing * linger,
                out * rest,
            )
            if not _SMALL < before + inside + gap + after < _LARGE:
                before, inside, gap, after = _scaled(before, inside, gap, after)
            result.append((before, inside, gap, after))
        return result[::-1]


def _odds(weights: Matrix) -> list[float]:
    result: list[float] = np.exp(np.clip(weights.astype(np.float64), _LOWEST, -_LOWEST)).tolist()
    return result


def _scaled(before: float, inside: float, gap: float, after: float) -> _Row:
    total = before + inside + gap + after
    if total <= 0.0:
        return 0.25, 0.25, 0.25, 0.25
    return before / total, inside / total, gap / total, after / total
