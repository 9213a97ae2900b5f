"""Scores the decisions about copies and versions on labeled sets, beside the floors.

usage: python -m benchmarks.dedup FOLDER [--orders N] [--seed N] [--extract]

All sets below FOLDER (see `corpora.py`) go into one store, one article at a time, in random order;
the store is SQLite with the postings that the real one has and the same limits. Pairwise precision,
recall and F1, B-cubed (Bagga and Baldwin 1998), and the adjusted Rand index (Hubert and Arabie
1985) of the orders with each other. Exits 1 below a floor.

Documents are taken as they are, menus and all; with `--extract` they go through extraction first,
as dumps do, and one that extraction rejects is a cluster of its own.
"""

import argparse
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import combinations
from math import comb
from pathlib import Path
from statistics import mean
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from benchmarks.corpora import Corpus, load
from feedsvc.dedup import decide, fingerprint
from feedsvc.extract import extract
from feedsvc.model import (
    Article,
    Candidate,
    Decision,
    Duplicate,
    Fingerprint,
    MediaType,
    New,
    Record,
    Refined,
    Related,
    Revision,
)

MAX_ENTRIES_OF_A_HASH, MIN_HITS, MAX_CANDIDATES = 200, 2, 50

# What a release must reach on sets of these kinds, in every order.
FLOORS = {
    "pair precision": 0.98,
    "pair F1": 0.95,
    "B-cubed F1": 0.985,
    "agreement of orders": 0.99,
}
# The same for documents that went through extraction, as dumps do: it rejects a few that hold no
# sentence, and cuts heads and tails. Three orders of the labeled sets had 0.979 to 0.993 of
# precision, F1 of 0.965 to 0.973, B-cubed of 0.990 and more, and agreed by 0.988.
EXTRACTED_FLOORS = {
    "pair precision": 0.975,
    "pair F1": 0.955,
    "B-cubed F1": 0.985,
    "agreement of orders": 0.98,
}
# The share of a relation's documents that must find a mate, where the relation is present.
ATTACH_FLOORS = {
    "exact": 0.995,
    "exact_norm": 0.995,
    "reextract": 0.995,
    "boiler_other": 0.995,
    "headline": 0.995,
    "revised_light": 0.995,
    "revised_medium": 0.995,
    "truncated": 0.995,
    "wire": 0.98,
    "revised_heavy": 0.92,
}
# The share of a relation's documents that may be merged with a stranger, in the worst order.
FALSE_MERGE_CEILINGS = {"neg_serial": 0.0, "neg_digest": 0.0, "single": 0.001}

Clustering = dict[str, UUID]
fingerprint_of = cache(fingerprint)


