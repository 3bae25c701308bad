"""Words that a voice may say wrong."""

from __future__ import annotations

from audiobook.cast.unknown import unknown_words
from audiobook.model import Line


def listed(*texts: str) -> dict[str, int]:
    lines = [Line(text, 0, n) for n, text in enumerate(texts)]
    found = unknown_words(lines, lambda line: line.text, lambda word: f"/{word}/")
    return {word.word: word.lines for word in found}


def test_names_that_no_list_has_most_frequent_first() -> None:
    found = listed("Zbryn saw Xochvel and Xochvel's boat.", "Xochvel slept.", "Mary and Tom saw London.")
    assert list(found.items()) == [("Xochvel", 2), ("Zbryn", 1)]


def test_ordinary_words_in_any_form_are_not_listed() -> None:
    assert (
        listed("She'll be hurrying; colours, unhappiest lamplighters don't bother the neighbours' dogs.")
        == {}
    )


def test_known_names_that_english_rules_misread_are_listed() -> None:
    assert listed("Niamh and Siobhan met Mary.") == {"Niamh": 1, "Siobhan": 1}


def test_a_made_up_noun_counts_when_it_comes_often_or_looks_odd() -> None:
    assert listed("A grolver came.") == {}
    assert listed("A grolver came.", "The grolver sat.", "No grolver ran.") == {"grolver": 3}
    assert listed("A xhaal came.") == {"xhaal": 1}
