"""The verbatim guarantee is checked, and a script that breaks it is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiobook.errors import JobFailed
from audiobook.manuscript import read_text
from audiobook.model import Line, Manuscript, Script
from audiobook.script.tagging import tag
from audiobook.script.verbatim import check

STORY = """THE LAMP

"Not again,"  said
Mara. It was dark.

The sea was loud.
"""


@pytest.fixture
def manuscript() -> Manuscript:
    return read_text(STORY)


@pytest.fixture
def script(manuscript: Manuscript) -> Script:
    """Every paragraph in two lines, cut in the middle of a word."""
    lines = []
    for c, chapter in enumerate(manuscript.chapters):
        for p, paragraph in enumerate(chapter.paragraphs):
            for n, (a, b) in enumerate([(0, 5), (5, len(paragraph.text))]):
                start, end = paragraph.source_span(a, b)
                line = Line(paragraph.text[a:b], c, p, glued=n == 1, start=start, end=end)
                lines.append(replace(line, heading=paragraph.heading))
    return Script(manuscript.book, ("x",), tuple(lines), left_out=manuscript.left_out)


def broken(script: Script, at: int, **changes: object) -> Script:
    lines = list(script.lines)
    lines[at] = replace(lines[at], **changes)  # type: ignore[arg-type]
    return replace(script, lines=tuple(lines))


def test_a_true_script_passes(script: Script, manuscript: Manuscript) -> None:
    check(script, manuscript)


def test_any_change_is_found(script: Script, manuscript: Manuscript) -> None:
    last = script.lines[-1]
    wrong = [
        broken(script, 2, text=script.lines[2].text + "!"),
        broken(script, 3, glued=False),
        broken(script, 3, start=0),
        replace(script, lines=script.lines[:-2]),
        replace(script, lines=script.lines[:-1]),
        replace(script, lines=(*script.lines, replace(last, paragraph=last.paragraph + 1))),
        replace(script, left_out=(*script.left_out, *script.left_out, *manuscript.left_out))
        if script.left_out
        else broken(script, 0, end=1),
    ]
    for each in wrong:
        with pytest.raises(JobFailed, match=r"chapter|reading") as failed:
            check(each, manuscript)
        assert failed.value.remedy


def test_lost_source_characters_are_found(script: Script, manuscript: Manuscript) -> None:
    with pytest.raises(JobFailed, match="lost"):
        check(script, replace(manuscript, source=manuscript.source + "more"))


@pytest.mark.parametrize("text", ["Mabel''Mabel", "the cats''toys", "A'''b", "“Go,” she said.—”No”''x"])
def test_marks_between_two_quotations_are_in_one_line_only(text: str) -> None:
    assert "".join(line.text for line in tag(read_text(text)).lines).replace(" ", "") == text.replace(" ", "")
