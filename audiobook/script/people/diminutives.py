"""Short and familiar forms of given names."""

from __future__ import annotations

import unicodedata
from functools import cache

from audiobook.script.people.nouns import noun_gender

_IRREGULAR = {
    "william": "bill billy will willie wills liam",
    "robert": "bob bobby rob robbie bert",
    "richard": "dick dickie dicky rick ricky rich",
    "john": "jack johnny johnnie jock",
    "jonathan": "jon jonny johnny",
    "james": "jim jimmy jem jemmy jamie",
    "edward": "ned ted teddy eddie ed",
    "theodore": "ted teddy theo",
    "henry": "harry hank hal",
    "harold": "harry hal",
    "charles": "charley charlie chuck chas",
    "margaret": "peggy meg maggie madge marge greta daisy margie peg",
    "mary": "polly molly moll may mamie minnie poll",
    "elizabeth": "lizzy lizzie liz liza eliza beth betty bess bessie betsy bet libby lisa elsie",
    "louisa": "lou loo lulu",
    "louise": "lou loo lulu",
    "eleanor": "nell nellie nelly ellie nora elinor",
    "helen": "nell nellie nelly",
    "ellen": "nell nellie nelly",
    "anne": "nan nancy annie nanny",
    "ann": "nan nancy annie",
    "nancy": "nance nan",
    "katherine": "kit kitty kate katie kay kathy",
    "catherine": "kit kitty kate katie cathy",
    "christopher": "kit chris topher",
    "sarah": "sally sal sadie",
    "martha": "patty mattie",
    "matilda": "tilly tillie mattie maud",
    "mathilda": "tilly tillie",
    "frances": "fanny fannie fran frankie",
    "francis": "frank fran",
    "franklin": "frank",
    "dorothy": "dolly dot dottie dora",
    "evelyn": "evie eve",
    "anthony": "tony",
    "antony": "tony",
    "andrew": "drew andy",
    "alexander": "sandy alec alex sasha xander lex",
    "alexandra": "sandy sasha alex lexi",
    "susan": "sukey sue susie",
    "rebecca": "becky becca bex",
    "harriet": "hattie harry",
    "henrietta": "hetty etta hettie hen hattie",
    "augusta": "gus gussie",
    "augustus": "gus",
    "lawrence": "larry laurie",
    "laurence": "larry laurie",
    "leonard": "len lenny leo",
    "michael": "mick mickey mike mikey misha",
    "patrick": "paddy pat rick",
    "patricia": "trish tricia pat patty",
    "peter": "pete",
    "stephen": "steve stevie",
    "steven": "steve stevie",
    "joseph": "joe joey jo",
    "josiah": "joe joey jo",
    "rosario": "ro charo",
    "josephine": "jo josie",
    "thomas": "tom tommy",
    "timothy": "tim timmy",
    "virginia": "ginny ginger",
    "veronica": "ronnie vera",
    "victoria": "vicky tori vic",
    "zachary": "zach zack",
    "isabella": "bella izzy belle",
    "isabelle": "belle izzy",
    "arabella": "bella bell",
    "abigail": "abby gail",
    "alfred": "alf alfie fred freddie",
    "frederick": "fred freddy freddie fritz",
    "wilhelmina": "minnie mina billie",
    "penelope": "penny nell",
    "philippa": "pip",
    "philip": "pip phil",
    "eugene": "gene",
    "florence": "flo flossie",
    "gertrude": "gertie trudy",
    "jane": "janey jenny",
    "jennifer": "jen jenny",
    "dmitri": "mitya dima",
    "maria": "masha",
    "ivan": "vanya",
    "nikolai": "kolya",
    "alexei": "alyosha",
    "siobhan": "shiv",
    "ignacio": "nacho",
    "francisco": "paco pancho",
    "jose": "pepe",
    "guadalupe": "lupe",
    "giuseppe": "beppe peppe",
    "jacqueline": "jackie",
    "lavinia": "vinnie",
    "letitia": "lettie tish",
    "rosamond": "rosie roz",
    "rosamund": "rosie roz",
    "rosalind": "rosie roz",
    "guinevere": "gwen",
    "gwendolen": "gwen gwennie wendy",
    "gwendoline": "gwen gwennie wendy",
    "agnieszka": "aga",
    "alberto": "beto",
    "aleksander": "sasha olek",
    "aleksandr": "sasha sanya shura",
    "aleksandra": "ola sasha",
    "anastasia": "nastya asya",
    "anneliese": "liesl",
    "antoinette": "toni nettie",
    "antonia": "toni tonya nia",
    "antonina": "tonya",
    "antonio": "tono",
    "augustin": "gus",
    "barbara": "basia babs bobbie",
    "bartholomew": "batty",
    "beatrice": "bee trix trixie",
    "beatrix": "bee trixie",
    "bernadette": "detta",
    "boris": "borya",
    "bridget": "biddy",
    "caroline": "lina",
    "christina": "kirsty",
    "concepcion": "concha conchita",
    "consuelo": "chelo",
    "denise": "dee",
    "dmitry": "mitya dima",
    "dolores": "lola",
    "domenico": "mimmo",
    "eduardo": "lalo",
    "ekaterina": "katya",
    "eleanora": "nell",
    "elisabeth": "lisl liesl elsa lisbeth betty",
    "emmanuel": "manny",
    "enrique": "quique kike",
    "ernesto": "neto",
    "euphemia": "effie",
    "evgenia": "zhenya",
    "evgeny": "zhenya",
    "ezekiel": "zeke",
    "felicity": "fliss",
    "ferdinand": "nando",
    "francesca": "chess frankie",
    "francesco": "checco cecco",
    "frederica": "ricky",
    "friedrich": "fritz",
    "galina": "galya",
    "gerald": "jerry",
    "gerard": "gerry",
    "giovanni": "gianni",
    "graciela": "chela",
    "gregorio": "goyo",
    "grigori": "grisha",
    "guillermo": "memo",
    "gwyneth": "gwen",
    "heinrich": "heinz",
    "hubert": "bertie",
    "irina": "ira",
    "isaac": "ike zac",
    "isabel": "chabela bel izzy",
    "isidore": "izzy",
    "jacob": "jake",
    "jeremy": "jem jerry",
    "jerome": "jerry",
    "jesus": "chuy",
    "joaquin": "quino",
    "johannes": "hans",
    "josef": "sepp pepi",
    "judith": "jude",
    "katarzyna": "kasia",
    "katharina": "kathe tina",
    "katherina": "tina",
    "kathleen": "kay kitty",
    "konstantin": "kostya",
    "leopold": "poldy",
    "ludmila": "lyuda luda",
    "luigi": "gigi",
    "lyudmila": "lyuda lida",
    "magdalen": "maggie lena",
    "malgorzata": "gosia",
    "manuel": "manolo",
    "manuela": "manoli",
    "margarethe": "grete gretel gretchen",
    "marguerite": "maggie daisy rita margot",
    "marjorie": "marge midge",
    "mehmet": "memo",
    "mercedes": "merche",
    "mikhail": "misha",
    "mildred": "millie",
    "mohammed": "mo",
    "moses": "mo",
    "muhammad": "mo",
    "nadezhda": "nadya",
    "natalia": "natasha",
    "natalya": "natasha",
    "nathan": "nate",
    "nathaniel": "nate",
    "nicholas": "klaus nicky",
    "nikolas": "klaus",
    "octavia": "tavy",
    "oksana": "ksusha",
    "oliver": "noll",
    "olivia": "liv livvy",
    "pavel": "pasha",
    "persephone": "percy",
    "reginald": "rex",
    "roberto": "beto",
    "roderick": "rory",
    "roland": "rollo",
    "rosamunde": "roz",
    "rosemary": "romy",
    "salvatore": "toto turi",
    "sanjay": "jay",
    "seraphina": "fina",
    "sergei": "seryozha",
    "socorro": "coco",
    "sofia": "sonya",
    "sophia": "sonya",
    "stanislav": "slava",
    "stanislaw": "staszek",
    "svetlana": "sveta",
    "tatiana": "tanya",
    "terence": "tel",
    "teresa": "tess tessa",
    "thaddeus": "tad",
    "theodora": "theo thea",
    "theodosia": "theo thea",
    "theresa": "tess terry tessa",
    "ulrich": "uli",
    "viktor": "vitya",
    "vladimir": "volodya vova",
    "walter": "wat",
    "winifred": "freda",
    "wojciech": "wojtek",
    "yekaterina": "katya",
    "yevgenia": "zhenya",
    "yevgeny": "zhenya",
    "yuri": "yura",
}
_SHORT: dict[str, frozenset[str]] = {full: frozenset(forms.split()) for full, forms in _IRREGULAR.items()}


