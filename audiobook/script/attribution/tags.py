"""Reading the narration around quotations: who says, thinks or does what.

The narration between two quotations of a paragraph is a *gap*. A gap is read as sentences, a
sentence as clauses: a verb of speech, thought or expression with its subject. There is no grammar
here, only word order, a lexicon of verbs, and the places where the roster sees somebody mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.script.attribution.smallwords import (
    ASIDE,
    AUXILIARIES,
    COMING,
    CONJUNCTIONS,
    DETERMINERS,
    INWARD,
    LINGERING,
    NEGATIONS,
    NOMINATIVE,
    PAST,
    PERCEIVED,
    PONDERED,
    PREPOSITIONS,
    SUBORDINATING,
    TAKES_PERSON,
    UTTERANCES,
    VOICE_NOUNS,
    WITNESSED,
)
from audiobook.script.attribution.verbs import PARTICLES, VERBS, Act, Verb
from audiobook.script.people.roster import Mention

_TOKEN = re.compile(r"\w+(?:['’\-‐]\w+)*['’]?|\.{2,}|[^\w\s]")
_SENTENCE_END = re.compile(r"[.!?…]+['’\")\]]*(?=\s+[\"“‘'(\[*_]?[A-Z]|\s*$)|\n")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:Mr|Mrs|Ms|Dr|St|Messrs|Capt|Col|Gen|Lt|Sgt|Prof|Rev|Hon|Sr|Jr|[A-Z])\.$"
)
_WORD_START = re.compile(r"\w")
_TRAILING = re.compile(r",['\"”’»]$")
_PAST_FORM = re.compile(r"[a-z]{2,}ed")

_SAYS = Verb("say", Act.SPEECH, finite=True)


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb of speech, thought or expression in the narration, and whose it is."""

    verb: str
    """Its lemma ("say"), with a particle that belongs to it ("go on")."""
    act: Act
    start: int
    end: int
    """From its subject or its verb, whichever comes first, to behind the verb or the inverted subject."""
    subject: Mention | None
    to: Mention | None = None
    """Whom it is said to."""
    inverted: bool = False
    """The subject follows the verb ("said Mara")."""
    negated: bool = False
    """Nothing was said ("did not answer", "said nothing")."""
    inward: bool = False
    """To oneself ("told himself")."""
    finite: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the narration, as far as it lies in one gap."""

    start: int
    end: int
    subject: Mention | None
    """Whom it is about: its first mention that is nobody's object, or whomever the narrator watches."""
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]
    looks_at: Mention | None = None
    """Whom its subject turns to, looks at or addresses."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The narration between two quotations of a paragraph (or between one and the paragraph's edge)."""

    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def blank(self) -> bool:
        """No words in it."""
        return _WORD_START.search(self.text) is None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    start: int
    end: int


