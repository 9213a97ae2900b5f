"""Grows any number of synthetic articles from real text, with their fingerprints.

An article is made of passages of about ten words from anywhere in the given text; four words in ten
are replaced by invented ones, so that common phrases stay common and most shingles are new, as in
real news. Longer passages would make articles resemble each other the more there are: of 80 words,
656,000 had eight candidates each. Every twentieth is a light version of an earlier one. Each has an
address and a publisher. Article n of a seed is always the same. Fingerprints are computed with
numpy, and are those of `fingerprint` (`check`).
"""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feedsvc.dedup import fingerprint
from feedsvc.dedup.words import words
from feedsvc.model import Article, Fingerprint

exact = import_module("feedsvc.dedup.fingerprint")  # the package gives its function that name

INVENTED_WORDS = 200_000
SITES = 500
PASSAGE_WORDS = 10
REPLACED, REPLACED_IN_VERSION = 0.4, 0.03
VERSION_EVERY, VERSION_OF = 20, 7  # article 20 n is a version of article 20 n - 7
MEDIAN_WORDS, FEWEST_WORDS, MOST_WORDS = 400, 60, 2_000


@dataclass(frozen=True, slots=True)
class Grown:
    """An article ready to be stored."""

    article: Article
    fingerprint: Fingerprint


class Garden:
    """Grows articles from the text files below a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        texts = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.txt"))]
        found = [word for text in texts for word in words(text)]
        if len(found) < 10 * PASSAGE_WORDS:
            raise SystemExit(f"there is too little text below {folder}")
        real = sorted(set(found))
        numbers = {word: number for number, word in enumerate(real)}
        self.seed = seed
        self.stream = np.array([numbers[word] for word in found], dtype=np.int64)
        vocabulary = real + [f"w{number:x}q" for number in range(INVENTED_WORDS)]
        self.vocabulary = np.array(vocabulary, dtype=object)
        self.real = len(real)
        marks = [crc32(word.encode("utf-8", "surrogatepass")) for word in vocabulary]
        self.marks = np.array(marks, dtype=np.uint64)

    def grow(self, number: int) -> Grown:
        """Article `number`."""
        is_version = number % VERSION_EVERY == 0 and number >= VERSION_OF
        tokens = self._tokens(number - VERSION_OF if is_version else number)
        if is_version:
            tokens = self._replaced(tokens, REPLACED_IN_VERSION, self._dice(number))
        text = " ".join(self.vocabulary[tokens])
        article = Article(
            title="",
            text=text,
            content=f"<p>{text}</p>",
            language="en",
            publisher=f"Site {number % SITES}",
            url=f"https://site{number % SITES}.example/{number}",
        )
        shingles = sampled(self.marks[tokens])
        hashed = exact.text_hash([], [text])
        return Grown(article, Fingerprint(version=1, text_hash=hashed, shingles=shingles))

    def check(self, count: int = 20) -> None:
        """The fast fingerprints are the real ones."""
        for number in range(count):
            grown = self.grow(number)
            assert grown.fingerprint == fingerprint(grown.article), number

    def _dice(self, number: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, number))

    def _tokens(self, number: int) -> NDArray[np.int64]:
        dice = self._dice(number)
        length = int(np.clip(dice.lognormal(np.log(MEDIAN_WORDS), 0.5), FEWEST_WORDS, MOST_WORDS))
        starts = dice.integers(0, len(self.stream) - PASSAGE_WORDS, length // PASSAGE_WORDS + 1)
        places = (starts[:, None] + np.arange(PASSAGE_WORDS)).ravel()[:length]
        return self._replaced(self.stream[places], REPLACED, dice)

    def _replaced(
        self, tokens: NDArray[np.int64], share: float, dice: np.random.Generator
    ) -> NDArray[np.int64]:
        invented = dice.integers(self.real, len(self.vocabulary), len(tokens))
        return np.where(dice.random(len(tokens)) < share, invented, tokens)


def sampled(marks: NDArray[np.uint64]) -> tuple[int, ...]:
    """`fingerprint`'s sample of shingles, for at least four words."""
    width = exact.SHINGLE_WORDS
    places = np.array(exact._PLACES, dtype=np.uint64)
    last = len(marks) - width + 1
    hashes = sum(marks[place : last + place] * places[place] for place in range(width))
    ranked = np.unique(hashes)
    below = int((ranked[: exact.SAMPLE_AT_MOST] < exact._THRESHOLD).sum())
    kept = ranked[: max(below, exact.SAMPLE_AT_LEAST)]
    return tuple(sorted(kept.view(np.int64).tolist()))
