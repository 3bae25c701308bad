"""How words are to be said: entries of a pronunciation lexicon, found in a text and put in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from audiobook.ipa import CLOSE, MARKED, OPEN, respelled, tokens
from audiobook.script.spoken import capitals
from audiobook.script.spoken.wordclass import Place, part_of_speech

_FIRST_PLACE = 0xE000
_PLACES = re.compile("[\ue000-\uf8ff]")
_WORD = re.compile(r"\w+")
_POSSESSIVE = r"(?P<own>['’][sS]\b|['’](?!\w))?"


@dataclass(frozen=True)
class Entry:
    """A word or phrase, and how it is to be said."""

    written: str
    """With a capital it is that spelling only (Polish), without one any (polish, Polish, POLISH)."""
    say: tuple[str, ...]
    """Plain respellings, and phonemes between slashes; the first that an engine can take counts."""
    part: str = ""
    """A part of speech that it must be: one of `wordclass.PARTS`."""
    speaker: str = ""
    """Whose lines it is for; empty for everybody's."""
    place: str = ""
    """Where a person wrote it: "lexicon.toml, line 4"."""
    when: Callable[[Place], bool] | None = field(default=None, compare=False)
    """What must be true where it stands, besides."""

    def form(self, phonemes: bool, own: str = "") -> str:
        """What is read: phonemes between brackets, or ordinary letters; `own` is a possessive ending."""
        if phonemes and self.say[0].startswith("/"):
            return f"{OPEN}{_owned(self.say[0].strip('/'), own)}{CLOSE}"
        plain = next((say for say in self.say if not say.startswith("/")), "")
        return _lowered(plain or respelled(self.say[0].strip("/"))) + own

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds it, with a possessive ending or without."""
        words = re.sub("['’]", "['’]", re.escape(self.written).replace(r"\ ", r"\s+"))
        if self.written != self.written.lower():
            words = f"(?:{words}|{re.escape(self.written.upper())})"
            return re.compile(rf"(?<!\w){words}(?!\w(?<!_)){_POSSESSIVE}")
        return re.compile(rf"(?<!\w){words}(?!\w(?<!_)){_POSSESSIVE}", re.IGNORECASE)

    @property
    def strictness(self) -> tuple[bool, bool, bool]:
        """Of several that fit the greatest counts: one speaker before all, a part of speech before any."""
        return (bool(self.speaker), bool(self.part or self.when), self.written != self.written.lower())


class Lexicon:
    """Entries, quickly found."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._by_word: dict[str, list[tuple[int, Entry]]] = {}
        for entry in self.entries:
            first = _WORD.search(entry.written)
            if first is not None:
                self._by_word.setdefault(first[0].casefold(), []).append((first.start(), entry))
        for found in self._by_word.values():
            found.sort(key=lambda each: (len(each[1].written), each[1].strictness), reverse=True)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def used(self, text: str, speaker: str = "") -> list[tuple[int, int, Entry, str]]:
        """(start, end, entry, possessive ending) of everything found, in order, none within another."""
        found: list[tuple[int, int, Entry, str]] = []
        at = 0
        for word in _WORD.finditer(text):
            if word.start() < at:
                continue
            for offset, entry in self._by_word.get(word[0].casefold(), ()):
                match = self._fits(entry, text, word.start() - offset, speaker)
                if match is not None:
                    found.append((match.start(), match.end(), entry, match["own"] or ""))
                    at = match.end()
                    break
        return found

    def _fits(self, entry: Entry, text: str, start: int, speaker: str) -> re.Match[str] | None:
        if start < 0 or (entry.speaker and entry.speaker != speaker):
            return None
        match = entry.pattern.match(text, start)
        if match is None:
            return None
        if entry.part or entry.when:
            end = match.start("own") if match["own"] else match.end()
            place = Place(text, match.start(), end)
            if entry.part and not _is_part(entry.part, place):
                return None
            if entry.when and not entry.when(place):
                return None
        return match


class Sayings:
    """What was found in one line, hidden behind single signs while the other rules work."""

    def __init__(self) -> None:
        self._found: list[tuple[Entry, str]] = []

    def hide(self, lexicon: Lexicon, text: str, speaker: str = "") -> str:
        """The text with every word that the lexicon knows replaced by a private sign."""
        if not self._found:
            text = _PLACES.sub("", text)  # a story's own private signs say nothing
        pieces, at = [], 0
        for start, end, entry, own in lexicon.used(text, speaker):
            pieces += [text[at:start], chr(_FIRST_PLACE + len(self._found))]
            self._found.append((entry, own))
            at = end
        return "".join(pieces) + text[at:]

    def put_back(self, text: str, phonemes: bool) -> str:
        """The text with each sign replaced by what is to be said."""
        if not self._found:
            return text
        return _PLACES.sub(lambda sign: self._form(ord(sign[0]) - _FIRST_PLACE, phonemes), text)

    def without(self, text: str) -> str:
        """The text with a space for each sign."""
        return _PLACES.sub(" ", text)

    def _form(self, number: int, phonemes: bool) -> str:
        if number >= len(self._found):
            return ""
        entry, own = self._found[number]
        return entry.form(phonemes, own.replace("’", "'"))


def shown(text: str) -> str:
    """A reading as people are shown it: its phonemes between slashes."""
    return MARKED.sub(r"/\1/", text)


def _is_part(part: str, place: Place) -> bool:
    found = part_of_speech(place)
    if part == "past" and found != "past":
        return found == "" and place.in_the_past
    return found == part


def _owned(phonemes: str, own: str) -> str:
    if not own:
        return phonemes
    last = tokens(phonemes)[-1:]
    if last and last[0] in ("s", "z", "ʃ", "ʒ", "tʃ", "dʒ"):
        return phonemes + ("ɪz" if len(own) > 1 else "")
    return phonemes + ("s" if last and last[0] in ("p", "t", "k", "f", "θ") else "z")


def _lowered(respelling: str) -> str:
    """Capitals that mark the stressed syllable are for people; initialisms stay."""
    if "-" in respelling:
        return re.sub(r"[^\W\d_a-z]{2,}|(?<=-)[A-Z](?=-|$)", lambda match: match[0].lower(), respelling)
    return capitals.lowered(respelling)
