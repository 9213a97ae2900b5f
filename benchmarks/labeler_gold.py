"""What the lines of a labeled corpus are: the truth that the line network is trained on.

The corpus brings its own scorer, `eval_extract.py`; its `label_lines` says which lines of a dump
stand in the annotated body, so that training and judging mean the same by "body". Everything
finer is read from the gold fields (title, captions, …) and, weakly, from the page's HTML: which
element a line came from tells navigation from comments. HTML is used here only, never at
inference.
"""

import hashlib
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.labeler_html import Finder, flatten, region, tags
from feedsvc.extract.extraction import look_at
from feedsvc.extract.hints import hints
from feedsvc.extract.tagger.classes import CLASSES, TAGS
from feedsvc.formats import read
from feedsvc.model import Record

STYLES = ("wet", "gettext", "seed")
_PLACE = {name: place for place, name in enumerate(CLASSES)}
_UNKNOWN = -1
_SHORT_FIELD = 14  # tokens of a line that may be a byline, a date, a credit


@dataclass(slots=True)
class GoldPage:
    """One dump of one page; arrays have one value a logical line, blank ones included."""

    id: str
    style: str
    site: str
    language: str
    lines: list[str]  # logical ones, indented as extraction gives them to the labeler
    told: Any  # the rules' hints, a row a line
    annotated: bool  # whether the corpus knows the body
    body: Any  # 0 to 1
    weight: Any  # words, or 0 where the line must not count
    classes: Any  # place in CLASSES, or -1
    tags: Any  # a column a tag
    tagged: Any  # 1 where `tags` is known
    regions: list[str | None]
    kept: tuple[str, ...] = ()  # snippets that an annotator wants in
    dropped: tuple[str, ...] = ()  # and out


def load_scorer(corpus: Path) -> ModuleType:
    """The corpus's own `eval_extract.py`."""
    spec = importlib.util.spec_from_file_location("eval_extract", corpus / "eval_extract.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fold_of(site: str, folds: int) -> int:
    """The fold of a site: all its pages are in the same one, on every machine."""
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def read_gold(corpus: Path, scorer: ModuleType) -> Iterator[GoldPage]:
    """Every dump of every page, in the order of the ids."""
    for folder in sorted((corpus / "pages").iterdir()):
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        tokens, elements = flatten(folder / "page.html.gz", scorer)
        for style in STYLES:
            record = next(iter(read((folder / f"dump-{style}.txt").read_bytes())))
            if isinstance(record, Record):
                look = look_at(record.text)
                finder = Finder(tokens, elements)
                lines = [" " * line.indent + line.text for line in look.lines]
                found = [finder.find(scorer.fold(line)) for line in lines]
                yield _page(gold, style, (lines, hints(look)), found, scorer)


# ------------------------------------------------------------------ body


def _page(
    gold: dict[str, Any],
    style: str,
    seen: tuple[list[str], Any],
    found: list[Any],
    scorer: ModuleType,
) -> GoldPage:
    lines, told = seen
    regions = [region(element) if element is not None else None for element in found]
    rows = [tags(element) if element is not None else None for element in found]
    words = np.array([max(1, len(scorer.words(line))) for line in lines], np.float32)
    body = np.zeros(len(lines), np.float32)
    some = np.zeros(len(lines), np.float32)
    unsure = np.ones(len(lines), bool)
    if gold["body"]:
        labels = [scorer.label_lines(lines, text) for text in (gold["body"], *gold["body_alts"])]
        grid = np.array([[value or 0 for value in row] for row in labels], np.float32)
        body, some = grid[0], grid.max(axis=0)
        # a line without a word, or in one acceptable body only, must not be learned
        unsure = np.array([value is None for value in labels[0]]) | (some != grid.min(axis=0))
    classes = _classes(_Fields(gold, scorer), lines, (body, some), regions, scorer)
    return GoldPage(
        id=gold["id"],
        style=style,
        site=gold["domain"],
        language=gold["language"],
        lines=lines,
        told=told,
        annotated=bool(gold["body"]),
        body=body,
        weight=np.where(unsure, 0, words).astype(np.float32),
        classes=classes,
        tags=np.array([row or [0.0] * len(TAGS) for row in rows], np.float32),
        tagged=np.array([row is not None for row in rows], np.float32),
        regions=regions,
        kept=tuple(gold.get("snippets_with") or ()),
        dropped=tuple(gold.get("snippets_without") or ()),
    )


# ------------------------------------------------------------------ finer classes


def _classes(
    fields: "_Fields", lines: list[str], bodies: tuple[Any, Any], regions: list[Any], scorer: Any
) -> Any:
    body, some = bodies
    classes = np.full(len(lines), _UNKNOWN, np.int64)
    for place, line in enumerate(lines):
        tokens = scorer.fold(line)
        if not tokens:
            continue
        name = "body" if body[place] else fields.name(line, tokens, in_other_body=bool(some[place]))
        name = name or regions[place]
        classes[place] = _PLACE[name] if name else _UNKNOWN
    return classes


class _Fields:
    """The gold fields of a page, ready to be compared with a line."""

    def __init__(self, gold: dict[str, Any], scorer: Any) -> None:
        self.scorer = scorer
        self.titles = [text for text in (gold["title"], *(gold["title_alts"] or ())) if text]
        self.standfirst = gold["dek"]
        self.names = [set(scorer.fold(name)) for name in gold["authors"] or ()]
        self.day = (gold["published"] or "")[:10].split("-")
        captions = scorer.fold(" ".join(gold["captions"] or ()))
        self.captions, self.caption_grams = " ".join(captions), set(scorer.ngrams(captions))
        self.credits = [" ".join(scorer.fold(text)) for text in gold["credits"] or ()]

    def name(self, line: str, tokens: list[str], *, in_other_body: bool) -> str | None:
        if any(self.scorer.bag_f1(title, line) >= 0.9 for title in self.titles):
            return "title"
        if in_other_body or (self.standfirst and self.scorer.bag_f1(self.standfirst, line) >= 0.85):
            return "standfirst"
        if len(tokens) >= 3 and self._is_caption(tokens):
            return "caption"
        return self._short_field(tokens) if len(tokens) <= _SHORT_FIELD else None

    def _is_caption(self, tokens: list[str]) -> bool:
        if len(tokens) < 4:
            return f" {' '.join(tokens)} " in f" {self.captions} "
        grams = self.scorer.ngrams(tokens)
        return sum(gram in self.caption_grams for gram in grams) / len(grams) >= 0.6

    def _short_field(self, tokens: list[str]) -> str | None:
        text, words = " ".join(tokens), set(tokens)
        named = any(name <= words for name in self.names if name)
        if not named and any(credit and credit in text for credit in self.credits):
            return "credit"
        if any(len(name) > 1 and name <= words for name in self.names):
            return "byline"
        if len(self.day) == 3 and self.day[0] in words:
            return "dateline" if words & {self.day[2], self.day[2].lstrip("0")} else None
        return None
