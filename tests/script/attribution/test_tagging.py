"""From manuscript to script: the lines tile the text whatever it holds, and keep what people set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.manuscript import read
from audiobook.model import NARRATOR, Book, Character, Gender, Kind, Manuscript, ManuscriptChapter, Paragraph
from audiobook.script.tagging import tag


def manuscript(*texts: str, **kinds: object) -> Manuscript:
    """One chapter of these paragraphs."""
    source, paragraphs = "", []
    for text in texts:
        paragraphs.append(Paragraph(text, ((0, len(source)),)))
        source += text + "\n\n"
    return Manuscript(Book("A Test"), source, (ManuscriptChapter("One", tuple(paragraphs)),))


def rows(*texts: str) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in tag(manuscript(*texts)).lines]


def test_narration_and_quotations_take_turns() -> None:
    assert rows('"Stop," said Mabel, "at once." She stopped.') == [
        ("Mabel", '"Stop,"'),
        (NARRATOR, "said Mabel,"),
        ("Mabel", '"at once."'),
        (NARRATOR, "She stopped."),
    ]


def test_punctuation_behind_a_closing_mark_stays_with_the_quotation() -> None:
    assert rows('"Stop", said Mabel.')[0] == ("Mabel", '"Stop",')


def test_words_glued_to_a_closing_mark_start_a_glued_line() -> None:
    script = tag(manuscript('"Stop",said Mabel.'))
    assert [line.glued for line in script.lines] == [False, True]


def test_cues_of_a_play_are_obeyed() -> None:
    play = ManuscriptChapter(
        "One",
        (
            Paragraph("Who goes there?", ((0, 0),), cue="GUARD", delivery=("shouting",)),
            Paragraph("The wind answers.", ((0, 16),), cue=NARRATOR),
        ),
    )
    script = tag(Manuscript(Book("P"), "Who goes there? The wind answers.", (play,)))
    assert [(li.speaker, li.kind, li.delivery) for li in script.lines] == [
        ("GUARD", Kind.SPEECH, ("shouting",)),
        (NARRATOR, Kind.NARRATION, ()),
    ]
    assert [c.name for c in script.characters] == ["GUARD"]


def test_cues_and_listed_characters_are_one_person() -> None:
    play = ManuscriptChapter("One", (Paragraph("Here.", ((0, 0),), cue="Bell"),))
    known = [Character("Arabella", Gender.FEMALE, ("Bell",))]
    script = tag(Manuscript(Book("P"), "Here.", (play,)), known)
    assert script.lines[0].speaker == "Arabella"
    assert script.characters[0].gender is Gender.FEMALE


def test_whoever_is_listed_by_no_noun_and_no_name_may_never_be_found() -> None:
    script = tag(manuscript('"Row," said Mabel.'), [Character("one of them", Gender.FEMALE)])
    assert script.lines[0].speaker == "Mabel"


def test_a_tag_set_by_hand_is_kept() -> None:
    story = manuscript("Mabel and Otto rowed.", '"Faster," said Mabel.', '"No."')
    first = tag(story)
    edited = replace(
        first, lines=tuple(replace(li, speaker="Otto") if "Faster" in li.text else li for li in first.lines)
    )
    kept = tag(story, kept=edited)
    assert [li.speaker for li in kept.lines if "Faster" in li.text] == ["Otto"]
    assert [li.reason for li in kept.lines if "Faster" in li.text] == ["set by hand"]


def test_headings_are_the_narrators() -> None:
    chapter = ManuscriptChapter("One", (Paragraph("One", ((0, 0),), heading=True),))
    (line,) = tag(Manuscript(Book("H"), "One", (chapter,))).lines
    assert line.heading
    assert line.speaker == NARRATOR


_PIECES = st.sampled_from(
    [
        *"\"“”'’«»—,.?!*_()…:",
        *("Mabel", "Otto", "said", "she", "Stop", "I", "thought", "again", "don't"),
        *("the captain", "to himself", "Mr. Bell's"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.tuples(_PIECES, st.booleans()), min_size=1, max_size=18), min_size=1, max_size=6))
def test_lines_tile_the_text_whatever_it_holds(story: list[list[tuple[str, bool]]]) -> None:
    texts = ["".join(piece + " " * gap for piece, gap in paragraph).strip() for paragraph in story]
    texts = [" ".join(text.split()) for text in texts if text.strip()]
    if texts:
        tag(manuscript(*texts))  # checks the tiling itself, and fails where it is broken


STORIES = sorted((Path(__file__).parents[2] / "stories").glob("*.txt"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_whole_stories_are_tagged_verbatim(path: Path) -> None:
    script = tag(read(path))
    assert any(line.kind is not Kind.NARRATION for line in script.lines)


def test_no_two_of_the_list_are_ever_taken_for_one() -> None:
    story = manuscript(
        "Bram lay on the wall, and Oda kicked his foot.",
        "“Are you awake, Skip?” said Oda.",
        "“No,” said Bram.",
        "“Get up, Skip,” said Oda.",
        "“Later,” said Bram.",
    )
    known = (Character("Oda", Gender.FEMALE), Character("Bram", Gender.MALE), Character("Skip"))
    apart, together = (tag(story, listed).characters for listed in (known, known[:2]))
    assert not any("Skip" in c.aliases for c in apart)
    assert any("Skip" in c.aliases for c in together)
