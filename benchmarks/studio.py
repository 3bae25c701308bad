"""How fast the studio is, beside the physical limit and beside the obvious script, and what memory it takes.

usage: python benchmarks/studio.py [--words N] [--jobs N] [--chapter-words N] [--people N] [--part LINES]
                                   [--only program,limit,naive] [--keep DIR]

On a novel that it makes up (novel.py) it measures, one after the other on the same machine:
  program   `audiobook make` in a fresh process, start-up included; again with nothing to do; again with one
            word of the story changed (in one chapter of six hours: --words 60000 --chapter-words 60000);
            and `audiobook --help`
  limit     the engine's own synthesis of the same lines in the same voices, piped into the same encoder, the
            chapters spread over as many processes, and nothing else (limit.py)
  naive     the obvious script (naive.py) on the first lines of the novel. For the whole, engine and export
            are taken to grow with the lines, joining with their square
Beside seconds on the clock stand those of processor time of all processes, user and system: on a machine that
has other work, trust these. Memory is that of all processes together at its highest, looked at ten times a
second: PSS where the system tells it, so that shared pages count once, else RSS. Needs psutil.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from novel import novel

PROGRAM = [sys.executable, "-m", "audiobook"]
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took."""

    wall: float
    """Seconds on the clock."""
    work: float
    """Seconds of processor time, of all its processes."""
    memory: float
    """MB at the highest, of all its processes together."""
    said: str
    """What it printed."""


def main() -> None:
    """Measure and print."""
    options = _options()
    folder = Path(options.keep or tempfile.mkdtemp(prefix="audiobook-benchmark-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _measure(options, folder)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--chapter-words", type=int, default=3000)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--part", type=int, default=400, metavar="LINES", help="for the obvious script")
    parser.add_argument("--only", default="program,limit,naive", help="which of the three to measure")
    parser.add_argument("--keep", metavar="DIR", help="work in this folder and leave it")
    return parser.parse_args()


def _measure(options: argparse.Namespace, folder: Path) -> None:
    story, out = folder / "story.txt", folder / "out"
    text = novel(options.words, chapter_words=options.chapter_words, people=options.people)
    story.write_text(text, "utf-8")
    shutil.rmtree(out, ignore_errors=True)
    print(f"{len(text.split()):,} words, {options.jobs} processes on {os.cpu_count()} cores")
    print(f"{'':18}   clock    cpu   memory")
    make = [*PROGRAM, "make", str(story), "-o", str(out), "--jobs", str(options.jobs)]
    ratios: list[tuple[str, float, str]] = []
    program = None
    if "program" in options.only:
        program = _run("audiobook make", make)
        again = _run("nothing to do", make)
        story.write_text(text.replace(" the ", " the good ", 1), "utf-8")
        changed = _run("one word changed", make)
        story.write_text(text, "utf-8")
        begun = _run("audiobook --help", [*PROGRAM, "--help"])
        ratios += [
            ("memory, MB", max(program.memory, again.memory, changed.memory), "at most 300"),
            ("nothing to do, s", again.wall, "at most 3 for 100,000 words"),
            ("--help, s", begun.wall, "at most 0.3"),
        ]
    if "limit" in options.only:
        limit = _run("limit", [sys.executable, str(HERE / "limit.py"), str(story), str(options.jobs)], "wall")
        if program:
            ratios.insert(0, ("program / limit, clock", program.wall / limit.wall, "at most 1.25"))
            ratios.insert(1, ("program / limit, cpu", program.work / limit.work, ""))
    if "naive" in options.only:
        naive = _naive(story, options.part)
        if program:
            ratios.append(("naive / program", naive / program.wall, "at least 20"))
    print()
    for what, figure, mark in ratios:
        print(f"{what:24} {figure:8.2f}   {mark}")


def _naive(story: Path, part: int) -> float:
    """Seconds that the obvious script would take for the whole story."""
    measured = _run("obvious script", [sys.executable, str(HERE / "naive.py"), str(story), str(part)])
    took = json.loads(measured.said)
    more = took["all_lines"] / took["lines"]
    whole: float = (took["engine"] + took["export"]) * more + took["join"] * more**2
    print(
        f"  of which {took['lines']} lines: engine {took['engine']:.1f} s, join {took['join']:.1f} s, "
        f"export {took['export']:.1f} s; so all {took['all_lines']:,}: {whole:.0f} s"
    )
    return whole


def _run(name: str, command: list[str], clock: str = "") -> Measured:
    """Run a command, measure it, print what it took. `clock`: where in its JSON it tells its own time."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    highest = [0.0]
    threading.Thread(target=_watch, args=(process.pid, highest), daemon=True).start()
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall, work = time.perf_counter() - before, usage.ru_utime + usage.ru_stime
    if status:
        sys.exit(f"{name} failed: {said}")
    own: dict[str, Any] = json.loads(said) if clock else {}
    measured = Measured(own.get("wall", wall), own.get("cpu", work), highest[0], said)
    print(f"{name:18}{measured.wall:8.2f}{measured.work:8.2f}{measured.memory:8.0f}", flush=True)
    return measured


def _watch(pid: int, highest: list[float]) -> None:
    """Note the highest memory of a process and all that it started, in MB, as long as it lives."""
    try:
        parent = psutil.Process(pid)
        while parent.is_running():
            family = [parent, *parent.children(recursive=True)]
            highest[0] = max(highest[0], sum(map(_memory, family)))
            time.sleep(0.1)
    except psutil.Error:
        return


def _memory(process: psutil.Process) -> float:
    try:
        if hasattr(psutil.Process, "memory_full_info") and sys.platform == "linux":
            return float(process.memory_full_info().pss) / 1e6
        return float(process.memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0


if __name__ == "__main__":
    main()
