"""From a line to what an engine is given for it: the lexicon's words, the spoken form, the heteronyms."""

from __future__ import annotations

from dataclasses import dataclass

from audiobook.model import Line
from audiobook.script.spoken import is_english, spoken
from audiobook.script.spoken.lexicon import Lexicon, Sayings


@dataclass(frozen=True)
class Reader:
    """Says how each line of a book is read."""

    lexicon: Lexicon
    """What a person wrote about this book's words."""
    language: str
    """BCP 47 code; empty counts as English."""

    def read(self, line: Line, *, phonemes: bool = False) -> str:
        """The spoken form of a line, with phonemes between brackets where the engine takes them."""
        sayings = Sayings()
        text = self._spoken(line, sayings)
        if is_english(self.language):
            from audiobook.script.spoken.heteronyms import HETERONYMS

            text = sayings.hide(HETERONYMS, text)
        return sayings.put_back(text, phonemes)

    def left_to_engine(self, line: Line) -> str:
        """The words of a line's spoken form that the lexicon says nothing about."""
        sayings = Sayings()
        return sayings.without(self._spoken(line, sayings))

    def _spoken(self, line: Line, sayings: Sayings) -> str:
        text = sayings.hide(self.lexicon, line.text, line.speaker)
        return spoken(text, self.language, heading=line.heading)
