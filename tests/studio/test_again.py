"""Running again: only what changed is made anew, and nothing that a person made is touched."""

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import mutagen
import pytest
from hearing import same_sound
from small_books import CAST, chapter, line, plan, produce, story, two_chapters

from audiobook import studio
from audiobook.errors import BadInput
from audiobook.model import Script, Voice
from audiobook.studio import cutting
from audiobook.studio.crew import Crew, Worker
from audiobook.studio.ledger import Ledger
from audiobook.studio.making import KEEP_UNUSED_DAYS
from audiobook.studio.pool import Pool
from audiobook.studio.takes import Takes
from audiobook.studio.tasks import Task
from audiobook.studio.worker import Desk


def states(made: studio.Production) -> list[str]:
    return [each.state for each in made.chapters]


def with_text(script: Script, index: int, text: str) -> Script:
    lines = list(script.lines)
    lines[index] = replace(lines[index], text=text)
    return script.replace(lines=tuple(lines))


def stamps(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory, engines_path: Path) -> Path:
    folder = tmp_path_factory.mktemp("once") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(engines_path))
        produce(two_chapters(), folder)
    return folder


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """The two chapters, made; to be changed at will."""
    return shutil.copytree(made_once, tmp_path / "out")


def test_nothing_changed_nothing_done(folder: Path) -> None:
    before = stamps(folder)
    made = produce(two_chapters(), folder)
    assert states(made) == ["kept", "kept"]
    assert (made.lines_recorded, made.lines_kept, made.readings_recorded) == (0, 9, 0)
    assert stamps(folder) == before


def test_one_line_changed(folder: Path) -> None:
    script = with_text(two_chapters(), 1, "The kite went up at dusk.")
    foreseen = plan(script, folder)
    assert (foreseen.record, foreseen.mix, foreseen.kept) == ((1,), ("Up",), ("Down",))
    assert foreseen.seconds is not None
    made = produce(script, folder)
    assert (made.lines_recorded, made.lines_kept, made.takes_unused) == (1, 8, 1)
    assert states(made) == ["made", "kept"]


def test_of_a_long_chapter_only_the_changed_part_is_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "LONG", 30.0)
    monkeypatch.setattr(cutting, "AROUND", 3.0)
    texts = [f"Day {day} went by without news." for day in range(1, 21)]
    with Pool(1) as pool:
        pool.crew = Crew(1, start=Here)
        options: dict[str, Any] = {"formats": ("mp3", "m4b"), "pool": pool}
        assert produce(story(chapter(*texts)), tmp_path / "out", **options).seconds > 30
        before = parts_of(tmp_path / "out")
        texts[9] = "Day 10 brought a letter."
        changed = story(chapter(*texts), titles=["Waited"])
        made = produce(changed, tmp_path / "out", **options)
        after = parts_of(tmp_path / "out")
        assert (made.lines_recorded, states(made)) == (1, ["made"])
        assert len(before) - len(before & after) <= 4  # two of each file at most
        assert len(before & after) >= 4
        fresh = produce(changed, tmp_path / "fresh", **options)
        assert after == parts_of(tmp_path / "fresh")
        assert [path.name for path in made.files] == [path.name for path in fresh.files]
        for path, other in zip(made.files, fresh.files, strict=True):
            assert path.read_bytes() == other.read_bytes()
        renamed = produce(changed.replace(chapters=("Waited On",)), tmp_path / "out", **options)
        assert states(renamed) == ["dressed"]
        assert parts_of(tmp_path / "out") == after


class Here(Worker):
    """A worker in this process, that sees the same settings as the test."""

    def __init__(self) -> None:
        super().__init__()
        self._desk = Desk()

    def give(self, takes: str, task: Task, seconds: float) -> None:
        self.task = task
        self.allow(seconds)
        threading.Thread(target=self._desk.serve, args=(takes, task, self.tell)).start()

    def kill(self) -> None:
        """It ends with its task."""


