"""The spoken form: what the engine is given to read instead of the text as written.

The listener hears every word of the text and none besides. What the eye needs and the ear does not goes
(emphasis and quotation marks, footnote marks); what an engine would spell, guess at or stumble over is
written as it is said (numbers, dates, money, abbreviations, shouting in capitals, words run together). Each
module knows one kind of such writing; the order in which they take their turn stands here.

The rules for words and numbers are English; in other languages numbers and abbreviations stay as they are,
and the engine reads its own language's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobook.script.spoken import (
    abbreviations,
    addresses,
    capitals,
    clock,
    dates,
    letters,
    money,
    numbers,
    punctuation,
    romans,
    runtogether,
    symbols,
    units,
)

Rule = Callable[[str], str]

_MARKS_ONLY = re.compile(r"[\W_]+")
_REACH = 40
"""Characters to either side that a rule for figures may want to see."""
_MOST_ROUNDS = 5
"""One rule may uncover work for another; ordinary text is done after the first round."""
_DIGIT = re.compile(r"[\d½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒]+")


def spoken(text: str, language: str = "en", *, heading: bool = False) -> str:
    """The form of a text that an engine reads; empty when there is nothing to say.

    `language` is a BCP 47 code (empty counts as English; English that is not American counts and dates as the
    British do); `heading` says that a numeral at the front is a
    number. Pure and deterministic, so that a take made from it can be found again; what is in its spoken form
    already stays as it is.
    """
    text = " ".join(text.split())
    rules = _english(language, heading) if is_english(language) else _EVERYWHERE
    said = _once(text, rules)
    for _ in range(_MOST_ROUNDS if said != text else 0):
        if said == (said := _once(said, rules)):
            break
    if sayable(said):
        return said
    if not sayable(text):
        return symbols.names(text)
    bare = " ".join(_MARKS_ONLY.sub(" ", text).split())
    return bare if bare == text else spoken(bare, language)


def _once(text: str, rules: tuple[Rule, ...]) -> str:
    for rule in rules:
        text = rule(text)
    return text


def sayable(text: str) -> bool:
    """It holds a letter or a digit, or a sign that stands for a word of the lexicon."""
    return any(char.isalnum() or "\ue000" <= char <= "\uf8ff" for char in text)


def is_english(language: str) -> bool:
    """Whether the English rules are for a BCP 47 code; nothing said counts as English."""
    return language.partition("-")[0].casefold() in ("", "en", "eng")


def _english(language: str, heading: bool) -> tuple[Rule, ...]:
    british = language.casefold() not in ("", "en", "eng", "en-us")
    return (
        symbols.without_pictures,
        symbols.without_notes,
        addresses.said,
        abbreviations.said,
        lambda text: romans.said(text, heading=heading),
        letters.shortened,
        runtogether.parted_runs,
        lambda text: _figures(text, british).replace(numbers.AND, " and " if british else " "),
        symbols.said,
        *_MARKS,
        letters.stammered,
        capitals.lowered,
        punctuation.spaced,
    )


def _figures(text: str, british: bool) -> str:
    """Whatever is written in figures, and only the words around figures looked at: most text has none."""
    pieces, at = [], 0
    for start, end in _stretches(text):
        piece = dates.said(numbers.joined(text[start:end]), british=british)
        for rule in (clock.said, money.said, units.said, numbers.said):
            piece = rule(piece)
        pieces += [text[at:start], piece]
        at = end
    return "".join(pieces) + text[at:]


def _stretches(text: str) -> list[tuple[int, int]]:
    """The stretches of whole words that lie within `_REACH` of a figure."""
    found: list[tuple[int, int]] = []
    for figure in _DIGIT.finditer(text):
        if found and figure.end() <= found[-1][1] - _REACH:
            continue
        start = text.rfind(" ", 0, max(figure.start() - _REACH, 0)) + 1
        end = text.find(" ", figure.end() + _REACH)
        end = len(text) if end < 0 else end
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


_MARKS: tuple[Rule, ...] = (punctuation.without_emphasis, punctuation.without_quotes, punctuation.evened)
_EVERYWHERE: tuple[Rule, ...] = (
    symbols.without_pictures,
    symbols.without_notes,
    *_MARKS,
    punctuation.spaced,
)
