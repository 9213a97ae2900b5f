"""The line network as PyTorch trains it: the twin of `feedsvc.extract.tagger.network`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from feedsvc.extract.tagger.classes import CLASSES, TAGS
from feedsvc.extract.tagger.course import OUTPUTS, STATES
from feedsvc.extract.tagger.features import Page, Vocabulary

CLIP = 4.0
BEFORE, INSIDE, GAP, AFTER = range(len(STATES))
# the allowed moves in the order of `Course`'s fields, and what they weigh at first
MOVES = (
    (BEFORE, BEFORE, 0.0),
    (BEFORE, INSIDE, -2.0),
    (INSIDE, INSIDE, 0.0),
    (INSIDE, GAP, -2.0),
    (INSIDE, AFTER, -3.0),
    (GAP, GAP, 0.0),
    (GAP, INSIDE, -1.0),
    (AFTER, AFTER, 0.0),
)
_NEVER = -1e4
_SURE = 15.0  # log odds


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is built and trained."""

    seed: int = 0
    hidden: int = 64
    vector: int = 16
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 1)
    page_after: int = 4
    heads: int = 4
    epochs: int = 8
    batch_pages: int = 12
    rate: float = 2e-3
    decay: float = 1e-2
    dropout: float = 0.25
    word_dropout: float = 0.3
    class_weight: float = 0.5
    tag_weight: float = 0.75
    path_weight: float = 0.02


@dataclass(slots=True)
class Example:
    """A measured page with its truth; arrays have a value a measured line."""

    page: Page
    body: Any
    weight: Any
    classes: Any
    tags: Any
    tagged: Any


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages padded to the longest; words in one row after another."""

    measured: Tensor
    words: Tensor
    word_bounds: Tensor
    pairs: Tensor
    pair_bounds: Tensor
    mask: Tensor
    body: Tensor
    weight: Tensor
    classes: Tensor
    tags: Tensor
    tagged: Tensor


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network makes of a batch."""

    body: Tensor  # log odds, given the whole page
    classes: Tensor
    tags: Tensor
    emissions: Tensor
    moves: Tensor  # pages x lines x from x to: into each line
    total: Tensor  # log weight of all courses of a page


class LineNetwork(nn.Module):
    """Lines in, per line: each class, each tag, and what the course of the page needs."""

    def __init__(self, features: int, vocabulary: Vocabulary, recipe: Recipe) -> None:
        super().__init__()
        hidden, vector = recipe.hidden, recipe.vector
        self.words = nn.EmbeddingBag(
            len(vocabulary.words) + 1, vector, mode="mean", include_last_offset=True
        )
        self.pairs = nn.EmbeddingBag(
            len(vocabulary.pairs) + 1, vector, mode="mean", include_last_offset=True
        )
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.normal_(self.pairs.weight, std=0.1)
        self.entry = nn.Linear(features + 2 * vector, hidden)
        self.blocks = nn.ModuleList(nn.Linear(3 * hidden, hidden) for _ in recipe.dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in recipe.dilations)
        self.attention = nn.Linear(hidden, recipe.heads)
        self.page = nn.Linear(recipe.heads * hidden, hidden)
        self.exit = nn.Linear(hidden, len(CLASSES) + len(TAGS) + OUTPUTS)
        self.moves = nn.Parameter(torch.tensor([weight for _, _, weight in MOVES]))
        self.dropout = nn.Dropout(recipe.dropout)
        self.recipe = recipe

    def forward(self, batch: Batch) -> Reading:
        outputs = self.outputs(batch)
        sizes = [len(CLASSES), len(TAGS), len(STATES), 1, 1]
        classes, tags, emissions, ends, starts = outputs.split(sizes, 2)
        moves = self._moves(ends, starts)
        forward, backward = _courses(emissions, moves, batch.mask)
        total = torch.logsumexp(forward[:, -1] + _last(), 1)
        states = forward + backward - total[:, None, None]
        body = states[..., INSIDE] - torch.logsumexp(states[..., [BEFORE, GAP, AFTER]], 2)
        return Reading(body.clamp(-_SURE, _SURE), classes, tags, emissions, moves, total)

    def _moves(self, ends: Tensor, starts: Tensor) -> Tensor:
        table = torch.full((len(STATES), len(STATES)), _NEVER)
        sources = torch.tensor([source for source, _, _ in MOVES])
        targets = torch.tensor([target for _, target, _ in MOVES])
        table = table.index_put((sources, targets), self.moves)
        at_end, at_start = torch.zeros_like(table), torch.zeros_like(table)
        at_end[INSIDE, AFTER] = at_start[BEFORE, INSIDE] = 1.0
        return table + ends.unsqueeze(3) * at_end + starts.unsqueeze(3) * at_start

    def outputs(self, batch: Batch) -> Tensor:
        """The network without the course."""
        pages, lines, _ = batch.measured.shape
        mask = batch.mask.unsqueeze(-1).float()
        vectors = [
            self.words(batch.words, batch.word_bounds),
            self.pairs(batch.pairs, batch.pair_bounds),
        ]
        found = self.dropout(torch.cat(vectors, 1))
        placed = batch.measured.new_zeros(pages * lines, found.shape[1])
        placed[batch.mask.reshape(-1)] = found
        known = torch.cat([self.dropout(batch.measured), placed.view(pages, lines, -1)], 2)
        hidden = functional.relu(self.entry(known)) * mask
        for place, (block, norm) in enumerate(zip(self.blocks, self.norms, strict=True)):
            if place == self.recipe.page_after:
                hidden = hidden + self._page(hidden, batch.mask) * mask
            seen = _neighbors(norm(hidden) * mask, self.recipe.dilations[place])
            hidden = (hidden + self.dropout(functional.relu(block(seen)))) * mask
        result: Tensor = self.exit(hidden)
        return result

    def _page(self, hidden: Tensor, mask: Tensor) -> Tensor:
        scores = self.attention(hidden).masked_fill(~mask.unsqueeze(-1), -1e9).softmax(1)
        seen = torch.einsum("blk,blh->bkh", scores, hidden).reshape(len(hidden), -1)
        return functional.relu(self.page(seen)).unsqueeze(1)


