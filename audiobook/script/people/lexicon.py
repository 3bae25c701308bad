"""Closed lists of words that tell names from other capitalised words."""

from __future__ import annotations

SPEECH_VERBS = frozenset(
    """said says say asked asks replied replies answered answers whispered whispers shouted shouts
    cried cries exclaimed exclaims muttered mutters murmured murmurs mumbled mumbles yelled yells
    screamed screams called calls responded responds retorted remarked observed declared announced
    stated inquired enquired demanded demands insisted explained explains added adds interrupted
    interrupts interposed interjected ejaculated protested pleaded pleads begged begs urged warned
    warns suggested suggests proposed admitted admits confessed agreed agrees assured promised
    boasted complained grumbled groaned groans moaned growled growls snarled hissed hisses barked
    snapped snaps roared bellowed rasped croaked squeaked squealed shrieked wailed whimpered whined
    sobbed stammered stuttered sputtered spluttered drawled purred cooed quipped joked teased
    taunted sneered scoffed mocked gasped panted breathed chirped chimed piped blurted babbled
    rambled countered rejoined echoed repeated repeats recited quoted continued continues began
    begins finished concluded concedes conceded allowed ventured volunteered questioned queried
    pressed coaxed implored entreated ordered instructed commanded told tells advised cautioned
    scolded chided soothed reassured greeted thanked swore cursed vowed prayed sang chanted mused
    noted notes mentioned confided mouthed hummed crowed deadpanned huffed grunted uttered opined
    speculated thought thinks wondered wonders laughed chuckled giggled smiled grinned sighed nodded
    resumed returned pursued went objected acknowledged affirmed asserted maintained persisted
    proceeded spoke speaks lied prompted corrected clarified elaborated reminded signed typed texted
    wrote texts types beamed frowned smirked sniffed snorted winked hollered bawled intoned
    pronounced proclaimed quavered faltered argued warbled guessed supposed chattered cackled
    comforted consoled accused threatened hinted reckoned decided""".split()
)
"""Verb forms that introduce speech or thought."""

REPORTING = frozenset(
    """said says asked asks replied replies answered whispered whispers shouted cried exclaimed
    muttered murmured mumbled yelled screamed responded retorted remarked inquired enquired
    stammered growled hissed sneered snapped added thought mused chuckled sighed grumbled drawled
    squeaked declared interrupted interposed ejaculated rejoined""".split()
)
"""Those that hardly ever do anything else."""

