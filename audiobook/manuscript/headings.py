"""What a heading looks like in a text that does not mark its headings, and how a chapter is titled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from audiobook.manuscript.numerals import NUMERAL, WORDS, value

_PARTS = r"part|book|volume|vol\.?|act|teil|partie|parte|часть"
_CHAPTERS = (
    r"chapter|chap\.?|scene|stave|canto|letter|section|episode|fit|fytte|lesson"
    r"|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|глава"
)
_ALONE = (
    "prologue|epilogue|interlude|prelude|preface|foreword|introduction|afterword|postscript|intermezzo|"
    "intermission|induction|overture|coda|finale|author['’]s note|conclusion"
)

_NAMED = re.compile(
    rf"(?:the\s)?(?P<kind>{_PARTS}|{_CHAPTERS})\s(?:the\s)?(?:no\.\s|number\s|#\s?)?(?P<number>{NUMERAL})"
    r"(?![\w'’])(?P<rest>.*)",
    re.IGNORECASE,
)
_ORDINAL_FIRST = re.compile(
    rf"(?:the\s)?(?P<number>{NUMERAL})\s(?P<kind>{_PARTS}|{_CHAPTERS})(?![\w'’])(?P<rest>.*)", re.IGNORECASE
)
_SINGLE = re.compile(rf"(?:the\s)?(?P<kind>{_ALONE})(?![\w'’])(?P<rest>.*)", re.IGNORECASE)
_NUMBERED = re.compile(rf"[\[(]?(?P<number>{NUMERAL})(?![\w'’])[\])]?(?P<rest>.*)", re.IGNORECASE)
_MAY_BE_LABEL = re.compile(
    rf"[\W_]*(?:the\s)?(?:(?:{_PARTS}|{_CHAPTERS}|{_ALONE})\b|{NUMERAL}(?![\w'’]))", re.IGNORECASE
)
_SEPARATED = re.compile(r"\s?[.:)\]—–-]+\s*|\s*$|\s\(\d+\)$")
_EMPHASIS = re.compile(r"[_*]{1,3}|^#{1,6}\s+|\s+#{1,6}$")

LONGEST = 120
"""No heading row has more characters."""

SMALL = frozenset(
    ["a", "an", "the", "of", "and", "in", "on", "at", "by", "to", "for", "from", "with", "or", "nor", "but"]
)
_SMALL_IN_TITLES = SMALL | frozenset(
    ["as", "into", "upon", "over", "which", "is", "that", "de", "la", "le", "du", "von", "et"]
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a row says, read as a heading."""

    kind: str
    """ "chapter", "part", "prologue" …; "numeral" for a bare number."""
    number: int | None
    title: str
    """What follows the label in the same row."""

    @property
    def is_part(self) -> bool:
        """It heads several chapters."""
        return re.fullmatch(_PARTS, self.kind) is not None


def plain(text: str) -> str:
    """A heading's text without emphasis marks and the decoration at its edges."""
    return " ".join(_EMPHASIS.sub("", text).strip(" \t=~*–—-").split())


@lru_cache(maxsize=4096)
def named(text: str) -> Label | None:
    """The label of a row that says what it is: "Chapter One", "BOOK THE FIRST", "Epilogue"."""
    if len(text) > LONGEST or not _MAY_BE_LABEL.match(text):
        return None
    text = plain(text)
    if not text or not (text[0].isupper() or text[0].isdigit()):
        return None
    for pattern in (_NAMED, _ORDINAL_FIRST):
        if (match := pattern.fullmatch(text)) and _is_title(match["rest"]):
            number = value(match["number"])
            if number is not None:
                return Label(match["kind"].lower().rstrip("."), number, _title_of(match["rest"]))
    if (match := _SINGLE.fullmatch(text)) and _is_title(match["rest"]) and len(text.split()) <= 12:
        return Label(match["kind"].lower(), None, _title_of(match["rest"]))
    return None


@lru_cache(maxsize=4096)
def numbered(text: str) -> Label | None:
    """The label of a row that is a number, or a number and a title: "IV", "12.", "3. The Door"."""
    if len(text) > LONGEST or not _MAY_BE_LABEL.match(text):
        return None
    match = _NUMBERED.fullmatch(plain(text))
    if not match or match["number"].islower():
        return None
    number, rest = value(match["number"]), match["rest"]
    if not number or number > 400:
        return None
    separator = _SEPARATED.match(rest)
    title = rest[separator.end() :].strip() if separator else rest.strip()
    if title and (not separator or not title_like(title) or len(title.split()) > 12):
        return None
    return Label("numeral", number, title)


