"""Pronunciations in the International Phonetic Alphabet: what of it is understood, and a plain respelling.

In what an engine is given to read, phonemes stand between the brackets ⟦ and ⟧, which no story's text holds
there. Only engines with `Ability.PHONEMES` get them; for any other the sounds are respelled in ordinary
letters ("shuh-vawn").
"""

from __future__ import annotations

import re
import unicodedata

OPEN, CLOSE = "⟦", "⟧"
"""Around phonemes in a reading."""
MARKED = re.compile(rf"{OPEN}([^{CLOSE}]*){CLOSE}")

VOWELS = {
    "aɪɚ": "ire", "aʊɚ": "our", "aɪə": "ire", "aʊə": "our", "eɪ": "ay", "aɪ": "y", "ɔɪ": "oy",
    "aʊ": "ow", "oʊ": "oh", "əʊ": "oh", "iː": "ee", "uː": "oo", "ɑː": "ah", "ɔː": "aw", "ɜː": "ur",
    "ɪə": "eer", "eə": "air", "ɛə": "air", "ʊə": "oor", "aː": "ah", "eː": "ay", "oː": "oh",
    "ɛː": "air", "æ": "a", "ɛ": "eh", "e": "eh", "ɪ": "ih", "i": "ee", "ʊ": "uu", "u": "oo",
    "ʌ": "uh", "ə": "uh", "ɐ": "uh", "ɚ": "er", "ɝ": "er", "ɜ": "ur", "ɑ": "ah", "ɒ": "o",
    "ɔ": "aw", "o": "oh", "a": "a", "ᵻ": "ih", "y": "ee", "ø": "ur", "œ": "ur", "ɨ": "ih",
}  # fmt: skip
"""Vowels, each with the letters that suggest it."""
CONSONANTS = {
    "tʃ": "ch", "dʒ": "j", "t͡ʃ": "ch", "d͡ʒ": "j", "p": "p", "b": "b", "t": "t", "d": "d",
    "k": "k", "ɡ": "g", "g": "g", "f": "f", "v": "v", "θ": "th", "ð": "th", "s": "s", "z": "z",
    "ʃ": "sh", "ʒ": "zh", "h": "h", "m": "m", "n": "n", "ŋ": "ng", "l": "l", "ɫ": "l", "r": "r",
    "ɹ": "r", "w": "w", "ʍ": "wh", "j": "y", "x": "kh", "ɾ": "d", "ʔ": "", "ç": "h", "ɲ": "ny",
    "ʁ": "r", "ɬ": "l",
}  # fmt: skip
"""Consonants, likewise."""
STRESS = {"ˈ": "'", "ˌ": ","}
_IGNORED = ". ‿ˑ͡'"

_SYMBOLS = sorted({**VOWELS, **CONSONANTS}, key=len, reverse=True)
_TOKEN = re.compile("|".join([*map(re.escape, _SYMBOLS), "[ˈˌː]"]))
_AFTER_ONSET = frozenset({"l", "ɹ", "r", "w", "j"})


class Unknown(ValueError):
    """A sign that is none of the alphabet's, or not understood here."""

    def __init__(self, sign: str) -> None:
        super().__init__(sign)
        self.sign = sign


def tokens(phonemes: str) -> list[str]:
    """The sounds and stress marks of a transcription. Raises Unknown for a sign that is not understood."""
    text = unicodedata.normalize("NFC", phonemes).replace(":", "ː").replace("’", "ˈ")
    found, at = [], 0
    while at < len(text):
        if text[at] in _IGNORED:
            at += 1
            continue
        token = _TOKEN.match(text, at)
        if token is None:
            raise Unknown(text[at])
        if token[0] != "ː":  # of a sound that has no long form
            found.append(token[0])
        at = token.end()
    return found


def respelled(phonemes: str) -> str:
    """The sounds in ordinary letters, syllable by syllable, the stressed one in capitals: "shuh-VAWN"."""
    syllables: list[tuple[str, str]] = []
    onset: list[str] = []
    stress = pending = ""
    for token in tokens(phonemes):
        if token in STRESS:
            pending = token
        elif token in CONSONANTS:
            onset.append(token)
        else:
            coda, onset = _parted(onset, bool(syllables))
            if coda:
                syllables[-1] = (syllables[-1][0] + _letters(coda), syllables[-1][1])
            stress, pending = pending, ""
            syllables.append((_letters(onset) + VOWELS[token], stress))
            onset = []
    if not syllables:
        return _letters(onset)
    syllables[-1] = (syllables[-1][0] + _letters(onset), syllables[-1][1])
    if len(syllables) == 1:
        return _smooth(syllables[0][0])
    return "-".join(
        _smooth(letters).upper() if mark == "ˈ" else _smooth(letters) for letters, mark in syllables
    )


def _parted(between: list[str], inside: bool) -> tuple[list[str], list[str]]:
    """Which of the consonants between two vowels end the one syllable, and which begin the next."""
    if not inside or not between:
        return [], between
    first = len(between) - 1
    if first and between[first] in _AFTER_ONSET and between[first - 1] not in ("ŋ", "l", "ɹ", "r", "m", "n"):
        first -= 1
    if between[first] == "ŋ":
        first += 1
    return between[:first], between[first:]


def _letters(sounds: list[str]) -> str:
    return "".join(CONSONANTS[sound] for sound in sounds)


def _smooth(syllable: str) -> str:
    """Spellings that engines read as meant: `lehd` is `led`, `mynd` is `mind`."""
    syllable = re.sub(r"(?<=[bcdfghjklmnpqrstvwxz])eh(?=[bcdfgklmnpstvxz])", "e", syllable)
    syllable = re.sub(r"ih(?=[bcdfgjklmnpstvxz])", "i", syllable)
    syllable = re.sub(r"uh(?=[bcdfgklmnpstvxz])", "u", syllable)
    syllable = re.sub(r"^y(?=[bcdfgklmnpstvz]|$)", "eye", syllable)
    for sounds, letters in (("uhr", "er"), ("urr", "ur"), ("awr", "or"), ("ahr", "ar"), ("airr", "air")):
        syllable = syllable.replace(sounds, letters)
    return syllable
