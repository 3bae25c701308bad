"""Tweak and run again: what a person corrected stays when the story changes."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from audiobook.model import Script
from audiobook.script.carry import BY_HAND, Conflict, carry
from audiobook.script.textform import read_text, write_text

HEAD = "Title: The Lamp\n\n# One\n\n"
BASE = (
    HEAD
    + """It was late.

[Mara] "Not again,"
said Mara.
[Tom?] "Don't move."

[Tom] "Yes."

The sea was loud that night.

# Two

[Tom] "It is morning," \\
[Mara?] "Is it?"

They slept.
"""
)


def script(text: str) -> Script:
    return read_text(text)


def placed(text: str) -> Script:
    """A script as the tagger makes it: every line knows where it stands and why it is tagged."""
    at = 0
    lines = []
    for line in read_text(text).lines:
        lines.append(replace(line, start=at, end=at + len(line.text), reason="told"))
        at += len(line.text) + 1
    return replace(read_text(text), lines=tuple(lines))


def test_nothing_changed() -> None:
    carried = carry(script(BASE), script(BASE), placed(BASE))
    assert not carried.changed
    assert write_text(carried.script) == write_text(script(BASE))
    assert carried.script.lines[-1].reason == "told"
    assert carried.script.lines[-1].start > 0
    assert list(carried.notes()) == []


def test_an_edited_script_stands_as_it_is_when_the_story_did_not_change() -> None:
    edited = (
        BASE.replace("[Tom?]", "[Tom, whispering]")
        .replace("It was late.", "It was very late.")
        .replace("They slept.\n", "They slept well.\n\nThe end.\n")
        .replace('[Tom] "Yes."\n\n', "")
        .replace("# Two", "# The Second")
    )
    carried = carry(script(BASE), script(edited), placed(BASE))
    assert not carried.changed
    assert write_text(carried.script) == write_text(script(edited))
    assert (carried.by_hand, carried.reworded, carried.added, carried.removed) == (1, 3, 1, 1)
    whisper = next(line for line in carried.script.lines if line.delivery)
    assert (whisper.reason, whisper.confidence) == (BY_HAND, 1.0)
    assert whisper.start >= 0
    assert [left.why for left in carried.script.left_out] == ["taken out by hand"]


def test_tags_carry_over_to_what_the_story_kept() -> None:
    edited = BASE.replace("[Tom?]", "[Sam]").replace("[Mara?]", "[Mara]")
    fresh = BASE.replace("It was late.", "It was getting late.\n\nRain fell in sheets.").replace(
        "They slept.\n", ""
    )
    carried = carry(script(BASE), script(edited), placed(fresh))
    expected = fresh.replace("[Tom?]", "[Sam]").replace("[Mara?]", "[Mara]")
    assert write_text(carried.script) == write_text(script(expected))
    assert carried.changed
    assert (carried.by_hand, carried.new, carried.gone) == (2, 2, 1)
    assert carried.conflicts == ()
    assert any("2 tags" in note for note in carried.notes())


def test_lines_of_a_changed_paragraph_keep_the_tag_that_was_set() -> None:
    edited = BASE.replace("[Tom?]", "[Sam, whispering]")
    fresh = BASE.replace("said Mara.", "said Mara, and she put down the tray with the broken cup.")
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert write_text(carried.script) == write_text(script(fresh.replace("[Tom?]", "[Sam, whispering]")))


def test_words_that_both_changed_are_the_storys_and_are_told() -> None:
    edited = BASE.replace("The sea was loud that night.", "The sea was very loud that night.")
    fresh = BASE.replace("The sea was loud that night.", "The sea was so loud that long night.")
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert write_text(carried.script) == write_text(script(fresh))
    assert carried.conflicts == (
        Conflict("The sea was very loud that night.", "The sea was so loud that long night."),
    )
    assert any("very loud" in note for note in carried.notes())


def test_words_and_paragraphs_of_the_person_stay_in_a_changed_story() -> None:
    edited = (
        BASE.replace(
            "The sea was loud that night.", "The sea was awfully loud that night.\n\n[Sam] My own line."
        )
        .replace("They slept.", "They slept.\n\n---\n\nThe end.")
        .replace("It was late.\n\n", "")
    )
    fresh = BASE.replace("# Two\n", "# Two\n\nA new start.\n")
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert write_text(carried.script) == write_text(
        script(edited.replace("# Two\n", "# Two\n\nA new start.\n"))
    )
    assert (carried.reworded, carried.added, carried.removed, carried.new) == (1, 2, 1, 1)
    assert carried.script.chapters == ("One", "Two")


def test_a_paragraph_that_both_added_stands_once() -> None:
    edited = BASE.replace("They slept.", "They slept.\n\n[Sam] Good night.")
    fresh = BASE.replace("They slept.", "They slept.\n\n[Tom?] Good night.\n\nThe end.")
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert write_text(carried.script) == write_text(script(fresh.replace("[Tom?] Good", "[Sam] Good")))


def test_a_rename_reaches_new_lines() -> None:
    edited = BASE.replace("[Tom", "[Thomas")
    fresh = BASE.replace("They slept.", '[Tom] "Good night."\n\nThey slept.')
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert write_text(carried.script) == write_text(script(fresh.replace("[Tom", "[Thomas")))
    assert carried.renames == {"Tom": "Thomas"}
    assert carried.by_hand == 0
    thomas = next(c for c in carried.script.characters if c.name == "Thomas")
    assert thomas.aliases == ("Tom",)


def test_a_single_correction_is_no_rename() -> None:
    edited = BASE.replace('[Tom] "Yes."', '[Mara] "Yes."')
    fresh = BASE.replace("They slept.", '[Tom] "Good night."\n\nThey slept.')
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert carried.renames == {}
    assert '[Tom] "Good night."' in write_text(carried.script)


def test_chapters_that_the_story_added_or_the_person_renamed() -> None:
    edited = BASE.replace("# Two", "# The Second")
    fresh = BASE.replace("# Two", "# Between\n\nA pause.\n\n# Two")
    carried = carry(script(BASE), script(edited), placed(fresh))
    assert carried.script.chapters == ("One", "Between", "The Second")
    assert write_text(carried.script) == write_text(script(fresh.replace("# Two", "# The Second")))


def test_without_a_base_the_edited_script_stands() -> None:
    edited = BASE.replace("[Tom?]", "[Sam]").replace("It was late.", "It was very late.")
    carried = carry(None, script(edited), placed(BASE))
    assert write_text(carried.script) == write_text(script(edited))
    assert (carried.by_hand, carried.apart, carried.changed) == (1, 1, False)
    assert any("Delete it" in note for note in carried.notes())


def test_a_line_cut_in_two_by_hand_keeps_its_place() -> None:
    fresh = HEAD + "It was late and the lamp went out.\n"
    edited = HEAD + "It was late\n[Mara] and the lamp went out.\n"
    carried = carry(script(fresh), script(edited), placed(fresh))
    start = placed(fresh).lines[1].start
    assert [(line.start, line.end) for line in carried.script.lines[1:]] == [
        (start, start + 11),
        (start + 12, start + 34),
    ]


PARAGRAPHS = st.lists(
    st.sampled_from(
        ["A.", "B b b.", '[Tom] "Yes."', '[Mara?] "No no."', "[Sam] C c c\nd d d.", "# H", "E e."]
    ),
    min_size=1,
    max_size=9,
)


def written(paragraphs: list[str]) -> str:
    return "Title: T\n\n" + "\n\n".join(["First of all.", *paragraphs]) + "\n"


@given(PARAGRAPHS, PARAGRAPHS)
def test_whoever_did_not_touch_a_script_gets_the_fresh_words(before: list[str], after: list[str]) -> None:
    base, fresh = script(written(before)), script(written(after))
    carried = carry(base, base, fresh)
    assert [line.text for line in carried.script.lines] == [line.text for line in fresh.lines]
    assert carried.conflicts == ()
    assert carried.by_hand == 0


@given(PARAGRAPHS, PARAGRAPHS)
def test_an_unchanged_story_leaves_any_edit_as_it_is(before: list[str], edited: list[str]) -> None:
    base, mine = script(written(before)), script(written(edited))
    carried = carry(base, mine, base)
    assert write_text(carried.script) == write_text(mine)
    assert not carried.changed


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_any_three_versions_make_a_script(before: list[str], edited: list[str], after: list[str]) -> None:
    for base in (script(written(before)), None):
        carried = carry(base, script(written(edited)), script(written(after)))
        assert script(write_text(carried.script)).lines
        assert list(carried.notes()) is not None


def test_a_long_book_is_carried_over() -> None:
    rng = random.Random(7)
    words = [f"word{n}" for n in range(500)]
    paragraphs = [
        " ".join(rng.choices(words, k=rng.randint(2, 30))) if rng.random() < 0.8 else '[Tom?] "Yes."'
        for _ in range(3000)
    ]
    changed = [text for text in paragraphs if rng.random() < 0.97]
    edited = [text.replace("Tom?", "Tom") for text in paragraphs]
    carried = carry(script(written(paragraphs)), script(written(edited)), script(written(changed)))
    assert not any(line.unsure for line in carried.script.lines)
    assert len(list(carried.script.paragraphs())) == len(changed) + 1
