"""What the engine is given to read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.script.spoken import sayable, spoken

WRITING = [
    *"$£–-/:%°½@#&.,!?*_“”'’()+=~² ",
    *("5", "10", "1999", "3.5", "1,000", "007", "80s", "4th", "July", "km", "p.m.", "St.", "Dr.", "Smith"),
    *("Henry", "VIII", "I", "No.", "the", "W-", "what", "Nooo", "FBI", "STOP", "U.S.", "etc.", "[1]", "👍"),
]


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
        ("CHAPTER IV", "Chapter four"),
        ("Part I: The Lamp", "Part one: The Lamp"),
        ("The part I liked best.", "The part I liked best."),
        ("He knew it.[12] She did not.¹", "He knew it. She did not."),
        ("Look at https://www.example.com/lamps?x=1.", "Look at example dot com."),
        ("Write to mara@example.org now", "Write to mara at example dot org now"),
        ("Nooooooo!", "No!"),
        ("5 * 3 costs $3.50", "five times three costs three dollars and fifty cents"),
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
    said = spoken(written)
    assert sayable(said) or not sayable(written)
    assert spoken(said) == said


@given(st.lists(st.sampled_from(WRITING), max_size=9).map("".join))
def test_figures_become_words_and_what_is_said_stays(written: str) -> None:
    said = spoken(written)
    assert spoken(said) == said
    assert not re.search(r"\d", said)


@given(st.text(alphabet="aKB' ’.,*_“\"-É", max_size=60))
def test_no_letter_is_lost(written: str) -> None:
    def letters(text: str) -> str:
        return "".join(ch for ch in text.casefold() if ch.isalpha())

    squeezed = letters(spoken(written))
    for ch in set(letters(written)):
        assert ch in squeezed
