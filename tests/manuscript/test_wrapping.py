"""Paragraphs are found however the text marks them."""

from __future__ import annotations

import pytest

from audiobook.manuscript import faults, read_text

SENTENCES = (
    "The lighthouse had stood empty for eleven winters before anybody thought to ask who kept it lit.",
    "Every evening at dusk the lamp came on, and every morning it went out again.",
    "Nobody in the village had a key.",
    "The baker said it was the wind in the wires, and the schoolmistress said it was a forgotten timer.",
    "Ottilie, who was nine and did not believe in timers, packed a sandwich and went to look.",
    "“You are late,” said a voice on the stairs.",
)


def wrap(text: str, width: int, first: str = "", rest: str = "") -> str:
    rows, row = [], first
    for word in text.split():
        if len(row) + len(word) > width and row.strip():
            rows.append(row.rstrip())
            row = rest
        row += word + " "
    return "\n".join([*rows, row.rstrip()])


def texts(source: str) -> list[str]:
    manuscript = read_text(source)
    assert faults(manuscript) == []
    return [paragraph.text for chapter in manuscript.chapters for paragraph in chapter.paragraphs]


@pytest.mark.parametrize("width", [30, 45, 72, 100])
def test_hard_wrapped_paragraphs_parted_by_blank_lines(width: int) -> None:
    assert texts("\n\n".join(wrap(s, width) for s in SENTENCES)) == list(SENTENCES)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_one_paragraph_a_line_without_blank_lines(newline: str) -> None:
    assert texts(newline.join(SENTENCES)) == list(SENTENCES)


def test_paragraphs_parted_by_blank_lines_without_wrapping() -> None:
    assert texts("\n\n".join(SENTENCES)) == list(SENTENCES)


@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "\u3000"])
def test_paragraphs_marked_by_indents(indent: str) -> None:
    assert texts("\n".join(wrap(s, 60, first=indent) for s in SENTENCES * 2)) == list(SENTENCES) * 2


def test_indented_blocks_with_blank_lines_are_joined_too() -> None:
    assert texts("\n\n".join(wrap(s, 60, first="   ") for s in SENTENCES)) == list(SENTENCES)


def test_wrapped_paragraphs_without_any_mark_end_at_short_lines() -> None:
    long = [" ".join(SENTENCES[:2]), SENTENCES[4], " ".join(SENTENCES[3:5])]
    source = "\n".join(wrap(s, 64) for s in long)
    assert texts(source) == long


def test_verse_keeps_its_lines() -> None:
    prose = "\n\n".join(wrap(s, 72) for s in SENTENCES)
    verse = "The lamp is lit, the stair is long,\nThe keeper hums a keeper's song,\nAnd nobody has heard it."
    assert texts(f"{prose}\n\n{verse}\n\n{prose}")[6:9] == verse.split("\n")


def test_verse_inside_one_quotation_stays_together() -> None:
    prose = "\n\n".join(wrap(s, 72) for s in SENTENCES)
    verse = "“The lamp is lit, the stair is long,\nThe keeper hums a song.”"
    assert texts(f"{prose}\n\n{verse}")[6] == verse.replace("\n", " ")


def test_a_letter_and_a_list_keep_their_lines() -> None:
    prose = "\n\n".join(wrap(s, 72) for s in SENTENCES)
    letter = "Dear Ottilie,\nCome at dusk.\nBring string.\nYours,\nThe Keeper"
    assert texts(f"{prose}\n\n{letter}\n\n{prose}")[6:11] == letter.split("\n")


def test_a_word_hyphenated_at_the_line_end_gets_no_space() -> None:
    source = (
        "\n\n".join(wrap(s, 60) for s in SENTENCES) + "\n\nShe had a half-\nfinished sand-\nwich in her coat."
    )
    assert texts(source)[-1] == "She had a half-finished sand-wich in her coat."


def test_white_space_of_every_kind_becomes_one_space() -> None:
    assert texts("The\u00a0lamp \t went\u2003out.") == ["The lamp went out."]


def test_offsets_lead_back_to_the_source() -> None:
    source = "  The lamp\r\n  went   out,\r\n  and so\u00adon.\r\n"
    (paragraph,) = read_text(source).chapters[0].paragraphs
    assert paragraph.text == "The lamp went out, and soon."
    for word in ("The", "lamp", "went", "out,", "and", "so"):
        start = paragraph.text.index(word)
        assert source[slice(*paragraph.source_span(start, start + len(word)))] == word
    assert source[slice(*paragraph.source_span(23, 28))] == "so\u00adon."


def test_invisible_and_control_characters_are_left_out_and_say_so() -> None:
    source = "The la\u00admp\u200b went\x07 out\ufeff."
    manuscript = read_text(source)
    assert manuscript.chapters[0].paragraphs[0].text == "The lamp went out."
    assert [(source[s.start : s.end], s.why) for s in manuscript.left_out] == [
        ("\u00ad", "invisible character"),
        ("\u200b", "invisible character"),
        ("\x07", "control character"),
        ("\ufeff", "invisible character"),
    ]


def test_joiners_stay_where_a_script_needs_them() -> None:
    assert texts("می\u200cروم. The la\u200cmp.") == ["می\u200cروم. The lamp."]


def test_scene_breaks_open_scenes() -> None:
    for mark in ("* * *", "***", "---", "#", "~", "⁂", "– – –", "*", "-oOo-", "§", "=====", "• • •"):
        source = f"The lamp went out in the tower.\n\n{mark}\n\nIt came back on.\n\n\n\nIt stayed on."
        manuscript = read_text(source)
        assert [p.opens_scene for p in manuscript.chapters[0].paragraphs] == [False, True, False], mark
        assert [stretch.why for stretch in manuscript.left_out] == ["scene break"], mark


def test_a_break_at_the_start_of_a_chapter_opens_no_scene() -> None:
    manuscript = read_text("Chapter One\n\n* * *\n\nThe lamp went out.\n\n***\n\nChapter Two\n\nIt came on.")
    assert not any(p.opens_scene for chapter in manuscript.chapters for p in chapter.paragraphs)


def test_one_paragraph_a_line_where_nobody_minds_capitals() -> None:
    lines = [
        "so this is the last chapter and i cried writing it ok",
        '"give me the lantern" said odile and she held out her hand, which was shaking so hard that i could'
        " hear the glass rattle in its frame all the way across the deck",
        '"no"',
        "and then nobody said anything for a really long time. the water kept slapping on the side of the"
        " boat and i thought about home",
        '"you never trust me" she said',
        "maybe i dont",
    ]
    assert texts("\n".join(lines)) == lines
