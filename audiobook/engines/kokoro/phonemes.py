"""From text to the phonemes that Kokoro was taught: espeak's, in the spelling of its trainers' own front end.

Kokoro learned English from the phonemes of misaki: one letter for each diphthong and affricate (`A` in day,
`ʧ` in chair), no length marks in American, punctuation where the text has it. espeak knows how every word is
said, and where the stress lies; only the letters differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, groupby, pairwise

from audiobook.engines.espeak import library
from audiobook.ipa import MARKED, OPEN, tokens

TIE = "^"
VOICES = {"en-us": "gmw/en-US", "en-gb": "gmw/en-GB-x-rp"}
"""espeak's voice for each accent."""

BOTH = {
    "ʔˌn̩": "tn", "ʔn̩": "tn", "a^ɪ": "I", "a^ʊ": "W", "d^ʒ": "ʤ", "e^ɪ": "A", "t^ʃ": "ʧ", "ɔ^ɪ": "Y",
    "ə^l": "ᵊl", "ɚ": "əɹ", "r": "ɹ", "x": "k", "ç": "k", "ɬ": "l", "ɐ": "ə", "ʔ": "t", "ʲ": "",
    "n̩": "ᵊn", "l̩": "ᵊl", "m̩": "ᵊm",
}  # fmt: skip
ACCENTS = {
    "en-us": {"o^ʊ": "O", "ə^ʊ": "O", "ɜː^ɹ": "ɜɹ", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪ^ə": "iə", "ː": "", "ɾ": "T"},
    "en-gb": {"ə^ʊ": "Q", "o^ʊ": "Q", "e^ə": "ɛː", "i^ə": "ɪə", "ɾ": "t", "æ": "a"},
}
DIPHTHONGS = {rule.replace(TIE, "") for rules in (BOTH, *ACCENTS.values()) for rule in rules if TIE in rule}
"""Two letters that are one sound."""
VOCABULARY = {
    **dict(zip(";:,.!?", range(1, 7), strict=True)),
    "—": 9, "…": 10, '"': 11, "(": 12, ")": 13, "“": 14, "”": 15, " ": 16, "\u0303": 17, "ʣ": 18, "ʥ": 19,
    "ʦ": 20, "ʨ": 21, "ᵝ": 22, "A": 24, "I": 25, "O": 31, "Q": 33, "S": 35, "T": 36, "W": 39, "Y": 41,
    "ᵊ": 42, "a": 43, "b": 44, "c": 45, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53,
    "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "q": 59, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64,
    "w": 65, "x": 66, "y": 67, "z": 68, "ɑ": 69, "ɐ": 70, "ɒ": 71, "æ": 72, "β": 75, "ɔ": 76, "ɕ": 77,
    "ç": 78, "ɖ": 80, "ð": 81, "ʤ": 82, "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɟ": 90, "ɡ": 92, "ɥ": 99,
    "ɨ": 101, "ɪ": 102, "ʝ": 103, "ɯ": 110, "ɰ": 111, "ŋ": 112, "ɳ": 113, "ɲ": 114, "ɴ": 115, "ø": 116,
    "ɸ": 118, "θ": 119, "œ": 120, "ɹ": 123, "ɾ": 125, "ɻ": 126, "ʁ": 128, "ɽ": 129, "ʂ": 130, "ʃ": 131,
    "ʈ": 132, "ʧ": 133, "ʊ": 135, "ʋ": 136, "ʌ": 138, "ɣ": 139, "ɤ": 140, "χ": 142, "ʎ": 143, "ʒ": 147,
    "ʔ": 148, "ˈ": 156, "ˌ": 157, "ː": 158, "ʰ": 162, "ʲ": 164, "ᵻ": 177,
}  # fmt: skip
"""The model's number of each phoneme and mark."""

ENDS = frozenset(';:,.!?—…"”)')
MARKS = {
    "–": "—", "―": "—", "--": "—", "...": "…", "«": "“", "»": "”", "„": "“", "[": "(", "]": ")", "{": "(",
    "}": ")",
}  # fmt: skip
_MARK = re.compile(r"""\.\.\.|--+|[;:,!?—–―…"“”„«»()\[\]{}]|\.(?=[\s"”’')\]]|$)""")
_HAPPY = re.compile(r"(?<=\w)ɪ(?!\w)")
"""The vowel at the end of happy, which Received Pronunciation says as in bit, and Kokoro as in beat."""
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text and its phonemes: code points in the one and in the other, ends exclusive."""

    text_start: int
    text_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sounding:
    """How a text sounds."""

    phonemes: str
    """Of the model's vocabulary alone."""
    words: tuple[Word, ...]

    @property
    def tokens(self) -> list[int]:
        """The phonemes as the model wants them; a text that just stops ends as a sentence does."""
        stopped = self.phonemes.rstrip()[-1:] in ENDS
        return [VOCABULARY[phoneme] for phoneme in (self.phonemes if stopped else self.phonemes + ".")]


@lru_cache(maxsize=64)
def sounding(text: str, accent: str) -> Sounding:
    """How a text sounds in an accent, "en-us" or "en-gb"; what stands between brackets (`audiobook.ipa`) as
    written there."""
    parts: list[str] = []
    words: list[Word] = []
    length = at = 0
    plain = MARKED.sub(lambda match: "x" * len(match[0]), text)

    def write(phonemes: str) -> None:
        nonlocal length
        parts.append(phonemes)
        length += len(phonemes)

    def write_words(start: int, end: int) -> None:
        places = [(start + word.start(), start + word.end()) for word in _WORD.finditer(plain[start:end])]
        said = _said([text[a:b] for a, b in places], accent)
        for number, (place, phonemes) in enumerate(zip(places, said, strict=True)):
            if number and phonemes:
                write(" ")
            words.append(Word(*place, length, length + len(phonemes)))
            write(phonemes)

    for mark in _MARK.finditer(plain):
        if text[at : at + 1].isspace() and length:
            write(" ")
        write_words(at, mark.start())
        if mark.start() and text[mark.start() - 1].isspace() and parts and parts[-1] != " ":
            write(" ")
        sign = mark.group()
        write(MARKS.get("--" if sign.startswith("--") else sign, sign))
        at = mark.end()
    if text[at : at + 1].isspace() and length and text[at:].strip():
        write(" ")
    write_words(at, len(text))
    return Sounding("".join(parts), tuple(words))


def _said(words: list[str], accent: str) -> list[str]:
    """The phonemes of each of these words, said one after the other."""
    said: list[str] = []
    for marked, run in groupby(words, key=lambda word: OPEN in word):
        together = list(run)
        said += [_transcribed(word, accent) for word in together] if marked else _by_espeak(together, accent)
    return said


def _transcribed(word: str, accent: str) -> str:
    """A word that holds phonemes between brackets."""
    ends = [0, *(end for match in MARKED.finditer(word) for end in match.span()), len(word)]
    said = ""
    for start, end in pairwise(ends):
        part = word[start:end]
        if part.startswith(OPEN):
            sounds = tokens(part[1:-1])
            part = "".join(TIE.join(s) if s in DIPHTHONGS else s.replace("͡", TIE) for s in sounds)
            said += _in_kokoros(part, accent)
        elif part.lower() in ("'s", "’s"):
            said += "ɪz" if said[-1:] in "szʃʒʧʤ" else "s" if said[-1:] in "ptkfθ" else "z"
        else:
            said += _alone(part, accent)
    return said


def _by_espeak(words: list[str], accent: str) -> list[str]:
    groups = _in_kokoros(library().phonemes(" ".join(words), VOICES[accent], TIE), accent).split()
    if len(groups) == len(words):
        return groups
    return list(_shared_out(groups, [_weight(_alone(word, accent)) for word in words]))


@cache
def _alone(word: str, accent: str) -> str:
    return "".join(_in_kokoros(library().phonemes(word, VOICES[accent], TIE), accent).split())


def _shared_out(groups: list[str], weights: list[int]) -> Iterator[str]:
    """Phonemes parted among words that have about so many each: espeak says some words in one breath, and
    some in several. A cut goes between two groups where one ends nearby."""
    phonemes = "".join(groups)
    ends = set(accumulate(map(len, groups)))
    scale = _weight(phonemes) / max(sum(weights), 1)
    start = 0
    for total in list(accumulate(weights))[:-1]:
        end = start
        while end < len(phonemes) and _weight(phonemes[:end]) < total * scale - 0.5:
            end += 1
        end = next((near for near in (end, end + 1, end - 1) if near in ends and near > start), end)
        yield phonemes[start:end]
        start = end
    yield phonemes[start:]


def _weight(phonemes: str) -> int:
    """How many there are, stress marks aside."""
    return len(phonemes) - sum(map(phonemes.count, "ˈˌ"))


def _in_kokoros(phonemes: str, accent: str) -> str:
    """espeak's phonemes in the letters of the model's vocabulary."""
    for theirs, ours in _rules(accent):
        phonemes = phonemes.replace(theirs, ours)
    if accent == "en-gb":
        phonemes = _HAPPY.sub("i", phonemes)
    return "".join(filter(lambda phoneme: phoneme in VOCABULARY, phonemes))


@cache
def _rules(accent: str) -> list[tuple[str, str]]:
    rules = {**BOTH, **ACCENTS[accent], "o": "ɔ", TIE: ""}
    return sorted(rules.items(), key=lambda rule: -len(rule[0]))
