"""Chats within prose: whose message a row is, and what is no chat."""

from __future__ import annotations

from audiobook.manuscript import faults, read_text

PROSE = """{} had never liked the ferry. The deck was wet, and {} went in to where Gran was asleep.

The lights of the harbour came round the point, and nobody had a hand free to wave.

It was cold. A boy was selling paper flags out of a bucket.

Nobody bought one, and he did not seem to mind.

The bell rang twice."""


AFTER = "\n\n".join(["Nobody said a word to anybody for the rest of the crossing."] * 12)
"""Enough of it that the whole is no play."""


def cued(source: str, place: str = "the-ferry.txt") -> list[tuple[str, str]]:
    """(who writes, what) of every message."""
    manuscript = read_text(source, place)
    assert faults(manuscript) == []
    return [(p.cue, p.text) for chapter in manuscript.chapters for p in chapter.paragraphs if p.cue]


def test_messages_are_whoever_writes_them() -> None:
    source = f"""{PROSE.format("Mara", "Mara")}

Mara: are you on the boat
Gran: i am on A boat
Mara: which one

Then her phone was quiet. "Which boat?" Mara asked the wall.

night_owl2: the one to the island

{PROSE.format("Tom", "Mara")}

night_owl2: turn around

{AFTER}
"""
    assert cued(source) == [
        ("Mara", "are you on the boat"),
        ("Gran", "i am on A boat"),
        ("Mara", "which one"),
        ("Night_owl2", "the one to the island"),
        ("Night_owl2", "turn around"),
    ]


def test_who_writes_once_beside_others() -> None:
    source = f"""{PROSE.format("Mara", "Mara")}

Mara: who is there

Ottilie: only me

Gran: and me

Mara: good

She put the phone away. It went on buzzing in her pocket like something that wanted out.

{AFTER}
"""
    assert [who for who, _ in cued(source)] == ["Mara", "Ottilie", "Gran", "Mara"]


def test_forms_and_notes_are_no_chats() -> None:
    prose = PROSE.format("Mara", "Mara")
    for rows in (
        "Name: Mara of the North\n\nClass: Ferry Witch\n\nTitle: Keeper of the Lamp",
        "Strength: 12\n\nLuck: 3\n\nStrength: 13\n\nLuck: 4",
        "Note: the ferry leaves at nine\n\nWarning: mind the step\n\nNote: no dogs",
        'Mara: "I am here."\n\nGran: "So am I."\n\nMara: "Good."',
    ):
        assert cued(f"{prose}\n\n{rows}\n\n{AFTER}") == []


def test_a_colon_in_the_middle_of_a_sentence() -> None:
    source = f"""One thing was plain about the old house above the harbour, and everybody said it of
Mara: she had never lived in it, whatever the people on the boats had told the boy about
Gran: that she had, and had hated it, and never once went back there, not even to be with
Mara: it was too far to go, and there was nobody at the top of the hill to see, said Gran.

The ferry turned, and the lights of the town went slowly from one side of it to the other,
until Mara laughed, and told Gran that Mara was not the only one who had seen them going.

{AFTER}
"""
    assert cued(source) == []


def test_names_in_bold_in_markdown() -> None:
    prose = PROSE.format("Mara", "Mara")
    source = f"# The Ferry\n\n{prose}\n\n**Mara:** where\n\n**Gran:** *here*\n\n**Mara:** oh\n\n{AFTER}\n"
    assert [who for who, _ in cued(source, "the-ferry.md")] == ["Mara", "Gran", "Mara"]
