"""Words that an engine will likely say wrong: names and rare words that it makes up by its letter rules.

A word is listed when no list of this program has it (English words with their forms, common first names), or
when it is spelled in a way that English rules read wrongly. Each comes with how the engine would say it, so
that a person sees at a glance what to mend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audiobook.ipa import Unknown, respelled
from audiobook.model import Line
from audiobook.script.people.lexicon import CALENDAR, PEOPLES, PLACES
from audiobook.script.people.tables import first_name, word_class

FEW = 3
"""A form of this many letters or fewer is no word to look up."""

OFTEN = 3
"""In how many lines a word in small letters has to stand, if its spelling is plain."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDINGS = tuple(
    """'s s' s es ed d ing er est ly n't 'll 'd 're 've 'm ness less y ish ful like able r st""".split()
)
_BRITISH = re.compile(r"our(?=$|s$|ed$|ing$|able$|ite$)")
_CONTRACTED = re.compile(r"'(?:t|ll|d|re|ve|m|s|em)$")
_KNOWN = PLACES | PEOPLES | CALENDAR
_STARTS = ("un", "re", "in", "non", "over", "under", "out", "dis", "mis", "fore", "inter", "pre")
_ODD = re.compile(
    r"[^a-z'-]|bh|dh|mh|gh(?!t)|sz|cz|tz|xh|zh|aa|ii|uu|q(?!u)|x(?=[^aeiouycpt])|^(?:ng|mb|nk|ts|sv|kr|vl|zb|gw|hj|mn)|"
    r"eau|ieu|aoi|aei|[bcdfghjklmnpqrstvwxz]{4}|[^e]e$(?<=[aeiou][^aeiou]e)(?<=(?:on|op|at|os)e)"
)
"""Spellings, in small letters, that English letter rules read wrongly more often than not."""


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that an engine may not know."""

    word: str
    """As the story mostly writes it."""
    lines: int
    """In how many lines it stands."""
    phonemes: str
    """How the engine would say it, in the phonetic alphabet; empty where it cannot tell."""

    @property
    def respelling(self) -> str:
        """The same in ordinary letters."""
        try:
            return respelled(self.phonemes)
        except Unknown:
            return ""


def unknown_words(
    lines: Iterable[Line],
    read: Callable[[Line], str],
    pronounced: Callable[[str], str],
) -> list[UnknownWord]:
    """What to look at, in most lines first.

    `read` gives the words of a line that no lexicon says how to say, `pronounced` how a word would be said.
    """
    spellings: dict[str, Counter[str]] = {}
    count: Counter[str] = Counter()
    for line in lines:
        here: set[str] = set()
        for match in _WORD.finditer(read(line)):
            word = _bare(match[0])
            small = word.casefold()
            if not _is_unknown(small, word):
                continue
            spellings.setdefault(small, Counter())[word] += 1
            here.add(small)
        count.update(here)
    found = []
    for small, n in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        word = max(spellings[small], key=lambda word: (spellings[small][word], word))
        if word == small and n < OFTEN and not _ODD.search(small):
            continue  # a rare word of plain spelling, and no name
        found.append(UnknownWord(word, n, pronounced(word)))
    return found


def _bare(word: str) -> str:
    """Without a possessive ending."""
    return re.sub(r"['’]s?$", "", word.replace("’", "'"))


def _is_unknown(small: str, word: str) -> bool:
    if len(small) < FEW or (word.isupper() and len(word) <= 5):
        return False
    if "-" in small:
        return any(_is_unknown(part, word) for part in small.split("-") if len(part) > FEW)
    small = _BRITISH.sub("or", small)
    if small in _KNOWN or _CONTRACTED.search(small):
        return False
    if word_class(small) or any(_stem_known(small, ending) for ending in _ENDINGS):
        return False
    if any(small.startswith(start) and word_class(small[len(start) :]) for start in _STARTS):
        return False
    if _is_compound(small):
        return False
    name = first_name(small)
    return name is None or not name[1] or _ODD.search(small) is not None


def _stem_known(small: str, ending: str) -> bool:
    stem = small.removesuffix(ending)
    if stem == small or len(stem) < FEW:
        return False
    doubled = stem[-1] == stem[-2] and word_class(stem[:-1])
    changed = stem[-1] == "i" and word_class(stem[:-1] + "y")
    return bool(word_class(stem) or word_class(stem + "e") or doubled or changed)


def _is_compound(small: str) -> bool:
    """Two English words in one: lamplight, doorstep."""
    return any(
        len(small[:cut]) >= FEW
        and len(small[cut:]) >= FEW
        and word_class(small[:cut])
        and word_class(small[cut:])
        for cut in range(FEW, len(small) - FEW + 1)
    )
