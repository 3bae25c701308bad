"""The marks that engines are handed where a sentence passes from voice to voice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from small_books import line

from audiobook import engines
from audiobook.model import NARRATOR, Line, Voice
from audiobook.script.spoken import spoken
from audiobook.studio.measure import samples_of, speech_edges
from audiobook.studio.melody import handed_over


def paragraph(*pieces: str, **first: tuple[str, ...]) -> list[Line]:
    """Pieces in quotation marks are Ada's."""
    lines = [line(piece, 1, "Ada" if piece[0] == '"' else NARRATOR) for piece in pieces]
    if first:
        lines[0] = line(pieces[0], 1, "Ada", **first)
    return lines


def heard(lines: list[Line]) -> Iterator[str]:
    for at, each in enumerate(lines):
        yield handed_over(spoken(each.text), lines, at)


@pytest.mark.parametrize(
    ("pieces", "wanted"),
    [
        (('"Yes,"', "she said."), ["Yes.", "she said."]),
        (('"Why?"', "she asked."), ["Why?", "she asked."]),
        (('"Go!"', "she cried."), ["Go!", "she cried."]),
        (('"I thought—"', "she began."), ["I thought—", "she began."]),
        (("She said,", '"Come in."'), ["She said,", "Come in."]),
        (("She whispered", '"No."'), ["She whispered,", "No."]),
        (('"If it rains,"', "she said,", '"we stay."'), ["If it rains,", "she said,", "we stay."]),
        (('"Yes,"', "she said.", '"We stay."'), ["Yes.", "she said.", "We stay."]),
        (("She said", '"no"', "and left."), ["She said,", "no,", "and left."]),
        (('"I remember"', "she said."), ["I remember.", "she said."]),
        (('"Yes."', "She left."), ["Yes.", "She left."]),
        (('"Yes,"',), ["Yes,"]),
    ],
)
def test_each_side_of_a_cut_has_its_own_melody(pieces: tuple[str, ...], wanted: list[str]) -> None:
    assert list(heard(paragraph(*pieces))) == wanted


def test_a_question_without_its_mark_is_asked() -> None:
    assert list(heard(paragraph('"Is it far,"', "she asked.", delivery=("asking",)))) == [
        "Is it far?",
        "she asked.",
    ]


def test_what_stands_in_another_paragraph_has_no_say() -> None:
    lines = [line('"Yes,"', 1, "Ada"), line("she said.", 2)]
    assert handed_over("Yes,", lines, 0) == "Yes,"


def last_move(text: str) -> float:
    """Semitones by which the voice moves over the last quarter of a second of its tone."""
    speech = engines.get("pyttsx3").speak(text, Voice())
    rate = speech.sample_rate
    samples = samples_of(speech.pcm)
    start, end = speech_edges(samples, rate)
    width = rate // 25
    tones = []
    for at in range(start, end - width, rate // 100):
        frame = samples[at : at + width] * np.hanning(width)
        lags = np.correlate(frame, frame, "full")[width - 1 :]
        lag = rate // 160 + int(np.argmax(lags[rate // 160 : rate // 60]))
        if lags[0] > 0.002 and lags[lag] > 0.45 * lags[0]:
            tones.append(rate / lag)
    return float(12 * np.log2(np.mean(tones[-3:]) / np.median(tones)))


@pytest.mark.parametrize("words", ["I told you so", "She lives down there now"])
def test_a_statement_before_its_tag_falls_and_a_clause_does_not(words: str) -> None:
    falls, stays = last_move(words + "."), last_move(words + ",")
    assert falls < stays - 2
    assert abs(stays - last_move(words + "?")) < 2  # the reason why a comma is not left there
