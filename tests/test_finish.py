"""How a book is finished, and that its folder remembers."""

from __future__ import annotations

import pytest

from audiobook.errors import BadInput
from audiobook.finish import AS_EVER, Finish, last_finish, takes_at

WHOLE = Finish(("m4b", "epub"), "small", -18.0, credits=True, sample=True)


def test_what_is_remembered_is_read_back(tmp_path):
    WHOLE.remember(tmp_path / "finish.json")
    assert last_finish(tmp_path / "finish.json") == WHOLE


@pytest.mark.parametrize("harm", ["", "{}", "[]", '{"formats": 3}', "null", "\x00"])
def test_a_memory_that_came_to_harm_is_none(tmp_path, harm):
    (tmp_path / "finish.json").write_text(harm)
    assert last_finish(tmp_path / "finish.json") == AS_EVER


def test_a_memory_of_what_there_is_no_more_is_none(tmp_path):
    Finish(("wax",)).remember(tmp_path / "finish.json")
    assert last_finish(tmp_path / "finish.json") == AS_EVER


def test_what_is_not_named_is_as_it_was():
    assert AS_EVER.after(WHOLE) == WHOLE
    assert Finish(credits=False).after(WHOLE) == Finish(("m4b", "epub"), "small", -18.0, False, True)
    assert Finish(("flac",)).after(WHOLE).published == ("flac",)
    assert AS_EVER.after(AS_EVER).published == ("mp3",)


def test_a_preset_that_is_named_brings_its_own_loudness():
    assert Finish(preset="acx").after(WHOLE).loudness is None
    assert Finish(preset="acx", loudness=-20).after(WHOLE).loudness == -20


def test_it_is_said_as_a_person_would_type_it():
    assert WHOLE.options() == "--format m4b,epub --preset small --loudness -18 --credits --sample"
    assert AS_EVER.options() == Finish(("mp3",), "acx").options() == ""


@pytest.mark.parametrize("wrong", [Finish(("wax",)), Finish(()), Finish(preset="tiny"), Finish(loudness=3)])
def test_what_there_is_not_is_refused(wrong):
    with pytest.raises(BadInput):
        wrong.check()


def test_a_folder_of_takes_is_remembered_by_its_whole_path_and_given_up_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shared = Finish(takes=takes_at("shared takes"))
    shared.remember(tmp_path / "finish.json")
    last = last_finish(tmp_path / "finish.json")
    assert last.takes == str(tmp_path / "shared takes")
    assert last.options() == f'--takes "{tmp_path / "shared takes"}"'
    assert (AS_EVER.after(last).takes, Finish(takes=takes_at("")).after(last).takes) == (last.takes, "")


def test_a_password_is_neither_shown_nor_written_down(tmp_path):
    finish = Finish(takes=takes_at("sftp://ada:opensesame@host/takes"))
    finish.remember(tmp_path / "finish.json")
    assert "opensesame" not in (tmp_path / "finish.json").read_text() + finish.options()
    assert last_finish(tmp_path / "finish.json") == AS_EVER
