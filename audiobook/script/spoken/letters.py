"""Letters that show how a word is drawn out or stuck on: Nooooo, W-what, I-I."""

from __future__ import annotations

import re
from itertools import product

from audiobook.script.people.tables import first_name, word_class

_STRETCHED = re.compile(r"\b[^\W\d_]*?([^\W\d_])\1{2,}[^\W\d_]*(?:['’][^\W\d_]+)*", re.IGNORECASE)
_TRIPLES = tuple(3 * letter for letter in "abcdefghijklmnopqrstuvwxyzäáàâéèêíîóôöúûü")
_RUN = re.compile(r"([^\W\d_])\1+", re.IGNORECASE)
_STAMMER = re.compile(r"(?<![\w-])((?:[^\W\d_]{1,4}-)+)([^\W\d_]+(?:['’][^\W\d_]+)*)(?!-?\w)")
_SOUNDS = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (r"a+h+", "ah"), (r"a+r+g+h*", "argh"), (r"a+w+", "aw"), (r"b+r{2,}", "brr"), (r"e+h+", "eh"),
        (r"e+w+", "ew"), (r"e+r+m*", "er"), (r"g+r{2,}", "grr"), (r"h+m+", "hmm"), (r"h+u+h+", "huh"),
        (r"m{2,}", "mm"), (r"o+h+", "oh"), (r"o+u*w+", "ow"), (r"p+s{1,}t+", "psst"),
        (r"s+h{2,}", "shh"), (r"u+g+h+", "ugh"), (r"u+h+", "uh"), (r"u+m+", "um"),
        (r"w+h+e+w+", "whew"), (r"y+a+y+", "yay"), (r"z{2,}", "zzz"), (r"h+e+y+", "hey"),
        (r"y+e+a+h*", "yeah"), (r"w+h*o{2,}", "woo"), (r"b+o{2,}", "boo"), (r"h+i+", "hi"),
        (r"b+y+e+", "bye"), (r"o{3,}", "ooh"), (r"a{3,}", "ah"), (r"e{3,}", "eek"),
    )
)  # fmt: skip
_PREFIXES = frozenset(
    """re co pre de bi un non pro tri sub dis mis out up ex em in on so go to do be by ha he ho no ma pa ta
    da""".split()
)
_REPEATABLE = frozenset(
    """i a the you we he she it they and but is that what my this there where who why how was were your our
    at if""".split()
)
_FIXED = frozenset({"d-day", "h-hour", "x-x", "a-a", "b-b", "t-t"})
_ONSETS = (
    ("th", "thuh"), ("sh", "shuh"), ("ch", "chuh"), ("wh", "wuh"), ("ph", "fuh"), ("kn", "nuh"),
    ("wr", "ruh"), ("gn", "nuh"), ("qu", "kuh"), ("ps", "suh"), ("ce", "suh"), ("ci", "suh"),
    ("cy", "suh"), ("ge", "juh"), ("who", "huh"), ("hon", "uh"), ("hou", "uh"),
)  # fmt: skip
_VOWELS = {"a": "ah", "e": "eh", "o": "oh", "u": "uh", "i": "uh"}
_LONE = {"c": "kuh", "q": "kuh", "x": "zuh", "y": "yuh"}


def shortened(text: str) -> str:
    """Stretched words as the word that they are: Nooooo is No, Yesss is Yes, Ahhhhh is Ah."""
    small = text.lower()
    if not any(triple in small for triple in _TRIPLES):
        return text
    return _STRETCHED.sub(lambda match: _plain(match[0]), text)


def stammered(text: str) -> str:
    """Stammering as it sounds: W-what is Wuh, what; I-I is I, I."""
    if "-" not in text:
        return text
    return " ".join(_STAMMER.sub(_stuck, word) if "-" in word else word for word in text.split(" "))


def _plain(word: str) -> str:
    if set(word.upper()) <= set("IVXLCDM") and word.isupper():
        return word  # a Roman numeral
    for pattern, said in _SOUNDS:
        if pattern.fullmatch(word):
            return _cased(said, word)
    runs = list(_RUN.finditer(word))
    if len(runs) > 6 or word.lower().startswith("www"):
        return word
    options = []
    for run in runs:
        one, two = run[1], run[0][:2]
        # what was only doubled is more likely so spelled
        options.append((one, two) if len(run[0]) > 2 else (two, one))
    best = None
    for choice in product(*options):
        pieces, at = [], 0
        for run, letters in zip(runs, choice, strict=True):
            pieces += [word[at : run.start()], letters]
            at = run.end()
        candidate = "".join(pieces) + word[at:]
        best = best or candidate
        small = candidate.lower().replace("’", "'")
        if _is_word(small):
            return candidate
    return best if best and max(len(run[0]) for run in runs) > 3 else word


def _is_word(small: str) -> bool:
    stem = re.sub(r"(?:n't|'(?:s|re|ve|ll|d|m))$", "", small)
    return any(
        word_class(form) or first_name(form)
        for form in {small, stem, stem.removesuffix("s")}
        if len(form) > 1
    )


def _cased(said: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return said.capitalize()
    return said.capitalize() if like[0].isupper() else said


def _stuck(match: re.Match[str]) -> str:
    start, word = match.groups()
    pieces = start.rstrip("-").split("-")
    small = word.lower()
    if match[0].lower() in _FIXED or (len(word) == 1 and word not in "IaA"):
        return match[0]
    if not all(small.startswith(piece.lower()) or _same_sound(piece.lower(), small) for piece in pieces):
        return match[0]
    said = [_start_of(piece, small) for piece in pieces]
    if None in said:
        return match[0]
    words = [piece for piece in said if piece is not None]
    if match[0][0].isupper():
        words[0] = words[0][0].upper() + words[0][1:]
    return ", ".join([*words, word])


def _same_sound(piece: str, word: str) -> bool:
    return piece in ("k", "c") and word[0] in "kc"


def _start_of(piece: str, word: str) -> str | None:
    """How a stuck beginning is said; None when this is no stammer."""
    small = piece.lower()
    if small == word:
        return piece if small in _REPEATABLE else None
    if small == "i" and re.match(r"i['’]", word):
        return "I"
    if len(small) > 1 and any(letter in "aeiouy" for letter in small):
        return None if small in _PREFIXES or word_class(small) in ("IN", "DT") else piece
    for onset, sound in _ONSETS[::-1]:
        if word.startswith(onset):
            return sound
    if small[0] in _VOWELS:
        return word if len(word) <= 3 else _VOWELS[small[0]]
    return _LONE.get(small[0], f"{small[0]}uh")