class Store:
    """Articles with their postings; the lookups that the real store has."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE TABLE fp (hash INTEGER, version INTEGER)")
        self.database.execute("CREATE INDEX fp_hash ON fp (hash, version)")
        self.versions: list[tuple[Article, Fingerprint, UUID]] = []
        self.by_text: dict[str, list[int]] = {}
        self.first_seen: dict[UUID, datetime] = {}
        self.folded: dict[UUID, UUID] = {}
        self.sizes: Counter[UUID] = Counter()

    def candidates(self, mark: Fingerprint) -> list[Candidate]:
        """Versions with the same text, and those that share enough postings."""
        hits: Counter[int] = Counter()
        query = "SELECT version FROM fp WHERE hash = ? LIMIT ?"
        for shingle in mark.shingles:
            rows = self.database.execute(query, (shingle, MAX_ENTRIES_OF_A_HASH + 1)).fetchall()
            if len(rows) <= MAX_ENTRIES_OF_A_HASH:
                hits.update(version for (version,) in rows)
        often = sorted((-count, version) for version, count in hits.items() if count >= MIN_HITS)
        found = self.by_text.get(mark.text_hash, []) + [
            version for _, version in often[:MAX_CANDIDATES]
        ]
        return [self._candidate(version) for version in dict.fromkeys(found)]

    def _candidate(self, version: int) -> Candidate:
        article, mark, entry_id = self.versions[version]
        entry_id = self.entry(entry_id)
        return Candidate(
            entry_id=entry_id,
            article=article,
            fingerprint=mark,
            first_seen=self.first_seen[entry_id],
            versions=self.sizes[entry_id],
        )

    def entry(self, entry_id: UUID) -> UUID:
        """The entry that an entry has been folded into, or itself."""
        while entry_id in self.folded:
            entry_id = self.folded[entry_id]
        return entry_id

    def add(self, article: Article, mark: Fingerprint, decision: Decision) -> UUID:
        """Keeps a version under the entry that was decided."""
        version = len(self.versions)
        match decision:
            case New(entry_id=entry_id) | Related(entry_id=entry_id):
                epoch = datetime(2026, 1, 1, tzinfo=UTC)
                self.first_seen[entry_id] = epoch + timedelta(seconds=version)
            case Duplicate(of=entry_id, joins=joins) | Revision(of=entry_id, joins=joins):
                self.folded.update(dict.fromkeys(joins, entry_id))
                self.sizes[entry_id] += sum(self.sizes.pop(join) for join in joins)
        if mark.text_hash not in self.by_text:  # an exact copy leaves nothing but a ledger row
            rows = [(shingle, version) for shingle in mark.shingles]
            self.database.executemany("INSERT INTO fp VALUES (?, ?)", rows)
            self.by_text[mark.text_hash] = [version]
            self.versions.append((article, mark, entry_id))
            self.sizes[entry_id] += 1
        return entry_id


def cluster(corpus: Corpus, names: Iterable[str]) -> Clustering:
    """The entries that the articles end up in, taken one at a time."""
    store = Store()
    found: Clustering = {}
    for name in names:
        article = corpus.articles.get(name)
        if article is None:
            found[name] = uuid5(NAMESPACE_OID, name)
            continue
        mark = fingerprint_of(article)
        found[name] = store.add(article, mark, decide(article, mark, store.candidates(mark)))
    return {name: store.entry(entry_id) for name, entry_id in found.items()}


# ------------------------------------------------------------------ measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How a clustering agrees with the labels; all 0 to 1."""

    precision: float
    recall: float
    f1: float
    b_cubed: float


def score(gold: dict[str, str], found: Clustering) -> Scores:
    """Pairwise precision, recall and F1, and the F1 of B-cubed."""
    cells = Counter((gold[name], found[name]) for name in gold)
    golds, founds = Counter(gold.values()), Counter(found[name] for name in gold)
    both = sum(comb(size, 2) for size in cells.values())
    precision = _ratio(both, sum(comb(size, 2) for size in founds.values()))
    recall = _ratio(both, sum(comb(size, 2) for size in golds.values()))
    b_precision = sum(size**2 / founds[label] for (_, label), size in cells.items()) / len(gold)
    b_recall = sum(size**2 / golds[label] for (label, _), size in cells.items()) / len(gold)
    return Scores(
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        b_cubed=_harmonic(b_precision, b_recall),
    )


def agreement(one: Clustering, other: Clustering) -> float:
    """The adjusted Rand index of two clusterings of the same documents."""
    cells = Counter((one[name], other[name]) for name in one)
    both = sum(comb(size, 2) for size in cells.values())
    left = sum(comb(size, 2) for size in Counter(one.values()).values())
    right = sum(comb(size, 2) for size in Counter(other.values()).values())
    expected = left * right / comb(len(one), 2) if len(one) > 1 else 0.0
    most = (left + right) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def attached(corpus: Corpus, found: Clustering) -> dict[str, tuple[int, int]]:
    """For each relation: documents that found a mate, of those that have one."""
    return _by_relation(corpus, found, has_mate=True)


def falsely_merged(corpus: Corpus, found: Clustering) -> dict[str, tuple[int, int]]:
    """For each relation: documents merged with another, of those that have no mate."""
    return _by_relation(corpus, found, has_mate=False)


def _by_relation(
    corpus: Corpus, found: Clustering, *, has_mate: bool
) -> dict[str, tuple[int, int]]:
    sizes, together = Counter(corpus.clusters.values()), Counter(found.values())
    cells = Counter((corpus.clusters[name], found[name]) for name in corpus.clusters)
    counts: dict[str, tuple[int, int]] = {}
    for name, relation in corpus.relations.items():
        label, entry = corpus.clusters[name], found[name]
        if (sizes[label] > 1) is has_mate:
            hit = cells[label, entry] > 1 if has_mate else together[entry] > 1
            hits, total = counts.get(relation, (0, 0))
            counts[relation] = (hits + hit, total + 1)
    return dict(sorted(counts.items()))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


