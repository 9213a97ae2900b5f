"""Learns how much each fact weighs when two texts are compared, and writes `weights.json`.

usage: python -m benchmarks.train_dedup FOLDER [--out FILE] [--folds N]

FOLDER holds labeled sets (see `corpora.py`). Pairs are those that the fingerprints propose, once
of the documents as they are and once of their sentences only, as extraction would leave them.
Gradient boosting on the logistic loss with trees of two questions. With `--folds`, whole clusters
are held out in turn (a pair of clusters of two folds is judged by a model that saw neither fold),
and precision and recall of the held-out pairs are printed.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, fields
from itertools import combinations, combinations_with_replacement
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import Corpus, load
from feedsvc.dedup import fingerprint
from feedsvc.dedup.comparison import Comparison, compare
from feedsvc.dedup.reading import PROSE, paragraphs, read, word_weight
from feedsvc.dedup.words import cased_words
from feedsvc.model import Article

Floats = NDArray[np.float64]
FACTS = [field.name for field in fields(Comparison)]
TREES, DEPTH, RATE, BINS, RIDGE = 200, 2, 0.15, 48, 1.0
MIN_CURVATURE, MIN_GAIN = 1.0, 1e-3
MAX_ENTRIES_OF_A_HASH, MIN_HITS = 200, 2

# More of these may only speak for, or only against, the same story: what a person would expect of
# the evidence holds everywhere, also where the labeled pairs are few.
FOR = {
    "contained", "contained_back", "contained_plain", "shared", "shared_prose", "aligned", "order",
    "longest", "passage", "first_shared", "first_shared_less", "last_shared", "last_shared_less",
}  # fmt: skip
AGAINST = {
    "capitals", "replaced", "longest_replaced", "other_names", "other_numbers", "replaced_numbers",
    "before_less", "after_less", "around", "alone", "names_alone", "names_alone_count",
    "numbers_alone", "paragraphs_alone",
}  # fmt: skip
SIGNS = np.array([(name in FOR) - (name in AGAINST) for name in FACTS])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts, whether it is one story, and the two clusters' folds, a row for each pair."""

    facts: Floats
    same: Floats
    folds: NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    corpus = load(options.folder)
    raw = pairs_of(corpus.articles, corpus, max(1, options.folds))
    plain = {name: _plain(article) for name, article in corpus.articles.items()}
    both = _together(raw, pairs_of(plain, corpus, max(1, options.folds)))
    if options.folds:
        report(raw, both, options.folds)
    if options.out:
        options.out.write_text(written(fit(both)), "utf-8")


def _plain(article: Article) -> Article:
    """The first line and the prose paragraphs."""
    kept = [
        paragraph
        for place, paragraph in enumerate(paragraphs(article.text))
        if place == 0 or word_weight(paragraph, len(cased_words(paragraph))) == PROSE
    ]
    return Article(title="", text="\n\n".join(kept), content="")


def pairs_of(articles: dict[str, Article], corpus: Corpus, folds: int) -> Pairs:
    """Every pair of articles that share enough fingerprint rows, compared."""
    texts = {name: read(article.text) for name, article in articles.items()}
    labels, facts, fold = corpus.clusters, [], []
    proposed = sorted(_proposed(articles))
    for one, other in proposed:
        found = compare(texts[one], texts[other])
        facts.append([getattr(found, name) for name in FACTS])
        fold.append(sorted(_fold(labels[name], folds) for name in (one, other)))
    same = [float(labels[one] == labels[other]) for one, other in proposed]
    return Pairs(np.array(facts), np.array(same), np.array(fold))


def _proposed(articles: dict[str, Article]) -> set[tuple[str, str]]:
    holders = defaultdict(list)
    for name in sorted(articles):
        for shingle in fingerprint(articles[name]).shingles:
            holders[shingle].append(name)
    hits: dict[tuple[str, str], int] = defaultdict(int)
    for names in holders.values():
        if len(names) <= MAX_ENTRIES_OF_A_HASH:
            for pair in combinations(names, 2):
                hits[pair] += 1
    return {pair for pair, count in hits.items() if count >= MIN_HITS}


def _fold(label: str, folds: int) -> int:
    return int(hashlib.sha256(label.encode()).hexdigest(), 16) % folds


def _together(one: Pairs, other: Pairs) -> Pairs:
    return Pairs(
        np.concatenate([one.facts, other.facts]),
        np.concatenate([one.same, other.same]),
        np.concatenate([one.folds, other.folds]),
    )


class Model:
    """Boosted trees; a node has points and, if it asks, the fact, the limit and two nodes."""

    def __init__(self, start: float) -> None:
        self.start = start
        self.trees: list[dict[str, Any]] = []

    def score(self, facts: Floats) -> Floats:
        total = np.full(len(facts), self.start)
        for tree in self.trees:
            total += _points(tree, facts)
        return total


def fit(pairs: Pairs) -> Model:
    """Boosting: each tree learns what the trees before it still get wrong."""
    edges = [_edges(column) for column in pairs.facts.T]
    binned = np.stack(
        [np.searchsorted(cut, column) for cut, column in zip(edges, pairs.facts.T, strict=True)], 1
    )
    share = pairs.same.mean()
    model = Model(float(np.log(share / (1 - share))))
    score = np.full(len(pairs.same), model.start)
    for _ in range(TREES):
        probability = 1 / (1 + np.exp(-score))
        grower = Grower(binned, edges, probability - pairs.same, probability * (1 - probability))
        model.trees.append(grower.grow(np.arange(len(score)), DEPTH))
        score += _points(model.trees[-1], pairs.facts)
    return model


