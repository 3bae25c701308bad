"""Numbers as words: cardinals, ordinals, years, decimals, fractions, ranges, scores, telephone numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

FIGURE = r"\d{1,3}(?:,\d{2,3})*,\d{3}|\d+"
"""A whole number, with or without commas between the thousands."""
NUMBER = rf"(?:{FIGURE})(?:\.\d+)?"
"""The same, perhaps with decimals."""
DASH = r"\s?[–—]\s?|-"
"""What stands between the ends of a range."""

AND = "\x1f"
"""Stands in a number's words where the British say "and" and Americans nothing: three hundred (and) fifty."""

LONGEST = 15
"""Digits of a number that is read as one; a longer one is read digit by digit."""

_FREE = r"(?<![\w.,/:-])"
_END = r"(?![\w/]|[.,:]\d|-\d)"

_AND_HERE = re.compile(
    r"(?<=hundred) (?!(?:thousand|\w+illion))|(?<=thousand) (?=[\w-]+$)|(?<=illion) (?=[\w-]+$)"
)
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅐": (1, 7),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_PARTS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100, 1000})
"""What things are divided into: 3/4 is a fraction, 24/7 is not."""

_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|before|after|circa|about|around|of|year|during|summer|winter|autumn|"
    r"fall|spring|early|late|mid|AD|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|Christmas|Easter|and|to|between|class|for)[\s-]+|[(©]\s?)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[ -](?!(?:was|is|as|has|his|this|its|thus|across|perhaps|unless|besides|always|towards|yes|less|us)\b)"
    r"(?:(?:other|more|square|armed|dead|young|old|little|new|small|large|good|different)\s)?"
    r"(?:[a-z]{2,}s|men|women|people|children|feet|sheep|horse|foot|strong|miles?|times|head|troops)\b"
)
"""What makes a four-figure number a count and not a year: 1500 people."""

_RANGE = re.compile(rf"{_FREE}({FIGURE})(?:{DASH})({FIGURE}){_END}")
_PHONE = re.compile(
    r"(?<![\w.,/:-])(?:\+\d{1,3}[ -]?)?(?:1-)?(?:\(\d{2,5}\)[ -]?|\d{2,5}[ -])?"
    r"\d{3,4}[ -]\d{3,4}(?:[ -]\d{3,4})?(?![\w/-]|[.,:]\d)"
)
_OF_WHAT = re.compile(r"\s?(?:an?|the|of|his|her|my|your|their|our|its|this|that)\b")
_MIXED = re.compile(
    rf"{_FREE}(\d+)\s?([{''.join(_VULGAR)}])|([{''.join(_VULGAR)}])|(\d+)[ -](\d+)/(\d+)(?![\w/])"
)
_FRACTION = re.compile(r"(?<![\w.,/:-])(\d{1,3})[/⁄](\d{1,4})(?![\w/⁄]|[.,]\d)")
_ORDINAL = re.compile(rf"(?<![\w.,])({FIGURE})(?:st|nd|rd|th|ST|ND|RD|TH|(?<=[23])d|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)\b")
_DECADE = re.compile(r"(?<![\w.])(?:['’‘](\d0)['’]?s|(\d{2}00|\d{3}0|\d0|\d00)['’]?s)\b")
_SHORT_YEAR = re.compile(r"(?<=\s)['’‘](\d\d)(?![\w'’‘])")
_YEARS = re.compile(rf"{_FREE}(1\d\d\d|20\d\d)(?:{DASH}|/)(\d\d|\d{{4}}){_END}")
_CALLED = re.compile(
    r"\b(room|flight|apartment|apt\.?|suite|flat|cell|locker|highway|route|interstate|bus|platform|channel|cabin|"
    r"car|unit|ward|extension|area|agent)(\s+)(\d{3,4})(?![\w/-]|[.,:]\d)",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?<![\w.,/:-])\d+(?:\.\d+){2,}(?!\w|\.\d)")
