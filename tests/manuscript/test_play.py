"""Hand-written play scripts: who speaks, how, and what the narrator tells."""

from __future__ import annotations

import pytest

from audiobook.manuscript import faults, read_text
from audiobook.manuscript.cuenames import CueNames
from audiobook.manuscript.manner import deliveries
from audiobook.model import NARRATOR, Manuscript

Spoken = tuple[str | None, str, tuple[str, ...]]


def manuscript_of(source: str, place: str = "the-lamp-room.txt") -> Manuscript:
    manuscript = read_text(source, place)
    assert faults(manuscript) == []
    return manuscript


def spoken(source: str, place: str = "the-lamp-room.txt") -> list[Spoken]:
    """(cue, text, delivery) of every paragraph that is no heading."""
    chapters = manuscript_of(source, place).chapters
    return [(p.cue, p.text, p.delivery) for chapter in chapters for p in chapter.paragraphs if not p.heading]


def test_a_play() -> None:
    source = """THE LAMP ROOM

by A. N. Author

Dramatis Personae

MARA, a keeper
TOM MCCOY, her nephew, twelve
OLD MAN

ACT I

SCENE 1. The lamp room. Night.

[The lamp goes out. MARA feels along the wall.]

MARA: Not again.

TOM MCCOY (in a whisper): Don't move.

MARA: Who's there? (Louder.) Who's there? [She finds the matches.] Ah.

OLD MAN (off, shouting): It's only me!

MARA: (sighing) Come up, then. (beat) Mind the ninetieth stair.

SCENE 2

TOM MCCOY: He never
  minds it.

Curtain.
"""
    manuscript = manuscript_of(source)
    assert (manuscript.book.title, manuscript.book.author) == ("The Lamp Room", "A. N. Author")
    assert [chapter.title for chapter in manuscript.chapters] == [
        "Act I, Scene 1: The lamp room. Night",
        "Scene 2",
    ]
    assert spoken(source) == [
        (NARRATOR, "The lamp goes out. MARA feels along the wall.", ()),
        ("Mara", "Not again.", ()),
        ("Tom McCoy", "Don't move.", ("whispering",)),
        ("Mara", "Who's there?", ()),
        ("Mara", "Who's there?", ("shouting",)),
        (NARRATOR, "She finds the matches.", ()),
        ("Mara", "Ah.", ("shouting",)),
        ("Old Man", "It's only me!", ("shouting",)),
        ("Mara", "Come up, then.", ()),
        ("Mara", "Mind the ninetieth stair.", ()),
        ("Tom McCoy", "He never minds it.", ()),
        (NARRATOR, "Curtain.", ()),
    ]
    reasons = {source[s.start : s.end].split("\n")[0]: s.why for s in manuscript.left_out}
    assert reasons["Dramatis Personae"] == "cast list"
    assert reasons["MARA:"] == "cue"
    assert reasons["TOM MCCOY (in a whisper):"] == "cue"
    assert reasons["(beat)"] == "direction"


LINES = [
    ("Mara", "Not again."),
    ("Tom", "Don't move."),
    ("Mara", "Who's there?"),
    ("Tom", "It's only me, and I have brought the matches."),
]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
@pytest.mark.parametrize(
    "form",
    [
        "{caps}: {text}",
        "{caps}. {text}",
        "{caps}.--{text}",
        "{caps} - {text}",
        "{caps} — {text}",
        "{caps}\t{text}",
        "{name}: {text}",
        "**{caps}:** {text}",
        "**{name}**: {text}",
        "{caps}\n{text}\n",
        "{caps}:\n{text}\n",
        "[12:04] {name}: {text}",
        "<{name}>: {text}",
        "{lower}: {text}",
    ],
)
def test_each_way_to_set_a_cue(form: str, between: str) -> None:
    source = between.join(
        form.format(caps=name.upper(), name=name, lower=name.lower(), text=text) for name, text in LINES
    )
    if "--" in form:
        source = source.replace(".--", ".-- ")
    assert [(cue, text) for cue, text, _ in spoken(source)] == LINES