@cache
def _listed() -> dict[str, set[str]]:
    from nicknames import NickNamer

    return dict(NickNamer.default_lookup())


def plain(word: str) -> str:
    """Without accents."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


@cache
def given_alike(word: str, other: str) -> bool:
    """The two may be one given name: equal, or one the short form of the other."""
    word, other = plain(word), plain(other)
    return word == other or _short_of(word, other) or _short_of(other, word)


def _short_of(word: str, full: str) -> bool:
    if word in _SHORT.get(full, ()):
        return True
    # The package's list is generous (Erin for Aaron); take what the ear would take too.
    if word not in _listed().get(full, ()):
        return False
    stem = word
    for ending in ("ie", "ey", "y", "i", "a"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            break
    if stem[-1] == stem[-2]:
        stem = stem[:-1]
    return full.startswith(stem) or (stem in full and len(stem) >= 3)


KIN_WORDS = (
    frozenset("grandmother grandma granny gran nana nan gramma grandmama".split()),
    frozenset("grandfather grandpa granddad grandad gramps grandpapa".split()),
    frozenset("mother mom mum mommy mummy mama mamma ma momma".split()),
    frozenset("father dad daddy papa pa pop pops".split()),
)
"""Words for one relation each."""


def kin_alike(word: str, other: str) -> bool:
    """Two words for the same relation: Gran and Grandma."""
    return any(word in kin and other in kin for kin in KIN_WORDS)


def surname_alike(word: str, other: str) -> bool:
    """Equal, or one is half of the other's double name, or lacks its "van"."""
    return word == other or any(
        long.endswith((f"-{part}", f" {part}")) for long, part in ((word, other), (other, word))
    )


