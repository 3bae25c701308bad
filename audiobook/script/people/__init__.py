"""Who is in the story: the roster of people, their names and genders, and where they are mentioned."""

from audiobook.script.people.build import build_roster
from audiobook.script.people.roster import Form, Mention, Person, PersonKind, Roster, folded

__all__ = ["Form", "Mention", "Person", "PersonKind", "Roster", "build_roster", "folded"]