def test_a_play_set_in_the_old_way() -> None:
    source = """THE LAMP

by A. N. Author

Contents

ACT I
Scene I. A tower.
Scene II. The stairs.

Dramatis Personæ

MARA, a keeper.
TOM, her nephew.
A CAT.

Scene: A tower.

ACT I

SCENE I. A tower.

 Enter Mara and Tom.

MARA.
Who's there, and who has let the lamp go out
That burned so well when I went down to sup?

TOM.
Nay, answer me.

MARA.
It is your aunt. [_Aside_.] He never knows my step.
Come down.

 [_Exit Tom._]

SCENE II. The stairs.

TOM.
I come.

MARA.
Then come.
"""
    manuscript = manuscript_of(source)
    assert [chapter.title for chapter in manuscript.chapters] == [
        "Act I, Scene I: A tower",
        "Scene II: The stairs",
    ]
    assert spoken(source) == [
        (NARRATOR, "Enter Mara and Tom.", ()),
        (
            "Mara",
            "Who's there, and who has let the lamp go out That burned so well when I went down to sup?",
            (),
        ),
        ("Tom", "Nay, answer me.", ()),
        ("Mara", "It is your aunt.", ()),
        ("Mara", "He never knows my step. Come down.", ()),
        (NARRATOR, "_Exit Tom._", ()),
        ("Tom", "I come.", ()),
        ("Mara", "Then come.", ()),
    ]


def test_wrapped_speeches_are_joined() -> None:
    source = """MARA: It has gone out again, and this time
I do not think that it was the wind that
did it.
TOM: Then who was it that did it, and why
would anybody?
MARA: I wish I knew.
TOM: So do I, and so does everybody in the
village below us."""
    assert [text for _, text, _ in spoken(source)] == [
        "It has gone out again, and this time I do not think that it was the wind that did it.",
        "Then who was it that did it, and why would anybody?",
        "I wish I knew.",
        "So do I, and so does everybody in the village below us.",
    ]


def test_paragraphs_without_a_cue() -> None:
    source = """MARA: Not again.

The lamp goes out. Silence.

TOM: Don't move.

I mean it. You will fall.

MARA: I never fall.

Exit MARA, falling.

TOM: See?"""
    assert spoken(source) == [
        ("Mara", "Not again.", ()),
        (NARRATOR, "The lamp goes out. Silence.", ()),
        ("Tom", "Don't move.", ()),
        ("Tom", "I mean it. You will fall.", ()),
        ("Mara", "I never fall.", ()),
        (NARRATOR, "Exit MARA, falling.", ()),
        ("Tom", "See?", ()),
    ]


def test_directions_over_several_lines_and_inside_sentences() -> None:
    source = """[A tower. Night,
and rain.]

MARA: I was going (she yawns) to bed. I said (if you must know) good night.
TOM: Good (whispering) night.
MARA: (shouting
down the stairs) Good night!
TOM: Yes."""
    assert spoken(source) == [
        (NARRATOR, "A tower. Night, and rain.", ()),
        ("Mara", "I was going to bed. I said (if you must know) good night.", ()),
        ("Tom", "Good", ()),
        ("Tom", "night.", ("whispering",)),
        ("Mara", "Good night!", ("shouting",)),
        ("Tom", "Yes.", ()),
    ]


def test_prose_between_messages_stays_prose() -> None:
    source = (
        "Mara looked at her phone.\n\nTom: where are you\n\nMara: up here\n\n“He is coming,” she said.\n\n"
        "Tom: wait for me\n\nMara: hurry\n\nShe put it away."
    )
    assert [cue for cue, _, _ in spoken(source)] == [NARRATOR, "Tom", "Mara", None, "Tom", "Mara", NARRATOR]


def test_the_narrator_is_the_narrator() -> None:
    found = spoken("NARRATOR: It was dark.\nMARA: Not again.\nNARRATOR: It was.\nMARA: Oh.")
    assert [cue for cue, _, _ in found] == [NARRATOR, "Mara", NARRATOR, "Mara"]


