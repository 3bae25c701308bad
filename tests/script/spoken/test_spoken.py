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


@pytest.mark.parametrize(
    ("written", "said"),
    [
        # the pronoun and initials are no numerals
        ("He and I went. I. M. Pei saw Malcolm X.", "He and I went. I. M. Pei saw Malcolm X."),
        (
            "Queen Elizabeth I of England; Elizabeth I saw.",
            "Queen Elizabeth the first of England; Elizabeth I saw.",
        ),
        ("MIX IT! Vitamin C, an IV drip.", "Mix it! Vitamin C, an IV drip."),
        ("Thomas Reed III, Act III, Scene ii", "Thomas Reed the third, Act three, Scene two"),
        # streets and saints, drives and doctors
        ("St. Paul lived on Main St. He died.", "Saint Paul lived on Main Street. He died."),
        ("He met Dr. Lee on Ocean Dr. in the rain.", "He met Doctor Lee on Ocean Drive in the rain."),
        ("Mrs Dalloway, Baker St, London", "Missus Dalloway, Baker Street, London"),
        ("No. I said no. No. 5 is mine.", "No. I said no. Number five is mine."),
        ("He lives in the U.S. She left.", "He lives in the U S. She left."),
        ("in the U.S. army", "in the U S army"),
        # nothing is lost
        ("The 83 came. He sat at 8 D then.", "The eighty-three came. He sat at eight D then."),
        ("R2-D2, B-52, MI5, 3D, mp3", "R two-D two, B fifty-two, MI five, three D, MP three"),
        ("pre-1914 and mid-1990s", "pre-nineteen fourteen and mid-nineteen nineties"),
        ("Who 86ed it? 100s did.", "Who eighty-sixed it? hundreds did."),
        ("At 5 p.m. the bell rang.", "At five PM the bell rang."),
        ("at 2.10 or 3.30 pm", "at two ten or three thirty PM"),
        ("-5° and +3", "minus five degrees and plus three"),
        ("5-year-old boys and 10-foot poles", "five-year-old boys and ten-foot poles"),
        ("123-45-6789", "one two three, four five, six seven eight nine"),
        ("24 hours, 24/7, 9/11", "twenty-four hours, twenty-four seven, nine eleven"),
        ("re-read x-ray T-shirt D-Day so-so", "re-read x-ray T-shirt D-Day so-so"),
        ("T-the b-b-boy", "Thuh, the buh, buh, boy"),
        ("WHAT'S THE ID OF THE US ARMY?", "What's the ID of the US army?"),
        ("Psalm 23:4, 3:1", "Psalm twenty-three four, three to one"),
    ],
)
def test_hard_cases(written: str, said: str) -> None:
    assert spoken(written) == said


def test_a_numeral_in_a_heading_is_its_number() -> None:
    assert spoken("I. The Lamp", heading=True) == "One. The Lamp"
    assert spoken("XIV", heading=True) == "Fourteen"
    assert spoken("I am here", heading=True) == "I am here"


def test_other_languages_read_their_own_numbers() -> None:
    assert spoken("Er hat *3,50* € am 3.4.1999 – Nr. 5.", "de") == "Er hat 3,50 € am 3.4.1999 – Nr. 5."


def test_the_day_comes_first_where_english_is_not_american() -> None:
    assert spoken("3/4/1999", "en-GB") == "the third of April, nineteen ninety-nine"
    assert spoken("3/4/1999", "en-US") == "March fourth, nineteen ninety-nine"
    assert spoken("2024-01-15", "en-GB") == "the fifteenth of January, twenty twenty-four"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("£350", "three hundred (and) fifty pounds"),
        ("1,250.50", "one thousand two hundred (and) fifty point five zero"),
        ("the 101st of 1,005", "the one hundred (and) first of one thousand (and) five"),
        ("350,120", "three hundred (and) fifty thousand one hundred (and) twenty"),
        ("2,000,006", "two million (and) six"),
        ("in 2007 and 1984", "in two thousand (and) seven and nineteen eighty-four"),
        ("CHAPTER 110", "Chapter one hundred (and) ten"),
        (
            "200,000 in the 1900s, room 101, 300",
            "two hundred thousand in the nineteen hundreds, room one oh one, three hundred",
        ),
        ("the one hundred fifty of us, 7 in all", "the one hundred fifty of us, seven in all"),
    ],
)
def test_the_british_say_and_within_a_number(written: str, said: str) -> None:
    assert spoken(written, "en-GB") == said.replace("(and)", "and")
    assert spoken(written, "en-US") == said.replace(" (and)", "")


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
