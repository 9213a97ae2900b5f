"""A small scorer with the two functions of a labeled corpus's own that the gate calls.

Figures of eight pages mean nothing by themselves: they show that the gate measures and judges.
"""

import json
import re
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import Any


def load_corpus(root: str) -> list[dict[str, Any]]:
    """The truth of every page."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(Path(root).glob("*/gold.json"))]


def evaluate(
    pages: list[dict[str, Any]], answers: dict[str, dict[str, Any]], kind: str, boots: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The measures of all pages together, and what each page has."""
    rows = [_row(gold, answers[gold["id"]]) for gold in pages]
    found = {name: fmean(row[name] for row in rows) for name in ("body_f1", "title", "language")}
    hits, given, wanted = (sum(row["authors"][place] for row in rows) for place in range(3))
    measures = {
        "body_f1": found["body_f1"],
        "body_below_0.8": fmean(row["body_f1"] < 0.8 for row in rows),
        "title_exact": found["title"],
        "language": found["language"],
        "author_f1": 2 * hits / max(1, given + wanted),
        "date_exact": fmean(row["date"][0] for row in rows),
    }
    return {"all": measures, "kind": kind, "boots": boots}, rows


def _row(gold: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    day = (answer["published"] or "")[:10]
    right = float(day == gold["published"])
    names = Counter(answer["authors"]) & Counter(gold["authors"])
    leaks = [caption for caption in gold["captions"] if caption in answer["body"]]
    return {
        "body_f1": _f1(gold["body"], answer["body"]),
        "title": float(answer["title"] == gold["title"]),
        "language": float(answer["language"] == gold["language"]),
        "authors": (names.total(), len(answer["authors"]), len(gold["authors"])),
        "date": (right, right, float(bool(day))),
        **({"caption": (len(leaks), len(gold["captions"]))} if gold["captions"] else {}),
    }


def _f1(gold: str, answer: str) -> float:
    wanted, given = (Counter(_grams(text)) for text in (gold, answer))
    return 2 * (wanted & given).total() / max(1, wanted.total() + given.total())


def _grams(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return [tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3))]
