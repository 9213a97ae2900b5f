"""Fit the weights by which headline, standfirst and date are chosen, and say how well they do.

    python -m benchmarks.train_fields CORPUS [FOLDS]

CORPUS is a folder of pages with `gold.json` and flattened dumps. FOLDS holds `fold-0.npz` to
`fold-4.npz`, the trained labeler without the sites of each fold; without it the shipped labeler
judges pages that it was trained on, and the figures are too good. The weights are printed, to be
pasted into `headline`, `standfirst` and `dating`; the same corpus gives the same weights.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from feedsvc.extract import dating, headline, labeler, standfirst, tagger
from feedsvc.extract.head import surroundings
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.page import Line, key, read_lines
from feedsvc.extract.tagger.weights import Ensemble, unpack
from feedsvc.formats import read
from feedsvc.model import Record

FOLDS = 5
KINDS = ("dump-wet.txt", "dump-gettext.txt", "dump-seed.txt")
ROUNDS, STEP, DECAY = 1500, 0.06, 1e-4
LIKE = 0.72  # share of common words from which a line is the publisher's description

Traits = dict[str, float]


class Case(NamedTuple):
    """The candidates of one page, and which of them are right."""

    fold: int
    traits: list[Traits]
    right: list[bool]


def fold_of(domain: str) -> int:
    """A site's fold, as in the training of the labeler."""
    return int(hashlib.md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def pages(corpus: Path, folds: Path | None) -> Iterator[tuple[dict[str, Any], Labeling]]:
    """Every dump, labeled by a labeler that does not know its site, with its gold."""
    shipped = tagger.shipped
    ensembles: dict[int, Ensemble] = {}
    for path in sorted(corpus.glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        fold = fold_of(gold["domain"])
        if folds is not None:
            if fold not in ensembles:
                ensembles[fold] = unpack((folds / f"fold-{fold}.npz").read_bytes())
            tagger.shipped = lambda fold=fold: ensembles[fold]
        for kind in KINDS:
            record = next(iter(read((path.parent / kind).read_bytes())), None)
            if isinstance(record, Record):
                yield gold, _until_standfirst(record.text, gold["language"])
    tagger.shipped = shipped


def _until_standfirst(text: str, language: str) -> Labeling:
    """The page as it is when the standfirst is looked for: later every line has a verdict."""
    seen: list[Labeling] = []
    told = labeler.tell_standfirst

    def look(page: Labeling) -> None:
        seen.append(copy(page))
        seen[0].verdicts = dict(page.verdicts)

    labeler.tell_standfirst = look
    try:
        labeler.label_lines(read_lines(text), language)
    finally:
        labeler.tell_standfirst = told
    return seen[0]


def title_case(gold: dict[str, Any], page: Labeling) -> Case:
    wanted = {key(text) for text in (gold.get("title"), *(gold.get("title_alts") or [])) if text}
    found = list(headline.candidates(surroundings(page, page.start)))
    right = [page.lines[index].key in wanted for index, _ in found]
    return Case(fold_of(gold["domain"]), [traits for _, traits in found], right)


def standfirst_case(gold: dict[str, Any], page: Labeling) -> Case:
    wanted = [set(key(gold[name]).split()) for name in ("summary_ref", "dek") if gold.get(name)]
    found = list(standfirst.candidates(page)) if wanted else []
    right = [any(_alike(page.lines[index], text) for text in wanted) for index, _ in found]
    return Case(fold_of(gold["domain"]), [traits for _, traits in found], right)


def _alike(line: Line, words: set[str]) -> bool:
    mine = set(line.tokens)
    return 2 * len(mine & words) >= LIKE * (len(mine) + len(words))


def date_case(gold: dict[str, Any], page: Labeling) -> Case:
    try:
        wanted = date.fromisoformat((gold.get("published") or "")[:10])
    except ValueError:
        return Case(fold_of(gold["domain"]), [], [])
    found = list(dating.candidates(page))
    right = [abs((entry[2].moment.date() - wanted).days) <= 1 for entry in found]
    return Case(fold_of(gold["domain"]), [entry[3] for entry in found], right)


def fit(cases: list[Case], names: list[str], *, choice: bool) -> NDArray[np.float64]:
    """Weights and bias; with `choice` by softmax over each page, else each candidate by itself."""
    cases = [case for case in cases if any(case.right) or (case.right and not choice)]
    rows = np.array([_row(traits, names) for case in cases for traits in case.traits])
    right = np.array([right for case in cases for right in case.right], dtype=float)
    starts = np.cumsum([0, *(len(case.right) for case in cases)])[:-1]
    counts = np.array([len(case.right) for case in cases])
    weights = np.zeros(rows.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):
        scores = np.clip(rows @ weights, -30, 30)
        if choice:
            powers = np.exp(scores)
            chances = powers / np.repeat(np.add.reduceat(powers, starts), counts)
            wanted = chances * right
            wanted /= np.repeat(np.add.reduceat(wanted, starts), counts)
            slope = rows.T @ (wanted - chances) / len(cases)
        else:
            slope = rows.T @ (right - 1 / (1 + np.exp(-scores))) / len(rows)
        slope -= DECAY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        pace = STEP * (1 - step / ROUNDS) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = weights + pace * first / (1 - 0.9**step)
    return weights


def _row(traits: Traits, names: list[str]) -> list[float]:
    return [*(traits.get(name, 0.0) for name in names), 1.0]


def report(title: str, cases: list[Case], *, choice: bool) -> None:
    """Print how often the best candidate is right, held out by site, and the weights of all."""
    names = sorted({name for case in cases for traits in case.traits for name in traits})
    hits = []
    for fold in range(FOLDS):
        weights = fit([case for case in cases if case.fold != fold], names, choice=choice)
        for case in cases:
            if case.fold == fold and any(case.right):
                scores = [np.dot(_row(traits, names), weights) for traits in case.traits]
                hits.append(case.right[int(np.argmax(scores))])
    print(f"{title}: {np.mean(hits):.3f} of {len(hits)} dumps that show it, held out by site")
    for name, weight in zip([*names, "bias"], fit(cases, names, choice=choice), strict=True):
        print(f'        "{name}": {weight:.2f},')


def main() -> None:
    corpus = Path(sys.argv[1])
    folds = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    makers: dict[str, Callable[[dict[str, Any], Labeling], Case]] = {
        "headline": title_case,
        "standfirst": standfirst_case,
        "date": date_case,
    }
    cases: dict[str, list[Case]] = {name: [] for name in makers}
    for gold, page in pages(corpus, folds):
        for name, maker in makers.items():
            cases[name].append(maker(gold, page))
    for name, found in cases.items():
        report(name, found, choice=name == "headline")


if __name__ == "__main__":
    main()
