"""Scores extraction on a labeled corpus beside the floors; exits 1 below one.

usage: python -m benchmarks.extraction CORPUS [--kinds KIND ...] [--held-out FOLDS] [--speed]

CORPUS holds `pages/` and its own scorer, `eval_extract.py`, which judges. The kinds are the forms
that the corpus gives each page in: three styles of flattened text, and HTML. The shipped weights
were trained on the annotated pages, so that their figures flatter: they tell whether something
broke. With `--held-out FOLDS`, a folder that `make train FOLDS=...` wrote, every page is labeled by
weights that saw no page of its site: how good extraction is (of text; the folds are of the labeler
of dumps). The floors of both are in `extraction_floors.toml`.
"""

import argparse
import sys
import tomllib
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any

from benchmarks.extraction_pages import KINDS, Pages, predictions, weights_by_site
from benchmarks.extraction_speed import report_speed
from benchmarks.labeler_gold import load_scorer

FLOORS = Path(__file__).with_name("extraction_floors.toml")
# measure → whether more is better; those of the scorer have its names
MEASURES = {
    "body_f1": True,
    "body_below_0.8": False,
    "caption_leak": False,
    "caption_leak_pages": False,
    "title_exact": True,
    "title_exact_visible": True,
    "author_f1": True,
    "author_false_alarm": False,
    "date_exact": True,
    "date_exact_visible": True,
    "date_wrong": False,
    "publisher": True,
    "language": True,
    "summary_clean": True,
    "rougeL": True,
}


def main() -> int:
    """The exit status: 0 when all floors were reached."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--kinds", nargs="*", choices=KINDS)
    parser.add_argument("--held-out", type=Path, metavar="FOLDS")
    parser.add_argument("--speed", action="store_true", help="pages per second, too")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    arguments = parser.parse_args()
    floors = tomllib.loads(arguments.floors.read_text("utf-8"))
    reached = measured(arguments.corpus, arguments.kinds, arguments.held_out)
    fine = report(reached, floors["held_out" if arguments.held_out else "shipped"], floors["aims"])
    if arguments.speed:
        report_speed(arguments.corpus)
    return 0 if fine else 1


def measured(
    corpus: Path, kinds: list[str] | None, held_out: Path | None
) -> dict[str, dict[str, float]]:
    """The measures of each kind."""
    scorer = load_scorer(corpus)
    pages = list(scorer.load_corpus(str(corpus / "pages")))
    weights = weights_by_site(held_out) if held_out else None
    kinds = kinds or [kind for kind in KINDS if kind != "html" or not held_out]
    return {kind: _measured(scorer, Pages(corpus, kind, pages), weights) for kind in kinds}


def _measured(scorer: ModuleType, pages: Pages, weights: Any) -> dict[str, float]:
    found = predictions(pages, weights)
    result, rows = scorer.evaluate(pages.gold, found.answers, pages.kind, 2)
    values = {**result["all"], "ms": found.milliseconds, **_of_pages(rows)}
    return {name: values[name] for name in (*MEASURES, "ms") if values.get(name) is not None}


def _of_pages(rows: list[dict[str, Any]]) -> dict[str, float]:
    """What the scorer keeps of each page but does not sum up."""
    captions = [row["caption"][0] > 0 for row in rows if "caption" in row]
    dates = [row["date"] for row in rows if "date" in row]
    found = {
        "caption_leak_pages": captions,
        "date_wrong": [given > exact for exact, _, given in dates],
    }
    return {name: fmean(values) for name, values in found.items() if values}


def report(
    reached: dict[str, dict[str, float]],
    floors: dict[str, dict[str, float]],
    aims: dict[str, dict[str, float]],
) -> bool:
    """Prints every value beside its floor and the aim; whether all floors were reached."""
    fine = True
    for kind, values in reached.items():
        print(f"\n{kind}: {values.get('ms', 0):.1f} ms a page")
        aim = aims.get(kind, {})
        for name, more in MEASURES.items():
            if name in values:
                limit = floors.get(kind, {}).get(name)
                fine &= _line(name, values[name], limit, aim.get(name), more=more)
    return fine


def _line(name: str, value: float, limit: float | None, aim: float | None, *, more: bool) -> bool:
    good = limit is None or (value >= limit if more else value <= limit)
    beside = "" if limit is None else f"{'floor' if more else 'ceiling'} {limit:.3f}"
    wanted = "" if aim is None else f"aim {aim:.3f}"
    print(
        f"  {name:20s} {value:.4f}  {beside:14s} {wanted:10s} {'' if good else 'MISSED'}".rstrip()
    )
    return good


if __name__ == "__main__":
    sys.exit(main())