NEVER_NAMES = frozenset(
    """i a an the this that these those he she it we you they him her his hers its our ours your yours
    their theirs them us me my mine myself himself herself itself themselves yourself yourselves
    ourselves who whom whose which what when where why how whether whatever whoever whichever
    wherever whenever however and but or nor so yet for if then than though although because since
    unless until till while as at by in of on to up off out from into onto upon with without within
    about above across after against along amid among around before behind below beneath beside
    besides between beyond down during except inside like near over past through throughout toward
    towards under underneath via not no yes yeah yep yup nope nay aye ok okay oh ah aha ahh ahem
    alas aw aww bah boo bravo bye damn damned dammit darn eh er erm gee gosh goodbye good-bye good
    ha haha hah hallo halloa hello hey hi hm hmm hmmm ho hooray hullo hurrah hush huh humph indeed
    lo look listen mm mmm nah nonsense oi ooh oops ouch ow ugh uh um please pooh-pooh pray psst
    really rubbish sh shh shhh silence sorry sure thanks thank true tut well welcome what-ho wow yay
    yikes yo there here now never ever always often sometimes perhaps maybe once twice again also
    too very just only even still already soon later today tonight tomorrow yesterday am is are was
    were be been being have has had having do does did done doing can could shall should would may
    might must ought cannot let lets come go going gone get got give take make made see saw say said
    tell told ask asked think thought know knew one two three four five six seven eight nine ten
    first second third last next another other others any some each every either neither both all
    most much many few more less several such same own else quite rather almost nearly enough indeed
    certainly surely nothing something anything everything nobody somebody anybody everybody someone
    anyone everyone none nowhere somewhere anywhere everywhere suddenly finally meanwhile instead
    otherwise therefore moreover furthermore nevertheless nonetheless thus hence accordingly
    consequently somehow chapter book part volume prologue epilogue preface introduction contents
    section appendix act scene canto letter stave verse page illustration note notes footnote title
    author copyright end fin finis the-end god lord heaven heavens hell christ jesus goodness
    gracious gods lordy jeez crap fuck shit fucking merry happy dear dearest poor old young little
    big great new long short high low right left wrong gentlemen ladies sirs people men women boys
    girls children everyone's it's don't didn't i'm i'll i've i'd won't can't couldn't wouldn't
    shouldn't isn't wasn't aren't weren't hasn't haven't hadn't doesn't that's there's what's he's
    she's you're they're we're let's hadnt dont didnt cant wont im ill ive whats thats theres mr mrs
    ms dr tv usa uk us ok okay pm am ad bc ii iii iv vi vii viii ix xi xii xiii xiv xv whose st nd
    rd th fbi cia nasa nypd lapd atm dna id vip cctv faq html http https www com org pdf omg wtf lol
    brb btw idk imo internet web facebook twitter instagram google iphone whatsapp skype netflix
    youtube majesty majesties highness excellency lordship ladyship honour honor worship holiness
    eminence messieurs messrs mesdames lor lawks gad egad zounds hullo halloa oho aha tcha pshaw pah
    faugh phew whew yikes ay ach hoy thy thou thee thine ye o'clock o mine-own fie lest hark behold
    yonder whence thence hither thither hence forth blimey crikey crikes strewth cripes jeepers
    abracadabra bonjour bonsoir merci hola gracias ciao salut namaste inshallah mashallah
    alhamdulillah wallah yalla habibi habibti hiya whoa oopsie gimme whatcha innit alright yessir
    nossir ma'am danke bitte voila voilà hallelujah prego grazie basta andiamo vamos allez jawohl
    niet nyet dios buenas buenos noches konnichiwa arigato sayonara aloha slainte sláinte cheerio
    toodles ta-ta righto righty wilco mayday checkmate touche touché sacrebleu zut gott gesundheit
    yowza yeesh sheesh geez gadzooks huzzah hurray woohoo yippee wahey ahoy avast oyez ello mornin
    mornin' evenin' g'day wotcha oy yoohoo cooee shush hmph harrumph pfft meh bleh blech eww eek
    achoo atishoo whassat wossat whaddaya bollocks bugger arse prat twat muppet crumbs lawd
    lawdy tarnation jings wheesht whisht begorrah begob jaysus feck""".split()
)
"""Words that are no part of anybody's name wherever they stand."""

