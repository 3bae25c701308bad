"""What a heading looks like in a text that does not mark its headings, and how a chapter is titled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.manuscript.numerals import NUMERAL, value

_PARTS = "part|book|volume|vol\\.?|act|stage"
_CHAPTERS = "chapter|chap\\.?|scene|stave|canto|letter|section|episode|fit|fytte|lesson"
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
_NUMBERED = re.compile(rf"[\[(]?(?P<number>{NUMERAL})(?![\w'’])[\])]?(?P<rest>.*)")
_SEPARATED = re.compile(r"\s?[.:)\]—–-]+\s*|\s*$|\s\(\d+\)$")
_EMPHASIS = re.compile(r"[_*]{1,3}|^#{1,6}\s+|\s+#{1,6}$")

LONGEST = 120
"""No heading row has more characters."""

SMALL_WORDS = frozenset(
    ["a", "an", "the", "of", "and", "in", "on", "at", "by", "to", "for", "from", "with", "or", "nor", "but", "as", "into", "upon", "over", "which", "is", "that", "de", "la", "le", "du", "von", "et"]
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


def named(text: str) -> Label | None:
    """The label of a row that says what it is: "Chapter One", "BOOK THE FIRST", "Epilogue"."""
    text = plain(text)
    if not text or len(text) > LONGEST or not (text[0].isupper() or text[0].isdigit()):
        return None
    for pattern in (_NAMED, _ORDINAL_FIRST):
        if (match := pattern.fullmatch(text)) and _is_title(match["rest"]):
            number = value(match["number"])
            if number is not None:
                return Label(match["kind"].lower().rstrip("."), number, _title_of(match["rest"]))
    if (match := _SINGLE.fullmatch(text)) and _is_title(match["rest"]) and len(text.split()) <= 12:
        return Label(match["kind"].lower(), None, _title_of(match["rest"]))
    return None


def _is_title(rest: str) -> bool:
    """Whether what follows a label in its row can be a title, not the rest of a sentence."""
    separator = _SEPARATED.match(rest)
    title = rest[separator.end() :] if separator else rest.strip()
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


def numbered(text: str) -> Label | None:
    """The label of a row that is a number, or a number and a title: "IV", "12.", "3. The Door"."""
    text = plain(text)
    match = _NUMBERED.fullmatch(text) if len(text) <= LONGEST else None
    if not match or (match["number"].islower() and not match["number"][0].isdigit()):
        return None
    number, rest = value(match["number"]), match["rest"]
    if number is None or number > 400:
        return None
    separator = _SEPARATED.match(rest)
    title = rest[separator.end() :].strip() if separator else rest.strip()
    if title and (not separator or not title_like(title) or len(title.split()) > 12):
        return None
    return Label("numeral", number, title)


def title_like(text: str) -> bool:
    """Whether `text` is set as titles are: every word that matters has a capital, and no sentence ends."""
    text = plain(text)
    words = re.findall(r"[^\W_][\w'’]*", text)
    if not words or len(words) > 14 or (re.search(r"[,;:.]$", text) and not text.isupper()):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word.lower() in SMALL_WORDS for word in words)


def capitals(text: str) -> bool:
    """Whether a short row is set in capitals throughout, with words in it."""
    text = plain(text)
    letters = [c for c in text if c.isalpha()]
    return (
        len(letters) >= 3
        and text.isupper()
        and len(text) <= 70
        and len(text.split()) <= 10
        and text[0] not in "\"“‘'«([—–-"
        and not re.search(r"[!?,;:…]$", text)
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
    return " ".join(_title_word(word, 0 < i < len(words) - 1 and words[i - 1][-1:] not in ":.—–") for i, word in enumerate(words))


def _title_word(word: str, inside: bool) -> str:
    core = re.sub(r"^\W+|\W+$", "", word)
    if len(core) > 1 and value(core) and core.lower() not in ("mix", "dim", "mild", "did", "civil", "mid", "vivid"):
        if core.lower() not in _number_words():
            return word
    if inside and core.lower() in SMALL_WORDS:
        return word.lower()
    if core == "I" or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?\.?", word):
        return word
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda match: match[0][0] + match[0][1:].lower(), word)


def _number_words() -> frozenset[str]:
    from audiobook.manuscript.numerals import WORDS

    return frozenset(WORDS)


def chapter_title(headings: Sequence[str]) -> str:
    """One title from a chapter's heading rows: "Chapter I: Down the Stairs", "Part One, Chapter 3"."""
    title = ""
    labelled = False
    for text in headings:
        row = re.sub(r"[\s.:]+$", "", plain(text))
        if not row:
            continue
        is_label = named(row) is not None or numbered(row) is not None
        between = "" if not title else ", " if is_label or not labelled else ": "
        title += between + title_case(_spelt(row))
        labelled = is_label or labelled
    return title


def _spelt(row: str) -> str:
    """"Chapter I. Down the Stairs" and "Chapter I—Down …" with a colon."""
    return re.sub(rf"^((?:\w+\s)?(?:the\s)?{NUMERAL})(?:\.\s|\s?[—–]\s?|\s-\s)(?=\S)", r"\1: ", row, flags=re.IGNORECASE)
