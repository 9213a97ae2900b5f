"""Scores pages that were dumped several times, in several styles: one article should be one item.

usage: python -m benchmarks.dumps FOLDER [--seed N] [--show]

FOLDER holds a folder for each page, with its dumps (`dump-*.txt`): the same page as text, with
other line breaks, menus and losses. Each dump goes through extraction as a file of the inbox does,
and all go into one store in random order. Exits 1 below a floor.
"""

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.corpora import Corpus
from benchmarks.dedup import Clustering, cluster, extracted, score
from feedsvc.model import Article

WHOLE_FLOOR = 0.985  # of the pages that have several dumps with an article in them
WRONG_CEILING = 0  # pages of which an item holds two


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="holds PAGE/dump-*.txt")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="name the pages that failed")
    options = parser.parse_args()
    corpus = extracted(dumps(options.folder))
    names = sorted(corpus.clusters)
    random.Random(options.seed).shuffle(names)  # noqa: S311 - no secret
    return 0 if report(corpus, cluster(corpus, names), is_long=options.show) else 1


def dumps(folder: Path) -> Corpus:
    """Every dump as a document, its page as its cluster and its style as its relation."""
    articles, clusters, relations = {}, {}, {}
    for path in sorted(folder.glob("*/dump-*.txt")):
        name = f"{path.parent.name}/{path.stem}"
        text = path.read_text("utf-8", "replace")
        articles[name] = Article(title="", text=text, content="")
        clusters[name], relations[name] = path.parent.name, path.stem
    if not articles:
        raise SystemExit(f"no PAGE/dump-*.txt below {folder}")
    return Corpus(articles=articles, clusters=clusters, relations=relations)


def report(corpus: Corpus, found: Clustering, *, is_long: bool) -> bool:
    """Prints how many pages are one item; whether it is enough."""
    entries, pages = defaultdict(set), defaultdict(set)
    for name in corpus.articles:
        entries[corpus.clusters[name]].add(found[name])
        pages[found[name]].add(corpus.clusters[name])
    rejected = sum(name not in corpus.articles for name in corpus.clusters)
    split = sorted(page for page, ids in entries.items() if len(ids) > 1)
    wrong = [sorted(two) for two in pages.values() if len(two) > 1]
    whole = 1 - len(split) / len(entries)
    scores = score(corpus.clusters, found)
    print(f"{len(corpus.clusters)} dumps of {len(entries)} pages, {rejected} are no articles")
    print(f"  precision {scores.precision:.4f}  recall {scores.recall:.4f}  F1 {scores.f1:.4f}")
    print(f"  pages that are one item  {whole:.4f}  floor {WHOLE_FLOOR}")
    print(f"  items of two pages       {len(wrong)}  ceiling {WRONG_CEILING}")
    if is_long:
        print("\n".join(["split:", *split, "wrong:", *map(str, wrong)]))
    return whole >= WHOLE_FLOOR and len(wrong) <= WRONG_CEILING


if __name__ == "__main__":
    sys.exit(main())
