"""Quoted words in the narrator's own sentence are the narrator's, where a story sets off what is said."""

from __future__ import annotations

import pytest

from audiobook.model import Kind
from audiobook.script.attribution import attribute
from audiobook.script.people import build_roster
from audiobook.script.quotations import find_quotations

CAREFUL = (
    "Nora Quill kept the lamp, and her brother Edgar kept the boat. Nora was fond of Edgar.",
    '"The boat is gone," said Nora.',
    '"It is only a boat," Edgar said. He whistled.',
)
CARELESS = (
    "Nora Quill kept the lamp, and her brother Edgar kept the boat. Nora was fond of Edgar.",
    'Nora said "the boat is gone"',
    '"its only a boat" said Edgar. He whistled.',
)


def kinds(opening: tuple[str, ...], *paragraphs: str) -> list[Kind]:
    """The kinds of the quotations behind an opening that has two."""
    story = (*opening, *paragraphs)
    quotations = find_quotations(story)
    return [a.kind for a in attribute(story, quotations, build_roster(story, quotations))][2:]


@pytest.mark.parametrize(
    "paragraph",
    [
        'The lamp had been lent them by one of the "best families on the coast."',
        'He was no sailor, only one of those whom Nora knew as "people who paint."',
        'In the hall there hung an old engraving of "The Return of the Fleet."',
        'Over the stove hung the clock and "The Return of the Fleet," which he had painted.',
        'The hills were full of farmers and "people who paint."',
        'Nora made no remark, beyond that "it would rain before night."',
        'Edgar thanked her, and said, "he would rather stay where he was, as his sister had promised."',
    ],
)
def test_words_in_the_narrators_sentence_are_the_narrators(paragraph: str) -> None:
    assert kinds(CAREFUL, paragraph) == [Kind.NARRATION]


@pytest.mark.parametrize(
    "paragraph",
    [
        'Edgar looked at the lamp and said, "It would be the best families that had it."',
        'Edgar asked for the lamp, adding "you never light it now."',
        'Nora was like "no way."',
        'Edgar stopped and cried out "never!"',
        'Nora put down the lamp. And "not in this weather."',
        'Edgar interrupted her with "no, never in this weather."',
        '"The boat," said Edgar "was never his, and he would have told her so."',
        'Nora shook her head. "He would never have sold it without a word to her."',
    ],
)
def test_what_is_said_there_is_somebodys(paragraph: str) -> None:
    assert set(kinds(CAREFUL, paragraph)) == {Kind.SPEECH}


def test_small_letters_tell_nothing_where_speech_is_not_set_off() -> None:
    paragraph = 'Edgar looked round the kitchen "where the tea was kept."'
    assert kinds(CAREFUL, paragraph) == [Kind.NARRATION]
    assert kinds(CARELESS, paragraph) == [Kind.SPEECH]


def test_whole_sentences_are_reported_where_the_story_reports_so() -> None:
    reported = (
        'Edgar bowed, and said, "he would rather stay, as his sister had promised."',
        'Nora gave her reasons; "she could not leave the lamp, and he would understand it."',
        'He hoped for an answer, but "she would think of it, and he should hear from her."',
    )
    last = 'Nora was all kindness. "She would be happy to see him; he should come whenever he had the time."'
    assert kinds(CAREFUL, last) == [Kind.SPEECH]
    assert kinds(CAREFUL, *reported, last) == [Kind.NARRATION] * 4