def parts_of(folder: Path) -> set[str]:
    """The parts that the files of long chapters have, by digest."""
    files = Ledger.load(folder, folder / ".takes" / "ledger.json").files
    return {part.digest for entry in files.values() for part in entry.parts}


def test_only_pickups_are_recorded_and_only_their_chapters_touched(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    produce(with_text(two_chapters(), 6, "It did, and how."), folder)
    touched = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and before.get(path) != path.stat().st_mtime_ns
    }
    takes = {name for name in touched if name.endswith(".wav")}
    assert len(takes) == 1
    assert touched - takes - {".takes/lock"} == {
        "02 - Down.mp3",
        "cues/02 - Down.json",
        "The Kite.m3u8",
        ".takes/ledger.json",
    }


def test_one_sentence_of_a_line_changed(tmp_path: Path) -> None:
    produce(story([line("One thing. Another thing. A third.", 0)]), tmp_path)
    made = produce(story([line("One thing. Another matter. A third.", 0)]), tmp_path)
    assert (made.lines_recorded, made.readings_recorded) == (1, 1)


def test_one_voice_changed(folder: Path) -> None:
    cast = replace(CAST, characters={**CAST.characters, "Ada": Voice("hum", "high", pitch=2)})
    made = produce(two_chapters(), folder, cast)
    assert made.lines_recorded == 2
    assert states(made) == ["made", "made"]


def test_gain_records_nothing(folder: Path) -> None:
    cast = replace(CAST, characters={**CAST.characters, "Ada": Voice("hum", "high", gain=-3)})
    made = produce(two_chapters(), folder, cast)
    assert (made.lines_recorded, states(made)) == (0, ["made", "made"])


def test_tags_are_changed_without_encoding(folder: Path) -> None:
    script = two_chapters()
    made = produce(script.replace(book=replace(script.book, author="S. Vane")), folder)
    assert (states(made), made.readings_recorded) == (["dressed", "dressed"], 0)
    assert str(mutagen.File(folder / "01 - Up.mp3").tags["TPE1"]) == "S. Vane"


def test_a_chapter_renamed_leaves_no_stale_file(folder: Path) -> None:
    made = produce(two_chapters().replace(chapters=("Aloft", "Down")), folder)
    assert states(made) == ["dressed", "kept"]
    assert sorted(path.name for path in folder.glob("*.mp3")) == ["01 - Aloft.mp3", "02 - Down.mp3"]
    assert sorted(path.name for path in (folder / "cues").iterdir()) == ["01 - Aloft.json", "02 - Down.json"]


def test_a_chapter_put_first_moves_the_others(tmp_path: Path) -> None:
    texts = [chapter("It flew."), chapter("It fell, all the way."), chapter("It lay there.")]
    titles = ("Kite",) * 3
    produce(story(*texts[1:], titles=titles[1:]), tmp_path / "a")
    made = produce(story(*texts, titles=titles), tmp_path / "a")
    assert states(made) == ["made", "dressed", "dressed"]
    produce(story(*texts, titles=titles), tmp_path / "b")
    for name in ("01 - Kite.mp3", "02 - Kite.mp3", "03 - Kite.mp3"):
        assert same_sound(tmp_path / "a" / name, tmp_path / "b" / name)
        assert mutagen.File(tmp_path / "a" / name).tags["TRCK"] == [f"{int(name[:2])}/3"]


def test_fewer_chapters(folder: Path) -> None:
    script = two_chapters()
    produce(script.replace(chapters=("Up",), lines=script.lines[:5]), folder)
    assert [path.name for path in folder.glob("*.mp3")] == ["01 - Up.mp3"]


def delete(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def garble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [delete, truncate, garble])
def test_a_file_that_came_to_harm_is_made_again(
    folder: Path, made_once: Path, harm: Callable[[Path], None]
) -> None:
    harm(folder / "01 - Up.mp3")
    made = produce(two_chapters(), folder)
    assert (states(made), made.readings_recorded) == (["made", "kept"], 0)
    assert same_sound(folder / "01 - Up.mp3", made_once / "01 - Up.mp3")


