"""Labeled copies and versions: a folder of sets, each with `docs/*.txt` and `gold.json`.

`gold.json` maps each document's name to the label of its cluster (`clusters`) and, for some, to
how it relates to the others (`relations`).
"""

import json
from dataclasses import dataclass
from pathlib import Path

from feedsvc.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All sets of a folder as one; the same label in two sets is one cluster."""

    articles: dict[str, Article]
    clusters: dict[str, str]
    relations: dict[str, str]


def load(folder: Path) -> Corpus:
    """The sets below a folder, or the one set that it is."""
    golds = [folder / "gold.json"] if (folder / "gold.json").exists() else []
    golds = golds or sorted(
        path for path in folder.rglob("gold.json") if (path.parent / "docs").is_dir()
    )
    if not golds:
        raise SystemExit(f"no gold.json in or below {folder}")
    clusters: dict[str, str] = {}
    relations: dict[str, str] = {}
    articles: dict[str, Article] = {}
    for path in golds:
        gold = json.loads(path.read_text("utf-8"))
        clusters |= gold["clusters"]
        relations |= gold.get("relations", {})
        for name in gold["clusters"]:
            articles[name] = _article((path.parent / "docs" / f"{name}.txt").read_text("utf-8"))
    return Corpus(articles=articles, clusters=clusters, relations=relations)


def _article(text: str) -> Article:
    """A document as it is: nothing is known of its title, date or address."""
    return Article(title="", text=text, content="")
