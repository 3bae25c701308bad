"""Nouns for people, and for things that speak in stories, with their gender."""

from __future__ import annotations

from audiobook.model import Gender
from audiobook.script.people.tables import word_class

_MALE = """man gentleman boy lad chap fellow guy dude bloke youth father dad daddy papa pa pop pops son
    brother husband uncle nephew grandfather grandpa granddad grandad grandson stepfather stepson
    godfather bridegroom groom widower bachelor king prince duke lord earl count baron knight squire
    emperor sultan monk friar priest abbot bishop pope cardinal waiter actor steward landlord host
    butler footman valet policeman fireman postman mailman milkman salesman businessman fisherman
    horseman coachman cabman boatman ferryman watchman doorman barman gunman hangman swordsman nobleman
    countryman workman workingman tradesman craftsman sportsman clergyman alderman chairman foreman
    gamekeeper huntsman highwayman schoolboy cowboy stableboy errand-boy sir wizard warlock sorcerer
    hero monsieur mister master beggarman madman oldster greybeard patriarch schoolmaster headmaster
    stepbrother boyfriend fiancé fiance lordship majesty_ father-in-law son-in-law brother-in-law
    half-brother bull cock rooster stallion ram gander tomcat serviceman infantryman cavalryman hostler
    ostler blacksmith sexton beadle"""

_FEMALE = """woman lady girl lass lassie gal maid maiden damsel mother mom mum mommy mummy mama mamma ma
    daughter sister wife aunt auntie niece grandmother grandma granny nana granddaughter stepmother
    stepdaughter godmother bride widow spinster queen princess duchess countess baroness empress nun
    abbess waitress actress stewardess landlady hostess housemaid chambermaid parlourmaid parlormaid
    nursemaid barmaid milkmaid dairymaid servant-girl housekeeper governess seamstress laundress
    washerwoman charwoman policewoman businesswoman saleswoman schoolgirl cowgirl showgirl witch
    sorceress enchantress heroine madam ma'am missus mistress mademoiselle schoolmistress headmistress
    stepsister girlfriend fiancée fiancee ladyship mother-in-law daughter-in-law sister-in-law
    half-sister matron crone hag midwife ballerina goddess prostitute whore hen cow mare ewe goose vixen
    lioness nanny"""

_NEUTRAL = """nurse person child kid baby infant toddler teenager teen adolescent adult elder parent cousin
    grandparent grandchild sibling twin spouse relative friend companion acquaintance neighbor neighbour
    stranger visitor guest newcomer passenger traveler traveller wanderer pilgrim passerby passer-by
    bystander onlooker pedestrian customer client patient prisoner captive hostage victim suspect
    witness thief robber burglar murderer killer assassin criminal convict bandit outlaw pirate smuggler
    spy agent detective inspector constable officer cop sergeant lieutenant captain colonel general
    major corporal private admiral commander commodore marshal sheriff deputy commissioner
    superintendent chief guard guardian sentry sentinel warden jailer gaoler turnkey warrior fighter
    archer marine pilot co-pilot navigator astronaut cosmonaut engineer mechanic technician gunner mate
    boatswain bosun cook chef baker butcher grocer tailor shoemaker cobbler carpenter mason miller
    farmer shepherd gardener groundskeeper hunter trapper woodcutter miner driver chauffeur cabbie
    conductor porter bellboy bellhop clerk cashier teller shopkeeper storekeeper merchant dealer peddler
    pedlar vendor seller trader bartender barkeep barkeeper innkeeper publican proprietor owner manager
    boss employer employee worker labourer laborer apprentice assistant helper servant slave attendant
    usher receptionist secretary typist operator dispatcher messenger courier herald envoy ambassador
    doctor physician surgeon medic paramedic dentist therapist psychiatrist psychologist pharmacist
    chemist apothecary veterinarian vet scientist researcher professor teacher tutor instructor lecturer
    principal dean student pupil scholar classmate roommate schoolmate librarian curator editor
    publisher reporter journalist correspondent photographer writer author novelist poet playwright
    artist painter sculptor musician singer dancer pianist violinist fiddler drummer performer magician
    clown juggler acrobat comedian announcer presenter interviewer director producer lawyer attorney
    solicitor barrister magistrate judge juror prosecutor coroner notary accountant banker broker
    landowner tenant lodger boarder caretaker janitor cleaner vicar parson curate pastor minister
    reverend preacher rabbi imam missionary deacon chaplain hermit prophet oracle seer fortune-teller
    gypsy beggar tramp hobo vagabond urchin orphan waif drunk drunkard addict gambler fool idiot coward
    rascal villain rogue scoundrel ruffian brute bully leader mayor governor president senator
    congressman councillor councilor politician delegate speaker candidate chancellor counsellor
    counselor adviser advisor official lover sweetheart suitor admirer rival enemy foe opponent ally
    partner colleague comrade coworker co-worker native foreigner immigrant villager townsman peasant
    citizen local resident inhabitant american englishman englishwoman frenchman frenchwoman irishman
    scotsman scotchman welshman german italian spaniard russian dutchman dane swede norwegian chinaman
    japanese indian turk arab greek jew jewess negro negress mulatto quaker puritan medium psychic
    shaman druid alchemist mage necromancer healer cleric paladin ranger vampire werewolf ghost spirit
    phantom demon devil angel fairy faerie elf dwarf goblin orc troll ogre giant gnome imp genie djinn
    god monster creature beast dragon alien mutant zombie skeleton superhero vigilante henchman minion
    bearer carrier footpad linguist interpreter translator guide scout lookout helmsman steersman
    smith carter bailiff sailor soldier applicant intern resident paramedic caller
    interrogator examiner bidder auctioneer hairdresser
    barber maître_d concierge sommelier"""

