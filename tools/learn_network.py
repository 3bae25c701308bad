"""Learn the networks that read conversations (audiobook/script/attribution/network.py).

usage: python tools/learn_network.py LABELLED [--stories DIR] [--texts FILE…] [--authors CODE…]
                                     [--networks N] [--rounds N…] [--out network.npz]

LABELLED, `--stories`, `--texts` and `--authors` are those of `learn_attribution.py`, which learns from the
same texts; stories also with their lists of characters. A round goes through all of them once and takes about
a minute and a half. For each number of rounds so many networks are learned: those that learned longer know
more by heart, and all together are right more often than any of them. Of the four that ship, two were learned
for forty rounds from 364 of the stories, 64 units wide; the others for eleven, as it is here. Needs torch,
which the program itself does not.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import torch
from labelled import NOVELS, STORIES, Text, add_arguments, gather
from torch import Tensor, nn

from audiobook.script.attribution.conversation import BETWEEN, IMPOSSIBLE, SPEAKERS
from audiobook.script.attribution.evidence import FEATURES
from audiobook.script.attribution.network import GIVEN, rows_of

UNITS, LAYERS, DROPPED = 96, 2, 0.3
RATE, FADING, TOGETHER, WARMING = 4e-3, 0.01, 24, 100
HINTED = 0.6
"""Up to this share of a conversation's lines are shown as known, to learn what they tell of the others."""
SHARE, KNOWN = (len(FEATURES) + GIVEN.index(name) for name in ("share", "known"))
"""Where among a conversation's figures it stands that a line's speaker is known."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One conversation and who speaks in it."""

    figures: np.ndarray
    """Line × speaker × figures."""
    taken: np.ndarray
    """Line × speaker: may be asked about."""
    right: np.ndarray
    """Line × speaker: may be right, as far as the labels tell."""
    counts: np.ndarray
    """Line: whether it counts: not where the speaker is unknown, or known to the network."""
    weight: float
    """How often it is taken, on average in a round; above 1, how much it counts."""


class Student(nn.Module):
    """The network as it is learned; its parts are named as `network.py` names them."""

    def __init__(self, figures: int) -> None:
        super().__init__()
        half = UNITS // 2
        self.add_module("in", _two(figures))
        self.gru = nn.ModuleList(
            nn.GRU(UNITS, half, batch_first=True, bidirectional=True) for _ in range(LAYERS)
        )
        self.mix = nn.ModuleList(_two(4 * UNITS) for _ in range(LAYERS))
        self.norm = nn.ModuleList(nn.LayerNorm(UNITS) for _ in range(LAYERS))
        self.out = nn.Linear(UNITS, 1)
        self.dropped = nn.Dropout(DROPPED)

    def forward(self, figures: Tensor, taken: Tensor, lengths: Tensor) -> Tensor:
        """Conversation × line × speaker: scores."""
        talks, longest, speakers, _ = figures.shape
        present = taken.unsqueeze(-1).float()
        count = present.sum(2, keepdim=True).clamp(min=1)
        state = self.get_submodule("in")(figures)
        for gru, mix, norm in zip(self.gru, self.mix, self.norm, strict=True):
            state = state * present
            by_speaker = state.permute(0, 2, 1, 3).reshape(talks * speakers, longest, -1)
            packed = nn.utils.rnn.pack_padded_sequence(
                by_speaker, lengths.repeat_interleave(speakers), batch_first=True, enforce_sorted=False
            )
            heard, _ = nn.utils.rnn.pad_packed_sequence(
                gru(packed)[0], batch_first=True, total_length=longest
            )
            heard = heard.reshape(talks, speakers, longest, -1).permute(0, 2, 1, 3)
            mean = (heard * present).sum(2, keepdim=True) / count
            most = heard.masked_fill(present == 0, -9.0).amax(2, keepdim=True)
            others = [mean.expand_as(heard), most.expand_as(heard)]
            state = norm(state + self.dropped(mix(torch.cat([state, heard, *others], -1))))
        return self.out(state).squeeze(-1).masked_fill(~taken, IMPOSSIBLE)  # type: ignore[no-any-return]


def _two(figures: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(figures, UNITS), nn.GELU(approximate="tanh"), nn.Dropout(DROPPED), nn.Linear(UNITS, UNITS)
    )


def lessons_of(text: Text) -> Iterator[Lesson]:
    """A text's conversations, as far as there is something to learn in them."""
    columns = np.arange(len(FEATURES))
    known = np.append(text.known(), False)
    weight = text.weight * (STORIES if text.story else NOVELS)
    told = np.array([s.index in text.speakers for s in text.case.lines])
    table = text.words.astype(np.float16)
    for talk in text.talks:
        figures, taken = rows_of(talk, table, columns)
        right = known[talk.rows] & taken
        # A line whose speaker is no candidate tells nothing: all of them may be right.
        open_ = np.array([known[text.starts[n] : text.starts[n + 1]].all() for n in talk.lines])
        alone = (talk.rows >= 0).sum(axis=1) == 1
        counts = told[talk.lines] & ~(open_ & ~alone) & right.any(axis=1) & ~talk.given
        if counts.any():
            yield Lesson(figures.astype(np.float16), taken, right, counts, weight)