_PLAIN = re.compile(rf"(?:(?<!\S)([-−](?=[\d.])))?(?<!\w)(?:({FIGURE})(\.\d+)?|(\.\d+))(?!\w)")
_GLUED = re.compile(
    r"(?<![\w.])([A-Z]{1,4}-?|[a-z]{1,3})(\d+)([A-Z]?)(?![\w.]\d|[a-z])|(?<![\w.])(\d+)-?([A-Z]{1,2})\b"
)
_HOUSE = re.compile(
    r"(?<![\w.,/:-])\d{3,4}(?=\s(?:[A-Z][\w'’.]+\s){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Place|Square|Terrace|Crescent)\b)"
)
_INFLECTED = re.compile(r"(?<![\w.,])(\d+)-?(ed|ing|ish|er|ers)\b")
_LEFT = re.compile(r"\d+")
_GROUPS = re.compile(r"(?<![\w.,/-])\d+(?:-\d+){2,}(?![\w/-]|[.,]\d)")
_POSTCODE = re.compile(r"(?<=\b[A-Z]{2} )\d{5}(?:-\d{4})?(?![\w-])")
_ORDINALS = re.compile(r"(?<=\d)(st|nd|rd|th)\s?[–-]\s?(?=\d+(?:st|nd|rd|th)\b)")
_THOUSANDS = re.compile(r"(?<![\w.,-])(?<!\d )[1-9]\d{0,2}(?: 000)+(?!\d| \d)")
_UPTO = re.compile(r"(?<=\d)\s?[–-]\s?(?=(?:present|now)\b)|(?<=[\d°%][°%CFm])–(?=\d)|(?<=[°%])–(?=\d)")
_POWER = re.compile(r"(?<=[\w)])([²³])")
_TIMES = re.compile(r"(?<=\d)\s?[×*]\s?(?=\d)")
_BY = re.compile(r"(?<=\d)\s?x\s?(?=\d)")
_SIGNS = {
    "+": "plus", "=": "equals", "÷": "divided by", "−": "minus", "±": "plus or minus", "<": "less than",
    ">": "greater than", "≈": "about",
}  # fmt: skip
_SUM = re.compile(r"(?<=[\d%)])\s?([+=÷−±<>≈])\s?(?=[\d(.])|(?<=\d) (-) (?=\d)|(?<!\S)([≈±~+])(?=\d)")


def said(text: str) -> str:
    """Every number of an English text in words."""
    text = _BY.sub(" by ", _TIMES.sub(" times ", text))
    text = _SUM.sub(lambda m: f" {_SIGNS.get(m[1] or m[3], 'minus' if m[2] else 'about')} ", text)
    text = _UPTO.sub(" to ", _ORDINALS.sub(r"\1 to ", text))
    text = _POWER.sub(lambda m: " squared" if m[1] == "²" else " cubed", text)
    text = _DECADE.sub(_decade, text)
    text = _SHORT_YEAR.sub(lambda m: two_digits(m[1]), text)
    text = _CALLED.sub(lambda m: f"{m[1]}{m[2]}{label(m[3])}", text)
    text = _HOUSE.sub(lambda m: label(m[0]), text)
    text = _POSTCODE.sub(lambda m: digits(m[0]), text)
    text = _PHONE.sub(_phone, text)
    text = _GROUPS.sub(lambda m: ", ".join(map(digits, m[0].split("-"))), text)
    text = _YEARS.sub(_years, text)
    text = _MIXED.sub(_mixed, text)
    text = _FRACTION.sub(_fraction, text)
    text = _ORDINAL.sub(lambda m: ordinal(m[1]), text)
    text = _RANGE.sub(lambda m: f"{number(m[1])} to {number(m[2])}", text)
    text = _VERSION.sub(lambda m: " point ".join(number(part) for part in m[0].split(".")), text)
    text = _INFLECTED.sub(lambda m: number(m[1]) + m[2], text)
    text = _GLUED.sub(_glued, text)
    text = _PLAIN.sub(_plain, text)
    return _LEFT.sub(_left, text)


def joined(text: str) -> str:
    """13 000 as 13,000."""
    return _THOUSANDS.sub(lambda m: m[0].replace(" ", ","), text)


def cardinal(figures: str | int) -> str:
    """A whole number in words; one of more than `LONGEST` digits digit by digit."""
    plain = str(figures).replace(",", "")
    return _written(int(plain), "cardinal") if len(plain) <= LONGEST else digits(plain)


def ordinal(figures: str | int) -> str:
    """first, second, twenty-first …"""
    plain = str(figures).replace(",", "")
    return _written(int(plain), "ordinal") if len(plain) <= LONGEST else digits(plain) + "th"


def year(figures: str | int) -> str:
    """nineteen eighty-four, nineteen oh-five, two thousand seven."""
    return _written(int(figures), "year")


def digits(figures: str) -> str:
    """One digit after the other; whatever is no digit is passed over."""
    return " ".join(_DIGITS[int(figure)] for figure in figures if figure.isdigit())


def number(figures: str) -> str:
    """A number with or without decimals; leading zeros are read."""
    whole, point, rest = figures.partition(".")
    if len(whole) > 1 and whole[0] == "0":
        words = "double oh seven" if whole == "007" else digits(whole)
    else:
        words = cardinal(whole) if whole else ""
    return f"{words} point {digits(rest)}".strip() if point else words


def two_digits(figures: str) -> str:
    """The end of a year or of a number on a door: forty-five, oh five, hundred."""
    if figures == "00":
        return "hundred"
    return f"oh {_DIGITS[int(figures[1])]}" if figures[0] == "0" else cardinal(figures)