def label_of(text: str) -> Label | None:
    """The label of a row, of either kind."""
    return named(text) or numbered(text)


def _is_title(rest: str) -> bool:
    """Whether what follows a label in its row can be a title, not the rest of a sentence."""
    separator = _SEPARATED.match(rest)
    title = _title_of(rest)
    if not title:
        return True
    if len(title.split()) > 16 or title[0] in ",;'’":
        return False
    if separator and separator[0].strip():
        return not re.search(r"[.!?]\s+\S.*[.!?,;]$", title) or title.isupper()
    return title_like(title)


def _title_of(rest: str) -> str:
    separator = _SEPARATED.match(rest)
    return rest[separator.end() if separator else 0 :].strip()


def title_like(text: str) -> bool:
    """Whether `text` is set as titles are: every word that matters has a capital, and no sentence ends."""
    text = plain(text)
    words = re.findall(r"[^\W_][\w'’]*", text) if len(text) <= LONGEST else []
    if not words or len(words) > 16 or (text[-1] in ",;:." and not text.isupper()):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL_IN_TITLES for word in words)


def capitals(text: str) -> bool:
    """Whether a short row is set in capitals throughout, with words in it."""
    if not text.isupper() or len(text) > 80:
        return False
    text = plain(text)
    return (
        sum(c.isalpha() for c in text) >= 3
        and len(text.split()) <= 10
        and text[0] not in "\"“‘'«([—–-"
        and text[-1] not in '!?,;:…"”’»'
    )


def key(text: str) -> str:
    """A heading's text for comparing it with its entry in a table of contents."""
    text = re.sub(r"[\s.·…_-]+(?:\d+|[ivxlc]+)$", "", plain(text))
    return re.sub(r"[\W_]+", "", text).casefold()


def title_case(text: str) -> str:
    """Capitals throughout become a title's capitals ("THE LAMP ROOM" → "The Lamp Room"); else unchanged."""
    if not text.isupper() or len(text) < 2:
        return text
    words = text.split(" ")
    last = len(words) - 1
    return " ".join(
        _title_word(word, inside=0 < i < last and not _starts_title(words[i - 1]))
        for i, word in enumerate(words)
    )


def _starts_title(before: str) -> bool:
    """Whether a title starts after this word: a colon, a dash, a number with its full stop."""
    return before[-1] in ":—–" or (before[-1] == "." and value(before[:-1]) is not None)


_ROMAN_LOOK_ALIKES = frozenset(["mix", "dim", "mild", "did", "civil", "mid", "vivid", "livid", "lid", "mil"])


def _title_word(word: str, *, inside: bool) -> str:
    core = re.sub(r"^\W+|\W+$", "", word).lower()
    if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?,?", word):
        return word  # initials
    if inside and core in SMALL:
        return word.lower()
    if core not in WORDS and core not in _ROMAN_LOOK_ALIKES and core.isalpha() and value(core):
        return word
    parts = re.split(r"(?<=-)", word)
    return "".join(
        part.lower() if i and part.rstrip("-").lower() in SMALL else _capitalised(part)
        for i, part in enumerate(parts)
    )


def _capitalised(word: str) -> str:
    text = re.sub(r"[^\W_]+(?:['’][^\W_]+)*", lambda match: match[0][0] + match[0][1:].lower(), word)
    return re.sub(r"\b([OD]['’])(\w\w)", lambda match: match[1] + match[2].capitalize(), text)


def chapter_title(headings: Sequence[str]) -> str:
    """One title from a chapter's headings: "Chapter I: Down the Stairs", "Part One, Chapter 3"."""
    title = ""
    waiting: Label | None = None  # for its title
    for heading in headings:
        text = re.sub(r"(?<!\.\w)[\s.:]+$", "", plain(heading))
        if not text:
            continue
        label = label_of(text)
        is_title = waiting and (not label or (label.number is None and not waiting.is_part))
        title += (": " if is_title else ", " if title else "") + _with_colon(title_case(text))
        waiting = label if label and not label.title else None
    return title


_LABEL_AND_TITLE = re.compile(
    rf"(?P<label>(?:\w+\s)?(?:the\s)?{NUMERAL})(?:[.:]\s|\s?[—–]\s?|\s-\s)\s*(?=\S)", re.IGNORECASE
)


def _with_colon(text: str) -> str:
    """ "CHAPTER I. Down the Stairs" as "Chapter I: Down the Stairs"."""
    match = _LABEL_AND_TITLE.match(text)
    return f"{title_case(match['label'])}: {text[match.end() :]}" if match else text
