"""What is written, and what is never said, is nobody's line; what is read aloud or typed is somebody's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from audiobook.model import Kind
from audiobook.script.attribution import attribute
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations

OPENING = "Nora Quill kept the lamp, and her brother Edgar kept the boat. Nora was fond of Edgar."
SAID, READ = Kind.SPEECH, Kind.NARRATION


def kinds(*paragraphs: str) -> list[Kind]:
    """The kind of every quotation of a story that goes on so."""
    story = (OPENING, *paragraphs)
    quotations = find_quotations(story)
    return [a.kind for a in attribute(story, quotations, build_roster(story, quotations))]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("A letter came from Edgar on the Monday:", '"The boat is sold. I shall walk home."'),
        ("The telegram was brought in at noon. It ran as follows:", '"Boat sold. Walking home."'),
        ('The note ran, "The boat is sold."',),
        ('"I have sold the boat," the letter began.',),
        (
            "Edgar had written on the Monday.",
            '"You need not look for me," he went on, "before the end of the week, for the road is under '
            "water from the bridge to the mill, and the carrier will not take his horse into it for any "
            'money that I have left; so keep the lamp lit, and tell nobody. Yours ever, Edgar."',
        ),
        ("On the table lay a note.", '"I have sold the boat, and shall walk home. Edgar."'),
        ("It contained only these words:", '"The boat is sold."'),
        ('Nora opened the envelope and read: "The boat is sold."',),
        ('Edgar took up his pen and wrote: "The boat is sold."',),
        ('She had two letters from him that month. "The boat is sold," he wrote.',),
        ('"Dear Nora, The boat is sold, and I am walking home. Yours ever, Edgar."',),
    ],
)
def test_letters_are_read_by_the_narrator(paragraphs: Sequence[str]) -> None:
    assert set(kinds(*paragraphs)) == {READ}


def test_a_letter_goes_on_to_its_signature() -> None:
    found = kinds(
        "This was the letter:",
        '"Dear Nora,"',
        '"The boat is sold. I had not meant to sell it, but a man came down with money in his hand."',
        '"I am walking home by the hills, and shall be there on Friday."',
        '"Your loving brother, Edgar."',
        '"Well," said Nora.',
    )
    assert found == [READ] * 4 + [SAID]


def test_what_stands_above_closing_words_is_their_letter() -> None:
    found = kinds(
        '"What does he say?" asked the cook.',
        "Nora gave her the sheet, which was wet.",
        '"I have sold the boat, and I had not meant to sell it, but a man came down with money in his hand."',
        '"Yours sincerely,"',
        '"Edgar Quill."',
        '"Then he is on his way," said the cook.',
    )
    assert found == [SAID, READ, READ, READ, SAID]


def test_talk_before_a_letter_in_its_paragraph_is_said() -> None:
    paragraph = (
        '"He has written," said Nora. She gave the sheet to the cook. "You need not look for me before the '
        "end of the week, for the road is under water from the bridge to the mill, and the carrier will not "
        'take his horse into it for any money that I have left; so keep the lamp lit. Yours ever, Edgar."'
    )
    assert kinds(paragraph) == [SAID, READ]


def test_talk_after_an_unsigned_letter_is_said() -> None:
    found = kinds(
        "The letter came on Monday, and it read:", '"The boat is sold."', '"Is it from him?"', '"Yes."'
    )
    assert found == [READ, SAID, SAID]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ('"Dear Nora," she read. "The boat is sold."',),
        ('Nora read the letter aloud: "The boat is sold."',),
        ('Nora folded the letter: "He has sold the boat."',),
        ('Nora held out the letter that came from Edgar: "He has sold the boat."',),
        ('Taking out the letter, Nora said: "He has sold the boat."',),
        ('"My dear Nora, I have sold the boat. You were fond of it, and so was I."',),
        ("Edgar held up the lamp.", '"Whose is this?"', '"Yours."'),
        ("Edgar held up the lamp.", '"Are you ready?"', '"I am, sir."'),
        ('Nora took out her phone. "the boat is sold", Edgar wrote. "which boat", she typed.',),
        (
            '"They set off at eight," said Edgar, "and I am sure I do not envy them the drive, what with the '
            "rain and the state of the hill road, and that old horse, and nobody but the boy to hold him; "
            'there was your cousin, and your brother, and a man who paints."',
        ),
        ("The letter lay on the mat.", '"It is from Dr. Marsh."'),
        ('The telegram had come from Edgar. Nora let it fall. "He has sold the boat."',),
    ],
)
def test_what_is_read_out_typed_or_said_is_a_line(paragraphs: Sequence[str]) -> None:
    assert set(kinds(*paragraphs)) == {SAID}


@pytest.mark.parametrize(
    "paragraph",
    [
        'Edgar lifted his eyebrows as if to say, "Who cares?"',
        'Nora looked at the lamp, as much as to say, "That is all there is."',
        'The old boat seemed to say, "I have been out before."',
        'She might have said, "I told you so," but she went for the rope.',
        'Nora wanted to say: "Stay."',
        'He was about to ask, "Whose lamp?" when the wind took the door.',
        'She could imagine Edgar saying, "It is only a boat."',
        '"Stay," she wanted to say, but the boat was gone.',
        'Nora did not say, "Stay."',
        'By that she meant, "You knew of it."',
        'Her eyes said, "Not here."',
        'His attitude was, "Boats come and go."',
        'It was on the tip of her tongue to ask, "Whose boat is it?"',
        'Edgar nodded, as if she had said, "It will rain."',
    ],
)
def test_what_is_never_said_is_nobodys(paragraph: str) -> None:
    assert kinds(paragraph) == [READ]


@pytest.mark.parametrize(
    "paragraph",
    [
        'Nora did not answer, so Edgar said, "It is only a boat."',
        'Every evening Nora would say, "Mind the step."',
        'Their mother used to say, "Mind the step."',
        'Nora could only say, "Stay."',
        'She lifted her eyes to his face and said, "Stay."',
        '"It is only--" He was going to say more, but Nora had gone.',
        '"You seem to say very little," said Nora.',
        'As if she had been waiting, Nora said, "Stay."',
    ],
)
def test_what_was_said_once_or_often_is_a_line(paragraph: str) -> None:
    assert kinds(paragraph) == [SAID]
