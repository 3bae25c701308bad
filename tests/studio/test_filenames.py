import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.studio.filenames import LONGEST, chapter_names, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("One", "One"),
        ('Who? / What: "Why"', "Who - What - 'Why'"),
        ("CON", "CON_"),
        ("com1.txt", "com1_.txt"),
        ("-rf", "rf"),
        ("nul", "nul_"),
        ("The end...", "The end"),
        (" . ", "Untitled"),
        ("", "Untitled"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\tb\nc", "a b c"),
        ("Çà et là", "Çà et là"),
        ("\u202eevil", "evil"),
    ],
)
def test_examples(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text(max_size=400))
def test_every_title_becomes_a_name_for_every_system(title: str) -> None:
    name = file_name(title)
    assert name
    assert len(name.encode()) <= LONGEST + 1
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert unicodedata.is_normalized("NFC", name)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=120))
def test_chapters_stay_apart_and_in_order(titles: list[str]) -> None:
    names = chapter_names(titles)
    assert sorted(names) == names
    assert len({name.casefold() for name in names}) == len(titles)


def test_a_chapters_own_number_is_not_said_twice() -> None:
    titles = ["1: Low Tide", "2: The Crane", "1984", "2: Again"]
    assert chapter_names(titles) == ["01 - Low Tide", "02 - The Crane", "03 - 1984", "04 - 2 - Again"]


def test_a_long_title_is_cut_between_letters() -> None:
    name = file_name("é" * 300)
    assert len(name.encode()) <= LONGEST
    assert set(name) == {"é"}
