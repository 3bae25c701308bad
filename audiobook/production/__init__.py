"""The whole job: a story and settings become a finished folder, and the same again after a tweak."""

from audiobook.production.making import FINISH, Made, chapter_files, make, plan, record, settled
from audiobook.production.preparation import SCRIPT, STATE, VOICES, Prepared, prepare, save
from audiobook.production.pronunciation import spoken_form, unknown_words
from audiobook.production.storyfile import read_script

__all__ = [
    "FINISH",
    "SCRIPT",
    "STATE",
    "VOICES",
    "Made",
    "Prepared",
    "chapter_files",
    "make",
    "plan",
    "prepare",
    "read_script",
    "record",
    "save",
    "settled",
    "spoken_form",
    "unknown_words",
]
