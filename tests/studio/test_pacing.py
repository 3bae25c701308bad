from small_books import line

from audiobook.model import Line
from audiobook.studio.pacing import PAUSES


def pause(before: Line, after: Line) -> float:
    return PAUSES.between(before, after)


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


def test_quick_exchanges_are_quick() -> None:
    quick = pause(line('"Well?"', 1, "Ada"), line('"Well."', 2, "Tom"))
    slow = pause(
        line('"Well, what do you have to say about all of this?"', 1, "Ada"), line('"Well."', 2, "Tom")
    )
    assert quick < slow < pause(line("A.", 1), line("B.", 2))


def test_a_word_broken_off_has_next_to_no_pause() -> None:
    assert pause(line("un", 1), line('"der"', 1, "Ada", glued=True)) == PAUSES.glued
