from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import F, M, script

from audiobook.cast.casting import cast
from audiobook.cast.completion import write_completed
from audiobook.cast.layers import find
from audiobook.errors import JobFailed
from audiobook.model import Character, Script

ANN, BOB, CAL = Character("Ann", F, ("Annie",)), Character("Mr. Bob", M), Character('Cal "Q" O’Hara', M)
STORY = script([["Ann", "Mr. Bob", "Ann"]], ANN, BOB)
LONGER = script([["Ann", "Mr. Bob", "Ann", CAL.name]], ANN, BOB, CAL)


def complete(folder: Path, story: Script = STORY) -> bool:
    record = folder / ".takes" / "voices.toml"
    voices = find(None, folder, record=record, here=folder)
    return write_completed(folder / "voices.toml", record, cast(story, voices), story, voices)


def text_of(folder: Path) -> str:
    return (folder / "voices.toml").read_bytes().decode()


def test_the_first_run_writes_the_whole_cast_with_comments(tmp_path: Path) -> None:
    assert complete(tmp_path)
    text = text_of(tmp_path)
    written = tomllib.loads(text)
    assert written["defaults"] == {"engine": "pyttsx3"}
    assert written["narrator"] == {"voice": "en-us"}
    assert written["characters"]["Ann"]["aliases"] == ["Annie"]
    assert written["characters"]["Ann"]["gender"] == "female"
    assert set(written["characters"]) == {"Ann", "Mr. Bob"}
    assert "# 2 lines, cast automatically.\n[characters.Ann]" in text
    assert '# [delivery.whispering]\n# rate = 0.9\n# gain = -6\n# effect = "whisper"' in text


def test_taking_away_the_marks_leaves_a_good_file(tmp_path: Path) -> None:
    complete(tmp_path)
    head, _, tail = text_of(tmp_path).partition("\n[defaults]")
    opened = "\n[defaults]" + tail.replace("# 2 l", "## 2 l").replace("# 1 l", "## 1 l")
    (tmp_path / "voices.toml").write_text(head + opened.replace("\n# ", "\n"))
    complete(tmp_path)


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    complete(tmp_path)
    text, stamp = text_of(tmp_path), (tmp_path / "voices.toml").stat().st_mtime_ns
    assert not complete(tmp_path)
    assert text_of(tmp_path) == text
    assert (tmp_path / "voices.toml").stat().st_mtime_ns == stamp


def test_newcomers_are_added_below(tmp_path: Path) -> None:
    complete(tmp_path)
    before = text_of(tmp_path)
    assert complete(tmp_path, LONGER)
    after = text_of(tmp_path)
    assert after.startswith(before.rstrip("\n"))
    assert tomllib.loads(after)["characters"][CAL.name]["gender"] == "male"
    assert not complete(tmp_path, LONGER)


