"""Numbers as headings write them: 12, XII, Twelve, the Twelfth."""

from __future__ import annotations

import re

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_UNIT_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TEN_ORDINALS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]


def _words() -> dict[str, int]:
    words = {}
    for names in (_UNITS, _UNIT_ORDINALS):
        words.update((word, n) for n, word in enumerate(names, 1))
    for tens, names in ((_TENS, _TEN_ORDINALS),):
        for n, (ten, tenth) in enumerate(zip(tens, names, strict=True), 2):
            words[ten] = words[tenth] = 10 * n
            for unit in (*_UNITS[:9], *_UNIT_ORDINALS[:9]):
                words[f"{ten}-{unit}"] = words[f"{ten} {unit}"] = 10 * n + words[unit]
    words["one hundred"] = words["a hundred"] = words["hundred"] = 100
    words["last"] = words["final"] = 0
    return words


WORDS = _words()
"""Number words, cardinal and ordinal, in small letters; "last" counts 0."""

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,4})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_by_length = "|".join(sorted((word.replace(" ", r"\s") for word in WORDS), key=len, reverse=True))
NUMERAL = rf"(?:\d{{1,4}}(?:st|nd|rd|th)?|[IVXLCDM]{{1,12}}|[ivxlcdm]{{1,12}}|(?i:{_by_length}))"
"""Pattern of a number in any of these forms; `value` tells whether a Roman one is well formed."""


def value(text: str) -> int | None:
    """The number that `text` writes, or None when it writes none."""
    if text[:1].isdigit():
        digits = re.match(r"[0-9]+", text)
        return int(digits[0]) if digits else None
    if (number := WORDS.get(" ".join(text.lower().split()))) is not None:
        return number
    return _roman(text)


def _roman(text: str) -> int | None:
    if not (text.isupper() or text.islower()) or not _ROMAN.fullmatch(text.upper()):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text.upper()]
    return sum(-n if n < after else n for n, after in zip(values, [*values[1:], 0], strict=True)) or None
