"""Train the line labeler from a labeled corpus, or cross-validate it by site.

    python -m benchmarks.train_labeler CORPUS                      writes the package's weights
    python -m benchmarks.train_labeler CORPUS --cross-validate DIR

`CORPUS` holds `pages/` and `eval_extract.py`. The same corpus gives the same bytes: one thread,
fixed seeds, deterministic algorithms (on one kind of processor; another may round differently).
Cross-validation writes five weights files to DIR, each trained without the pages of a fifth of the
sites; `benchmarks.extraction --held-out DIR` scores extraction with them.
Needs the dependency group `train` (PyTorch).
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

import feedsvc.extract.tagger as package
from benchmarks import labeler_gold as gold
from benchmarks import labeler_network as trainer
from benchmarks.labeler_packing import pack
from feedsvc.extract.tagger.course import Course
from feedsvc.extract.tagger.features import Vocabulary, measure, vocabulary_hashes
from feedsvc.extract.tagger.network import Block, Layer, Network
from feedsvc.extract.tagger.weights import TOLD_FILE, Ensemble

FOLDS = 5
WORD_SITES, PAIR_SITES = 3, 5  # on how many sites a word or pair must occur to be learned
# one network; a second, averaged, adds 0.002 body F1, which is noise, and 1.5 ms a page
RECIPES = (trainer.Recipe(seed=0),)


def main() -> None:
    """Read the arguments and do what they ask."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path(package.__file__).parent / TOLD_FILE)
    parser.add_argument("--cross-validate", type=Path, metavar="DIR")
    parser.add_argument("--processes", type=int, default=1, help="networks trained at a time")
    arguments = parser.parse_args()
    pages = list(gold.read_gold(arguments.corpus, gold.load_scorer(arguments.corpus)))
    if arguments.cross_validate:
        cross_validate(pages, arguments.cross_validate, arguments.processes)
    else:
        arguments.out.write_bytes(train(pages, arguments.processes))


def train(pages: Sequence[gold.GoldPage], processes: int = 1) -> bytes:
    """A weights file from all annotated pages."""
    annotated = [page for page in pages if page.annotated]
    vocabulary = learn_vocabulary(annotated)
    examples = [example for page in annotated if (example := as_example(page, vocabulary))]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        work = partial(train_network, examples, vocabulary)
        return pack(Ensemble(vocabulary, tuple(pool.map(work, RECIPES))))


def train_network(
    examples: Sequence[trainer.Example], vocabulary: Vocabulary, recipe: trainer.Recipe
) -> Network:
    """One network, by one thread, whose result does not depend on the others."""
    network, mean, spread = trainer.train(examples, vocabulary, recipe)
    return export(network, mean, spread)


def cross_validate(pages: Sequence[gold.GoldPage], out: Path, processes: int) -> None:
    """Weights for every fold, from the pages of all other sites."""
    out.mkdir(parents=True, exist_ok=True)
    for fold in range(FOLDS):
        others = [page for page in pages if gold.fold_of(page.site, FOLDS) != fold]
        (out / f"fold-{fold}.npz").write_bytes(train(others, processes))


def learn_vocabulary(pages: Sequence[gold.GoldPage]) -> Vocabulary:
    """The words and pairs of enough sites, and how rare each word is among the sites."""
    words: dict[int, set[str]] = defaultdict(set)
    pairs: dict[int, set[str]] = defaultdict(set)
    for page in pages:
        if page.style == "wet":  # the other styles have the same words
            for sites, hashes in zip((words, pairs), vocabulary_hashes(page.lines), strict=True):
                for key in (hashes >> np.uint64(32)).tolist():
                    sites[key].add(page.site)
    known = sorted(key for key, sites in words.items() if len(sites) >= WORD_SITES)
    total = np.log(len({page.site for page in pages}))
    rarity = [1.0, *(1 - np.log(len(words[key])) / total for key in known)]
    return Vocabulary(
        words=np.array(known, np.uint32),
        pairs=np.array(
            sorted(key for key, sites in pairs.items() if len(sites) >= PAIR_SITES), np.uint32
        ),
        # as the weights file stores it
        rarity=np.clip(rarity, 0.02, 1).astype(np.float16).astype(np.float32),
    )


def as_example(page: gold.GoldPage, vocabulary: Vocabulary) -> trainer.Example | None:
    """A measured page with the truth of its measured lines."""
    measured = measure(page.lines, page.told, vocabulary)
    if measured is None:
        return None
    rows = measured.rows
    truths = (page.body, page.weight, page.classes, page.tags, page.tagged)
    return trainer.Example(measured, *(truth[rows] for truth in truths))


def export(network: trainer.LineNetwork, mean: Any, spread: Any) -> Network:
    """The trained network in the form of the package."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}

    def layer(name: str) -> Layer:
        return Layer(np.ascontiguousarray(state[f"{name}.weight"].T), state[f"{name}.bias"])

    blocks = tuple(
        Block(
            dilation=dilation,
            gain=state[f"norms.{place}.weight"],
            offset=state[f"norms.{place}.bias"],
            layer=layer(f"blocks.{place}"),
        )
        for place, dilation in enumerate(network.recipe.dilations)
    )
    return Network(
        mean=mean,
        spread=spread,
        words=state["words.weight"],
        pairs=state["pairs.weight"],
        entry=layer("entry"),
        blocks=blocks,
        page_after=network.recipe.page_after,
        attention=layer("attention"),
        page=layer("page"),
        exit=layer("exit"),
        course=Course(*state["moves"].tolist()),
    )


if __name__ == "__main__":
    main()
