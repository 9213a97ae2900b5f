"""Fit the weights that choose headline, standfirst, date and publisher, and score the choices.

    python -m benchmarks.train_fields CORPUS [FOLDS]

CORPUS is a folder of pages with `gold.json` and flattened dumps. FOLDS holds `fold-N.npz`, the
trained labeler of dumps without the sites of fold N (`train_labeler --cross-validate`). Where a
fold has none, only those of its pages are taken whose site has no annotated story: the shipped
labeler has not seen them. Without FOLDS it judges pages that it was trained on, and the figures are
too good. The weights are printed, to be pasted into `headline`, `standfirst`, `dating` and
`publisher`; the same corpus and folds give the same weights.
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

from feedsvc.extract import dating, headline, labeler, mastheads, standfirst, tagger
from feedsvc.extract.assembly import Labeled
from feedsvc.extract.extraction import look_at
from feedsvc.extract.head import surroundings
from feedsvc.extract.headline import Surroundings
from feedsvc.extract.imprint import compact
from feedsvc.extract.labeling import Labeling
from feedsvc.extract.page import Line, key, read_lines
from feedsvc.extract.tagger.weights import Ensemble, unpack
from feedsvc.formats import read
from feedsvc.model import Record

FOLDS = 5
KINDS = ("dump-wet.txt", "dump-gettext.txt", "dump-seed.txt")
ROUNDS, STEP, DECAY = 1500, 0.06, 1e-4
LEAST = (0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8)  # chances to look at
LIKE = 0.72  # share of common words from which a line is the publisher's description

Traits = dict[str, float]


class Case(NamedTuple):
    """The candidates of one dump, and which of them are right; `shown` if the gold has any."""

    kind: str
    fold: int
    traits: list[Traits]
    right: list[bool]
    shown: bool


class Seen(NamedTuple):
    """A labeled dump: when headline and standfirst were looked for, and at the end."""

    kind: str
    around: Surroundings
    head: Labeling
    page: Labeled


def fold_of(domain: str) -> int:
    """A site's fold, as in the training of the labeler."""
    return int(hashlib.md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def pages(corpus: Path, folds: Path | None) -> Iterator[tuple[dict[str, Any], Seen]]:
    """Every dump of a site that the labeler was not trained on, labeled, with its gold."""
    shipped = tagger.shipped_told()
    golds = [
        (path.parent, json.loads(path.read_text(encoding="utf-8")))
        for path in sorted(corpus.glob("*/gold.json"))
    ]
    trained = {gold["domain"] for _, gold in golds if gold.get("body")} if folds else set()
    ensembles = dict(_ensembles(folds)) if folds else {}
    for folder, gold in golds:
        held_out = ensembles.get(fold_of(gold["domain"]))
        if held_out is None and gold["domain"] in trained:
            continue
        use(held_out or shipped)
        for kind in KINDS:
            record = next(iter(read((folder / kind).read_bytes())), None)
            if isinstance(record, Record):
                yield gold, _label(kind, record.text)


def _ensembles(folds: Path) -> Iterator[tuple[int, Ensemble]]:
    for fold in range(FOLDS):
        path = folds / f"fold-{fold}.npz"
        if path.exists():
            yield fold, unpack(path.read_bytes())


def use(ensemble: Ensemble) -> None:
    """Let the labeler of flattened pages judge by these networks."""
    vars(tagger)["shipped_told"] = lambda: ensemble


def _label(kind: str, text: str) -> Seen:
    """Label a dump, and keep the states in which headline and standfirst are looked for."""
    around: list[Surroundings] = []
    heads: list[Labeling] = []
    find_title, tell_standfirst = labeler.find_title, labeler.tell_standfirst

    def look_for_title(page: Labeling, start: int) -> None:
        around.append(surroundings(page, start))
        find_title(page, start)

    def look_for_standfirst(page: Labeling) -> None:
        heads.append(copy(page))
        heads[0].verdicts = dict(page.verdicts)
        tell_standfirst(page)

    labeler.find_title, labeler.tell_standfirst = look_for_title, look_for_standfirst
    try:
        page = labeler.label_lines(read_lines(text), look_at(text).language)
    finally:
        labeler.find_title, labeler.tell_standfirst = find_title, tell_standfirst
    return Seen(kind, around[0], heads[0], Labeled.from_labeling(page))


def _case(
    gold: dict[str, Any], seen: Seen, traits: list[Traits], right: list[bool], *, shown: bool
) -> Case:
    return Case(seen.kind, fold_of(gold["domain"]), traits, right, shown)


def title_case(gold: dict[str, Any], seen: Seen) -> Case:
    wanted = {key(text) for text in (gold.get("title"), *(gold.get("title_alts") or [])) if text}
    found = list(headline.candidates(seen.around))
    texts = [headline.text_of(seen.around, index, traits) for index, traits in found]
    right = [key(text) in wanted for text in texts]
    return _case(gold, seen, [traits for _, traits in found], right, shown=bool(wanted))


def standfirst_case(gold: dict[str, Any], seen: Seen) -> Case:
    wanted = [set(key(gold[name]).split()) for name in ("summary_ref", "dek") if gold.get(name)]
    found = list(standfirst.candidates(seen.head)) if wanted else []
    right = [any(_alike(seen.head.lines[index], text) for text in wanted) for index, _ in found]
    return _case(gold, seen, [traits for _, traits in found], right, shown=bool(wanted))


def _alike(line: Line, words: set[str]) -> bool:
    mine = set(line.tokens)
    return 2 * len(mine & words) >= LIKE * (len(mine) + len(words))


def date_case(gold: dict[str, Any], seen: Seen) -> Case:
    try:
        wanted = date.fromisoformat((gold.get("published") or "")[:10])
    except ValueError:
        return _case(gold, seen, [], [], shown=False)
    found = list(dating.candidates(seen.head))
    right = [abs((entry[2].moment.date() - wanted).days) <= 1 for entry in found]
    return _case(gold, seen, [entry[3] for entry in found], right, shown=True)


def publisher_case(gold: dict[str, Any], seen: Seen) -> Case:
    wanted = {gold.get("publisher"), *(gold.get("publisher_alts") or [])} - {None, ""}
    known = {compact(name) for name in wanted}
    known |= {compact(gold["domain"]), compact(gold["domain"].split(".")[0])}
    page = seen.page
    title = page.headline.text if page.headline else ""
    found = list(mastheads.candidates(page.lines, page.story, title)) if wanted else []
    names = [compact(mastheads.spelling(sightings)) for sightings, _ in found]
    right = [any(_same_name(name, other) for other in known) for name in names]
    return _case(gold, seen, [traits for _, traits in found], right, shown=bool(wanted))


def _same_name(mine: str, other: str) -> bool:
    """The scorer's rule: the same letters, or one within the other if they are of like length."""
    short, long = sorted((mine, other), key=len)
    return mine == other or (len(short) >= 4 and short in long and len(long) <= 2.5 * len(short))


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
    held_out = list(_cross_validated(cases, names, choice=choice))
    for kind in KINDS:
        of_kind = [entry for entry in held_out if entry[0].kind == kind and entry[0].shown]
        for least in (0.0,) if choice else LEAST:
            _print_share(f"{title}, {kind}, least {least}", of_kind, least)
    for name, weight in zip([*names, "bias"], fit(cases, names, choice=choice), strict=True):
        print(f'        "{name}": {weight:.2f},')


def _cross_validated(
    cases: list[Case], names: list[str], *, choice: bool
) -> Iterator[tuple[Case, float, bool]]:
    """For each case the best candidate's chance, and whether it is right."""
    for fold in sorted({case.fold for case in cases}):
        weights = fit([case for case in cases if case.fold != fold], names, choice=choice)
        for case in cases:
            if case.fold == fold and case.traits:
                scores = [float(np.dot(_row(traits, names), weights)) for traits in case.traits]
                best = int(np.argmax(scores))
                yield case, 1 / (1 + float(np.exp(-scores[best]))), case.right[best]
            elif case.fold == fold:
                yield case, -1.0, False


def _print_share(title: str, held_out: list[tuple[Case, float, bool]], least: float) -> None:
    """Of the dumps whose page has the field at all."""
    given = [right for _, chance, right in held_out if chance >= least]
    right, count = sum(given), max(1, len(held_out))
    wrong = len(given) - right
    print(f"{title}: right {right / count:.3f}, wrong {wrong / count:.3f} of {count}")


def main() -> None:
    corpus = Path(sys.argv[1])
    folds = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    makers: dict[str, Callable[[dict[str, Any], Seen], Case]] = {
        "headline": title_case,
        "standfirst": standfirst_case,
        "date": date_case,
        "publisher": publisher_case,
    }
    cases: dict[str, list[Case]] = {name: [] for name in makers}
    for gold, seen in pages(corpus, folds):
        for name, maker in makers.items():
            cases[name].append(maker(gold, seen))
    for name, found in cases.items():
        report(name, found, choice=name == "headline")


if __name__ == "__main__":
    main()
