import os
import stat

import pytest

from audiobook.errors import BadInput, nearest
from audiobook.files import write_whole


def test_a_file_appears_whole_with_ordinary_permissions(tmp_path):
    path = tmp_path / "new folder" / "script.txt"
    write_whole(path, "ça va\r\n")
    assert path.read_bytes() == "ça va\r\n".encode()
    if os.name == "posix":
        umask = os.umask(0)
        os.umask(umask)
        assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    assert [p.name for p in path.parent.iterdir()] == ["script.txt"]


def test_what_was_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "script.txt"
    path.write_text("mine")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["script.txt"]


def test_the_nearest_choice_ignores_case_and_gives_up_on_nonsense():
    assert nearest("MARRA", ["Mara", "Felix"]) == "Mara"
    assert nearest("zzz", ["Mara", "Felix"]) is None


def test_an_error_says_what_where_and_what_to_do():
    error = BadInput("there is no voice “x”", place="voices.toml, line 3", remedy="Write en-us.")
    assert str(error) == "voices.toml, line 3: there is no voice “x”\nWrite en-us."
    assert error.exit_status == 2


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_one_may_not_write_to_is_named_with_the_file_itself(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(PermissionError) as refused:
        write_whole(tmp_path / "script.txt", "mine")
    assert refused.value.filename == str(tmp_path / "script.txt")


def test_a_file_that_holds_just_that_is_left_alone(tmp_path):
    path = tmp_path / "script.txt"
    write_whole(path, "the same")
    os.utime(path, (1, 1))
    write_whole(path, "the same")
    assert path.stat().st_mtime == 1
    write_whole(path, "the some")
    assert path.read_text() == "the some"


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")
def test_a_link_stays_a_link_and_a_pipe_is_written_into(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "voices.toml").write_text("old")
    (tmp_path / "voices.toml").symlink_to(tmp_path / "shared" / "voices.toml")
    write_whole(tmp_path / "voices.toml", "new")
    assert (tmp_path / "voices.toml").is_symlink()
    assert (tmp_path / "shared" / "voices.toml").read_text() == "new"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_whole(tmp_path / "pipe", "through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
