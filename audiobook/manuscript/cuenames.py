"""The names of characters as cues write them, in the capitals that readers know."""

from __future__ import annotations

import re
from collections import Counter

from audiobook.manuscript.headings import SMALL
from audiobook.manuscript.numerals import WORDS, value
from audiobook.model import NARRATOR

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TITLES = frozenset(["MR", "MRS", "MS", "DR", "ST", "SR", "JR", "LT", "SGT", "CPT", "PVT"])


class CueNames:
    """Names in ordinary capitals ("MRS. MCCOY" → "Mrs. McCoy"), spelt as the text spells them elsewhere."""

    def __init__(self, source: str) -> None:
        forms = Counter(word for word in _WORD.findall(source) if not word.isupper() and word[0].isupper())
        self._spelling: dict[str, str] = {}
        for word, _ in forms.most_common():
            self._spelling.setdefault(word.casefold(), word)

    def __call__(self, cue: str) -> str:
        """The name that a cue stands for; `narrator` for the narrator's own."""
        cue = " ".join(cue.strip(" .,:*_").split())
        if cue.casefold() in (NARRATOR, f"the {NARRATOR}"):
            return NARRATOR
        if not cue.isupper():
            return cue[0].upper() + cue[1:] if cue.islower() else cue
        words = cue.split(" ")
        return " ".join(self._word(word, i, len(words)) for i, word in enumerate(words))

    def _word(self, word: str, index: int, count: int) -> str:
        core = word.strip(".,'’\"")
        if index and core.lower() in SMALL:
            return word.lower()
        if index and count > 1 and core.lower() not in WORDS and value(core):
            return word  # Henry V
        if re.fullmatch(r"[^AEIOUY\W\d]{2,3}", core) and core not in _TITLES:
            return word  # DJ, TV
        if spelling := self._spelling.get(core.casefold()):
            return word.replace(core, spelling)
        return re.sub(r"[^\W_]+", self._capitalised, word)

    @staticmethod
    def _capitalised(match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith("MC") and len(word) > 3:
            return "Mc" + word[2] + word[3:].lower()
        if match.start() and match.string[match.start() - 1] in "'’" and len(word) == 1:
            return word.lower()  # the possessive: ROSE'S
        return word[0] + word[1:].lower()
