"""What the narrator says before and after the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobook.cast.completion import CREDITS
from audiobook.cast.credits import credits_of
from audiobook.cast.layers import Layer, Voices
from audiobook.cast.voicesfile import VoicesFile
from audiobook.errors import BadInput
from audiobook.model import Book, Line, Script
from audiobook.script.credits import with_credits

BOOK = Book("The Kite", "R. Vane")


def voices(text: str) -> Voices:
    file = VoicesFile.parse(text, Path("voices.toml"))
    return Voices((Layer(file, file.settings),))


def test_the_usual_words() -> None:
    said = credits_of(BOOK, Voices())
    assert said.opening == "The Kite, by R. Vane, read by computer voices."
    assert said.closing == "This was The Kite, by R. Vane, read by computer voices."
    assert said.reader == ""
    assert credits_of(Book("The Kite"), Voices()).opening == "The Kite, read by computer voices."


def test_the_words_can_be_set() -> None:
    said = credits_of(BOOK, voices('[credits]\nopening = "{title}. {reader} reads."\nreader = "Ann Other"'))
    assert said.opening == "The Kite. Ann Other reads."
    assert said.closing == "This was The Kite, by R. Vane, read by Ann Other."
    assert said.reader == "Ann Other"


def test_the_written_file_shows_the_usual_words() -> None:
    shown = "\n".join(line.removeprefix("# ") for line in CREDITS.splitlines() if line.startswith("# "))
    assert credits_of(BOOK, voices(shown)).opening == credits_of(BOOK, Voices()).opening
    assert credits_of(BOOK, voices(shown)).closing == credits_of(BOOK, Voices()).closing


def test_a_place_that_there_is_not_is_told() -> None:
    with pytest.raises(BadInput) as caught:
        voices('[credits]\nopening = "{title} by {autor}"')
    assert "{autor}" in str(caught.value)
    assert '"{title} by {author}"' in str(caught.value)


def test_credits_are_chapters_of_the_narrators() -> None:
    book = Script(BOOK, ("One", "Two"), (Line("A.", 0, 0), Line("B.", 1, 0, "Ann")))
    made = with_credits(book, credits_of(BOOK, Voices()))
    assert made.chapters == ("Opening Credits", "One", "Two", "Closing Credits")
    assert [(line.chapter, line.speaker) for line in made.lines] == [
        (0, "narrator"),
        (1, "narrator"),
        (2, "Ann"),
        (3, "narrator"),
    ]
    assert [line.text for line in made.lines][1:3] == ["A.", "B."]
