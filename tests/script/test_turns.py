"""What a tag says of the voice holds for the paragraph, and what it says of the line for the call."""

from __future__ import annotations

from audiobook.manuscript import read_text
from audiobook.script.tagging import tag

PEOPLE = "Nora Vane and Tom Harker kept the light. Nora was quick, and she laughed often. Tom was slow.\n\n"


def said(*paragraphs: str) -> list[tuple[str, tuple[str, ...]]]:
    """(words, deliveries) of everything that is spoken."""
    script = tag(read_text(PEOPLE + "\n\n".join(paragraphs)))
    return [(line.text.strip('"'), line.delivery) for line in script.lines if line.speaker != "narrator"]


def deliveries(*paragraphs: str) -> list[tuple[str, ...]]:
    return [delivery for _, delivery in said(*paragraphs)]


def test_a_whisper_lasts_for_the_paragraph_and_no_longer() -> None:
    assert deliveries(
        '"Keep down," whispered Nora. "They are on the stairs."',
        '"Who is?" said Tom.',
        '"The men," said Nora.',
    ) == [("whispering",), ("whispering",), (), ()]


def test_a_laugh_is_of_the_moment() -> None:
    assert deliveries('"You fool," said Nora, laughing. "Sit down."') == [("laughing",), ()]


def test_another_manner_takes_its_place() -> None:
    assert deliveries('"Keep down," whispered Nora. "Run!" she shouted.') == [("whispering",), ("shouting",)]


def test_a_call_lasts_until_somebody_hangs_up() -> None:
    heard = said(
        '"Hello?" Nora said into the phone.',
        '"Come home," said Tom\'s voice over the phone. "It is late."',
        '"I have work to do," said Nora.',
        '"You always have," said Tom.',
        "Nora put down the receiver and took her coat. It was a long way.",
        '"There you are," said Tom.',
    )
    assert [delivery for _, delivery in heard] == [(), ("phone",), ("phone",), (), ("phone",), ()]


def test_a_call_ends_with_the_scene() -> None:
    heard = deliveries('"Come home," said Tom over the radio.', "***", '"There you are," said Tom.')
    assert heard == [("radio",), ()]


def test_whoever_speaks_into_the_thing_is_here() -> None:
    heard = deliveries(
        '"Come home," said Tom over the phone.', '"It is late," Tom said into the phone.', '"Come," said Tom.'
    )
    assert heard == [("phone",), (), ()]


def test_whoever_speaks_to_another_over_the_line_is_here() -> None:
    assert deliveries('"I am on my way," Nora said to Tom over the line.', '"Good," said Tom.') == [(), ()]
    assert deliveries('"Come home," Tom said to me over the line.') == [("phone",)]


def test_a_call_is_over_when_the_far_voice_is_seen_here() -> None:
    heard = deliveries(
        '"Come home," said Tom over the phone.',
        "On the roof of the mill Tom was standing in the rain.",
        '"There you are," said Tom.',
    )
    assert heard == [("phone",), ()]


def test_a_call_is_over_when_a_third_one_speaks() -> None:
    heard = said(
        '"Come home," said Tom over the phone.',
        '"Soon," said Nora.',
        '"Who was that?" said the doctor.',
        '"It was me," said Tom.',
    )
    assert [delivery for _, delivery in heard] == [("phone",), (), (), ()]


def test_who_screams_is_not_shouting_too() -> None:
    assert deliveries('"GET OUT OF HERE!" screamed Nora.') == [("screaming",)]
    assert deliveries('"GET OUT OF HERE!" said Nora.') == [("shouting",)]
