"""Words of a paragraph with what finding names needs to know about each."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
_CLITIC = re.compile(r"['’](?:s|d|ll|re|ve|m)$", re.IGNORECASE)
ABBREVIATED = frozenset(
    """mr mrs ms dr st prof rev capt col gen lt sgt maj cmdr hon messrs mme mlle jr sr mssrs insp det
    supt gov sen esq no vs etc cpl pvt adm comdr cmdr brig fr m mssr hrh""".split()
)
"""Words that a full stop shortens without ending the sentence."""
_ENDS_SENTENCE = re.compile(r"[.!?…:;]|--|\n|^\s*[—–-]|[“\"«‘*_(\[]\s*$")

_FULL_STOP = re.compile(r"[.!?…:;—–]|--")


class Token:
    """A word: its text without possessive ending or clitic, and its surroundings."""

    __slots__ = ("before", "clitic", "initial", "lower", "quotation", "start", "text")

    def __init__(self, text: str, start: int, clitic: str, before: str, quotation: int) -> None:
        # A novel has a million words, and some ten thousand different ones.
        self.text = sys.intern(text)
        self.lower = sys.intern(text.lower().replace("’", "'").replace("‑", "-"))
        self.start = start
        self.clitic = clitic
        """"'s", "'" …, as it stands behind the word, apostrophe straightened."""
        self.before = sys.intern(before)
        """What stands between the word before and this one."""
        self.quotation = quotation
        """Index of the quotation that the word is in, or -1."""
        self.initial = False
        """A capital letter here may be no more than the start of a sentence."""

    @property
    def end(self) -> int:
        """Where it ends in the paragraph, exclusive."""
        return self.start + len(self.text)

    @property
    def capital(self) -> bool:
        """Starts with a capital letter (or is a number: "Unit 7", "007")."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """All in capitals, and more than one letter."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def possessive(self) -> bool:
        return self.clitic in ("'s", "'")

    def __repr__(self) -> str:
        return f"<{self.before}|{self.text}|{self.clitic}>"


def tokenized(text: str, quotations: Sequence[tuple[int, int, int]]) -> list[Token]:
    """The words of a paragraph; `quotations` are its (start, end, index) in order."""
    tokens: list[Token] = []
    at = 0
    spans = iter([*quotations, (len(text) + 1, len(text) + 1, -1)])
    start, end, index = next(spans)
    for match in _WORD.finditer(text):
        word, word_start = match.group(), match.start()
        while word_start >= end:
            start, end, index = next(spans)
        inside = index if start <= word_start else -1
        clitic = ""
        if len(word) > 2 and (found := _CLITIC.search(word)) and found.start():
            clitic = word[found.start() :].replace("’", "'").lower()
            word = word[: found.start()]
        elif word[-1] in "sS" and text[match.end() : match.end() + 1] in ("'", "’"):
            closes = inside >= 0 and match.end() + 1 >= end
            clitic = "" if closes else "'"
        token = Token(word, word_start, clitic, text[at:word_start], inside)
        token.initial = _starts_sentence(tokens[-1] if tokens else None, token)
        tokens.append(token)
        at = match.end()
    return tokens


def _starts_sentence(last: Token | None, token: Token) -> bool:
    if last is None:
        return True
    before = token.before
    if before == " ":
        return False
    if before[0] == "." and (last.lower in ABBREVIATED or (len(last.text) == 1 and last.text.isupper())):
        return last.quotation != token.quotation
    if token.quotation != last.quotation:
        return token.quotation >= 0 or bool(_FULL_STOP.search(before))
    return bool(_ENDS_SENTENCE.search(before))