def learn(lessons: Sequence[Lesson], rounds: int, seed: int) -> Student:
    """A network that makes the right speakers likely.

    Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
    """
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    student = Student(lessons[0].figures.shape[2])
    often = np.minimum(1.0, [lesson.weight for lesson in lessons])
    steps = math.ceil(rounds * often.sum() / TOGETHER) + rounds
    adam = torch.optim.AdamW(student.parameters(), lr=RATE, weight_decay=FADING)
    pace = torch.optim.lr_scheduler.LambdaLR(adam, lambda step: _pace(step, steps))
    for round_ in range(rounds):
        lost = counted = 0.0
        chosen = [lessons[k] for k in np.flatnonzero(random.random(len(lessons)) < often)]
        for some in _shuffled(chosen, random):
            figures, taken, right, weights, lengths = _together(some)
            figures, weights = _hinted(figures, right, weights)
            order = torch.randperm(SPEAKERS)
            scores = student(figures[:, :, order], taken[:, :, order], lengths)
            wrong = scores.masked_fill(~right[:, :, order], IMPOSSIBLE)
            loss = ((torch.logsumexp(scores, -1) - torch.logsumexp(wrong, -1)) * weights).sum()
            adam.zero_grad()
            (loss / weights.sum()).backward()
            nn.utils.clip_grad_norm_(student.parameters(), 1.0)
            adam.step()
            pace.step()
            lost, counted = lost + loss.item(), counted + weights.sum().item()
        print(
            f"network {seed + 1}, round {round_ + 1} of {rounds}: {lost / counted:.4f} a line",
            flush=True,
        )
    return student


def _pace(step: int, steps: int) -> float:
    """The share of `RATE` at a step: it rises quickly, and falls as a cosine."""
    return min(1.0, (step + 1) / WARMING, 0.5 + 0.5 * math.cos(math.pi * min(1.0, step / steps)))


def _shuffled(lessons: Sequence[Lesson], random: np.random.Generator) -> Iterator[list[Lesson]]:
    """Lessons of about one length together, in no order."""
    order = np.argsort([len(lesson.counts) + 8 * random.random() for lesson in lessons])
    batches = [order[at : at + TOGETHER] for at in range(0, len(order), TOGETHER)]
    for batch in random.permutation(len(batches)):
        yield [lessons[k] for k in batches[batch]]


def _together(lessons: Sequence[Lesson]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Figures, taken, right, weights and lengths of several lessons, filled up to the longest."""
    lengths = [len(lesson.counts) for lesson in lessons]
    shape = len(lessons), max(lengths), SPEAKERS
    figures = np.zeros((*shape, lessons[0].figures.shape[2]), np.float32)
    taken, right = np.zeros(shape, bool), np.zeros(shape, bool)
    weights = np.zeros(shape[:2], np.float32)
    for k, (lesson, length) in enumerate(zip(lessons, lengths, strict=True)):
        figures[k, :length], taken[k, :length] = lesson.figures, lesson.taken
        right[k, :length], weights[k, :length] = lesson.right, lesson.counts * max(1.0, lesson.weight)
    return (*map(torch.from_numpy, (figures, taken, right, weights)), torch.tensor(lengths))  # type: ignore[return-value]


def _hinted(figures: Tensor, right: Tensor, weights: Tensor) -> tuple[Tensor, Tensor]:
    """Figures and weights with some lines' speakers given away, which then count for nothing."""
    share = HINTED * torch.rand(len(weights), 1)
    hinted = ((torch.rand(weights.shape) < share) & (weights > 0)).unsqueeze(-1)
    told = right / right.sum(2, keepdim=True).clamp(min=1)
    figures[..., SHARE] = torch.where(hinted, told, figures[..., SHARE])
    figures[..., KNOWN] = torch.where(hinted, torch.ones_like(told), figures[..., KNOWN])
    return figures, weights.masked_fill(hinted.squeeze(-1), 0.0)


def _apprentice(wanted: tuple[int, int]) -> dict[str, np.ndarray]:
    """A network's weights, by rounds and seed, learned in a process that has inherited the lessons."""
    rounds, seed = wanted
    torch.set_num_threads(1)
    student = learn(_lessons, rounds, seed)
    return {name: weights.numpy().astype(np.float16) for name, weights in student.state_dict().items()}


_lessons: list[Lesson] = []


def main() -> None:
    """Learn, and write the networks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--networks", type=int, default=2)
    parser.add_argument("--rounds", type=int, nargs="+", default=[11, 22])
    parser.add_argument("--out", type=Path, default=Path("audiobook/script/attribution/network.npz"))
    options = parser.parse_args()
    shelf = gather(options, listed=True)
    _lessons.extend(lesson for text in shelf.texts for lesson in lessons_of(text))
    wanted = list(product(options.rounds, range(options.networks)))
    arrays = {
        "told": np.array((*GIVEN, *BETWEEN)),
        "features": np.array(FEATURES),
        "learned_from": np.array(shelf.titles),
    }
    shelf.texts.clear()
    with multiprocessing.get_context("fork").Pool(options.networks) as pool:
        for k, weights in enumerate(pool.imap(_apprentice, wanted)):
            arrays |= {f"{k}/{name}": weight for name, weight in weights.items()}
            np.savez_compressed(options.out, **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