def _edges(column: Floats) -> Floats:
    """Limits between bins that three digits can write: what is learned is what is stored."""
    cuts = np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1])
    return np.unique([float(f"{cut:.3g}") for cut in cuts])


@dataclass(frozen=True, slots=True)
class Grower:
    """Grows one tree from the slopes and curvatures of the loss."""

    binned: NDArray[np.int64]
    edges: list[Floats]
    slopes: Floats
    curves: Floats

    def grow(
        self, rows: NDArray[np.int64], depth: int, low: float = -np.inf, high: float = np.inf
    ) -> dict[str, Any]:
        """A node whose points are between `low` and `high`."""
        points = float(
            np.clip(self._best(self.slopes[rows].sum(), self.curves[rows].sum()), low, high)
        )
        node: dict[str, Any] = {"points": points}
        gain, fact, cut = max(self._split(rows, fact) for fact in range(len(FACTS)))
        if depth == 0 or gain <= MIN_GAIN:
            return node
        is_below = self.binned[rows, fact] <= cut
        below, above = rows[is_below], rows[~is_below]
        middle = (self._best_of(below) + self._best_of(above)) / 2
        middle = float(np.clip(middle, low, high))
        sign = SIGNS[fact]
        return node | {
            "fact": FACTS[fact],
            "limit": float(self.edges[fact][cut]),
            "below": self.grow(below, depth - 1, *_bounds(low, high, middle, sign)),
            "above": self.grow(above, depth - 1, *_bounds(low, high, middle, -sign)),
        }

    def _best(self, slope: Any, curve: Any) -> Any:
        return -RATE * slope / (curve + RIDGE)

    def _best_of(self, rows: NDArray[np.int64]) -> float:
        return float(self._best(self.slopes[rows].sum(), self.curves[rows].sum()))

    def _split(self, rows: NDArray[np.int64], fact: int) -> tuple[float, int, int]:
        """The gain of the best question about a fact, the fact, and the bin to cut after."""
        bins = len(self.edges[fact]) + 1
        if bins < 2:
            return 0.0, fact, 0
        column = self.binned[rows, fact]
        slope = np.bincount(column, self.slopes[rows], bins).cumsum()
        curve = np.bincount(column, self.curves[rows], bins).cumsum()
        left, right = curve[:-1], curve[-1] - curve[:-1]
        gain = (
            slope[:-1] ** 2 / (left + RIDGE)
            + (slope[-1] - slope[:-1]) ** 2 / (right + RIDGE)
            - slope[-1] ** 2 / (curve[-1] + RIDGE)
        )
        rise = self._best(slope[-1] - slope[:-1], right) - self._best(slope[:-1], left)
        gain[(left < MIN_CURVATURE) | (right < MIN_CURVATURE) | (rise * SIGNS[fact] < 0)] = 0.0
        cut = int(gain.argmax())
        return float(gain[cut]), fact, cut


def _bounds(low: float, high: float, middle: float, sign: int) -> tuple[float, float]:
    """What a branch may say: below a limit, evidence "for" says less and "against" more."""
    if sign == 0:
        return low, high
    return (low, middle) if sign > 0 else (middle, high)


def _points(node: dict[str, Any], facts: Floats) -> Floats:
    if "fact" not in node:
        return np.full(len(facts), node["points"])
    below = facts[:, FACTS.index(node["fact"])] <= node["limit"]
    return np.where(below, _points(node["below"], facts), _points(node["above"], facts))


def written(model: Model) -> str:
    """The model as JSON, a line for each tree."""
    trees = ",\n".join(json.dumps(_rounded(tree)) for tree in model.trees)
    return f'{{"start": {model.start:.4g}, "trees": [\n{trees}\n]}}\n'


def _rounded(node: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _rounded(value) if isinstance(value, dict) else _short(value)
        for key, value in node.items()
    }


def _short(value: str | float) -> str | float:
    return value if isinstance(value, str) else float(f"{value:.4g}")


def report(judged: Pairs, known: Pairs, folds: int) -> None:
    """Recall of held-out pairs at several precisions."""
    score = np.zeros(len(judged.same))
    for held in combinations_with_replacement(range(folds), 2):
        chosen = (judged.folds == held).all(axis=1)
        seen = ~np.isin(known.folds, held).any(axis=1)
        learned = fit(Pairs(known.facts[seen], known.same[seen], known.folds[seen]))
        score[chosen] = learned.score(judged.facts[chosen])
    order = np.argsort(-score)
    true = judged.same[order].cumsum()
    precision = true / np.arange(1, len(order) + 1)
    for floor in (0.999, 0.995, 0.99, 0.98):
        reached = np.flatnonzero(precision >= floor)
        if len(reached):
            last = reached[-1]
            recall, limit = true[last] / true[-1], score[order][last]
            print(f"precision {floor}: recall {recall:.4f} at a score of {limit:.2f}")


if __name__ == "__main__":
    main()