PERSONS = """\
# my cast
  [characters . "Mr. Bob"]   # the grocer
pitch = 2.0  # squeaky
# end of Bob

[characters.Ann]
voice = 'en-gb+f5'
aliases = [   # more to come
  "Annie",
  "Nan" ]


[delivery.whispering]
gain = -8"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n\n"])
def test_a_persons_file_is_completed_around_their_words(tmp_path: Path, end: str, last: str) -> None:
    text = (PERSONS + last).replace("\n", end)
    (tmp_path / "voices.toml").write_bytes(text.encode())
    assert complete(tmp_path)
    completed = text_of(tmp_path)
    lines, theirs = completed.split(end), PERSONS.split("\n")
    assert "\n" not in completed.replace(end, "")
    kept = iter(lines)
    assert all(line in kept for line in theirs), "in the same order"
    added = [line for line in lines if line not in theirs]
    assert 'gender = "female"' in added
    written = tomllib.loads(completed)
    assert written["characters"]["Mr. Bob"]["pitch"] == 2
    assert written["characters"]["Mr. Bob"]["voice"].startswith("en-us")
    assert written["characters"]["Ann"] == {
        "voice": "en-gb+f5",
        "aliases": ["Annie", "Nan"],
        "gender": "female",
    }
    assert written["defaults"]["engine"] == "pyttsx3"
    assert not complete(tmp_path)


def test_a_character_under_an_alias_keeps_that_table(tmp_path: Path) -> None:
    (tmp_path / "voices.toml").write_text("[characters.Annie]\nrate = 120\n")
    complete(tmp_path)
    written = tomllib.loads(text_of(tmp_path))
    assert set(written["characters"]) == {"Annie", "Mr. Bob"}
    assert written["characters"]["Annie"]["voice"]


def test_settings_from_elsewhere_are_only_mentioned(tmp_path: Path) -> None:
    outer, folder = tmp_path / "voices.toml", tmp_path / "book"
    folder.mkdir()
    outer.write_text('[narrator]\nvoice = "en-gb"\n[characters.Ann]\nvoice = "en-gb+f5"\ngender = "female"\n')
    voices = find(None, folder, record=folder / "record", here=tmp_path)
    write_completed(folder / "voices.toml", folder / "record", cast(STORY, voices), STORY, voices)
    text = text_of(folder)
    assert tomllib.loads(text)["characters"]["Ann"] == {"aliases": ["Annie"]}
    assert tomllib.loads(text)["narrator"] == {}
    assert text.count(f"# voice: from {outer}\n") == 2


def test_the_program_renews_only_its_own_words(tmp_path: Path) -> None:
    complete(tmp_path)
    path = tmp_path / "voices.toml"
    path.write_text(text_of(tmp_path).replace('"Annie"]', '"Annie"]  # so far').replace('male"  ', 'male"'))
    more = Character("Ann", F, ("Annie", "Nan"))
    assert complete(tmp_path, script([["Ann", "Mr. Bob", "Ann"]], more, BOB))
    assert 'aliases = ["Annie", "Nan"]  # so far' in text_of(tmp_path)
    path.write_text(text_of(tmp_path).replace('"Nan"]', '"Nancy"]'))
    assert not complete(tmp_path, script([["Ann", "Mr. Bob", "Ann"]], ANN, BOB))


def test_a_line_that_was_taken_out_is_cast_again(tmp_path: Path) -> None:
    complete(tmp_path)
    path = tmp_path / "voices.toml"
    whole = text_of(tmp_path)
    path.write_text("\n".join(line for line in whole.split("\n") if not line.startswith("voice")))
    assert complete(tmp_path)
    assert tomllib.loads(text_of(tmp_path)) == tomllib.loads(whole)


def test_a_first_person_narrator_gets_a_word_of_explanation(tmp_path: Path) -> None:
    story = script([["I", "Ann"]], Character("I", narrates=True), ANN)
    complete(tmp_path, story)
    assert (
        "# 1 line; tells the story, in the narrator's voice unless one is given here.\n[characters.I]"
        in text_of(tmp_path)
    )
    assert not complete(tmp_path, story)


@pytest.mark.parametrize(
    "text", ["characters = { Ann = { rate = 100 } }\n", "defaults = {}\n[characters]\nAnn.rate = 100\n"]
)
def test_tables_that_cannot_be_added_to_are_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "voices.toml").write_text(text)
    complete(tmp_path)
    assert text_of(tmp_path).startswith(text)
    assert tomllib.loads(text_of(tmp_path))["characters"]["Ann"]["rate"] == 100
    assert not complete(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(JobFailed, match="cannot be written"):
        complete(tmp_path)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    voices = find(None, tmp_path, here=tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(JobFailed) as failed:
        write_completed(tmp_path / "file" / "voices.toml", tmp_path / "r", cast(STORY, voices), STORY, voices)
    assert failed.value.remedy


entries = st.lists(
    st.sampled_from(
        [
            "# a remark",
            "",
            '[characters.Ann]\nvoice = "en-gb+f5" # hers\n# below',
            "[characters.'Mr. Bob']\n\nrate=100",
            "[characters.Zoe]\naliases = [\n 'Z' ]",
            "[narrator]\n   pitch = -2",
            "[defaults]\nrate = 150",
            "[delivery.shouting]\ngain = 1",
        ]
    ),
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(entries)
def test_whatever_a_person_wrote_stays_line_by_line(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("book")
    text = "\n".join(parts)
    (folder / "voices.toml").write_text(text)
    theirs = tomllib.loads(text)
    complete(folder, LONGER)
    completed = text_of(folder)
    kept = iter(completed.split("\n"))
    assert all(line in kept for line in text.rstrip().split("\n"))
    written = tomllib.loads(completed)
    for table, content in theirs.items():
        for name, value in content.items():
            assert written[table][name] == (
                value if not isinstance(value, dict) else {**written[table][name], **value}
            )
    assert {"Ann", "Mr. Bob", CAL.name} <= set(written["characters"])
    assert not complete(folder, LONGER)
