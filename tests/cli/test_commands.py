"""Every command as a person types it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest
from mutagen.mp3 import MP3

from audiobook.cli import COMMANDS, run
from audiobook.cli.doctor import EXTRAS

PROGRAM = [sys.executable, "-m", "audiobook"]

STORY = """Chapter One

"Who put the cat in the piano?" asked Irma.

"It climbed," said Otto. "I only closed the lid."

Chapter Two

"And opened it again?" asked Irma.
"""


LIFT = """Lift

Ada and Bruno and Cleo stood in the lift. Nobody had pressed anything.

“Which floor?”

“I thought that you knew.”

“Somebody must.”

“Four,” said Cleo.
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cat.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(command, capsys):
    assert run([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert "Examples:" in told
    assert f"audiobook {command}" in told


def test_help_lists_the_commands_in_the_order_of_the_work(capsys):
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    places = [told.index(f"\n  {command} ") for command in COMMANDS]
    assert places == sorted(places)


def test_a_misspelt_command_gets_the_nearest_one(capsys):
    assert run(["maek", "cat.txt"]) == 2
    assert "audiobook make" in capsys.readouterr().err


def test_starting_up_imports_nothing_heavy():
    heavy = "numpy PIL rich pydub mutagen markdown_it tomlkit lxml pyttsx3"
    code = (
        "import sys; from audiobook.cli import run; run(['--help']);"
        f"print([m for m in '{heavy}'.split() if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_make_says_what_was_made_and_where(here, capsys):
    assert run(["make", "cat.txt", "--jobs", "1"]) == 0
    told = capsys.readouterr()
    assert "2 chapters" in told.out
    assert "Irma" in told.out
    assert "Cat.m3u8" in told.out
    assert told.err == ""  # no progress where nobody is looking
    assert run(["make", "cat.txt", "--dry-run"]) == 0
    assert "nothing to record" in capsys.readouterr().out
    assert run(["check", "Cat"]) == 0
    assert "Meets the audio spec." in capsys.readouterr().out
    assert run(["doctor", "Cat"]) == 0
    assert "All is well." in capsys.readouterr().out


def test_a_dry_run_names_what_would_be_done_and_writes_nothing(here, capsys):
    assert run(["make", "cat.txt", "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "record" in told
    assert "Chapter Two" in told
    assert [path.name for path in here.iterdir()] == ["cat.txt"]


def test_the_script_in_both_forms(here, capsys):
    assert run(["script", "cat.txt"]) == 0
    assert '[Otto] "It climbed,"' in capsys.readouterr().out
    assert run(["script", "cat.txt", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    for line in data["lines"]:
        assert STORY[line["start"] : line["end"]] == line["text"]
    assert {c["name"]: c["lines"] for c in data["characters"]} == {"Irma": 2, "Otto": 2}


def test_a_written_script_is_a_story_like_any_other(here, capsys):
    assert run(["script", "cat.txt", "-o", "mine.txt"]) == 0
    text = (here / "mine.txt").read_text("utf-8").replace("[Otto]", "[Oscar]")
    (here / "mine.txt").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(["cast", "mine.txt", "-o", "book"]) == 0
    assert "Oscar" in capsys.readouterr().out
    assert "[characters.Oscar]" in (here / "book" / "voices.toml").read_text("utf-8")


def test_a_script_that_somebody_edited_is_not_written_over(here, capsys):
    assert run(["script", "cat.txt", "-o", "mine.txt"]) == 0
    assert run(["script", "cat.txt", "-o", "mine.txt"]) == 0
    edited = (here / "mine.txt").read_text("utf-8").replace("[Otto]", "[Oscar]")
    (here / "mine.txt").write_text(edited, encoding="utf-8")
    capsys.readouterr()
    assert run(["script", "cat.txt", "-o", "mine.txt"]) == 2
    assert "--keep mine.txt" in capsys.readouterr().err
    assert (here / "mine.txt").read_text("utf-8") == edited
    assert run(["script", "cat.txt", "-o", "cat.txt"]) == 2
    assert (here / "cat.txt").read_text("utf-8") == STORY
    assert run(["script", "cat.txt", "--keep", "mine.txt", "-o", "mine.txt"]) == 0
    assert "[Oscar]" in (here / "mine.txt").read_text("utf-8")


def test_a_preview_is_encoded_as_its_name_says(here, capsys):
    assert run(["preview", "cat.txt", "-c", "otto", "-o", "otto.aac"]) == 2
    assert "Known: .mp3, .opus, .flac, .wav." in capsys.readouterr().err
    assert run(["preview", "cat.txt", "-c", "otto", "-o", "otto.mp3"]) == 0
    assert round(MP3(here / "otto.mp3").info.bitrate, -3) == 192_000


def test_check_takes_audio_files_only(here, capsys):
    assert run(["check", "cat.txt"]) == 2
    assert "this is no audio file" in capsys.readouterr().err


def test_check_says_which_tags_are_wanted(here, capsys):
    assert run(["preview", "cat.txt", "-c", "otto", "-o", "otto.mp3"]) == 0
    assert run(["check", "otto.mp3"]) == 1
    told = capsys.readouterr().out
    assert "tags are without title, album, narrator, cover, wanted title, album, narrator, cover." in told


def test_doctor_names_everything_that_can_be_installed(capsys):
    assert run(["doctor"]) == 0
    told = capsys.readouterr().out
    for name, packages in EXTRAS.items():
        assert f" {name}: " in told
        wanted = metadata.requires("audiobook")
        assert all(
            any(f"extra == '{name}'" in one and package in one for one in wanted) for package in packages
        )


def test_what_is_corrected_is_not_asked_about_again(here, capsys):
    (here / "lift.txt").write_text(LIFT, encoding="utf-8")
    assert run(["cast", "lift.txt"]) == 0
    script = here / "Lift" / "script.txt"
    capsys.readouterr()
    assert run(["script", "lift.txt", "--unsure"]) == 0
    before = capsys.readouterr().out
    tag = re.search(r"\[(.+)\?\]  “Which floor\?”", before)
    assert tag
    text = script.read_text("utf-8")
    corrected = text.replace(f"[{tag[1]}?] “Which floor?”", "[Ada] “Which floor?”")
    assert corrected != text
    script.write_text(corrected, encoding="utf-8")
    assert run(["script", "lift.txt", "--unsure"]) == 0
    after = capsys.readouterr().out
    assert "Which floor?" not in after
    assert after.count("?]") == before.count("?]") - 1


def test_standard_input_is_a_story_too(here):
    done = subprocess.run(
        [sys.executable, "-m", "audiobook", "script", "-"],
        input=STORY.encode(),
        capture_output=True,
        check=True,
    )
    assert b"[Irma]" in done.stdout


def test_a_reader_that_goes_away_is_no_error(here):
    (here / "long.txt").write_text(STORY * 400, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-m", "audiobook", "script", "long.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.readline()
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait() == 0


def test_preview_writes_a_characters_own_lines(here, capsys):
    assert run(["preview", "cat.txt", "--character", "otto", "-o", "otto.mp3"]) == 0
    told = capsys.readouterr().out
    assert "I only closed the lid" in told
    assert "Irma" not in told
    assert (here / "otto.mp3").stat().st_size > 5_000


def test_voices_lists_what_can_be_written_in_voices_toml(capsys):
    assert run(["voices", "--gender", "female"]) == 0
    told = capsys.readouterr().out
    assert "en-us+f3" in told
    assert "en-us+m3" not in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_the_usual_shells(shell, capsys):
    assert run(["completion", shell]) == 0
    assert "_AUDIOBOOK_COMPLETE" in capsys.readouterr().out


BAD = [
    (["make", "cta.txt"], "Did you mean cat.txt?"),
    (["make", "."], "folder"),
    (["make", "cat.txt", "--format", "mp4"], "Did you mean 'm4b'?"),
    (["make", "cat.txt", "--format", "mp"], "Did you mean 'mp3'?"),
    (["make", "cat.txt", "--engine", "pytsx3"], "pyttsx3"),
    (["make", "cat.txt", "--voices", "none.toml"], "none.toml"),
    (["preview", "cat.txt", "--character", "Oto"], "Otto"),
    (["script", "cat.txt", "--keep", "none.txt"], "none.txt"),
    (["check", "nowhere"], "nowhere"),
    (["doctor", "nowhere"], "nowhere"),
    (["make"], "STORY"),
    (["maek", "cat.txt"], "Did you mean `audiobook make`?"),
    (["make", "cat.txt", "--formatt", "mp3"], "--format"),
    (["make", "cat.txt", "--jobs", "none"], "--jobs"),
]


@pytest.mark.parametrize(("arguments", "hint"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_input_is_said_in_a_line_or_two(here, capsys, arguments, hint):
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert hint in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) <= 2
    assert [path.name for path in here.iterdir()] == ["cat.txt"]


def test_a_mistake_in_voices_toml_names_the_line_and_the_nearest_choice(here, capsys):
    (here / "voices.toml").write_text('[characters.Otto]\nvoise = "en-us"\n', encoding="utf-8")
    assert run(["make", "cat.txt"]) == 2
    told = capsys.readouterr().err
    assert "voices.toml, line 2" in told
    assert "voice" in told


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_plainly(here, capsys):
    (here / "shut").mkdir(mode=0o500)
    assert run(["make", "cat.txt", "-o", "shut/book"]) == 1
    assert "shut" in capsys.readouterr().err


def test_the_help_fits_a_terminal_and_is_not_cut_off(capsys):
    for arguments in ([], *([command] for command in COMMANDS)):
        run([*arguments, "--help"])
        told = capsys.readouterr().out
        assert max(map(len, told.splitlines())) <= 80
        assert not any(line.endswith("...") for line in told.splitlines()[1:])


def test_a_voice_is_found_by_the_name_of_its_language_and_by_gender(capsys):
    assert run(["voices", "--language", "german", "--gender", "female"]) == 0
    assert "de+f2" in capsys.readouterr().out


def test_cast_ends_with_the_command_for_this_very_folder(here, capsys):
    (here / "mine.toml").write_text("")
    assert run(["cast", "cat.txt", "-o", "my book", "--voices", "mine.toml"]) == 0
    told = capsys.readouterr().out
    assert told.endswith('audiobook make cat.txt -o "my book" --voices mine.toml\n')


def test_no_format_and_a_file_for_a_folder_are_refused(here, capsys):
    assert run(["make", "cat.txt", "--format", ","]) == 2
    assert "mp3" in capsys.readouterr().err
    assert run(["make", "cat.txt", "-o", "cat.txt"]) == 2
    assert "--output" in capsys.readouterr().err


def test_output_may_start_with_a_dash(here):
    assert run(["make", "cat.txt", "--output=-cat", "--jobs", "1"]) == 0
    assert list((here / "-cat").glob("*.mp3"))


def test_the_spoken_form_is_shown_for_lines_that_are_read_otherwise(here, capsys):
    (here / "cat.txt").write_text('"It was 9:30," said Irma.\n\n"Indeed," said Otto.\n', encoding="utf-8")
    assert run(["script", "cat.txt", "--spoken"]) == 0
    shown = capsys.readouterr().out
    assert '[Irma] "It was 9:30,"\nis read: It was nine thirty,\n' in shown
    assert "Indeed" not in shown


def test_words_that_a_voice_may_say_wrong_can_be_pasted_into_the_lexicon(here, capsys):
    story = '"Where is Xochvel?" asked Irma.\n\n"Xochvel sleeps," said Otto of Zbryn.\n'
    (here / "cat.txt").write_text(story, encoding="utf-8")
    assert run(["script", "cat.txt", "--unknown"]) == 0
    shown = capsys.readouterr().out
    entries = tomllib.loads(shown)
    assert list(entries) == ["Xochvel", "Zbryn"]
    assert "# 2 lines; /" in shown
    (here / "lexicon.toml").write_text(shown, encoding="utf-8")
    assert run(["script", "cat.txt", "--unknown"]) == 0
    assert tomllib.loads(capsys.readouterr().out) == {}


def test_a_mistake_in_the_lexicon_names_its_line(here, capsys):
    (here / "lexicon.toml").write_text("\nIrma = 3\n", encoding="utf-8")
    assert run(["script", "cat.txt", "--spoken"]) == 2
    assert "lexicon.toml, line 2" in capsys.readouterr().err
