"""Makes the two small tables that audiobook/script/people ships, from the data of two packages.

usage: python tools/people_tables.py NAME_DATA LEXICON SPELLING

NAME_DATA   name_data.json of the package nomquamgender: name → [sources, bearers, share female, …]
LEXICON     en-lexicon.txt of the package textblob (Eric Brill's lexicon): word and part of speech
SPELLING    en-spelling.txt of the same package: word and count

Both tables are gzipped text, one group a line: its key, then its words in alphabetical order.
names.txt.gz   key: share female in tenths (0 to 10), with "+" behind for the commonest names
words.txt.gz   key: part of speech as in the Penn Treebank tag set
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

BEARERS = 200
COMMON_BEARERS = 20_000
SOURCES = 2
NAME = re.compile(r"[a-z]{2,}(?:[-'][a-z]+)*")
WORD = re.compile(r"[a-z]{2,}")
HERE = Path(__file__).parent.parent / "audiobook" / "script" / "people"


def write(path: Path, groups: dict[str, list[str]]) -> None:
    lines = [" ".join([key, *sorted(groups[key])]) for key in sorted(groups)]
    packed = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    path.write_bytes(packed)
    print(f"{path.name}: {sum(map(len, groups.values()))} words, {len(packed)} bytes")


def names(source: Path) -> dict[str, list[str]]:
    groups = defaultdict(list)
    for name, (sources, bearers, share_female, *_) in json.loads(source.read_text("utf-8")).items():
        if sources >= SOURCES and bearers >= BEARERS and NAME.fullmatch(name):
            common = "+" if bearers >= COMMON_BEARERS else ""
            groups[f"{round(share_female * 10)}{common}"].append(name)
    return groups


def words(lexicon: Path, spelling: Path) -> dict[str, list[str]]:
    seen = {line.split()[0] for line in spelling.read_text("utf-8").splitlines() if line.strip()}
    groups = defaultdict(list)
    for line in lexicon.read_text("utf-8").splitlines():
        match line.split():
            case [word, tag] if (
                WORD.fullmatch(word) and len(word) > 2 - (word in seen) and not tag.startswith("NNP")
            ):
                groups[tag].append(word)
    return groups


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    name_data, lexicon, spelling = map(Path, sys.argv[1:])
    write(HERE / "names.txt.gz", names(name_data))
    write(HERE / "words.txt.gz", words(lexicon, spelling))
