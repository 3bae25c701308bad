"""The spoken form: what the engine is given to read instead of the text as written.

The listener hears every word of the text and none besides. What the eye needs and the ear does not
goes (emphasis and quotation marks, footnote marks), and what an engine would spell or stumble over
is written as it is said (shouting in capitals, words run together, odd ellipses, web addresses).
"""

from __future__ import annotations

import re
import unicodedata

from audiobook.manuscript.numerals import value
from audiobook.script.people.tables import word_class
from audiobook.script.runtogether import LONGEST_WORD, parted

_INITIALISMS = frozenset(
    re.findall(
        r"\w+",
        """
        ABC AC AD AFK AI AIDS AKA AM ATM BA BBC BC BCE BMW BTW CBS CCTV CD CE CEO CGI CIA CNN CPR
        CSI CV DC DIY DJ DNA DVD EMT ER ESP EU FAQ FBI FM FYI GPS HBO HIV HQ HTML IBM ICU ID IMF IOU
        IQ IRA IRS IT ITV IV JFK KGB LA LAPD LED LGBT LOL LSD MBA MI MIT MP MRI MTV NASA NATO NBA
        NBC NFL NGO NHS NYC NYPD OBE OCD OK OMG PA PC PE PHD PI PM POW PR PS PTA PTSD RAF RIP RN
        RSVP RV SAS SMS SOS SS STD SUV SWAT TB TNT TV UFO UK UN UNESCO UPS URL US USA USB USSR VHS
        VIP VR WC WHO WTF WW WWI WWII YMCA
        """,
    )
)
"""Spelled out, or said as they are, even amid shouting. Not those that are words as well when shouted."""
_SHOUTED = frozenset({"US", "IT", "WHO", "AM", "LA", "ID", "IV", "ER", "PA", "PI", "MI", "AD", "PE", "AIDS"})
"""Of these, words when their neighbours are in capitals too."""
_SPELLED = _INITIALISMS - _SHOUTED

_NOT_PLAIN = re.compile(r"[^\w\s!-~—–’‘“”…]")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]|(?<=[^\W\d]{2})[¹²³⁰⁴-⁹]+|(?<=\w)[†‡]|(?<=[.,;:!?])[¹²³⁰⁴-⁹†‡]+")
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})(?:[/?#:][^\s<>\"”’]*[\w/])?", re.IGNORECASE
)
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5})\b")
_EMPHASIS = re.compile(
    r"(?<![\w*_])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*_])|(?<!\S)(?<!\d )[*_~#]+(?!\S)"
)
_DOUBLE = re.compile(r"[\"“”„‟«»‹›「」『』]|``|''")
_SINGLE = re.compile(r"(?<!\w)['‘’‚‛`]|['‘’‛`](?!\w)")
_ELLIPSIS = re.compile(r"\s*(?:\.\s?\.[\s.…]*|…[\s.…]*)(?:,(?!\d)[\s.…]*)*")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;:.!?…](?!\w))")
_REPEATED = re.compile(r"([^\W\d_])\1{3,}")
_RUN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:,[^\W\d_]+(?:['’][^\W\d_]+)*)*")
_CAPITALS = re.compile(r"(?<![\w&])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w&])")
_CHAPTER = re.compile(
    r"\b((?-i:[A-Z])(?:(?<=C)hapter|(?<=P)art|(?<=B)ook|(?<=A)ct|(?<=S)cene|(?<=V)olume|(?<=C)anto)\s+)"
    r"([ivxlc]{2,}\b|[ivxlc](?=\s*(?:$|[.:;,—–-])))",
    re.IGNORECASE,
)


def spoken(text: str) -> str:
    """The form of a line that an engine reads; empty when there is nothing to say (no letter, no digit).

    Pure and deterministic, so that a take made from it can be found again.
    """
    text = " ".join(text.split())
    said = text if text.isascii() else _NOT_PLAIN.sub(_without_pictures, text)
    said = _FOOTNOTE.sub("", said)
    said = _ADDRESS.sub(lambda match: match[1].removeprefix("www.").replace(".", " dot "), said)
    said = _MAIL.sub(lambda match: f"{match[1]} at {match[2].replace('.', ' dot ')}", said)
    said = _without_quotes(_EMPHASIS.sub("", said))
    said = re.sub(r"--+", "—", said)
    said = _ELLIPSIS.sub("… ", said)
    said = _REPEATED.sub(r"\1\1\1", said)
    said = _RUN.sub(_parted, said)
    said = _CHAPTER.sub(_numbered, said)
    said = _uncapitalised(said)
    said = " ".join(_SPACE_BEFORE.sub("", re.sub(r",(?=[^\W\d])", ", ", said)).split())
    if any(map(str.isalnum, said)):
        return said
    return text if any(map(str.isalnum, text)) else ""


def _without_pictures(match: re.Match[str]) -> str:
    """Nothing for a soft hyphen, a joiner and the like, a space for a picture, anything else as it is."""
    category = unicodedata.category(match[0])
    if category == "Cf":
        return ""
    return " " if category == "So" and not match[0].isalnum() else match[0]


def _without_quotes(text: str) -> str:
    """Quotation marks dropped, apostrophes within words written the one way that every engine knows."""
    text = re.sub(r"(?<=\w)[’‘](?=\w)", "'", text)
    text = re.sub(r"(?<=[\w,.!?])(?:[\"“”«»]+)(?=\w)", " ", text)
    return _SINGLE.sub("", _DOUBLE.sub("", text))


def _parted(match: re.Match[str]) -> str:
    """Words that were run together, commas and all."""
    if len(match[0]) <= LONGEST_WORD:
        return match[0]
    return ", ".join(parted(run) for run in match[0].split(","))


def _numbered(match: re.Match[str]) -> str:
    number = value(match[2])
    return f"{match[1]}{number}" if number else match[0]


def _uncapitalised(text: str) -> str:
    """Shouting in small letters, so that it is spoken and not spelled; initialisms stay."""
    words = list(_CAPITALS.finditer(text))
    shouted = [len(word[0]) > 1 and word[0].isupper() for word in words]
    pieces: list[str] = []
    at = 0
    for n, word in enumerate(words):
        if not shouted[n]:
            continue
        near = [m for m in (n - 2, n - 1, n + 1, n + 2) if 0 <= m < len(words) and len(words[m][0]) > 1]
        amid = any(shouted[m] and words[m][0] not in _SPELLED for m in near)
        if _is_initialism(word[0], amid):
            continue
        before = text[max(word.start() - 6, 0) : word.start()].rstrip("\"'“‘(¿¡ ")[-1:]
        small = word[0].capitalize() if not before or before in ".!?…" else word[0].lower()
        pieces += [text[at : word.start()], small]
        at = word.end()
    return "".join(pieces) + text[at:]


def _is_initialism(word: str, amid_shouting: bool) -> bool:
    """Whether a word in capitals is spelled (BBC) and not merely loud (STOP)."""
    if word in _INITIALISMS:
        return not (amid_shouting and word in _SHOUTED)
    if len(word) > 3 or amid_shouting:
        return False
    return not word_class(word.lower()) and word.lower() not in ("ok", "no", "oh", "my", "me", "so")
