from dataclasses import replace

import pytest
from small_books import line

from audiobook.model import Line, Pauses
from audiobook.studio.pacing import before_each

PAUSES = Pauses()


def pause(*lines: Line, pauses: Pauses = PAUSES) -> float:
    """Before the last of these."""
    return list(before_each(lines, pauses))[-1]


def test_a_tag_follows_its_quotation_closely() -> None:
    said = line("she said.", 1)
    for quotation in ('"Yes,"', '"Yes!"', "“Where?”", '"Well—"', "'Yes'"):
        assert pause(line(quotation, 1, "Ada"), said) == PAUSES.tag
    assert pause(line("He asked,", 1), line('"Where?"', 1, "Tom")) == PAUSES.tag


def test_a_new_sentence_of_another_voice_waits_longer() -> None:
    assert pause(line('"Yes."', 1, "Ada"), line("She left.", 1)) == PAUSES.hand_over > PAUSES.tag
    assert pause(line('"Yes."', 1, "Ada"), line('"No."', 1, "Ada")) == PAUSES.sentence


def test_pauses_grow_with_the_structure() -> None:
    one, two = line("One.", 1), line("Two.", 2)
    scene = line("Later.", 2, opens_scene=True)
    heading = line("Part", 0, heading=True)
    assert PAUSES.sentence < pause(one, two) < pause(heading, one) < pause(one, scene) < 3
    assert pause(heading, line("Two", 1, heading=True)) == PAUSES.headings
    assert pause(one) == PAUSES.head


def test_quick_exchanges_are_quick() -> None:
    quick = pause(line('"Well?"', 1, "Ada"), line('"Well."', 2, "Tom"))
    slow = pause(
        line('"Well, what do you have to say about all of this?"', 1, "Ada"), line('"Well."', 2, "Tom")
    )
    assert quick < slow < pause(line("A.", 1), line("B.", 2))


def test_an_answer_behind_a_tag_is_a_turn() -> None:
    question = [line('"Well?"', 1, "Ada"), line("asked Ada.", 1)]
    assert pause(*question, line('"Well."', 2, "Tom")) == PAUSES.quick_turn
    assert pause(*question, line('"Well."', 2, "Ada")) == PAUSES.paragraph
    long = "asked Ada, who had come all the way from the station on foot, in the rain, with both bags."
    assert pause(question[0], line(long, 1), line('"Well."', 2, "Tom")) == PAUSES.paragraph
    assert pause(*question, line("Tom left.", 2)) == PAUSES.paragraph


def test_a_word_broken_off_has_next_to_no_pause() -> None:
    assert pause(line("un", 1), line('"der"', 1, "Ada", glued=True)) == PAUSES.glued


@pytest.mark.parametrize("pace", [0.5, 1, 1.3, 3])
def test_the_pace_is_a_factor_but_no_pause_ends_the_book(pace: float) -> None:
    pauses = replace(PAUSES, pace=pace)
    one, scene = line("One.", 1), line("Later.", 2, opens_scene=True)
    assert pause(one, pauses=pauses) == PAUSES.head
    assert pause(one, line("Two.", 2), pauses=pauses) == pytest.approx(PAUSES.paragraph * pace)
    assert pause(one, scene, pauses=pauses) == pytest.approx(min(PAUSES.scene * pace, 3))
