"""Roman numerals in words: King Henry the Eighth, Chapter Four, World War Two."""

from __future__ import annotations

import re

from audiobook.manuscript.numerals import value
from audiobook.script.people.tables import first_name
from audiobook.script.spoken.numbers import cardinal, ordinal, year

_RULERS = frozenset(
    """Albert Alexander Alfonso Anne August Benedict Carl Catherine Charles Christian Clement Cleopatra
    Constantine Darius David Edward Elizabeth Ferdinand Francis Frederick George Gregory Gustav
    Haakon Harald Henry Innocent Isabella Ivan James John Leo Leopold Louis Ludwig Malcolm Manuel
    Margaret Mary Maximilian Napoleon Nicholas Olav Otto Paul Pedro Peter Philip Pius Ptolemy Ramses
    Ramesses Rameses Richard Robert Rudolf Sixtus Stephen Umberto Urban Victor Vittorio Wilhelm
    William Xerxes""".split()
)
_TITLE = re.compile(
    r"\b(?:king|queen|pope|emperor|empress|tsar|czar|tsarina|kaiser|prince|princess|sultan|shah|pharaoh|duke|"
    r"majesty|under|reign of|days of)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_PARTS = (
    "chapter|part|book|act|scene|volume|vol\\.?|canto|section|appendix|article|phase|stage|level|type|class|grade|mark|"
    "mk\\.?|figure|fig\\.?|plate|table|stanza|sonnet|psalm|lesson|episode|season|day|war|bowl|apollo|title|amendment|"
    "letter|verse|epilogue|factor|schedule|unit|corps|legion|number|no\\."
)
_NUMBERED = re.compile(
    r"\b((?-i:[A-Z])(?:(?<=C)hapter|(?<=P)art|(?<=B)ook|(?<=A)ct|(?<=S)cene|(?<=V)olume|(?<=C)anto)\s+)"
    r"([ivxlc]{2,}\b|[ivxlc](?=\s*(?:$|[.:;,—–)-])))",
    re.IGNORECASE,
)
_PART = re.compile(rf"\b((?:{_PARTS})\s)([IVXLC]{{2,}}|[VX])(?![\w'’.]\w|\w)", re.IGNORECASE)
_HINT = re.compile(
    r"[IVXLCDM]{2}|[VX]\b|[a-zA-Z] I\b(?! (?!of|and|was|had|who)[a-z])|"
    r"(?:hapter|art|ook|ct|cene|olume|anto|HAPTER|ART|OOK|CT|CENE|OLUME|ANTO)\s[ivxlcIVXLC]{1,9}\b"
)
_WAR = re.compile(r"\b(world war|first world war|ww)(\s?)(I{1,3})\b", re.IGNORECASE)
_NAMED = re.compile(r"\b((?:[^\W\d_]|[.'’-])+)(,?\s)([IVX]{1,5})(?=['’]s\b|(?!\w|['’.]\w))")
_CENTURY = re.compile(r"\b([IVX]+)(?:(?:st|nd|rd|th)\b|(?=\s[Cc]entur(?:y|ies)\b))")
_OTHER = re.compile(r"(?<![\w.'’&-])(?!IV\b|X+\b)[IVX]{2,}(?![\w'’&])")
"""Those with one reading only: IV is a drip as well."""
_YEAR = re.compile(r"(?<!\w)M[CDLXVIM]{3,}(?!\w)")
_ALONE = re.compile(r"([IVXLC]+)([.:)]?)(\s+[—–-]|$|(?<=[.:)])\s)")


def said(text: str, *, heading: bool = False) -> str:
    """Every Roman numeral of an English text in words; the pronoun I and initials stay.

    In a heading a numeral that stands at the front is the chapter's number.
    """
    if heading and (front := _ALONE.match(text)) and (number := value(front[1])) and front[1] not in ("MIX",):
        text = f"{cardinal(number).capitalize()}{front[2]}{text[front.end(2) :]}"
    if not _HINT.search(text):
        return text
    text = _WAR.sub(_war, text)
    text = _NUMBERED.sub(_counted, text)
    text = _PART.sub(_counted, text)
    text = _CENTURY.sub(_nth, _NAMED.sub(_named, text))
    text = _OTHER.sub(_other, text)
    return _YEAR.sub(_year, text)


def _war(match: re.Match[str]) -> str:
    words = "World War" if match[1].upper() == "WW" else match[1]
    return f"{words} {cardinal(len(match[3]))}"


def _counted(match: re.Match[str]) -> str:
    letters = match[2]
    if not (letters.isupper() or letters.islower()) or (letters.islower() and not match[1][0].isupper()):
        return match[0]
    number = value(letters)
    return f"{match[1]}{cardinal(number)}" if number else match[0]


def _named(match: re.Match[str]) -> str:
    name, space, letters = match.groups()
    number = value(letters)
    if not number or not name[0].isupper() or not _is_ruler_or_heir(match, name, letters):
        return match[0]
    return f"{name}{space}the {ordinal(number)}"


def _is_ruler_or_heir(match: re.Match[str], name: str, letters: str) -> bool:
    before = match.string[max(match.start() - 24, 0) : match.start()]
    plain = name.capitalize() if name.isupper() else name
    titled = _TITLE.search(before) is not None
    if letters == "I":
        after = match.string[match.end() :]
        return titled and plain in _RULERS and not re.match(r"\s+(?!of\b|and\b|was\b|had\b|who\b)\w", after)
    if len(letters) == 1:
        return plain in _RULERS and (titled or plain != "Malcolm")
    if name.isupper() and plain not in _RULERS:
        return False
    return plain in _RULERS or titled or first_name(plain) is not None or _has_first_name(before)


def _has_first_name(before: str) -> bool:
    words = before.split()
    return bool(words) and words[-1][:1].isupper() and first_name(words[-1].strip(".,")) is not None


def _other(match: re.Match[str]) -> str:
    number = value(match[0])
    return cardinal(number) if number else match[0]


def _nth(match: re.Match[str]) -> str:
    number = value(match[1])
    return ordinal(number) if number else match[0]


def _year(match: re.Match[str]) -> str:
    number = value(match[0])
    return year(number) if number and 1000 <= number < 2100 else match[0]