def test_scene_breaks_and_markdown_headings_in_plays() -> None:
    source = "# One\n\nMARA: Not again.\n\n***\n\nTOM: Yes.\n\n## Two\n\nMARA: No.\n\nTOM: Oh."
    for place in ("play.md", "play.txt"):
        manuscript = manuscript_of(source, place)
        assert [chapter.title for chapter in manuscript.chapters] == ["One", "Two"]
        assert [p.opens_scene for p in manuscript.chapters[0].paragraphs] == [False, False, True]


@pytest.mark.parametrize(
    "source",
    [
        "Mara climbed the stairs.\n\nNote: the stairs were steep.\n\n“Not again,” she said.\n\nNote: "
        "they always were.",
        "She had three rules.\n\nFirst: never sleep.\n\nSecond: never sleep.\n\nThird: bring a "
        "sandwich.\n\nThat was all.",
        "Monday: I climbed the stairs.\n\nTuesday: I climbed them again.\n\nMonday: "
        "Again.\n\nTuesday: And again.",
        "Time: nine.\nPlace: the tower.\nWeather: rain.\n\nMara climbed the stairs, as she always did.",
        "Chapter 1: The Stairs\n\nMara climbed.\n\nChapter 2: The Lamp\n\nIt was out.",
        "MARA climbed the stairs. It was dark.\n\nTOM. That was his name. He was twelve.\n\nHe never minded.",
        "He looked at her phone.\n\nMara: where are you\n\nHe put it down again, and thought, and "
        "picked it up.\n\n"
        "Mara: tom?\n\nIt was late by then. The tower was dark, and the stairs were steep.\n\nHe "
        "went up.\n\nHe knocked.",
    ],
)
def test_prose_with_colons_is_no_play(source: str) -> None:
    assert {cue for cue, _, _ in spoken(source)} == {None}


@pytest.mark.parametrize(
    ("cue", "name"),
    [
        ("MARA", "Mara"),
        ("OLD MAN", "Old Man"),
        ("MR. FOX", "Mr. Fox"),
        ("MCCOY", "McCoy"),
        ("McCoy", "McCoy"),
        ("O'BRIEN", "O'Brien"),
        ("MARY-ANN", "Mary-Ann"),
        ("HENRY V", "Henry V"),
        ("DJ", "DJ"),
        ("DR. WU", "Dr. Wu"),
        ("GUARD 2", "Guard 2"),
        ("1ST WITCH", "1st Witch"),
        ("TOM AND MARA", "Tom and Mara"),
        ("MAN OF THE HOUSE", "Man of the House"),
        ("ROSE'S MOTHER", "Rose's Mother"),
        ("MACLEOD", "MacLeod"),
        ("LE GUIN", "Le Guin"),
        ("mara", "Mara"),
        ("Mrs. Bell", "Mrs. Bell"),
        ("THE NARRATOR", NARRATOR),
        ("ÉLODIE", "Élodie"),
    ],
)
def test_names_in_ordinary_capitals(cue: str, name: str) -> None:
    assert CueNames("Young MacLeod went up. LE GUIN is a name.")(cue) == name


@pytest.mark.parametrize(
    ("direction", "asked"),
    [
        ("whispering", ("whispering",)),
        ("whispers", ("whispering",)),
        ("in a whisper", ("whispering",)),
        ("Shouting at the ceiling", ("shouting",)),
        ("at the top of her voice", ("shouting",)),
        ("on the phone", ("phone",)),
        ("into the phone", ()),
        ("V.O., over the radio", ("radio",)),
        ("over the loudspeaker", ("radio",)),
        ("laughs", ("laughing",)),
        ("softly, in tears", ("quietly", "crying")),
        ("thinking", ("thought",)),
        ("to TOM", ()),
        ("beat", ()),
        ("kindly", ()),
        ("reads from the letter", ("reading",)),
    ],
)
def test_deliveries(direction: str, asked: tuple[str, ...]) -> None:
    assert deliveries(direction) == asked
