"""From the International Phonetic Alphabet to espeak's own mnemonics, for English voices.

The mnemonics name a word's sounds without an accent: `O@` is the vowel of *north*, and each voice gives it
its own sound. So one transcription serves every English voice.
"""

from __future__ import annotations

from functools import cache

from audiobook.ipa import CONSONANTS, STRESS, VOWELS, tokens

_MNEMONICS = {
    "aɪɚ": "aI3", "aʊɚ": "aU3", "aɪə": "aI@", "aʊə": "aU@", "eɪ": "eI", "aɪ": "aI", "ɔɪ": "OI",
    "aʊ": "aU", "oʊ": "oU", "əʊ": "oU", "iː": "i:", "uː": "u:", "ɑː": "A:", "ɔː": "O:", "ɜː": "3:",
    "ɪə": "i@", "eə": "e@", "ɛə": "e@", "ʊə": "U@", "aː": "A:", "eː": "eI", "oː": "oU", "ɛː": "e@",
    "æ": "a", "ɛ": "E", "e": "E", "ɪ": "I", "i": "i", "ʊ": "U", "u": "u:", "ʌ": "V", "ə": "@",
    "ɐ": "a#", "ɚ": "3", "ɝ": "3:", "ɜ": "3:", "ɑ": "A:", "ɒ": "0", "ɔ": "O:", "o": "oU", "a": "a",
    "ᵻ": "I#", "y": "u:", "ø": "3:", "œ": "3:", "ɨ": "I#", "tʃ": "tS", "dʒ": "dZ", "t͡ʃ": "tS",
    "d͡ʒ": "dZ", "θ": "T", "ð": "D", "ʃ": "S", "ʒ": "Z", "ŋ": "N", "ɹ": "r", "ɫ": "l", "ʍ": "w",
    "ɡ": "g", "ɾ": "t#", "ʔ": "?", "ç": "h", "ɲ": "nj", "ʁ": "r", "ɬ": "l",
}  # fmt: skip
_WITH_R = {
    "ɔː": "O@",
    "ɑː": "A@",
    "ɛ": "e@",
    "e": "e@",
    "ɪ": "i@3",
    "ʊ": "U@",
    "ɜː": "3:",
    "ɔ": "O@",
    "ɑ": "A@",
}
"""Vowels before an r that no vowel follows."""


@cache
def mnemonics(phonemes: str) -> str:
    """A transcription in espeak's alphabet. Raises `ipa.Unknown` for a sign that is not understood.

    The stress mark goes right before its vowel, as espeak wants it.
    """
    sounds = tokens(phonemes)
    written: list[str] = []
    stress = ""
    at = 0
    while at < len(sounds):
        sound, after = sounds[at], sounds[at + 1 : at + 2]
        if sound in STRESS:
            stress = STRESS[sound]
        elif sound in CONSONANTS:
            written.append(_MNEMONICS.get(sound, sound))
        else:
            coloured = after[:1] in (["ɹ"], ["r"]) and not _opens_syllable(sounds[at + 2 :])
            vowel = _WITH_R.get(sound) if coloured else None
            written.append(stress + (vowel or _MNEMONICS[sound]))
            stress = ""
            at += vowel is not None
        at += 1
    return _joined(written)


def _opens_syllable(rest: list[str]) -> bool:
    """Whether a vowel follows at once, so that the r belongs to it."""
    following = next((sound for sound in rest if sound not in STRESS), "")
    return following in VOWELS


def _joined(written: list[str]) -> str:
    """Side by side, with a bar where two could be read as one (t and S are not tS)."""
    text = ""
    for mnemonic in written:
        if (text[-1:] in ("t", "d") and mnemonic[:1] in ("S", "Z")) or (
            text[-1:] in ("a", "e", "o", "O", "i", "U", "A", "3", "I")
            and mnemonic[:1]
            in (
                "@",
                "I",
                "U",
                "3",
            )
        ):
            text += "|"
        text += mnemonic
    return text
