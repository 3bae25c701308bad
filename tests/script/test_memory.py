"""A story that did not change is not tagged again, and nothing but its own tagging is taken for it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobook.manuscript import read
from audiobook.model import Character, Gender, Manuscript
from audiobook.script.memory import digest, recalled, written
from audiobook.script.tagging import tag

STORY = """The Weir

One

“Is it high?” asked Ines. She leant over the rail.

“High enough,” said Falk—and then, quietly: “Come away.”

Two

*It was not high at all*, she thought.
"""
KNOWN = (Character("Ines", Gender.FEMALE, ("Inny",)), Character("Falk", Gender.MALE))


@pytest.fixture
def manuscript(tmp_path: Path) -> Manuscript:
    (tmp_path / "weir.txt").write_text(STORY, "utf-8")
    return read(tmp_path / "weir.txt")


def test_what_is_recalled_is_what_was_tagged(tmp_path: Path, manuscript: Manuscript) -> None:
    script, made_from = tag(manuscript, KNOWN), digest(manuscript, KNOWN)
    (tmp_path / "memory").write_bytes(written(script, made_from))
    assert recalled(tmp_path / "memory", manuscript, made_from) == script


def test_the_digest_tells_stories_and_settings_apart(tmp_path: Path, manuscript: Manuscript) -> None:
    (tmp_path / "weir.txt").write_text(STORY.replace("High", "Low"), "utf-8")
    other = read(tmp_path / "weir.txt")
    found = {
        digest(manuscript, ()),
        digest(manuscript, KNOWN),
        digest(manuscript, KNOWN[:1]),
        digest(other, ()),
    }
    assert len(found) == 4
    assert digest(manuscript, KNOWN) == digest(manuscript, KNOWN)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7), cut=st.booleans())
def test_what_came_to_harm_is_not_believed(
    tmp_path: Path, manuscript: Manuscript, at: int, bit: int, cut: bool
) -> None:
    made_from = digest(manuscript, ())
    data = bytearray(written(tag(manuscript), made_from))
    at %= len(data)
    if cut:
        del data[at:]
    else:
        data[at] ^= 1 << bit
    (tmp_path / "memory").write_bytes(data)
    assert recalled(tmp_path / "memory", manuscript, made_from) is None


def test_nothing_is_recalled_where_nothing_was_written(tmp_path: Path, manuscript: Manuscript) -> None:
    assert recalled(tmp_path / "memory", manuscript, digest(manuscript, ())) is None