def label(figures: str) -> str:
    """The number of a room, a flight, a road: one oh one, three twenty-four, twelve hundred."""
    if figures[0] == "0" or figures.endswith("000"):
        return number(figures)
    if figures.endswith("00"):
        return f"{cardinal(figures[:-2])} hundred"
    return f"{cardinal(figures[:-2])} {two_digits(figures[-2:])}"


def fraction(parts: int, whole: int) -> str:
    """one half, three quarters, five eighths."""
    name = {2: "half", 4: "quarter"}.get(whole) or ordinal(whole)
    several = {"half": "halves"}.get(name, f"{name}s")
    return f"{cardinal(parts)} {name if parts == 1 else several}"


def plural(words: str) -> str:
    """The plural of a number's words: eighties, twos, sixes, hundreds."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


@cache
def _written(value: int, how: str) -> str:
    from unicode_rbnf import FormatPurpose

    words = str(_english().format_number(value, FormatPurpose[how.upper()]).text).replace("oh-", "oh ")
    return _AND_HERE.sub(AND, words)


@cache
def _english() -> RbnfEngine:
    from unicode_rbnf import RbnfEngine

    return RbnfEngine.for_language("en")


def _decade(match: re.Match[str]) -> str:
    figures = match[1] or match[2]
    if len(figures) == 4 and not figures.endswith("000"):
        return plural(year(figures))
    return plural(cardinal(figures)).removeprefix("one ")


def _years(match: re.Match[str]) -> str:
    second = match[2]
    if len(second) == 4 and not 1000 <= int(second) <= 2099:
        return match[0]
    if len(second) == 2 and int(second) <= int(match[1][2:]):
        return match[0]
    return f"{year(match[1])} to {year(second) if len(second) == 4 else two_digits(second)}"


def _phone(match: re.Match[str]) -> str:
    found = match[0]
    figures = re.sub(r"\D", "", found)
    groups = re.findall(r"\d+", found)
    if len(figures) < 7 or (len(groups) == 2 and len(groups[0]) == len(groups[1])):
        return found
    return ", ".join(map(digits, groups))


def _mixed(match: re.Match[str]) -> str:
    if match[1]:
        parts, whole = _VULGAR[match[2]]
        ones = cardinal(match[1])
    elif match[3]:
        parts, whole = _VULGAR[match[3]]
        half = match[3] == "½" and _OF_WHAT.match(match.string, match.end())
        return f" {'half' if half else fraction(parts, whole)} "
    else:
        parts, whole, ones = int(match[5]), int(match[6]), cardinal(match[4])
        if parts >= whole or whole not in _PARTS:
            return match[0]
    return f"{ones} and {'a ' + fraction(1, whole)[4:] if parts == 1 else fraction(parts, whole)}"


def _fraction(match: re.Match[str]) -> str:
    parts, whole = int(match[1]), int(match[2])
    if (parts, whole) == (1, 2) and _OF_WHAT.match(match.string, match.end()):
        return "half"
    if 0 < parts < whole and whole in _PARTS:
        return fraction(parts, whole)
    return f"{number(match[1])} {number(match[2])}"


def _plain(match: re.Match[str]) -> str:
    minus, whole, rest, only = match[1], match[2], match[3] or "", match[4]
    text, start = match.string, match.start()
    sign = "minus " if minus else ""
    if only:
        return f"{sign}point {digits(only)}"
    if not rest and not minus and "," not in whole and len(whole) == 4 and _is_year(text, start, match.end()):
        return year(whole)
    if not rest and len(whole) >= 7 and "," not in whole and not whole.endswith("000"):
        return digits(whole)
    return sign + number(whole + rest)


def _is_year(text: str, start: int, end: int) -> bool:
    value = int(text[start:end])
    if not 1000 < value < 3000 or value == 2000 or _COUNTED.match(text, end):
        return False
    return 1010 <= value < 2100 or _YEAR_BEFORE.search(text[max(start - 14, 0) : start]) is not None


def _glued(match: re.Match[str]) -> str:
    """Letters and figures in one word: R2, MI5, B-52, 3D."""
    if match[4]:
        return f"{number(match[4])} {match[5]}"
    letters = match[1].rstrip("-")
    letters = letters if re.search("[aeiouy]", letters) else letters.upper()
    return f"{letters} {number(match[2])}{' ' + match[3] if match[3] else ''}"


def _left(match: re.Match[str]) -> str:
    """Figures in the middle of something else, said with a space on either side."""
    text = match.string
    before = " " if text[match.start() - 1 : match.start()].isalnum() else ""
    after = " " if text[match.end() : match.end() + 1].isalnum() else ""
    return f"{before}{number(match[0])}{after}"
