"""Pronunciations in the phonetic alphabet."""

from __future__ import annotations

import pytest

from audiobook import ipa
from audiobook.engines.espeak import library
from audiobook.engines.mnemonics import mnemonics

WORDS = """record object present wind lead fire hour north start square nurse letter happy about judge church
    thing this measure vision yacht boy loud goat price trap kit foot goose fleece lot palm
    thought comma colonel choir rhythm queue lieutenant ocean player flower serious hurry marry
    merry courier chaos anxiety""".split()


@pytest.mark.parametrize(
    ("phonemes", "letters"),
    [
        ("ʃɪˈvɔːn", "shih-VAWN"),
        ("niːv", "neev"),
        ("θəˈlɔːɹɪn", "thuh-LAW-rin"),
        ("lɛd", "led"),
        ("ˈɑːɹkæm", "AR-kam"),
        ("ˈɡɔːɹdən", "GOR-dun"),
        ("ˈwʊstər", "WUUS-ter"),
        ("waɪnd", "wynd"),
    ],
)
def test_sounds_in_ordinary_letters(phonemes: str, letters: str) -> None:
    assert ipa.respelled(phonemes) == letters


def test_a_sign_that_is_no_sound_is_named() -> None:
    with pytest.raises(ipa.Unknown) as caught:
        ipa.tokens("mɑqrə")
    assert caught.value.sign == "q"


@pytest.mark.parametrize("voice", ["gmw/en-US", "gmw/en"])
@pytest.mark.parametrize("word", WORDS)
def test_espeaks_alphabet_says_what_the_phonetic_one_says(word: str, voice: str) -> None:
    espeak = library()
    phonemes = espeak.phonemes(word, voice)
    # after it was once asked for, espeak goes on reading [[…]] as phonemes
    espeak.synthesize("a", voice, rate=200, pitch=50, spread=50, mnemonics=True)
    assert espeak.phonemes(f"[[{mnemonics(phonemes)}]]", voice) == phonemes
