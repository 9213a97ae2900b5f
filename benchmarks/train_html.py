"""Trains the judge of an HTML page's blocks (`feedsvc.extract.html.network`) on a labeled corpus.

usage: python -m benchmarks.train_html CORPUS [--line-weights FOLDER] [--folds] [--output FILE]

CORPUS is that of `train_labeler`: `pages/ID/page.html.gz` with `gold.json`, and its scorer. The
lines' labeler was trained on the same pages, and is surer of them than of any other:
`--line-weights` names the folder of `train_labeler --cross-validate`, whose `fold-N.npz` have not
seen the pages of their fold's sites, and which the features are then measured with. `--folds`
writes networks trained without each fold's sites into CORPUS-independent files
`html-fold-N.npz` beside them, for honest scores; else the weights of the package are written.

Same corpus, same line weights, same torch: same bytes. Five minutes on one core.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from benchmarks.labeler_gold import fold_of, load_scorer
from feedsvc.extract import tagger
from feedsvc.extract.html import judge, network
from feedsvc.extract.html.reading import read_page
from feedsvc.extract.tagger.weights import unpack
from feedsvc.model import MediaType, Record, Rejected

FOLDS, SEEDS, EPOCHS, BATCH = 5, 3, 10, 4
HIDDEN, RATE, DROPPED, BLANKED = 32, 3e-3, 0.2, 0.05
TARGET = Path(network.__file__).parent / network.FILE


@dataclass(slots=True)
class Example:
    """One page: its rows, which of them are the story, and how much each counts."""

    fold: int
    rows: torch.Tensor
    story: torch.Tensor
    weight: torch.Tensor


class BlockNetwork(nn.Module):
    """What `feedsvc.extract.html.network` reads, in the form that torch trains."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.own = nn.Linear(columns, HIDDEN)
        self.neighbors = nn.ModuleDict({
            name: nn.Conv1d(
                HIDDEN, HIDDEN, network.WIDTH, padding=network.WIDTH // 2 * step, dilation=step
            )
            for name, step in network.NEIGHBORS
        })  # fmt: skip
        self.page = nn.Linear(2 * HIDDEN, HIDDEN)
        self.last = nn.Linear(HIDDEN, 1)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """The log odds of each row."""
        hidden = functional.relu(self.own(self.drop(rows))).T[None]
        for layer in self.neighbors.values():
            hidden = functional.relu(layer(self.drop(hidden))) + hidden
        hidden = hidden[0].T
        whole = torch.cat([hidden.mean(0), hidden.max(0).values])
        odds: torch.Tensor = self.last(self.drop(hidden + functional.relu(self.page(whole))))
        return odds.squeeze(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--line-weights", type=Path)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--output", type=Path, default=TARGET)
    parser.add_argument("--pages", type=int, help="only so many, for a trial")
    arguments = parser.parse_args()
    if arguments.folds and arguments.line_weights is None:
        parser.error("--folds needs the --line-weights that have not seen each fold")
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)  # sums in another order give other bytes
    found = read_examples(arguments.corpus, arguments.line_weights)
    examples = list(islice(found, arguments.pages))
    print(f"{len(examples)} pages, {examples[0].rows.shape[1]} columns")
    if not arguments.folds:
        arguments.output.write_bytes(network.pack(train(examples)))
        return
    for fold in range(FOLDS):
        others = [example for example in examples if example.fold != fold]
        path = arguments.line_weights / f"html-fold-{fold}.npz"
        path.write_bytes(network.pack(train(others)))
        print(path)


def read_examples(corpus: Path, line_weights: Path | None) -> Iterator[Example]:
    """The pages of the corpus whose body is annotated, in the order of their ids."""
    scorer = load_scorer(corpus)
    for folder in sorted((corpus / "pages").iterdir()):
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        if not gold.get("body"):
            continue
        fold = fold_of(gold["domain"], FOLDS)
        if line_weights is not None:
            ensemble = unpack((line_weights / f"fold-{fold}.npz").read_bytes())
            tagger.shipped = lambda ensemble=ensemble: ensemble  # type: ignore[assignment]
        measured = _measured(gzip.decompress((folder / "page.html.gz").read_bytes()).decode())
        if measured is not None:
            yield _example(fold, *measured, gold=gold, scorer=scorer)


def _measured(text: str) -> tuple[Any, list[str], list[float]] | None:
    """The rows of a page's blocks as the judge is given them, their texts and sizes."""
    seen: list[Any] = []

    def measure(known: Any) -> Any:
        seen.extend((_measure(known), known.lines))
        return seen[0]

    _measure, judge.measure = judge.measure, measure
    try:
        record = Record(position=0, media_type=MediaType.HTML, text=text, encoding="utf-8")
        if isinstance(read_page(record), Rejected):
            return None
    finally:
        judge.measure = _measure
    rows, lines = seen
    return rows, [line.text for line in lines], [line.size for line in lines]


def _example(
    fold: int, rows: Any, texts: list[str], sizes: list[float], *, gold: dict[str, Any], scorer: Any
) -> Example:
    bodies = [gold["body"], *(gold.get("body_alts") or ())]
    labels = [scorer.label_lines(texts, body) for body in bodies]
    story = [max((label or 0) for label in column) for column in zip(*labels, strict=True)]
    known = np.array([label is not None for label in labels[0]])
    weight = known * np.sqrt(np.maximum(np.array(sizes, np.float32), 1))
    return Example(
        fold,
        torch.from_numpy(rows),
        torch.tensor(story, dtype=torch.float32),
        torch.tensor(weight, dtype=torch.float32),
    )


def train(examples: Sequence[Example]) -> tuple[network.Network, ...]:
    """Networks from different beginnings, to be averaged."""
    return tuple(_exported(_trained(examples, seed)) for seed in range(SEEDS))


def _trained(examples: Sequence[Example], seed: int) -> BlockNetwork:
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    model = BlockNetwork(examples[0].rows.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-2)
    steps = EPOCHS * (len(examples) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(examples))
        for start in range(0, len(examples), BATCH):
            optimizer.zero_grad()
            batch = [examples[place] for place in shuffled[start : start + BATCH]]
            loss = torch.stack([_loss(model, example) for example in batch]).mean()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    model.eval()
    return model


def _loss(model: BlockNetwork, example: Example) -> torch.Tensor:
    """Whole columns are hidden now and then, so that no single one is relied upon."""
    shown = torch.rand(1, example.rows.shape[1]) > BLANKED
    loss = functional.binary_cross_entropy_with_logits(
        model(example.rows * shown), example.story, weight=example.weight, reduction="sum"
    )
    return loss / example.weight.sum().clamp(min=1)


def _exported(model: BlockNetwork) -> network.Network:
    layers = {"own": model.own, "page": model.page, "last": model.last, **model.neighbors}
    return {
        name: network.Layer(
            layer.weight.detach().numpy(),
            layer.bias.detach().numpy(),
        )
        for name, layer in layers.items()
    }


if __name__ == "__main__":
    main()