CALENDAR = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
    saturdays sundays christmas easter halloween thanksgiving hanukkah ramadan lent michaelmas
    whitsun whitsuntide passover yule hogmanay new-year valentine's jan feb mar apr jun jul aug sept
    sep oct nov dec""".split()
)

PEOPLES = frozenset(
    """english british scottish scotch irish welsh french german italian spanish portuguese dutch
    belgian swiss austrian russian polish czech hungarian romanian bulgarian greek turkish swedish
    norwegian danish finnish icelandic american americans canadian mexican brazilian cuban indian
    indians chinese japanese korean vietnamese thai australian african africans asian european
    europeans arab arabs arabic persian jewish jew jews hebrew christian christians christianity
    catholic catholics protestant protestants muslim muslims mohammedan mohammedans moslem moslems
    hindu hindus buddhist sikh latin roman romans gothic victorian georgian elizabethan edwardian
    celtic saxon saxons norman normans viking vikings egyptian israeli ukrainian parisian londoner
    londoners yankee yankees englishman englishmen englishwoman frenchman frenchmen frenchwoman
    irishman irishmen scotsman scotchman welshman dutchman spaniard spaniards italians germans
    russians turks greeks swedes danes norwegians poles negro negroes creole gypsy gypsies gipsy
    gipsies methodist quaker quakers puritan puritans baptist presbyterian anglican republican
    republicans democrat democrats tory tories whig whigs communist communists nazi nazis marxist
    socialist socialists fascist confederate martian martians earthling earthlings terran
    anglo-indian anglo-indians eurasian bengali punjabi afghan turkish-german parsee parsees brahman
    brahmin mussulman oriental western eastern northern southern westerner easterner highlander
    highlanders lutheran jesuit jesuits cockney latino latina hispanic caucasian""".split()
)
"""Nationalities, religions, languages, parties."""

PLACES = frozenset(
    """england scotland ireland wales britain france germany italy spain portugal holland netherlands
    belgium switzerland austria russia poland hungary romania bulgaria greece turkey sweden norway
    denmark finland iceland america canada mexico brazil argentina peru chile cuba jamaica haiti
    india china japan korea vietnam thailand australia zealand africa asia europe egypt israel
    palestine syria iraq iran persia arabia afghanistan pakistan ceylon burma siberia ukraine crimea
    london paris rome berlin vienna madrid lisbon moscow petersburg athens dublin edinburgh glasgow
    liverpool manchester birmingham leeds bristol oxford cambridge brighton dover portsmouth
    plymouth southampton york newcastle norfolk suffolk essex kent sussex surrey devonshire devon
    cornwall somerset dorset hampshire wiltshire berkshire hertfordshire yorkshire lancashire
    derbyshire cheshire shropshire northamptonshire northampton lincolnshire warwickshire
    worcestershire gloucestershire nottinghamshire staffordshire milan venice naples florence genoa
    turin bologna pisa sicily tuscany lombardy geneva zurich brussels amsterdam hamburg munich
    dresden prague budapest warsaw constantinople istanbul cairo jerusalem bombay calcutta delhi
    madras lahore tokyo beijing peking shanghai kong sydney melbourne york boston philadelphia
    chicago detroit baltimore cleveland cincinnati pittsburgh orleans angeles francisco vegas
    seattle denver dallas houston miami atlanta washington brooklyn manhattan harlem bronx queens
    hollywood california texas florida virginia massachusetts connecticut pennsylvania maryland
    kentucky tennessee louisiana alabama mississippi missouri ohio illinois indiana michigan
    wisconsin minnesota iowa kansas nebraska colorado utah nevada oregon arizona alaska hawaii maine
    vermont hampshire jersey delaware carolina arkansas oklahoma wyoming montana idaho dakota thames
    seine rhine danube tiber nile ganges hudson mississippi atlantic pacific mediterranean baltic
    alps himalayas pyrenees apennines andes vesuvius etna piccadilly mayfair kensington chelsea
    bloomsbury westminster soho hampstead whitehall eton harrow versailles calais normandy brittany
    provence riviera mars venus jupiter saturn neptune pluto uranus earth moon mercury milky galaxy
    antarctica arctic""".split()
)
"""Well-known places; a name among them belongs to a person only where the text insists."""

PLACE_NOUNS = frozenset(
    """street road lane avenue square place terrace crescent drive court row alley boulevard highway
    bridge park gardens garden hall house manor abbey priory castle cottage lodge villa palace tower
    towers hotel inn tavern arms cafe café restaurant bar club theatre theater cinema museum gallery
    library church chapel cathedral school college university academy hospital station airport
    harbour harbor port bay beach coast island islands isle isles lake river creek valley hill hills
    mountain mountains mount mt peak forest wood woods moor heath common fields field farm ranch
    county shire city town village borough district province state states kingdom empire republic
    union company corporation inc ltd co bank trust office department ministry bureau agency society
    association institute committee council parliament congress senate army navy force corps
    regiment brigade guard guards police league party times gazette herald post chronicle journal
    review tribune telegraph act bill treaty war battle factory mill mills works mine mines shop
    store market mall plaza center centre building apartments sea ocean strait channel gulf cape
    point cliff cliffs falls canyon desert ward wing room gate gates wall street's laboratory labs
    lab industries enterprises systems technologies foundation prison jail asylum penitentiary
    cemetery graveyard temple mosque synagogue monastery convent barracks fort fortress quay wharf
    pier dock docks pub saloon sector quadrant nebula colony base deck""".split()
)
"""After another capitalised word they make it the name of a place or an institution."""

PLACE_BEFORE = frozenset(
    """mount mt lake river fort cape port loch ben isle point camp san santa los las el new north south
    east west upper lower great""".split()
)
"""Before another capitalised word they make it a place."""

PARTICLES = frozenset(
    "de du des del della di da van von der den ter la le of the y bin ibn al el af av zu ap".split()
)
"""Lower-case words that may stand inside a name."""

QUALIFIERS = frozenset(
    """poor dear dearest old young little sweet darling good kind my honest lovely pretty beautiful wee
    great brave noble blessed beloved wicked silly stupid clever crazy mad gentle late uncle's oh o
    ah big tiny fat handsome""".split()
)
"""Adjectives that writers put before a name without being part of it."""
