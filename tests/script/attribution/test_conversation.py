"""Conversations read as chains: the sums agree with counting every way through, one by one."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from audiobook.script.attribution.conversation import (
    BETWEEN,
    LONGEST,
    SPEAKERS,
    Conversations,
    Talk,
    find_talks,
)
from audiobook.script.attribution.cues import Surroundings, survey
from audiobook.script.quotations import find_quotations


def _talk(random: np.random.Generator, lines: int, people: int, first_line: int, first_row: int) -> Talk:
    rows = np.full((lines, SPEAKERS), -1)
    rows[:, :people] = first_row + np.arange(lines * people).reshape(lines, people)
    between = random.random((lines, len(BETWEEN)), dtype=np.float32)
    nothing = np.zeros(lines, bool)
    at = np.arange(first_line, first_line + lines)
    return Talk(at, rows, between, nothing, np.zeros((lines, SPEAKERS), np.float32))


def _ways(talk: Talk, scores: np.ndarray, weights: np.ndarray) -> dict[tuple[int, ...], float]:
    """Every way through a conversation, with its weight."""
    people = int((talk.rows[0] >= 0).sum())
    ways = {}
    for way in product(range(people), repeat=len(talk.lines)):
        score, former, current = 0.0, None, None
        for t, speaker in enumerate(way):
            score += scores[talk.rows[t, speaker]]
            if t and speaker == current:
                score += talk.between[t] @ weights[0]
            elif t and speaker == former:
                score += talk.between[t] @ weights[1]
            if speaker != current:
                former, current = current, speaker
        ways[way] = math.exp(score)
    return ways


@pytest.mark.parametrize("seed", range(4))
def test_shares_and_moves_are_those_of_all_ways_counted(seed: int) -> None:
    random = np.random.default_rng(seed)
    talks = [_talk(random, 4, 3, 0, 0), _talk(random, 5, 2, 4, 12), _talk(random, 1, 3, 9, 22)]
    scores = random.normal(size=25)
    weights = random.normal(size=(2, len(BETWEEN))).astype(np.float32)
    reading = Conversations(talks, rows=25, lines=10).read(scores, weights)
    likelihood = 0.0
    for talk in talks:
        ways = _ways(talk, scores, weights)
        total = sum(ways.values())
        likelihood += math.log(total)
        for t in range(len(talk.lines)):
            for speaker in range(int((talk.rows[0] >= 0).sum())):
                share = sum(w for way, w in ways.items() if way[t] == speaker) / total
                assert reading.shares[talk.rows[t, speaker]] == pytest.approx(share, abs=1e-4)
            went_on = sum(w for way, w in ways.items() if t and way[t] == way[t - 1]) / total
            assert reading.moves[talk.lines[t], 0] == pytest.approx(went_on, abs=1e-4)
    assert reading.likelihood == pytest.approx(likelihood, rel=1e-4)


def _survey(paragraphs: list[str]) -> list[Surroundings]:
    return survey(paragraphs, find_quotations(paragraphs), [[] for _ in paragraphs])


def _taking_turns() -> np.ndarray:
    weights = np.zeros((2, len(BETWEEN)), np.float32)
    weights[:, BETWEEN.index("next")] = -2.0, 2.0
    return weights


def test_one_sure_line_is_felt_from_end_to_end() -> None:
    lines = _survey([f'"Line number {n}."' for n in range(9)])
    candidates = [[5, 7]] * 9
    for sure, others in ((5, 7), (7, 5)):
        talks = find_talks(lines, candidates, np.full(18, 0.5), {4: (sure, 0.99)}, set())
        shares = Conversations(talks, 18, 9).read(np.zeros(18), _taking_turns()).shares
        best = [candidates[n][int(np.argmax(shares[2 * n : 2 * n + 2]))] for n in range(9)]
        assert best == [sure, others, sure, others, sure, others, sure, others, sure]


def test_rows_that_cannot_be_right_are_left_out_of_the_truth() -> None:
    lines = _survey(['"One."', '"Two."', '"Three."'])
    talks = find_talks(lines, [[1, 2]] * 3, np.full(6, 0.5), {}, set())
    known = np.array([False, True, True, True, True, True])
    shares = Conversations(talks, 6, 3).read(np.zeros(6), _taking_turns(), known).shares
    assert shares[:2] == pytest.approx([0.0, 1.0], abs=1e-5)
    assert shares[2] > 0.8


def test_a_pause_and_great_length_end_a_conversation() -> None:
    paragraphs = ['"Here."', *[""] * 12, *['"There."'] * (LONGEST + 3)]
    lines = _survey(paragraphs)
    talks = find_talks(lines, [[0]] * len(lines), np.ones(len(lines)), {}, set())
    assert sorted(len(talk.lines) for talk in talks) == [1, 3, LONGEST]


def test_nobody_speaks_in_an_empty_story() -> None:
    assert Conversations([], 0, 0).read(np.zeros(0), _taking_turns()).shares.size == 0