def read_gap(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Gap:
    """The gap `text[start:end]` of a paragraph; `mentions` are those of its narration."""
    inside = [m for m in mentions if m.start >= start and m.end <= end]
    trails = _TRAILING.search(text, max(0, start - 4), start) is not None
    sentences = tuple(
        _read_sentence(
            text, first, last, [m for m in inside if m.start >= first and m.end <= last], trails and not n
        )
        for n, (first, last) in enumerate(_sentence_spans(text, start, end))
    )
    return Gap(start, end, text[start:end], sentences)


def _sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    first = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match[0] == "." and _ABBREVIATION.search(text, max(start, match.start() - 6), match.end()):
            continue
        if _WORD_START.search(text, first, match.end()):
            spans.append((first, match.end()))
            first = match.end()
    if _WORD_START.search(text, first, end):
        spans.append((first, end))
    return spans


def _read_sentence(text: str, start: int, end: int, mentions: list[Mention], trails: bool) -> Sentence:
    tokens = [_Token(m[0], m[0].lower(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    at = {token.start: i for i, token in enumerate(tokens)}
    reader = _Reader(tokens, mentions, at, trails)
    clauses = [clause for i in range(len(tokens)) if (clause := reader.clause(i)) is not None]
    if tokens and clauses and reader.tags(clauses[0]) and not text[start:end].rstrip().endswith(":"):
        clauses[1:] = [clause for clause in clauses[1:] if not reader.aside(clause)]
    subject = next((m for m in mentions if reader.may_act(m)), None)
    if subject is not None and reader.witnesses(subject):
        subject = next((m for m in mentions if m.start > subject.start and m.form != "first"), None)
    return Sentence(start, end, subject, tuple(clauses), tuple(mentions), reader.looks_at())


class _Reader:
    """One sentence being read."""

    def __init__(
        self, tokens: list[_Token], mentions: list[Mention], at: dict[int, int], trails: bool
    ) -> None:
        """`trails`: it follows a quotation that ends in a comma, inside its marks."""
        self.trails = trails
        self.tokens = tokens
        self.mentions = mentions
        self.first = {id(m): self._index_at(m.start, at) for m in mentions}
        self.last = {id(m): self._index_before(m.end) for m in mentions}
        self.starting = {self.first[id(m)]: m for m in mentions}

    def _index_at(self, offset: int, at: dict[int, int]) -> int:
        if offset in at:
            return at[offset]
        return next((i for i, t in enumerate(self.tokens) if t.end > offset), len(self.tokens))

    def _index_before(self, offset: int) -> int:
        found = 0
        for i, token in enumerate(self.tokens):
            if token.start >= offset:
                break
            found = i
        return found

    def lower(self, i: int) -> str:
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""

    # --- roles ----------------------------------------------------------------------------------

    def possessed(self, mention: Mention) -> str:
        """The word for what belongs to a possessive mention ("voice" in "Mara's low voice")."""
        i = self.last[id(mention)] + 1
        for j in range(i, min(i + 3, len(self.tokens))):
            if self.lower(j) in VOICE_NOUNS:
                return self.lower(j)
        return ""

    def may_act(self, mention: Mention) -> bool:
        """Whether the mention can be the subject of what follows it."""
        i, j = self.first[id(mention)], self.last[id(mention)]
        word = self.lower(i)
        if mention.possessive:
            before = self.lower(i - 1)
            linked = before in ("was", "is", "came", "comes")
            object_of = before in PREPOSITIONS or before.endswith("ed") or (before in PAST and not linked)
            return bool(self.possessed(mention)) and not object_of
        if mention.form in ("pronoun", "first"):
            return word in NOMINATIVE or word in ("i'd", "i'll", "i'm", "i've", "he'd", "she'd", "they'd")
        after = self.lower(j + 1)
        finite = self._finite(j + 1)
        led = self.lower(i - 1) == "both" or (
            self.lower(i - 1) == "the" and self.lower(i - 2) in PREPOSITIONS
        )
        if led and mention.form == "name" and not finite:
            i -= 1
        before = self.lower(i - 1)
        if before == "and" and i >= 2:
            other = None if finite else self._ending(i - 2)
            return other is None or self.may_act(other)
        if before in PERCEIVED or (self.lower(i - 2) == "to" and before not in VERBS and not finite):
            return after in AUXILIARIES
        if before in PREPOSITIONS:
            return before in ("for", "like", "about") and finite and i == 1
        if before in VERBS or (before.endswith(("ed", "ing")) and len(before) > 4):
            verb = VERBS.get(before)
            complement = verb is not None and verb.lemma in (
                "think",
                "say",
                "realise",
                "realize",
                "wonder",
                "believe",
            )
            return finite and (complement or after in ("was", "had", "would"))
        return not (before in PAST and not finite and before not in ("so",))

    def witnesses(self, mention: Mention) -> bool:
        """The narrator only tells what somebody else does: "I could hear that she was smiling"."""
        if mention.form != "first" or mention.plural:
            return False
        i = self.last[id(mention)] + 1
        while self.lower(i) in AUXILIARIES | NEGATIONS | {"only", "just", "still"}:
            i += 1
        return self.lower(i) in WITNESSED

    def _finite(self, i: int) -> bool:
        word = self.lower(i)
        if word in AUXILIARIES or word in PAST:
            return True
        verb = VERBS.get(word)
        return (verb is not None and verb.finite) or (word.endswith("ed") and len(word) > 3)

    def subject_left_of(self, i: int) -> Mention | None:
        """The nearest mention to the left that can be the subject of the verb at `i`."""
        main = self._main_subject(i)
        if main is not None:
            return main
        who = self._relative(i)
        if who is not None:
            return self._antecedent(who)
        acting = [m for m in reversed(self.mentions) if self.last[id(m)] < i and self.may_act(m)]
        return next((m for m in acting if not self._of_subclause(m, i)), acting[0] if acting else None)

    def _ending(self, i: int) -> Mention | None:
        """The mention whose last word is the token at `i`."""
        return next((m for m in self.mentions if self.last[id(m)] == i), None)

    def _relative(self, i: int) -> int | None:
        """The "who" whose clause the verb at `i` stands in: "Tom, who in a low voice said"."""
        if self.lower(i - 1) in (",", "and", "but", "then"):
            return None
        k = next((k for k in range(i - 1, -1, -1) if self.lower(k) in ("who", ",", ";", ":")), -1)
        if k < 1 or self.lower(k) != "who":
            return None
        between = any(k < self.first[id(m)] < i and self.may_act(m) for m in self.mentions)
        return None if between else k

    def _antecedent(self, who: int) -> Mention | None:
        found = self._ending(who - 2 if self.lower(who - 1) == "," else who - 1)
        return None if found is None or found.possessive else found

    def _of_subclause(self, mention: Mention, i: int) -> bool:
        """Its clause has ended in a comma before the verb at `i`: "when Tom was done, and said"."""
        verb = next((k for k in range(self.last[id(mention)] + 1, i) if self._finite(k)), i)
        comma = next((k for k in range(self.last[id(mention)] + 1, i) if self.lower(k) == ","), i)
        if not verb < comma < i or not self._finite(i):
            return False
        first = self.first[id(mention)]
        if self.lower(first - 1) == "and" and (other := self._ending(first - 2)) is not None:
            first = self.first[id(other)]
        first -= 1 + (self.lower(first - 1) == "the")
        comes = self.lower(first) in COMING and self.lower(first - 1) == ","
        return self.lower(first) in SUBORDINATING and not comes

    def tags(self, clause: Clause) -> bool:
        """It says who says what stands right before the sentence."""
        first = next((t.start for t in self.tokens if t.text.isalnum()), -1)
        if not (clause.inverted or self.trails):
            return False
        return clause.act is Act.SPEECH and clause.subject is not None and clause.start == first

    def aside(self, clause: Clause) -> bool:
        """It only tells when: "said Tom, as Ada returned", "she said, as if Tom had asked"."""
        first = None if clause.subject is None else self.first.get(id(clause.subject))
        if clause.act is Act.SPEECH and clause.end == self.tokens[-1].end:
            return False  # "she said, as he said" says who speaks next
        return first is not None and not clause.inverted and self.lower(first - 1) in ASIDE

    def _main_subject(self, i: int) -> Mention | None:
        """Whom the sentence opens with, when the verb at `i` goes on behind an aside or a clause.

        "Tom, who had never liked Ada, replied"; "Tom, the mate, replied"; "Tom saw that she was cold, and
        said".
        """
        mention = next((m for m in self.mentions if self.last[id(m)] < i), None)
        if mention is None or self.first[id(mention)] > 1 or not self.may_act(mention):
            return None
        behind = self.last[id(mention)] + 1
        ahead = i - 1
        while self.lower(ahead) in LINGERING or self._adverb(ahead):
            ahead -= 1
        joined = self.lower(ahead) == "and" and self.lower(ahead - 1) == ","
        if joined:
            words = [self.lower(k) for k in range(behind, ahead - 1)]
            return mention if "that" in words and "," not in words else None
        if self.lower(behind) != "," or self.lower(ahead) != ",":
            return None
        opening = self.lower(behind + 1)
        inside = [self.lower(k) for k in range(behind + 1, ahead)]
        named = self.starting.get(behind + 1)
        apposed = opening in ("the", "a", "an") or (named is not None and named.form == "noun")
        return mention if opening in ("who", "whose") or (apposed and "," not in inside) else None

    # --- clauses --------------------------------------------------------------------------------

    def clause(self, i: int) -> Clause | None:
        """The clause whose verb is the token at `i`, if it is one."""
        verb = self._quotative(i) or self._verb(i) or self._any_verb(i)
        if verb is None:
            return None
        lemma, act = verb.lemma, verb.act
        if lemma == "think" and self.lower(i + 1) in PONDERED:
            return None
        particle = PARTICLES.get((lemma, self.lower(i + 1)))
        after = i + 1
        if particle is not None:
            lemma, act, after = f"{lemma} {self.lower(i + 1)}", particle, i + 2
        elif act is Act.PARTICLE:
            return None
        inverted = self._inverted_subject(i, after, verb)
        heard: Mention | None = None
        if inverted is not None:
            subject: Mention | None = inverted
            after = self.last[id(inverted)] + 1
        else:
            heard = self._heard(i, verb)
            subject = heard or self.subject_left_of(i)
            if not verb.finite and heard is None and not self._completes(i, subject):
                return None
        if subject is None and not self._opens(i):
            return None
        starts = [self.tokens[i].start] + ([subject.start] if subject else [])
        end = max(self.tokens[after - 1].end, self.tokens[i].end)
        inward = self._inward(after, lemma)
        return Clause(
            lemma,
            Act.THOUGHT if inward and lemma in ("tell", "remind", "promise", "assure", "ask") else act,
            min(starts),
            end,
            subject,
            to=self._to(after, lemma, subject),
            inverted=inverted is not None,
            negated=self._negated(i, after),
            inward=inward,
            finite=verb.finite
            or heard is not None
            or (subject is not None and self.last[id(subject)] == i - 1 and self._bare(subject)),
        )

    def _quotative(self, i: int) -> Verb | None:
        """What young people say for "says", right beside a quotation: "he goes", "I was like"."""
        if self.lower(i + 1).isalnum():
            return None
        word, before = self.lower(i), self.lower(i - 1)
        if word in ("goes", "go"):
            acts = any(self.last[id(m)] == i - 1 and self.may_act(m) for m in self.mentions)
            ends = before == "and" and not self.lower(i + 1) and self.subject_left_of(i) is not None
            return _SAYS if acts or ends else None
        being = before in ("was", "is", "were", "all") or before.endswith(("'s", "’s", "'m", "’m"))
        return _SAYS if word == "like" and being else None

    def _any_verb(self, i: int) -> Verb | None:
        """Whatever else is done to words that end in a comma: `"Go," rasped Tom.`, `"Go," he flashed.`"""
        word = self.lower(i)
        if not self.trails or word in VERBS or word in AUXILIARIES or not _PAST_FORM.fullmatch(word):
            return None
        behind = self.starting.get(i + 1)
        inverted = i == 0 and behind is not None and behind.form in ("name", "noun") and not behind.possessive
        ahead = self.starting.get(0)
        closes = ahead is not None and self.last[id(ahead)] == i - 1 and self.may_act(ahead)
        ends = self.lower(i + 1) in ("", ".", ",", ";", ":")
        return Verb(word, Act.SPEECH, finite=True) if inverted or (closes and ends) else None

    def _verb(self, i: int) -> Verb | None:
        token = self.tokens[i]
        verb = VERBS.get(token.lower)
        if verb is None:
            return None
        if (
            token.text[0].isupper()
            and i
            and token.text != "I"
            and self.lower(i - 1) not in ('"', "”", "'", "’")
        ):
            return None
        before = self.lower(i - 1)
        heard = before == "her" and self.lower(i - 2) in PERCEIVED and not verb.finite
        if (before in DETERMINERS and not heard) or before.endswith(("'s", "’s")):
            return None
        if before in PREPOSITIONS and before not in ("to",) and not token.lower.endswith("ing"):
            return None
        mention = self.starting.get(i)
        if mention is not None and mention.form in ("name", "noun"):
            return None
        if any(self.first[id(m)] < i <= self.last[id(m)] for m in self.mentions):
            return None
        if (
            verb.finite
            and before in ("was", "were", "be", "been", "being", "is")
            and not token.lower.endswith("ing")
        ):
            return None
        return verb

    def _completes(self, i: int, subject: Mention | None) -> bool:
        """A form that is not finite still has a subject: "could not help saying", "I say", "began to ask"."""
        token = self.lower(i)
        if token.endswith("ing"):
            return subject is not None
        if subject is None:
            return False
        before = self.lower(i - 1)
        if self.last[id(subject)] == i - 1:
            return self._bare(subject)
        between = [self.lower(k) for k in range(self.last[id(subject)] + 1, i)]
        return before in AUXILIARIES | {"to", "and", "only", "not", "just"} or any(
            w in AUXILIARIES for w in between
        )

    def _bare(self, subject: Mention) -> bool:
        """The subject takes the bare form in the present: "I say"."""
        return subject.plural or self.lower(self.first[id(subject)]) in ("i", "we", "they", "you")

    def _heard(self, i: int, verb: Verb) -> Mention | None:
        """Whoever is heard or seen doing it: "she heard Tom shouting", "heard Tom say", "did Tom say"."""
        bare = not verb.finite and not self.lower(i).endswith("ing")
        if not bare and not self.lower(i).endswith("ing"):
            return None
        last = i - 2 if bare and (self._adverb(i - 1) or self.lower(i - 1) in ("next", "then")) else i - 1
        for m in self.mentions:
            if self.last[id(m)] == last and (not m.possessive or self.lower(last) == "her"):
                before = self.lower(self.first[id(m)] - 1)
                return m if before in PERCEIVED or (bare and before in ("did", "does")) else None
        return None

    def _opens(self, i: int) -> bool:
        """The verb stands where a clause opens."""
        k = i - 1
        while k >= 0 and (self._adverb(k) or self.lower(k) in ("then", "here", "so", "thus", "and", "only")):
            k -= 1
        return k < 0 or not self.lower(k)[0].isalnum()

    def _inverted_subject(self, i: int, after: int, verb: Verb) -> Mention | None:
        if not verb.finite or not (self._opens(i) or self.lower(i - 1) in ("as", "than")):
            return None
        k = after
        while k < after + 2 and self._adverb(k):
            k += 1
        skipped = 0
        while skipped < 2 and k not in self.starting and self._epithet(k):
            k, skipped = k + 1, skipped + 1
        mention = self.starting.get(k)
        if skipped and mention is not None and mention.form != "name":
            return None
        if mention is None or (mention.possessive and not self.possessed(mention)):
            return None
        word = self.lower(k)
        if mention.form in ("pronoun", "first"):
            return mention if word in NOMINATIVE else None
        return self._by_name(mention)

    def _adverb(self, i: int) -> bool:
        return (
            0 <= i < len(self.tokens) and self.tokens[i].text.endswith("ly") and self.tokens[i].text.islower()
        )

    def _epithet(self, i: int) -> bool:
        """A small word before a name: "said old Tom", "said don Diego"."""
        word = self.tokens[i].text if 0 <= i < len(self.tokens) else ""
        other = word in PREPOSITIONS or word in CONJUNCTIONS or word in VERBS
        return word.isalpha() and word.islower() and not other

    def _by_name(self, mention: Mention) -> Mention:
        """The name that stands right behind a noun: "her brother Tom"."""
        following = self.starting.get(self.last[id(mention)] + 1)
        named = mention.form == "noun" and following is not None and following.form == "name"
        return following if named and following is not None and not following.possessive else mention

    def _inward(self, after: int, lemma: str) -> bool:
        for k in range(after, min(after + 4, len(self.tokens))):
            word = self.lower(k)
            if word in INWARD:
                aloud = self.lower(k + 1) in ("than", "then") or "more" in (
                    self.lower(k - 2),
                    self.lower(k - 1),
                )
                return not aloud and (
                    lemma in TAKES_PERSON or self.lower(k - 1) in ("to", "within", "inside")
                )
            if not word.isalpha():
                return False
        return False

    def _to(self, after: int, lemma: str, subject: Mention | None) -> Mention | None:
        """Whom the clause is addressed to."""
        base = lemma.split()[0]
        direct = self.starting.get(after)
        if base in TAKES_PERSON and direct is not None and direct is not subject and not direct.possessive:
            return direct
        for k in range(after, min(after + 8, len(self.tokens))):
            if self.lower(k) in ("to", "at", "than") and (mention := self.starting.get(k + 1)) is not None:
                return mention if mention is not subject and not mention.possessive else None
            if self.lower(k) in (".", ";", ":"):
                break
        return None

    def _negated(self, i: int, after: int) -> bool:
        before = [self.lower(k) for k in range(max(0, i - 3), i)]
        if "help" in before:
            return False
        if any(w in NEGATIONS or w.endswith(("n't", "n’t")) for w in before):
            return True
        return self.lower(after) in ("nothing", "no", "little", "neither") and self.lower(after + 1) not in (
            "more",
        )

    def looks_at(self) -> Mention | None:
        """Whom somebody turns to or looks at."""
        for i in range(len(self.tokens) - 1):
            if self.lower(i) in ("to", "at", "towards", "toward", "on", "with") and i >= 1:
                verb = self.lower(i - 1)
                if verb.startswith(
                    (
                        "turn",
                        "look",
                        "glanc",
                        "star",
                        "glar",
                        "smil",
                        "nod",
                        "wav",
                        "gaz",
                        "grin",
                        "speak",
                        "spoke",
                        "talk",
                        "point",
                        "wink",
                        "frown",
                        "bow",
                        "walk",
                        "back",
                    )
                ):
                    mention = self.starting.get(i + 1)
                    if mention is not None and not mention.possessive:
                        return mention
            elif self.lower(i).startswith(("address", "fac", "interrupt", "eye", "eyed", "watch")):
                mention = self.starting.get(i + 1)
                if mention is not None and not mention.possessive:
                    return mention
        return None


def uttered_by(gap: Gap) -> Mention | None:
    """Whose words a gap says the quotation beside it was: "was Mara's reply", "came his voice"."""
    for sentence in gap.sentences[:1]:
        words = [t.lower() for t in re.findall(r"\w+", gap.text[:120])]
        if words and words[0] in ("was", "came", "were", "is") and UTTERANCES & set(words[:8]):
            return next((m for m in sentence.mentions), None)
    return None
