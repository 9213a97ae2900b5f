"""The pages of a labeled corpus, and what extraction makes of each of them."""

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.labeler_gold import fold_of
from feedsvc.extract import extract, tagger
from feedsvc.extract.tagger.weights import Ensemble, unpack
from feedsvc.formats import read
from feedsvc.model import Record, Refined, Rejected
from feedsvc.summarize import summarize

FILES = {
    "wet": "dump-wet.txt",
    "gettext": "dump-gettext.txt",
    "seed": "dump-seed.txt",
    "html": "page.html.gz",
}
KINDS = tuple(FILES)
EMPTY: dict[str, Any] = {
    "title": None,
    "authors": [],
    "published": None,
    "publisher": None,
    "language": "und",
}


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a corpus in one form; `gold` is what its scorer's `load_corpus` gave."""

    corpus: Path
    kind: str
    gold: list[dict[str, Any]]

    def files(self) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Each page's truth, and the bytes of the page."""
        for gold in self.gold:
            path = self.corpus / "pages" / str(gold["id"]) / FILES[self.kind]
            if path.exists():
                data = path.read_bytes()
                yield gold, gzip.decompress(data) if path.suffix == ".gz" else data


@dataclass(frozen=True, slots=True)
class Predictions:
    """The answers by page id, in the form that the corpus's scorer reads, and what one took."""

    answers: dict[str, dict[str, Any]]
    milliseconds: float  # of this process's CPU, a page


def predictions(pages: Pages, weights: Callable[[str], Ensemble] | None = None) -> Predictions:
    """What extraction makes of every page; `weights` chooses the weights for a site."""
    answers: dict[str, dict[str, Any]] = {}
    spent = 0.0
    refine(b"A page to warm up.")
    for gold, data in pages.files():
        with _weights(weights(gold["domain"]) if weights else None):
            start = time.process_time()
            found = refine(data)
            spent += time.process_time() - start
        answers[gold["id"]] = {"id": gold["id"], **answer(found)}
    return Predictions(answers, 1000 * spent / max(1, len(answers)))


def refine(data: bytes) -> Refined | Rejected:
    """The first article of a dump, as the pipeline makes it."""
    found = next(iter(read(data)))
    return extract(found) if isinstance(found, Record) else found


def answer(found: Refined | Rejected) -> dict[str, Any]:
    """An article in the scorer's words."""
    if isinstance(found, Rejected):
        return {**EMPTY, "body": "", "summary": ""}
    article = found.article
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher,
        "language": article.language,
        "body": article.text,
        "summary": summarize(article),
    }


def weights_by_site(folder: Path) -> Callable[[str], Ensemble]:
    """The weights that saw no page of a site, from the folds that `train_labeler` wrote."""
    paths = sorted(folder.glob("fold-*.npz"))
    if not paths:
        raise SystemExit(f"no fold-*.npz in {folder}: run make train FOLDS={folder}")
    ensembles = [unpack(path.read_bytes()) for path in paths]
    return lambda site: ensembles[fold_of(site, len(ensembles))]


@contextmanager
def _weights(ensemble: Ensemble | None) -> Iterator[None]:
    """Label with these weights instead of the shipped ones."""
    if ensemble is None:
        yield
        return
    with patch.object(tagger, "shipped_told", lambda: ensemble):
        yield
