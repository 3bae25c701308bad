"""Fountain screenplays, by the syntax."""

from __future__ import annotations

from audiobook.manuscript import faults, read_text
from audiobook.model import NARRATOR, Manuscript

SCREENPLAY = """Title:
    _**The Lamp Room**_
Credit: Written by
Author: A. N. Author
Draft date: 3/5/1999
Contact:
    A tower

FADE IN:

EXT. TOWER - NIGHT #1A#

Rain. A lamp turns, [[check: is it
oil?]] and goes out. /* A cut
scene. */ Silence.

# Act One

= Mara climbs.

INT. STAIRS - CONTINUOUS

MARA (50s), a keeper, climbs. Behind her,
TOM, twelve.

MARA
(whispering)
Not again.
(beat)
Who's there?

TOM ^
(shouting)
It's only me!
{two spaces}
And the cat.

@McCoy (V.O.)
I never minded
the dark.

MARA (ON PHONE)
Hello?

MARA (CONT'D)
~Row, row, row

!BANG

.THE LAMP ROOM

They look up.

CUT TO:

> THE END <

===

> FADE OUT.
""".replace("{two spaces}", "  ")


def manuscript_of(source: str, place: str = "lamp.fountain") -> Manuscript:
    manuscript = read_text(source, place)
    assert faults(manuscript) == []
    return manuscript


def test_a_screenplay() -> None:
    for place in ("lamp.fountain", "lamp.spmd", "lamp.txt", ""):
        manuscript = manuscript_of(SCREENPLAY, place)
        assert manuscript.book.title == "The Lamp Room"
        assert manuscript.book.author == "A. N. Author"
        assert manuscript.book.year == "1999"
        (chapter,) = manuscript.chapters
        assert chapter.title == "The Lamp Room"
        assert [(p.cue, p.text, p.delivery) for p in chapter.paragraphs] == [
            (NARRATOR, "EXT. TOWER - NIGHT", ()),
            (NARRATOR, "Rain. A lamp turns, and goes out. Silence.", ()),
            (NARRATOR, "INT. STAIRS - CONTINUOUS", ()),
            (NARRATOR, "MARA (50s), a keeper, climbs. Behind her, TOM, twelve.", ()),
            ("Mara", "Not again.", ("whispering",)),
            ("Mara", "Who's there?", ()),
            ("Tom", "It's only me! And the cat.", ("shouting",)),
            ("McCoy", "I never minded the dark.", ()),
            ("Mara", "Hello?", ("phone",)),
            ("Mara", "Row, row, row", ("singing",)),
            (NARRATOR, "BANG", ()),
            (NARRATOR, "THE LAMP ROOM", ()),
            (NARRATOR, "They look up.", ()),
            (NARRATOR, "THE END", ()),
        ]
        assert [p.text for p in chapter.paragraphs if p.opens_scene] == [
            "INT. STAIRS - CONTINUOUS",
            "THE LAMP ROOM",
            "THE END",
        ]


def test_what_is_left_out_says_why() -> None:
    manuscript = manuscript_of(SCREENPLAY)
    why = {SCREENPLAY[s.start : s.end].split("\n")[0]: s.why for s in manuscript.left_out}
    assert why["Title:"] == "front matter"
    assert why["FADE IN:"] == "transition"
    assert why["CUT TO:"] == "transition"
    assert why["[[check: is it"] == "note"
    assert why["/* A cut"] == "boneyard"
    assert why["# Act One"] == "section"
    assert why["= Mara climbs."] == "synopsis"
    assert why["MARA"] == "cue"
    assert why["TOM ^"] == "cue"
    assert why["@McCoy (V.O.)"] == "cue"
    assert why["(beat)"] == "direction"
    assert why["==="] == "page break"
    assert why["!"] == "markup"


def test_without_a_title_page_the_file_names_the_screenplay() -> None:
    manuscript = manuscript_of("INT. TOWER - NIGHT\n\nRain.\n\nMARA\nNot again.\n", "the-lamp-room.fountain")
    assert manuscript.book.title == "The Lamp Room"


def test_capitals_in_action_are_no_cues() -> None:
    manuscript = manuscript_of("INT. TOWER - NIGHT\n\nBANG!\n\nTHE LAMP\n\nMARA\nOh.\n\nSILENCE.\n")
    assert [p.cue for p in manuscript.chapters[0].paragraphs] == [
        NARRATOR,
        NARRATOR,
        NARRATOR,
        "Mara",
        NARRATOR,
    ]


def test_prose_is_no_screenplay() -> None:
    source = "Int. is short for interior.\n\nMARA\nwas her name.\n\nShe climbed the stairs, as always."
    assert {p.cue for p in manuscript_of(source, "x.txt").chapters[0].paragraphs} == {None}
