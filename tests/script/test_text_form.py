"""The editable text form: both ways, and what it says about mistakes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import BadInput
from audiobook.manuscript.manner import DELIVERIES
from audiobook.model import NARRATOR, Book, Kind, Line, Script
from audiobook.script.textform import is_tagged_script, read_text, write_text

EXAMPLE = """Title: The Lamp Room
Author: A. Person
Year: 1901

# One
# In which the lamp goes out

It was past nine when the lamp went out.

[Mara] "Not again,"
said Mara.
[Tom?, whispering] "Don't move"\\
.

---

[Mara, thought] Why not?
[narrator, whispering] She knew why.
[narrator?] "Keep out"

# Two

\\# not a heading
\\[not a tag]
\\---
"""


def test_the_example() -> None:
    script = read_text(EXAMPLE)
    assert script.book == Book("The Lamp Room", "A. Person", year="1901")
    assert len(script.chapters) == 2
    assert script.chapters[1] == "Two"
    told = [
        (x.paragraph, x.speaker, x.kind.value, x.delivery, x.confidence, x.text)
        for x in script.lines
        if not x.heading
    ]
    assert told == [
        (2, NARRATOR, "narration", (), 1.0, "It was past nine when the lamp went out."),
        (3, "Mara", "speech", (), 1.0, '"Not again,"'),
        (3, NARRATOR, "narration", (), 1.0, "said Mara."),
        (3, "Tom", "speech", ("whispering",), 0.5, '"Don\'t move"'),
        (3, NARRATOR, "narration", (), 1.0, "."),
        (4, "Mara", "thought", (), 1.0, "Why not?"),
        (4, NARRATOR, "narration", ("whispering",), 1.0, "She knew why."),
        (4, NARRATOR, "narration", (), 0.5, '"Keep out"'),
        (1, NARRATOR, "narration", (), 1.0, "# not a heading"),
        (1, NARRATOR, "narration", (), 1.0, "[not a tag]"),
        (1, NARRATOR, "narration", (), 1.0, "---"),
    ]
    assert [x.text for x in script.lines if x.glued] == ["."]
    assert [x.text for x in script.lines if x.opens_scene] == ["Why not?"]
    assert [(c.name) for c in script.characters] == ["Mara", "Tom"]
    assert read_text(write_text(script)) == script


words = st.text(
    alphabet=st.one_of(st.sampled_from("ab[]#-\\?,:*\"' TitleAuthor—"), st.characters()), max_size=24
).map(lambda text: " ".join(text.replace("\ufeff", "").split()))
texts = words.filter(bool)
names = texts.filter(lambda name: name.casefold() != NARRATOR)


@st.composite
def lines_of(draw: st.DrawFn, chapter: int, paragraph: int) -> list[Line]:
    """A paragraph's lines."""
    lines = []
    opens = draw(st.booleans())
    for n in range(draw(st.integers(1, 3))):
        line = Line(
            draw(texts),
            chapter,
            paragraph,
            confidence=draw(st.sampled_from([0.5, 1.0])),
            delivery=tuple(draw(st.lists(st.sampled_from(DELIVERIES), max_size=2, unique=True))),
            glued=n > 0 and draw(st.booleans()),
            opens_scene=opens and n == 0,
        )
        if draw(st.booleans()):
            kind = draw(st.sampled_from([Kind.SPEECH, Kind.THOUGHT]))
            line = replace(line, speaker=draw(names), kind=kind)
        lines.append(line)
    return lines


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Any script, its chapters' titles and its characters as reading gives them."""
    lines: list[Line] = []
    chapters = draw(st.integers(1, 3))
    for chapter in range(chapters):
        paragraph = 0
        for _ in range(draw(st.integers(0, 2))):
            lines.append(Line(draw(texts), chapter, paragraph, heading=True, opens_scene=draw(st.booleans())))
            paragraph += 1
        for _ in range(draw(st.integers(not paragraph, 2))):
            lines += draw(lines_of(chapter, paragraph))
            paragraph += 1
    book = Book(draw(texts), draw(words), draw(words), draw(words))
    return Script(book, ("",) * chapters, tuple(lines))


@given(scripts())
def test_reading_back_gives_the_same_script(script: Script) -> None:
    written = write_text(script)
    read = read_text(written)
    assert read.book == script.book
    assert read.lines == script.lines
    assert len(read.chapters) == len(script.chapters)
    assert write_text(read) == written


@given(scripts(), st.sampled_from(["\r\n", "\r"]), st.booleans())
def test_foreign_newlines_and_blanks_do_no_harm(script: Script, newline: str, mark: bool) -> None:
    written = write_text(script)
    foreign = "\ufeff" * mark + written.rstrip("\n").replace("\n", " \t" + newline)
    assert read_text(foreign).lines == script.lines


@given(st.text(alphabet="ab[]#-\\?, \n:T", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert read_text(text).lines


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("[Mara Not again", "]"),
        ('[Mara "Not again"', "[Mara]"),
        ("[] Not again", "[Name]"),
        ("[?] Not again", "[Name]"),
        ("[Mara]", "words"),
        ("[Mara]Not again", "[Mara] Not again"),
        ("[Mara, wispering] Not again", "whispering"),
        ("[Mara, sad, whispering] Not again", "thought"),
        ("[Mara, thougt] Not again", "thought"),
        ("\\", "backslash"),
        ("Not again \\", "backslash"),
    ],
)
def test_mistakes_are_told_with_their_line(row: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_text(f"Title: T\n\nIt was late.\n\n{row}\n\nThe end.\n", "my script.txt")
    assert refused.value.place == "my script.txt, line 5"
    assert says in str(refused.value)


def test_deliveries_of_voices_toml_are_accepted() -> None:
    script = read_text("Title: T\n\n[Mara, Drunk] Not again.\n", deliveries=["drunk"])
    assert script.lines[0].delivery == ("drunk",)


def test_other_forms_of_a_delivery_are_understood() -> None:
    script = read_text("Title: T\n\n[Mara, whispers, quick] Not again.\n[Tom, thinking] Oh.\n")
    assert script.lines[0].delivery == ("whispering", "quickly")
    assert script.lines[1].kind is Kind.THOUGHT


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (EXAMPLE, True),
        ("\ufeffTitle: T\r\n\r\n[Mara] No.\r\n", True),
        ('Title: A Story\nAuthor: Me\n\nIt was late. She said no.\n\n"No," he said.\n', False),
        ("Title: A Story\n\n# One\n\nIt was late. [1] She said no.\n", False),
        ("It was late.\n\n[Mara] No.\n", False),
        ("", False),
    ],
)
def test_telling_a_tagged_script_from_a_story(text: str, verdict: bool) -> None:
    assert is_tagged_script(text) is verdict


def test_thought_stays_a_kind_where_voices_toml_says_how_it_sounds() -> None:
    line = read_text("# One\n\n[Mara, thought] Why not?\n", deliveries=["thought", "sleepy"]).lines[-1]
    assert (line.kind, line.delivery) == (Kind.THOUGHT, ())
