"""The network's forward pass, and the file that its weights are stored in."""

import numpy as np
import pytest

from benchmarks.labeler_packing import pack
from feedsvc.extract.hints import COLUMNS
from feedsvc.extract.tagger.classes import CLASSES, TAGS
from feedsvc.extract.tagger.course import OUTPUTS, Course
from feedsvc.extract.tagger.features import Page, Vocabulary, measure
from feedsvc.extract.tagger.network import Block, Layer, Network
from feedsvc.extract.tagger.weights import Ensemble, shipped, shipped_told, unpack

LINES = ["The ferry sails again.", "Menu", "Photo: Ida Lund", "It sailed on Monday, full."]
FEATURES = 113 + COLUMNS
MOVES = {"wait": 0.0, "start": -2.0, "stay": 0.0, "pause": -2.0, "end": -3.0, "linger": 0.0}


def measured(lines: list[str], vocabulary: Vocabulary) -> Page:
    page = measure(lines, np.zeros((len(lines), COLUMNS), np.float32), vocabulary)
    assert page is not None
    return page


def network(features: int, seed: int = 1, width: int = 8) -> Network:
    chance = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return chance.normal(0, 0.3, shape).astype(np.float32)

    return Network(
        mean=np.zeros(features, np.float32),
        spread=np.ones(features, np.float32),
        words=some(1, 3),
        pairs=some(1, 3),
        entry=Layer(some(features + 6, width), some(width)),
        blocks=tuple(
            Block(
                dilation, some(width) + 1, some(width), Layer(some(3 * width, width), some(width))
            )
            for dilation in (1, 2)
        ),
        page_after=1,
        attention=Layer(some(width, 2), some(2)),
        page=Layer(some(2 * width, width), some(width)),
        exit=Layer(some(width, len(CLASSES) + len(TAGS) + OUTPUTS), some(46)[:26]),
        course=Course(**MOVES, resume=-1.0, rest=0.0),
    )


def ensemble() -> Ensemble:
    vocabulary = Vocabulary(
        words=np.zeros(0, np.uint32), pairs=np.zeros(0, np.uint32), rarity=np.ones(1, np.float32)
    )
    return Ensemble(vocabulary, (network(FEATURES), network(FEATURES, seed=2)))


def test_a_reading_is_made_of_probabilities() -> None:
    made = ensemble()
    page = measured(LINES, made.vocabulary)
    reading = made.networks[0](page)
    assert reading.body.shape == (4,)
    assert ((reading.body >= 0) & (reading.body <= 1)).all()
    assert reading.classes.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)


def test_a_line_sees_the_lines_around_it() -> None:
    made = ensemble()
    first = measured(LINES, made.vocabulary)
    second = measured([*LINES[:3], "Cookies"], made.vocabulary)
    one, other = made.networks[0].outputs(first), made.networks[0].outputs(second)
    assert not np.allclose(one[2], other[2], atol=1e-4)


def test_a_page_of_one_line_can_be_read() -> None:
    made = ensemble()
    page = measured(["Menu"], made.vocabulary)
    assert made.networks[0](page).body.shape == (1,)


def test_packing_keeps_what_the_networks_say() -> None:
    made = ensemble()
    again = unpack(pack(made))
    page = measured(LINES, made.vocabulary)
    for before, after in zip(made.networks, again.networks, strict=True):
        assert after.outputs(page) == pytest.approx(before.outputs(page), abs=0.02)


def test_the_same_weights_are_the_same_bytes() -> None:
    assert pack(ensemble()) == pack(ensemble())


def test_packing_what_was_unpacked_changes_nothing_that_is_read() -> None:
    once = unpack(pack(ensemble()))
    twice = unpack(pack(once))
    page = measured(LINES, once.vocabulary)
    assert twice.networks[0].outputs(page) == pytest.approx(
        once.networks[0].outputs(page), abs=1e-3
    )


@pytest.mark.parametrize(("made", "columns"), [(shipped(), 0), (shipped_told(), COLUMNS)])
def test_the_shipped_weights_are_small_and_fit_the_features(made: Ensemble, columns: int) -> None:
    page = measure(LINES, np.zeros((len(LINES), columns), np.float32), made.vocabulary)
    assert page is not None
    assert len(made.networks) >= 1
    for each in made.networks:
        assert len(each.mean) == page.matrix.shape[1]
        assert len(each.words) == len(made.vocabulary.words) + 1 == len(made.vocabulary.rarity)
        assert len(each.pairs) == len(made.vocabulary.pairs) + 1


def test_the_shipped_weights_are_read_once() -> None:
    assert shipped() is shipped()
    assert shipped_told() is shipped_told()