def test_a_copied_folder_is_still_up_to_date(folder: Path) -> None:
    copy = folder.parent / "copy"
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)
    assert states(produce(two_chapters(), copy)) == ["kept", "kept"]


@pytest.mark.parametrize("harm", [truncate, garble])
def test_damaged_takes_are_recorded_again(folder: Path, harm: Callable[[Path], None]) -> None:
    takes = Takes(folder / ".takes")
    keys = sorted(takes.keys())
    for key in keys[:3]:
        harm(takes.path(key))
    takes.path(keys[3]).unlink()
    for path in folder.glob("*.mp3"):
        path.unlink()
    foreseen = plan(two_chapters(), folder)
    made = produce(two_chapters(), folder)
    assert (made.readings_recorded, made.failed) == (4, ())
    assert (len(foreseen.record), foreseen.mix) == (made.lines_recorded, ("Up", "Down"))
    assert all(takes.read(key) for key in keys)


def test_the_takes_may_be_deleted(folder: Path) -> None:
    shutil.rmtree(folder / ".takes")
    made = produce(two_chapters(), folder)
    assert (states(made), made.lines_recorded) == (["made", "made"], 9)


def test_unused_takes_stay_a_while_and_go_on_request(folder: Path) -> None:
    script = with_text(two_chapters(), 1, "The kite went up at dusk.")
    assert produce(script, folder).takes_unused == 1
    assert produce(two_chapters(), folder).readings_recorded == 0  # the change undone
    made = produce(script, folder, prune=True)
    assert made.takes_unused == 0
    assert produce(two_chapters(), folder).readings_recorded == 1


def test_takes_that_nothing_needed_for_long_are_cleared(folder: Path) -> None:
    changed = with_text(two_chapters(), 1, "The kite went up at dusk.")
    produce(changed, folder)
    ledger = folder / ".takes" / "ledger.json"
    content = json.loads(ledger.read_text("utf-8"))
    (old,) = content["unused"]
    content["unused"][old] = (date.today() - timedelta(days=KEEP_UNUSED_DAYS + 1)).isoformat()
    ledger.write_text(json.dumps(content), "utf-8")
    assert Takes(folder / ".takes").read(old)
    assert produce(changed, folder).takes_unused == 0
    assert not Takes(folder / ".takes").path(old).exists()


def test_a_strangers_file_is_not_overwritten(tmp_path: Path) -> None:
    for name in ("02 - Down.mp3", "The Kite.m3u8"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_bytes(b"mine")
        with pytest.raises(BadInput, match="not made by audiobook") as refused:
            produce(two_chapters(), folder)
        assert name in str(refused.value.place)
        assert (folder / name).read_bytes() == b"mine"
        assert not (folder / "01 - Up.mp3").exists()


def test_a_persons_cover_is_used_and_kept(folder: Path) -> None:
    from audiobook.studio.cover import draw_cover

    mine = draw_cover("Mine", "Me")
    (folder / "cover.jpg").write_bytes(mine)
    made = produce(two_chapters(), folder)
    assert states(made) == ["dressed", "dressed"]
    assert mutagen.File(folder / "01 - Up.mp3").tags["APIC:"].data == mine
    script = two_chapters()
    produce(script.replace(book=replace(script.book, title="Another")), folder)
    assert (folder / "cover.jpg").read_bytes() == mine


def test_whatever_else_is_called_cover_is_not_overwritten(folder: Path) -> None:
    (folder / "cover.jpg").write_bytes(b"notes on the cover")
    shutil.rmtree(folder / ".takes")
    with pytest.raises(BadInput, match="not made by audiobook"):
        produce(two_chapters(), folder)
    assert (folder / "cover.jpg").read_bytes() == b"notes on the cover"


def test_another_format_later_mixes_but_records_nothing(folder: Path) -> None:
    made = produce(two_chapters(), folder, formats=("opus",))
    assert made.readings_recorded == 0
    assert len(list(folder.glob("*.mp3"))) == len(list(folder.glob("*.opus"))) == 2