_THINGS = """voice robot android computer machine ai cyborg drone bot ship intercom radio speaker phone
    telephone tv television recording hologram avatar console mirror statue tree river wind sea moon sun
    star doll puppet teddy toy train engine scarecrow snowman cat dog puppy kitten horse pony donkey
    mule sheep lamb goat pig piglet rabbit hare fox wolf bear lion tiger leopard panther elephant monkey
    ape gorilla mouse rat squirrel badger mole hedgehog otter beaver weasel stag deer doe fawn bird owl
    crow raven parrot magpie robin sparrow thrush eagle hawk swan duck duckling chicken turkey frog toad
    snake serpent lizard turtle tortoise crocodile alligator fish whale dolphin shark crab lobster
    spider ant bee wasp beetle caterpillar butterfly moth fly worm snail cricket grasshopper hound
    creature figure shape shadow entity"""

_PEOPLE = """people men women boys girls ladies gentlemen children kids twins brothers sisters parents
    guards soldiers sailors policemen police officers cops servants crowd mob audience jury chorus group
    gang crew team class family couple pair others everyone everybody all both students guests villagers
    neighbours neighbors friends men-at-arms troops company congregation voices passengers workers maids
    waiters detectives doctors nurses reporters spectators prisoners pirates knights elves dwarves
    goblins witches monks nuns animals birds mice youths lads lasses fellows guys dudes natives peasants
    hunters fishermen lawyers captains daughters sons aunts uncles cousins lovers gentry bystanders
    onlookers"""

RELATIONS = frozenset(
    """father dad daddy papa pa pop son brother husband uncle nephew grandfather grandpa granddad
    grandad grandson stepfather stepson godfather mother mom mum mommy mummy mama mamma ma daughter
    sister wife aunt auntie niece grandmother grandma granny nana granddaughter stepmother stepdaughter
    godmother parent cousin grandparent child twin friend companion partner boss boyfriend girlfriend
    fiancé fiance fiancée fiancee father-in-law son-in-law brother-in-law mother-in-law daughter-in-law
    sister-in-law stepsister stepbrother master mistress neighbor neighbour servant maid assistant
    captor host hostess guest lover sweetheart roommate""".split()
)
"""Nouns that say who somebody is to somebody else: "her sister"."""

ADDRESSES = frozenset(
    """mother mom mum mommy mummy mama mamma ma momma father dad daddy papa pa pop pops grandmother
    grandma granny nana gran grandfather grandpa granddad grandad gramps aunt auntie uncle nanny nurse
    sis bro sister brother doctor doc captain professor sergeant sarge officer detective inspector
    colonel general major lieutenant commander admiral chief coach boss sheriff sir madam ma'am miss
    mister master mistress reverend judge governor landlord waiter driver""".split()
)
"""Nouns that stand without an article, like a name, when they address somebody or mean one's own family."""

GENDERED: dict[str, Gender] = {
    **dict.fromkeys(_THINGS.split(), Gender.UNKNOWN),
    **dict.fromkeys(_NEUTRAL.split(), Gender.UNKNOWN),
    **dict.fromkeys(_MALE.split(), Gender.MALE),
    **dict.fromkeys(_FEMALE.split(), Gender.FEMALE),
    **dict.fromkeys("gran gramma momma".split(), Gender.FEMALE),
    **dict.fromkeys("gramps doc bro".split()[:1], Gender.MALE),
    "bro": Gender.MALE,
    "sis": Gender.FEMALE,
    "doc": Gender.UNKNOWN,
}
"""Singular noun → gender."""

YOUNG = frozenset("boy girl child kid lad lass youth maiden teenager baby".split())
"""Nouns for whoever is not grown up."""
THINGS = frozenset(_THINGS.split()) - frozenset(_NEUTRAL.split())
"""Animals and things: somebody only when the text has them speak."""

GROUPS = frozenset(_PEOPLE.split())
"""Plural and collective nouns."""


def noun_gender(noun: str) -> Gender | None:
    """Gender of a noun for a person (or a thing that may speak); None when it is not such a noun."""
    if noun in GENDERED:
        return GENDERED[noun]
    for ending, gender in (("woman", Gender.FEMALE), ("girl", Gender.FEMALE), ("man", Gender.MALE)):
        stem = noun.removesuffix(ending).rstrip("-")
        if stem != noun and len(stem) > 2 and noun not in ("human", "german", "roman", "norman", "caiman"):
            # "Ferryman", but not a surname such as Hoffman.
            return gender if word_class(stem) or word_class(noun) else None
    return None