_PET_ENDINGS = ("s", "es", "sy", "ie", "ey", "y", "i", "o", "zy", "sie", "ster", "kins", "er", "ers", "")


@cache
def pet_form(word: str, full: str) -> bool:
    """A familiar form made from the start of a name that no list has: Mort from Mortlock, Tomkins."""
    if len(full) < 4 or len(word) < 3 or word == full or noun_gender(word) is not None:
        return False
    if full == word + "s" or word == full + "s":
        return False
    if len(word) >= 4 and (full.endswith(word) or (len(word) >= 5 and word in full)):
        return True
    for ending in _PET_ENDINGS:
        if not word.endswith(ending):
            continue
        stem = word[: len(word) - len(ending)]
        if len(stem) >= 3 and full.startswith(stem) and len(full) > len(stem):
            return True
        if ending and len(stem) >= 5 and stem[-1] == stem[-2] and full.startswith(stem[:-1]):
            return True
        if stem == full and ending in ("ie", "y", "ey", "kins"):
            return True
    return False


def sounds_like(nick: str, name: str) -> bool:
    """A nickname that begins as the name does and is no longer than it: Dee for Delphine, Ty for Tyrone."""
    alike = nick[:2] == name[:2] and 1 < len(nick) <= min(6, len(name))
    return alike and nick != name and noun_gender(nick) is None


@cache
def alike_keys(word: str) -> frozenset[str]:
    """Keys by which names are looked up: two that are alike in any of these ways have one in common."""
    bare = plain(word)
    keys = {f"={bare}", word[:3]}
    keys.update(f"={other}" for other in (*_SHORT.get(bare, ()), *_listed().get(bare, ())))
    keys.update(word[n : n + 4] for n in range(len(word) - 3))
    keys.update(f"kin {n}" for n, kin in enumerate(KIN_WORDS) if word in kin)
    return frozenset(keys)
