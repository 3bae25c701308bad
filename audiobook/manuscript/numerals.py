"""Numbers as headings write them: 12, XII, Twelve, the Twelfth."""

from __future__ import annotations

import re

_UNITS = re.findall(
    r"\w+",
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""",
)
_UNIT_ORDINALS = re.findall(
    r"\w+",
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety hundred")
_TEN_ORDINALS = re.findall(
    r"\w+", "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
)


def _words() -> dict[str, int]:
    units = {word: n for names in (_UNITS, _UNIT_ORDINALS) for n, word in enumerate(names, 1)}
    tens = {word: 10 * n for names in (_TENS, _TEN_ORDINALS) for n, word in enumerate(names, 2)}
    both = {
        f"{ten}-{unit}": 10 * n + units[unit]
        for n, ten in enumerate(_TENS[:-1], 2)
        for unit in (*_UNITS[:9], *_UNIT_ORDINALS[:9])
    }
    return {**units, **tens, **both, "last": 0, "final": 0}


WORDS = _words()
"""Number words, cardinal and ordinal, in small letters; "last" counts 0."""

_SINGLE_WORDS = "|".join(sorted((word for word in WORDS if "-" not in word), key=len, reverse=True))
NUMERAL = (
    rf"(?:\d{{1,4}}(?:st|nd|rd|th)?|[ivxlcdm]{{1,12}}(?!\w)|"
    rf"(?:{'|'.join(_TENS[:-1])})[-\s](?:{'|'.join((*_UNITS[:9], *_UNIT_ORDINALS[:9]))})|{_SINGLE_WORDS})"
)
"""Pattern of a number in any of these forms, to be used with IGNORECASE; `value` tells whether a
Roman one is well formed."""

_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,4})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def value(text: str) -> int | None:
    """The number that `text` writes, or None when it writes none."""
    if digits := re.match(r"[0-9]+", text):
        return int(digits[0])
    if (number := WORDS.get(re.sub(r"\s", "-", text.lower()))) is not None:
        return number
    return _roman(text)


def _roman(text: str) -> int | None:
    if not (text.isupper() or text.islower()) or not _ROMAN.fullmatch(text.upper()):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text.upper()]
    return sum(-n if n < after else n for n, after in zip(values, [*values[1:], 0], strict=True)) or None