def _neighbors(hidden: Tensor, dilation: int) -> Tensor:
    padded = functional.pad(hidden, (0, 0, dilation, dilation))
    lines = hidden.shape[1]
    return torch.cat([padded[:, :lines], hidden, padded[:, 2 * dilation :]], 2)


def _last() -> Tensor:
    return torch.tensor([0.0, 0.0, _NEVER, 0.0])  # no page ends in a gap


def _courses(emissions: Tensor, moves: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Log weights of all courses up to, and from, each state of each line."""
    first = torch.tensor([0.0, 0.0, _NEVER, _NEVER])  # a page may start inside the story
    lines = emissions.shape[1]
    forward = [first + emissions[:, 0]]
    for place in range(1, lines):
        step = torch.logsumexp(forward[-1].unsqueeze(2) + moves[:, place], 1)
        step = step + emissions[:, place]
        forward.append(torch.where(mask[:, place, None], step, forward[-1]))
    backward = [_last().expand(len(emissions), len(STATES))]
    for place in range(lines - 1, 0, -1):
        ahead = (emissions[:, place] + backward[-1]).unsqueeze(1)
        step = torch.logsumexp(moves[:, place] + ahead, 2)
        backward.append(torch.where(mask[:, place, None], step, backward[-1]))
    return torch.stack(forward, 1), torch.stack(backward[::-1], 1)


# ------------------------------------------------------------------ training


def train(
    examples: Sequence[Example], vocabulary: Vocabulary, recipe: Recipe
) -> tuple[LineNetwork, Any, Any]:
    """A trained network, and the mean and spread of the measured features."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    chance = np.random.default_rng(recipe.seed)
    rows = np.concatenate([example.page.matrix for example in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + np.float32(1e-3)
    network = LineNetwork(rows.shape[1], vocabulary, recipe)
    steps = recipe.epochs * -(-len(examples) // recipe.batch_pages)
    optimizer, schedule = _optimizer(network, recipe, steps)
    for _ in range(recipe.epochs):
        network.train()
        for places in _batches(examples, recipe, chance):
            batch = collate([examples[place] for place in places], mean, spread)
            loss = _loss(network(_forgetting(batch, recipe, chance)), batch, recipe)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.eval(), mean, spread


def _optimizer(network: LineNetwork, recipe: Recipe, steps: int) -> tuple[Any, Any]:
    tables = [*network.words.parameters(), *network.pairs.parameters()]
    names = {id(parameter) for parameter in tables}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in names]
    optimizer = torch.optim.AdamW(
        [{"params": tables, "lr": 2 * recipe.rate}, {"params": rest, "lr": recipe.rate}],
        weight_decay=recipe.decay,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [2 * recipe.rate, recipe.rate], total_steps=steps, pct_start=0.15
    )
    return optimizer, schedule


def _batches(examples: Sequence[Example], recipe: Recipe, chance: Any) -> list[list[int]]:
    """Pages of like length together, in random order."""
    length = [len(example.page.rows) + chance.normal() * 15 for example in examples]
    order = sorted(range(len(examples)), key=length.__getitem__)
    size = recipe.batch_pages
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def collate(examples: Sequence[Example], mean: Any, spread: Any) -> Batch:
    """One padded batch."""
    counts = [len(example.page.rows) for example in examples]
    shape = (len(examples), max(counts))
    measured = np.zeros((*shape, len(mean)), np.float32)
    mask, body, weight = np.zeros(shape, bool), np.zeros(shape, np.float32), np.zeros(shape)
    classes = np.full(shape, -1, np.int64)
    tags, tagged = np.zeros((*shape, len(TAGS)), np.float32), np.zeros(shape, np.float32)
    for place, (example, count) in enumerate(zip(examples, counts, strict=True)):
        normal = (example.page.matrix - mean) / spread
        measured[place, :count] = np.clip(normal, -CLIP, CLIP)
        mask[place, :count] = True
        body[place, :count], weight[place, :count] = example.body, example.weight
        classes[place, :count] = example.classes
        tags[place, :count], tagged[place, :count] = example.tags, example.tagged
    pages = [example.page for example in examples]
    words = np.concatenate([page.words for page in pages])
    pairs = np.concatenate([page.pairs for page in pages])
    word_bounds = _bounds([(page.word_rows, len(page.rows)) for page in pages])
    pair_bounds = _bounds([(page.pair_rows, len(page.rows)) for page in pages])
    arrays = (measured, words, word_bounds, pairs, pair_bounds, mask, body)
    truths = (weight.astype(np.float32), classes, tags, tagged)
    return Batch(*(torch.from_numpy(array) for array in (*arrays, *truths)))


def _bounds(rows: list[tuple[Any, int]]) -> Any:
    counts = [np.bincount(row, minlength=count) for row, count in rows]
    return np.concatenate([[0], np.cumsum(np.concatenate(counts))])


def _forgetting(batch: Batch, recipe: Recipe, chance: Any) -> Batch:
    """The same batch with some of its words made unknown."""

    def forget(words: Tensor) -> Tensor:
        lost = torch.from_numpy(chance.random(len(words)) < recipe.word_dropout)
        return words.masked_fill(lost, 0)

    fields = {name: getattr(batch, name) for name in Batch.__slots__}
    return Batch(**{**fields, "words": forget(batch.words), "pairs": forget(batch.pairs)})


def _loss(reading: Reading, batch: Batch, recipe: Recipe) -> Tensor:
    """Cross entropy by words, the page's own F1 made smooth, the course, and the side tasks."""
    weight, body = batch.weight, batch.body
    gold = (body * weight).sum(1).clamp(min=20)
    share = (weight + 3 * (weight > 0)) / gold.unsqueeze(1).sqrt() / 12
    entropy = functional.binary_cross_entropy_with_logits(reading.body, body, reduction="none")
    kept = torch.sigmoid(reading.body) * weight
    overlap = (2 * (kept * body).sum(1) + 5) / (kept.sum(1) + (body * weight).sum(1) + 5)
    loss: Tensor = (entropy * share).sum(1).mean() + (1 - overlap).mean()
    return (
        loss + recipe.path_weight * _path_loss(reading, batch) + _side_loss(reading, batch, recipe)
    )


def _path_loss(reading: Reading, batch: Batch) -> Tensor:
    """How unlikely the true course of each page is, as a log."""
    place = torch.arange(batch.mask.shape[1]).expand_as(batch.mask)
    inside = (batch.body > 0.5) & batch.mask
    first = torch.where(inside, place, place.shape[1]).min(1, keepdim=True).values
    last = torch.where(inside, place, -1).max(1, keepdim=True).values
    outside = torch.where(place < first, BEFORE, torch.where(place > last, AFTER, GAP))
    states = torch.where(inside, INSIDE, outside)
    seen = reading.emissions.gather(2, states.unsqueeze(2)).squeeze(2) * batch.mask
    pairs = states[:, :-1] * len(STATES) + states[:, 1:]
    moves = reading.moves[:, 1:].flatten(2).gather(2, pairs.unsqueeze(2)).squeeze(2)
    path = seen.sum(1) + (moves * batch.mask[:, 1:]).sum(1)
    known = inside.any(1)
    result: Tensor = ((reading.total - path) * known).sum() / known.sum().clamp(min=1)
    return result


def _side_loss(reading: Reading, batch: Batch, recipe: Recipe) -> Tensor:
    entropy = functional.cross_entropy(
        reading.classes.transpose(1, 2), batch.classes, ignore_index=-1, reduction="none"
    )
    known = (batch.classes >= 0).float().sum(1).clamp(min=10)
    doubt = functional.binary_cross_entropy_with_logits(reading.tags, batch.tags, reduction="none")
    tagged = batch.tagged.sum(1).clamp(min=10)
    by_class = (entropy.sum(1) / known).mean()
    by_tag = ((doubt.mean(2) * batch.tagged).sum(1) / tagged).mean()
    result: Tensor = recipe.class_weight * by_class + recipe.tag_weight * by_tag
    return result
