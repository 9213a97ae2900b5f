"""Pages per second on one core, beside trafilatura's on the HTML of the same pages.

usage: python -m benchmarks.extraction_speed CORPUS [--pages N]

All read the same pages, as text and as HTML, in the same run and by turns, so that a busy machine
is busy for all; of three rounds the best counts, in CPU seconds of this process. Numbers of
threads are held at one.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy is imported: one core means one thread

from benchmarks.extraction_pages import Pages, refine  # noqa: E402 -- see above
from benchmarks.labeler_gold import load_scorer  # noqa: E402

ROUNDS = 3
HTML_AIM = 0.44  # 12 ms where trafilatura with metadata takes 27
_LINES = 200


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=150)
    arguments = parser.parse_args()
    report_speed(arguments.corpus, arguments.pages)


def report_speed(corpus: Path, count: int = 150) -> None:
    """Prints milliseconds a page and pages a second, ours and trafilatura's."""
    gold = list(load_scorer(corpus).load_corpus(str(corpus / "pages")))
    gold = gold[:: max(1, len(gold) // count)]
    kinds = {kind: [data for _, data in Pages(corpus, kind, gold).files()] for kind in _kinds()}
    work: dict[str, tuple[Callable[[bytes], object], list[bytes]]] = {
        kind: (refine, pages) for kind, pages in kinds.items()
    }
    if (baseline := _trafilatura()) is not None:
        work["trafilatura, html"] = baseline, kinds["html"]
    seconds = _best(work)
    lines = sum(page.count(b"\n") + 1 for page in kinds["wet"]) / len(kinds["wet"])
    print(f"\n{len(kinds['wet'])} pages, {lines:.0f} lines each (wet), one core:")
    for name, (_, pages) in work.items():
        each = seconds[name] / len(pages)
        print(f"  {name:20s} {1000 * each:7.2f} ms a page {1 / each:8.1f} pages/s")
    if baseline is not None:
        share = seconds["html"] / seconds["trafilatura, html"]
        print(f"  html, of trafilatura's {share:6.2f}, to reach {HTML_AIM}")
    each = seconds["wet"] / len(kinds["wet"]) * _LINES / lines
    print(f"  wet, {_LINES} lines       {1000 * each:7.2f} ms a page")


def _kinds() -> tuple[str, ...]:
    return "wet", "seed", "html"


def _best(
    work: dict[str, tuple[Callable[[bytes], object], list[bytes]]],
) -> dict[str, float]:
    """The seconds of the best round of each; the rounds take turns."""
    for function, pages in work.values():
        function(pages[0])  # models are loaded once a process
    rounds = [
        {name: _seconds(function, pages) for name, (function, pages) in work.items()}
        for _ in range(ROUNDS)
    ]
    return {name: min(each[name] for each in rounds) for name in work}


def _seconds(function: Callable[[bytes], object], pages: Sequence[bytes]) -> float:
    start = time.process_time()
    for page in pages:
        function(page)
    return time.process_time() - start


def _trafilatura() -> Callable[[bytes], object] | None:
    """Its extraction with metadata, as its own benchmark calls it; None if it is not there."""
    if find_spec("trafilatura") is None:
        print("trafilatura is not installed: nothing to compare with")
        return None
    from trafilatura import bare_extraction  # noqa: PLC0415 -- optional

    return lambda page: bare_extraction(page, with_metadata=True)


if __name__ == "__main__":
    main()
