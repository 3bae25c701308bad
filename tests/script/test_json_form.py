"""The machine form: what programs and the scorer read, and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import BadInput
from audiobook.manuscript import read_text
from audiobook.model import Book, Character, Gender, Kind, LeftOut, Line, Script
from audiobook.script.jsonform import read_json, write_json
from audiobook.script.tagging import tag

texts = st.text(min_size=1, max_size=20)
lines = st.builds(
    Line,
    text=texts,
    chapter=st.integers(0, 3),
    paragraph=st.integers(0, 9),
    speaker=texts,
    kind=st.sampled_from(Kind),
    delivery=st.lists(texts, max_size=2).map(tuple),
    confidence=st.floats(0, 1),
    reason=st.text(max_size=9),
    heading=st.booleans(),
    opens_scene=st.booleans(),
    glued=st.booleans(),
    start=st.integers(-1, 99),
    end=st.integers(-1, 99),
)
people = st.builds(
    Character, texts, st.sampled_from(Gender), st.lists(texts, max_size=2).map(tuple), st.booleans()
)
gaps = st.lists(st.builds(LeftOut, st.integers(0, 99), st.integers(0, 99), texts), max_size=3)
scripts = st.builds(
    Script,
    st.builds(Book, st.text(), st.text(), st.text(), st.text()),
    st.lists(st.text(), max_size=3).map(tuple),
    st.lists(lines, max_size=5).map(tuple),
    st.lists(people, max_size=3).map(tuple),
    gaps.map(lambda found: tuple(sorted(found, key=lambda left: (left.start, left.end, left.why)))),
)


@given(scripts)
def test_reading_back_gives_the_same_script(script: Script) -> None:
    back = read_json(write_json(script))
    assert sorted(back.left_out, key=str) == sorted(script.left_out, key=str)
    assert back.replace(left_out=()) == script.replace(left_out=())


STORY = """THE LAMP

The lamp went out.[1] "Not again," said
Mara.

12

"It is

13

here," said Tom.
"""


def test_every_character_is_covered_once() -> None:
    data = json.loads(write_json(tag(read_text(STORY))))
    seen = [0] * len(STORY)
    for start, end in [(x["start"], x["end"]) for x in data["lines"]] + [x[:2] for x in data["left_out"]]:
        for at in range(start, end):
            seen[at] += 1
    assert all(count == 1 for count, ch in zip(seen, STORY, strict=True) if not ch.isspace())


def test_the_keys_that_others_read() -> None:
    script = Script(
        Book("T", "A"),
        ("One",),
        (
            Line("One", 0, 0, heading=True, start=0, end=3),
            Line("No.", 0, 1, "Mara", Kind.SPEECH, ("whispering",), 0.5, start=5, end=8),
        ),
        (Character("Mara", Gender.FEMALE, ("M.",)),),
        (LeftOut(9, 10, "markup"),),
    )
    data = json.loads(write_json(script))
    assert data["title"] == "T"
    assert data["characters"] == [{"name": "Mara", "gender": "female", "aliases": ["M."], "lines": 1}]
    assert data["lines"][0]["heading"] is True
    assert data["lines"][1] == {
        "chapter": 0,
        "paragraph": 1,
        "start": 5,
        "end": 8,
        "text": "No.",
        "speaker": "Mara",
        "kind": "speech",
        "delivery": ["whispering"],
        "confidence": 0.5,
    }
    assert data["left_out"] == [[9, 10, "markup"]]


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"lines": 3}', '{"title": "T"}', "null"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_json(text, "story.json")
    assert (refused.value.place or "").startswith("story.json")
