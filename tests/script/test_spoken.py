"""What the engine is given to read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.script.spoken import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("*No*, she _really_ **meant** it.", "No, she really meant it."),
        ("“‘Come,’ he said.”", "Come, he said."),
        ("’Tis the boys’ day, don’t you see?", "Tis the boys day, don't you see?"),
        ('"Yes",Mara said.', "Yes, Mara said."),
        ("he …. just... couldn't... look…...away", "he… just… couldn't… look… away"),
        ("I ….. uh …... what", "I… uh… what"),
        ("Well… , no", "Well… no"),
        ("wait--what?", "wait—what?"),
        ('" WHAT DO YOU WANT FROM ME ! GET OUT !"', "What do you want from me! Get out!"),
        ("I said NO. Stop. STOPPING!", "I said no. Stop. Stopping!"),
        ("The BBC and the FBI called; OK? It was on TV.", "The BBC and the FBI called; OK? It was on TV."),
        ("WE WORK FOR THE FBI! TELL US.", "We work for the FBI! Tell us."),
        ("CHAPTER IV", "Chapter 4"),
        ("Part I: The Lamp", "Part 1: The Lamp"),
        ("The part I liked best.", "The part I liked best."),
        ("He knew it.[12] She did not.¹", "He knew it. She did not."),
        ("Look at https://www.example.com/lamps?x=1.", "Look at example dot com."),
        ("Write to mara@example.org now", "Write to mara at example dot org now"),
        ("Nooooooo!", "Nooo!"),
        ("5 * 3 costs $3.50", "5 * 3 costs $3.50"),
        ("a lamp \N{BLACK SUN WITH RAYS} there\N{SOFT HYPHEN}fore", "a lamp therefore"),
    ],
)
def test_the_spoken_form(written: str, said: str) -> None:
    assert spoken(written) == said


def test_words_that_were_run_together_are_parted() -> None:
    written = "what I mean is...MaraIneedyourhelpsomuchthatIcan'tevensleep,Idon'tknowwhattodoaboutit"
    said = spoken(written)
    assert said.startswith("what I mean is… Mara I need your help so much that I can't even sleep, ")
    assert said.endswith(", I don't know what to do about it")


def test_long_words_stay_whole() -> None:
    for word in ("Donaudampfschifffahrtsgesellschaft", "Rhabarberbarbarabarbarenbart"):
        assert spoken(word) == word


@pytest.mark.parametrize("written", ["", "...", "* * *", "“?!”", "—", "'", "***"])
def test_nothing_to_say(written: str) -> None:
    assert spoken(written) == ""


@given(st.text(max_size=80))
def test_whatever_holds_a_letter_is_said(written: str) -> None:
    assert any(map(str.isalnum, spoken(written))) == any(map(str.isalnum, written))
    assert spoken(written) == spoken(written)


@given(st.text(alphabet="aIB' ’.,*_“\"-1É", max_size=60))
def test_no_letter_is_lost(written: str) -> None:
    def letters(text: str) -> str:
        return "".join(ch for ch in text.casefold() if ch.isalpha())

    squeezed = letters(spoken(written))
    for ch in set(letters(written)):
        assert ch in squeezed
