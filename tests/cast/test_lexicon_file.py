"""lexicon.toml as a person writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.cast import lexiconfile
from audiobook.errors import BadInput
from audiobook.model import Character

WRITTEN = """\
# how our names sound
Siobhan = "/ʃɪˈvɔːn/"
"Mr. Lisle" = ["/mɪstər laɪl/", "mister lyle"]
lead = [{ as = "verb", say = "leed" }, { as = "noun", say = "led" }]

[characters.Tommy]
Siobhan = "see-OH-ban"
"""


def test_words_phrases_senses_and_one_characters_own() -> None:
    found = {
        (entry.written, entry.part, entry.speaker): (entry.say, entry.place)
        for entry in lexiconfile.parse(WRITTEN)
    }
    assert found == {
        ("Siobhan", "", ""): (("/ʃɪˈvɔːn/",), "lexicon.toml, line 2"),
        ("Mr. Lisle", "", ""): (("/mɪstər laɪl/", "mister lyle"), "lexicon.toml, line 3"),
        ("lead", "verb", ""): (("leed",), "lexicon.toml, line 4"),
        ("lead", "noun", ""): (("led",), "lexicon.toml, line 4"),
        ("Siobhan", "", "Tommy"): (("see-OH-ban",), "lexicon.toml, line 7"),
    }


@pytest.mark.parametrize(
    ("written", "line", "problem", "remedy"),
    [
        ("\nMara = 3", 2, "how 'Mara' is said goes in quotes", 'Mara = "'),
        ('Mara = "/mɑqrə/"', 1, "'q' in /mɑqrə/ is no sound", "respelling"),
        ('Mara = "/mɑrə"', 1, "two slashes", "/ʃɪˈvɔːn/"),
        ('lead = { as = "verbs", say = "leed" }', 1, "unknown part of speech 'verbs'", "'verb'"),
        ('lead = { sai = "leed" }', 1, "unknown key 'sai'", "'say'"),
        ('Mr.Lisle = "lyle"', 1, "'Mr' is a table here", '"Mr.Lisle"'),
        ('Mr. Lisle = "lyle"', 1, "'Mr' is a table here", '"Mr. Lisle"'),
        ('"…" = "dots"', 1, "holds no letter", "as it stands"),
        ('Mara = "[[m\'A:r@]]"', 1, "espeak's own alphabet", "slashes"),
        ('[characters]\nTom = "tawm"', 2, "Tom is a character", "[characters.Tom]"),
        ('Mara = ""', 1, "goes in quotes", "Mara = "),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(
    written: str, line: int, problem: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as caught:
        list(lexiconfile.parse(written))
    assert caught.value.place == f"lexicon.toml, line {line}"
    assert problem in caught.value.problem
    assert remedy in (caught.value.remedy or "")


def test_the_nearer_folder_goes_first_word_by_word(tmp_path: Path) -> None:
    book, story = tmp_path / "book", tmp_path / "story"
    for folder, text in ((book, 'Mara = "mah"\n'), (story, 'Mara = "may"\nTom = "tawm"\n')):
        folder.mkdir()
        (folder / "lexicon.toml").write_text(text, encoding="utf-8")
    found = lexiconfile.find((book, story, None, story))
    assert {entry.written: entry.say for entry in found} == {"Mara": ("mah",), "Tom": ("tawm",)}


def test_characters_are_called_as_the_script_calls_them_and_strangers_are_told() -> None:
    entries = list(lexiconfile.parse(WRITTEN))
    lexicon, notes = lexiconfile.for_story(entries, [Character("Tom Reed", aliases=("Tommy",))])
    assert {entry.speaker for entry in lexicon.entries} == {"", "Tom Reed"}
    assert notes == []
    _, notes = lexiconfile.for_story(entries, [Character("Tom")])
    assert len(notes) == 1
    assert "line 7" in notes[0]
    assert "'Tom'" in notes[0]