# ------------------------------------------------------------------ report


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="holds NAME/docs/*.txt and NAME/gold.json")
    parser.add_argument("--orders", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--extract", action="store_true", help="as dumps: through extraction")
    options = parser.parse_args()
    corpus = load(options.folder)
    if options.extract:
        corpus = extracted(corpus)
        print(f"{len(corpus.clusters) - len(corpus.articles)} documents are no articles")
    remember_comparisons()
    runs = []
    for order in range(options.orders):
        names = sorted(corpus.clusters)
        random.Random(options.seed + order).shuffle(names)  # noqa: S311 - no secret
        started = time.perf_counter()
        runs.append(cluster(corpus, names))
        took = (time.perf_counter() - started) / len(names) * 1000
        print(f"order {options.seed + order}: {took:.1f} ms an article", _line(corpus, runs[-1]))
    floors, attach = (EXTRACTED_FLOORS, {}) if options.extract else (FLOORS, ATTACH_FLOORS)
    return 0 if report(corpus, runs, floors, attach) else 1


def extracted(corpus: Corpus) -> Corpus:
    """The articles that extraction finds in the documents."""
    articles = {}
    for name, article in corpus.articles.items():
        media_type = MediaType.PLAIN
        record = Record(position=0, media_type=media_type, text=article.text, encoding="utf-8")
        refined = extract(record)
        if isinstance(refined, Refined):
            articles[name] = refined.article
    return replace(corpus, articles=articles)


def remember_comparisons() -> None:
    """The same two texts meet again in every order; comparing is pure, so once is enough."""
    module = import_module("feedsvc.dedup.decide")
    module.read_article = cache(module.read_article)
    module.classify = cache(module.classify)
    known: dict[tuple[int, int], Any] = {}
    compare = module.compare

    def compare_once(one: Any, other: Any) -> Any:
        key = (id(one), id(other))
        if key not in known:
            known[key] = known[key[::-1]] = compare(one, other)
        return known[key]

    module.compare = compare_once


def _line(corpus: Corpus, found: Clustering) -> str:
    scores = score(corpus.clusters, found)
    return (
        f"precision {scores.precision:.4f}  recall {scores.recall:.4f}  F1 {scores.f1:.4f}  "
        f"B-cubed {scores.b_cubed:.4f}"
    )


def report(
    corpus: Corpus, runs: list[Clustering], floors: dict[str, float], attach: dict[str, float]
) -> bool:
    """Prints the values beside the floors; whether all were reached.

    Of scores the worst order counts, of agreement the worst two; of relations, where one document
    of a few dozen is a percent and more, the mean.
    """
    scores = [score(corpus.clusters, run) for run in runs]
    pairs = [agreement(one, other) for one, other in combinations(runs, 2)] or [1.0]
    reached = {
        "pair precision": min(one.precision for one in scores),
        "pair F1": min(one.f1 for one in scores),
        "B-cubed F1": min(one.b_cubed for one in scores),
        "agreement of orders": min(pairs),
    }
    print(f"\n{len(corpus.clusters)} documents, {len(runs)} orders:")
    lines = [_beside(name, value, floors[name]) for name, value in reached.items()]
    print(f"  (mean F1 {mean(one.f1 for one in scores):.4f}, mean agreement {mean(pairs):.4f})")
    lines += _relations("attached", [attached(corpus, run) for run in runs], attach)
    merged = [falsely_merged(corpus, run) for run in runs]
    lines += _relations("falsely merged", merged, FALSE_MERGE_CEILINGS, is_ceiling=True)
    return all(lines)


def _beside(name: str, value: float, limit: float | None, *, is_ceiling: bool = False) -> bool:
    is_good = limit is None or (value <= limit if is_ceiling else value >= limit)
    word = "ceiling" if is_ceiling else "floor"
    beside = "" if limit is None else f"{word} {limit:.3f} {'ok' if is_good else 'MISSED'}"
    print(f"  {name:32s} {value:.4f}  {beside}")
    return is_good


def _relations(
    title: str,
    runs: list[dict[str, tuple[int, int]]],
    limits: dict[str, float],
    *,
    is_ceiling: bool = False,
) -> list[bool]:
    lines = []
    for relation, (_, total) in runs[0].items():
        shares = [run[relation][0] / total for run in runs]
        share = max(shares) if is_ceiling else mean(shares)
        name = f"{title} {relation} (of {total})"
        lines.append(_beside(name, share, limits.get(relation), is_ceiling=is_ceiling))
    return lines


if __name__ == "__main__":
    sys.exit(main())
