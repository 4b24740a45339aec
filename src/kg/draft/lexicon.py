"""The words that report speech, and the closed classes of words that bound them.

A verb's line is: lemma, act, kind, frames, and the prepositions that its topic takes.  Kinds: ``s`` says, ``w``
writes, ``k`` holds a view, ``l`` is light (what is said is its object's noun), ``r`` receives (the subject is the
hearer), ``x`` says only what a clause or quotation after it shows.  Frames: ``c`` a clause, ``w`` a question, ``q`` words
quoted, ``n`` a noun phrase, ``i`` an infinitive, ``o`` the hearer as object, ``t`` the hearer after "to", ``e`` nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ADJECTIVES", "BODIES", "CATENATIVES", "CLASSES", "LIGHT", "MODALS", "NATIONS", "NOUNS", "PAPERS", "PEOPLE", "TITLES", "VERBS", "VERB_FORMS",
    "Form", "Verb", "singular",
]  # fmt: skip

VERB_LINES = """
accept agree s cn
accuse criticise s o of
acknowledge admit s cnt
add assert s cqe
address write l n
admit admit s cnqte to
admonish warn s oi
advance suggest x n
advise advise s oicn of,against,on
advocate suggest s n
affirm assert s cqn
agree agree s ciewt with,on,to,in
allege assert s cn
allude assert s - to
announce inform s cqnit
answer reply s cqent in
apologize thank s te for
apologise thank s te for
appeal request s ti for,to
applaud praise s n
appreciate thank k cn
approve agree s n of
argue assert s cqn for,against,in
ask ask s owiqcne for,about,after
assent agree s e to
assert assert s cqn
assess think x n
assume think k c
assure promise s ocq of
attack criticise x n
attribute assert s n
authorize instruct s oi
authorise instruct s oi
aver assert s cn
avow assert s cn
beg request s oi
believe think k cqe
blame criticise s o for,on
boast assert s c of
brand criticise x n
brief inform s o on,about
broach assert s n
cable write w cnotqi
call assert x - for,on,upon
caution warn s ocqi against,about
certify assert s c
challenge disagree s n
characterize assert s n
characterise assert s n
charge criticise s c
cite assert s nc
claim assert s cqni
clarify inform s nc
comment assert s cqe on,about
commend praise s o for,on
communicate inform s ntc
complain criticise s cqte about,of
compliment praise s o on
concede admit s cn
conclude think s cq
concur agree s ce in,with
condemn criticise s n
confess admit s cqt to
confide inform s ct in
confirm assert s cnwt
congratulate praise s o on,for
consent agree s ei to
consider think k cnw
contend assert s cq
continue assert x ceq
contradict disagree s n
convey inform l nt
counsel advise s oin
counter reply s cqe with
credit praise x n
criticize criticise s n for
criticise criticise s n for
cry assert x q
debate assert x nw
declare assert s cqn
decide decide k ciwe on,upon,against
decline disagree s ine
deem think k n
demand demand s cin
denounce criticise s n
deny deny s cngq
deplore criticise s nc
describe report s nwt
detail report s n
determine decide x ci
dictate instruct s n
direct instruct x oc
disagree disagree s ec with,on,about
disapprove disagree k ce of
disavow deny s n
disclaim disclaim s n
disclose inform s cnwt
discuss assert s nw
dismiss disagree x n
dispatch write l n
dispute disagree s nc
divulge inform s nt
doubt think k cwn
draw assert l n
dwell assert x - on,upon
elaborate inform s e on,upon
emphasize assert s cqnw
emphasise assert s cqnw
encourage advise x oi
endorse agree s n
enquire ask s wqe about,into,as,of,whether
entreat request s oi
enumerate report s n
envisage think k cn
estimate think k cn
exclaim assert s cqe
exhort request s oi
expect think k c
explain inform s cwqnte to
expound report s n on
express assert l n
extend thank l nt
fear think k cn
feel think k cn
forecast think s cn
foresee think k cn
forward write l n
forwarn warn s ocq
gather think r c
give inform l n
grant admit x c
greet thank x o
guarantee promise s cnot
guess think k c
hand write l n
have think l n
hear inform r cne of,from,about
highlight assert s n
hint assert s cqe at
hold think k c
hope think k ciqe for
impart inform l n
implore request s oi
imply assert s cn
impress assert x - on,upon
indicate assert s cnwtq
inform inform s ocwq of,about,on
inquire ask s wqe about,into,as,of,whether
insinuate assert s c
insist demand s cqe on,upon
instruct instruct s oiwc
intend think x c
interject assert s cqe
interpose assert s cq
interpret think k n
interrupt assert s qe
intimate assert s cnt
invite invite s oi
issue assert l n
joke assert s cqe about
judge think k cn
justify assert s n
lament criticise s cn
lay assert l n
learn inform r cnw of,from,about
lecture criticise s o on
liken assert s n
list report s n
maintain assert s cq
make assert l n
mention assert s cnwtq
muse think s cq
name assert x n
note assert s cqn
notify inform s oc of,about
object disagree s ceqt to
oblige demand x oi
observe assert s cq
offer promise s inot
opine think s cq
oppose disagree k nc
order instruct s oic
outline report s nt
paraphrase report s n
pass write l n
persuade advise s oi
petition request s oi
plead request s ciq for,with
pledge promise s cin
pose ask l n
posit assert s c
praise praise s n for
predict think s cqn
prefer think k cin
present report l n
press request s oi for,on
presume think k c
proclaim assert s cqn
profess assert s cin
promise promise s cinoqte
pronounce assert x n
propose suggest s cingt
protest disagree s cnqe against,about,to
propound suggest s n
prove assert x c
provide inform l n
publish write w n
put assert l n
query ask s wnq
question ask s wno
quote report s nc
raise assert l n
rate think x n
react reply s e to
read assert l n
reaffirm assert s cn
realize think k cw
reason assert s cq
reassure promise s oc
rebut disagree s ne
rebuke criticise s o for
recall assert s cqnw
recapitulate report s n
receive inform r n
recite report s n
reckon think k c
recognize admit k cn
recognise admit k cn
recommend advise s cngt
recount report s nwt
refer assert s - to
refuse disagree s ine
refute deny s n
regard think k n
register assert l n
regret think k cin
reiterate assert s cqn
reject disagree s n
rejoin reply s cq
relate report s cnwt
relay inform l nt
remark assert s cqe on,upon
remind inform s ocqw of
remonstrate disagree s e with,against
renew assert l n
renounce deny s n
repeat assert s cqnw
reply reply s cqet in,with,to
report report s cnwqte on,about,of,to
reproach criticise s o for,with
request request s cinow
resolve decide x ci
respond reply s cqet with,to,by
restate assert s nc
retort reply s cq
return reply x cq
reveal inform s cnwt
review report s n
rule assert x - out
say assert s cqwnte to
scold criticise s o for
scoff criticise s e at
see think x -
seek ask l n
send write l n
share agree l n
show assert x c
sketch report s n
solicit request s n
speak assert s eq of,about,on,for,against,to,with
specify assert s cnw
speculate think s cqe on,about
state assert s cqnwt
stipulate demand s cn
stress assert s cqnw
submit assert x c
suggest suggest s cngwtq
sum assert x -
summarize report s ne
summarise report s ne
summon demand x oi
support agree k n
suppose think k c
surmise think s c
suspect think k cn
swear promise s cin
sympathize agree s e with
take think l n
talk assert s e about,of,on,to,with
taunt criticise s o
telegraph write w cnotqi
telephone inform s oc
telegram write w cnot
tell inform s ocwqine of,about
term assert x n
testify assert s cqe to
thank thank s o for
theorize think s c
think think k cqwe of
threaten warn s cioq
touch assert x - on,upon
transmit write l n
trust think k c
underline assert s cn
underscore assert s cn
understand think x c
undertake promise x i
urge request s oicngq
utter assert s n
venture suggest s cq
view think k n
visualize think k cn
voice assert l n
volunteer assert s cqi
vote decide x ie
vow promise s cinq
wager think x c
want request k -
warn warn s ocqn of,against,about
welcome praise k n
whisper assert s cqt
wire write w cnoti
wish think k cn
wonder ask s wqe
worry think k ce about
write write w cqneot to,about,of
"""

IRREGULAR = {
    "say": "says said said saying", "tell": "tells told told telling", "think": "thinks thought thought thinking",
    "speak": "speaks spoke spoken speaking", "write": "writes wrote written writing", "give": "gives gave given giving",
    "make": "makes made made making", "put": "puts put put putting", "take": "takes took taken taking",
    "hold": "holds held held holding", "feel": "feels felt felt feeling", "hear": "hears heard heard hearing",
    "learn": "learns learned learned learning", "send": "sends sent sent sending", "lay": "lays laid laid laying",
    "draw": "draws drew drawn drawing", "read": "reads read read reading", "deny": "denies denied denied denying",
    "see": "sees saw seen seeing", "show": "shows showed shown showing", "swear": "swears swore sworn swearing",
    "understand": "understands understood understood understanding", "have": "has had had having",
    "foresee": "foresees foresaw foreseen foreseeing", "forecast": "forecasts forecast forecast forecasting",
    "undertake": "undertakes undertook undertaken undertaking", "refer": "refers referred referred referring",
    "prefer": "prefers preferred preferred preferring", "regret": "regrets regretted regretted regretting",
    "admit": "admits admitted admitted admitting", "submit": "submits submitted submitted submitting",
    "rebut": "rebuts rebutted rebutted rebutting", "plead": "pleads pleaded pleaded pleading",
    "beg": "begs begged begged begging", "sum": "sums summed summed summing", "seek": "seeks sought sought seeking",
    "transmit": "transmits transmitted transmitted transmitting", "cable": "cables cabled cabled cabling",
    "hope": "hopes hoped hoped hoping", "agree": "agrees agreed agreed agreeing", "pass": "passes passed passed passing",
    "relay": "relays relayed relayed relaying", "inform": "informs informed informed informing",
}  # fmt: skip

DOUBLED = {"that": "t"}


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the lexicon."""

    lemma: str
    act: str
    kind: str
    frames: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A written form: its verb, and which parts of it: ``b`` base, ``s`` present, ``d`` past, ``p`` participle, ``g`` -ing."""

    verb: Verb
    parts: str


def _inflect(lemma: str) -> tuple[str, str, str, str]:
    if lemma in IRREGULAR:
        present, past, participle, going = IRREGULAR[lemma].split()
        return present, past, participle, going
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if lemma[-1] == "y" and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    present = lemma + ("es" if lemma.endswith(("s", "x", "ch", "sh")) else "s")
    return present, lemma + "ed", lemma + "ed", lemma + "ing"


def _read_verbs(lines: str) -> dict[str, Verb]:
    verbs = {}
    for line in lines.split("\n"):
        if line:
            lemma, act, kind, frames, *topics = line.split()
            verbs[lemma] = Verb(lemma, act, kind, frames, frozenset(topics[0].split(",")) if topics else frozenset())
    return verbs


def _index_forms(verbs: dict[str, Verb]) -> dict[str, Form]:
    parts: dict[str, tuple[Verb, str]] = {}
    for verb in verbs.values():
        for form, part in zip((verb.lemma, *_inflect(verb.lemma)), "bsdpg", strict=True):
            known = parts.get(form)
            # Two verbs with one form: the one whose base it is stays (no pair of the table has two bases).
            if known is None or known[0] is verb:
                parts[form] = (verb, (known[1] if known else "") + part)
    return {form: Form(*value) for form, value in parts.items()}


VERBS = _read_verbs(VERB_LINES)
VERB_FORMS = _index_forms(VERBS)

# What a noun of saying does.  As the object of a light verb it makes the act; alone it is an act only mentioned.
NOUN_LINES = """
accept: agree acceptance assent
admit: admission confession
advise: advice counsel recommendation
agree: agreement concurrence consent approval accord
ask: question query inquiry enquiry
assert: statement remark comment observation point reference declaration assertion claim argument attention opinion view contention reservation allegation allusion position emphasis case mention
criticise: criticism accusation condemnation denunciation complaint charge rebuke reproach reprimand dissatisfaction displeasure disappointment indignation
decide: decision resolution
demand: demand ultimatum insistence
deny: denial
disagree: objection disagreement opposition rejection refusal protest remonstrance dissent demarche démarche
inform: explanation information guidance indication clarification briefing data details news notification impression particulars
instruct: instruction order directive
invite: invitation
praise: praise congratulations compliment satisfaction admiration tribute
promise: promise assurance pledge offer undertaking guarantee commitment vow
reply: reply answer response reaction rejoinder retort
report: account report description summary outline presentation review exposition survey analysis testimony recital rundown
request: request appeal plea wish desire petition
suggest: proposal suggestion proposition
thank: gratitude thanks appreciation apology greetings regards condolences
think: belief hope fear concern confidence doubt regret conviction feeling anxiety apprehension interest conclusion optimism pessimism misgivings worry skepticism scepticism alarm support sympathy understanding surprise
warn: warning threat caution
write: letter telegram cable message note memorandum communication dispatch despatch aide-memoire telegraph memo postcard
"""


def _read_nouns(lines: str) -> dict[str, str]:
    nouns = {}
    for line in lines.split("\n"):
        if line:
            act, _, words = line.partition(": ")
            act = "agree" if act == "accept" else act
            for word in words.split():
                nouns[word] = act
                plural = word[:-1] + "ies" if word[-1] == "y" and word[-2] not in "aeiou" else word + "s"
                nouns.setdefault(plural, act)
    return nouns


NOUNS = _read_nouns(NOUN_LINES)

# light verb -> the nouns that make an act with it; * is every noun
LIGHT = {
    "express": "*", "voice": "*", "convey": "*", "register": "*", "renew": "*", "extend": "*", "impart": "*", "relay": "*",
    "give": "account answer advice assurance assurances explanation guidance indication information instruction instructions order orders outline promise reply report response review summary description details notice speech impression pledge warning undertaking consent approval agreement permission hint data presentation exposition analysis rundown briefing view views opinion opinions",
    "make": "statement statements remark remarks comment comments observation observations point points reference proposal proposals suggestion suggestions offer request requests appeal complaint demand demands declaration promise pledge protest recommendation recommendations allegation accusation criticism charge charges admission reply response speech presentation report case plea apology demarche démarche representations explanation threat threats inquiry inquiries decision proposition commitment mention",
    "raise": "question questions issue issues matter point points objection objections subject problem possibility topic view views concern concerns",
    "put": "question questions view views point case forward",
    "pose": "question questions",
    "present": "view views proposal proposals report position case demand demands request statement argument arguments account",
    "provide": "information explanation account details report data summary answer response assurance assurances responses",
    "send": "letter letters telegram cable message messages note notes report memorandum invitation notice reply answer communication instruction instructions questionnaire request congratulations greetings",
    "address": "letter note message question questions remarks appeal request telegram",
    "hand": "letter note memorandum message aide-memoire statement",
    "dispatch": "letter note telegram message", "forward": "letter note message report", "transmit": "letter note message report reply information request",
    "pass": "message letter information note word",
    "deliver": "letter note message speech statement report protest",
    "issue": "statement order orders instruction instructions directive invitation declaration communique warning ultimatum",
    "read": "statement letter message text telegram cable note aloud",
    "seek": "advice assurance assurances clarification information opinion views guidance approval agreement permission",
    "take": "position line view stand issue exception up", "draw": "attention", "lay": "emphasis stress",
    "share": "view views opinion concern feeling belief", "have": "opinion opinions view views doubt doubts question questions objection objections suggestion proposal impression feeling",
}  # fmt: skip
LIGHT_NOUNS = {verb: frozenset(words.split()) for verb, words in LIGHT.items()}

# adjectives of a stance, after "to be"
ADJECTIVES = {
    "concerned": "think", "worried": "think", "anxious": "think", "confident": "think", "convinced": "think",
    "sure": "think", "certain": "think", "afraid": "think", "aware": "think", "hopeful": "think", "doubtful": "think",
    "skeptical": "think", "sceptical": "think", "opposed": "disagree", "grateful": "thank", "thankful": "thank",
    "glad": "think", "pleased": "think", "sorry": "think", "surprised": "think", "optimistic": "think",
    "pessimistic": "think", "determined": "think", "interested": "think", "disappointed": "think", "reluctant": "think",
    "unhappy": "think", "satisfied": "think", "shocked": "think", "alarmed": "think", "disturbed": "think",
    "impressed": "think", "inclined": "think", "uncertain": "think", "unaware": "think", "dissatisfied": "think",
    "appreciative": "thank", "critical": "criticise", }  # fmt: skip

_TITLES = """mr mrs ms miss dr prof professor sir lord lady dame king queen prince princess president vice-president premier
chancellor minister secretary undersecretary ambassador chairman vice-chairman general gen lieutenant lt colonel col major maj
captain capt admiral adm marshal commander senator congressman governor mayor judge comrade comrades cde cdes com chargé charge consul
counselor counsellor attaché director deputy foreign prime acting assistant under first second third general-secretary
party monsieur madame mme m herr señor senor don shah sheikh shaikh emir pope cardinal archbishop bishop father rabbi
emperor empress representative delegate spokesman brigadier gen. speaker minister-counselor military naval chief head leader
secretaries presidents ministers ambassadors messrs generals vice field rear maj. brig. brig premiers""".split()
TITLES = frozenset(_TITLES)

PEOPLE = frozenset("""
ambassador ambassadors minister ministers secretary president premier chairman chancellor general generals colonel officer officers official
officials source sources informant informants spokesman spokesmen representative representatives delegate delegates member members
leader leaders head chief chiefs deputy deputies director directors comrade comrades people person persons man men woman women friend friends colleague
colleagues worker workers peasant peasants student students journalist journalists correspondent correspondents reporter reporters adviser advisers advisor
advisors interpreter diplomat diplomats consul counselor counsellor attache attaché chargé charge king queen prince shah emperor sultan
governor mayor senator senators congressman congressmen deputy speaker author writer functionary functionaries cadre cadres communist
communists nationalist nationalists conservatives socialists republicans democrats critics opponents observers experts
specialists scientists candidate candidates commander commanders admiral marshal captain soldier soldiers prisoner prisoners refugee
refugees visitor guest host hostess wife husband son daughter brother father mother doctor lawyer professor teacher
everyone everybody someone somebody anyone nobody one others other some many most few several both all none undersecretary
messenger emissary envoy envoys negotiator negotiators intermediary broadcaster citizen citizens generalissimo
chairmen sides peoples masses intellectual intellectuals foreigners civilians military
""".split())  # fmt: skip
BODIES = frozenset("""
government governments administration cabinet ministry ministries department departments embassy embassies legation consulate committee committees
commission council party parties politburo presidium secretariat congress parliament assembly senate house court army
navy force forces staff command delegation delegations mission group groups side bloc union league organization organisation agency bureau
office press radio newspaper newspapers paper papers agency company bank board leadership headquarters regime authorities plenum conference
meeting kremlin pentagon opposition majority minority faction junta palace community public clique
circles team panel board directorate institute academy kgb cia nsc jcs nato un unsc wsag pravda izvestia tass reuters times
""".split())  # fmt: skip
PAPERS = frozenset("""
letter letters telegram telegrams cable cables message messages note notes report reports memorandum memoranda communique communiqué statement
statements article articles editorial document documents paper papers resolution resolutions treaty agreement protocol declaration aide-memoire
dispatch dispatches text instructions instruction broadcast summary diary entry information data intelligence newspaper speech
constitution guidelines directive circular leaflet pamphlet book study survey estimate draft proposal plan press
""".split())  # fmt: skip

NATIONS = {
    word: slug
    for slug, words in {
        "united-states": "american americans u.s us usa usg washington", "soviet-union": "soviet soviets ussr u.s.s.r russian russians russia moscow",
        "united-kingdom": "british britain hmg uk u.k england english london", "china": "chinese china peking beijing prc chicoms chicom",
        "france": "french france paris", "germany": "german germans germany bonn frg gdr", "italy": "italian italians italy rome",
        "japan": "japanese japan tokyo", "india": "indian indians india delhi", "pakistan": "pakistani pakistanis pakistan paks",
        "egypt": "egyptian egyptians egypt uar cairo", "israel": "israeli israelis israel gois", "iraq": "iraqi iraqis iraq baghdad",
        "iran": "iranian iranians iran persia tehran", "syria": "syrian syrians syria damascus", "jordan": "jordanian jordanians jordan amman",
        "lebanon": "lebanese lebanon beirut", "saudi-arabia": "saudi saudis", "turkey": "turkish turks turkey ankara",
        "greece": "greek greeks greece athens", "yugoslavia": "yugoslav yugoslavs yugoslavia belgrade", "poland": "polish poles poland warsaw",
        "hungary": "hungarian hungarians hungary budapest", "czechoslovakia": "czech czechs czechoslovak czechoslovaks czechoslovakia prague",
        "romania": "romanian romanians romania rumanian rumanians bucharest", "bulgaria": "bulgarian bulgarians bulgaria sofia", "albania": "albanian albanians albania tirana",
        "cuba": "cuban cubans cuba havana", "vietnam": "vietnamese vietnam viet-nam hanoi saigon drv gvn", "korea": "korean koreans korea rok dprk seoul pyongyang",
        "taiwan": "taiwan formosa grc taipei", "indonesia": "indonesian indonesians indonesia djakarta jakarta", "philippines": "philippine filipinos philippines manila",
        "thailand": "thai thais thailand bangkok", "burma": "burmese burma rangoon", "laos": "lao laotian laotians laos vientiane", "cambodia": "cambodian cambodians cambodia",
        "canada": "canadian canadians canada ottawa", "australia": "australian australians australia canberra", "mexico": "mexican mexicans mexico",
        "brazil": "brazilian brazilians brazil", "argentina": "argentine argentines argentina", "chile": "chilean chileans chile", "peru": "peruvian peruvians peru",
        "south-africa": "afrikaner afrikaners pretoria", "ethiopia": "ethiopian ethiopians ethiopia", "ghana": "ghanaian ghanaians ghana", "congo": "congolese congo",
        "algeria": "algerian algerians algeria", "morocco": "moroccan moroccans morocco", "tunisia": "tunisian tunisians tunisia", "libya": "libyan libyans libya",
        "sudan": "sudanese sudan", "netherlands": "dutch netherlands", "belgium": "belgian belgians belgium brussels", "spain": "spanish spaniards spain madrid",
        "portugal": "portuguese portugal lisbon", "sweden": "swedish swedes sweden", "norway": "norwegian norwegians norway", "denmark": "danish danes denmark",
        "finland": "finnish finns finland", "austria": "austrian austrians austria vienna", "switzerland": "swiss switzerland bern", "mongolia": "mongolian mongols mongolia",
        "nicaragua": "nicaraguan nicaraguans nicaragua", "guatemala": "guatemalan guatemalans guatemala", "arab": "arab arabs", "palestine": "palestinian palestinians", "afghanistan": "afghan afghans afghanistan",
    }.items()
    for word in words.split()
}  # fmt: skip

MODALS = frozenset("will would shall should may might can could must ought need 'll ’ll".split())
CATENATIVES = frozenset("""want wants wanted wish wishes wished like liked intend intends intended plan plans planned hope hopes hoped begin begins began
continue continues continued seem seems seemed appear appears appeared try tries tried try attempt attempted attempts prepare prepared prepares ready
going go goes went come comes came proceed proceeded proceeds happen happened happens refuse refused refuses decline declined declines
fail failed fails use used hesitate hesitated wishing wanting intending able unable willing about prefer preferred preparing
have has had instructed authorized said expected bound like anxious obliged compelled forced need needed
""".split())  # fmt: skip

_CLASS_WORDS = {
    "d": """the a an this these those his her its their our my your some any no each every all both several many most few
        such another one two three four five six seven eight nine ten various certain other what which whose""",
    "n": "i he she we they you it who everyone everybody nobody someone himself herself themselves myself ourselves",
    "o": "me him us them",
    "c": "and or but nor &",
    "s": """that if whether because since although though while when as where why how unless until till before after than lest whereas
        whereupon once""",
    "i": """of in on at by for from with about into over under between among against during through without within upon toward towards
        concerning regarding despite per via except besides near behind beyond above below along across around off out up down like
        including following re aboard amid""",
    "t": "to",
    "a": """is are was were be been being am do does did has had have having will would shall should may might can could must ought
        isn't aren't wasn't weren't don't doesn't didn't hasn't hadn't haven't won't wouldn't can't couldn't shouldn't cannot
        isn’t aren’t wasn’t weren’t don’t doesn’t didn’t hasn’t hadn’t haven’t won’t wouldn’t can’t couldn’t shouldn’t""",
    "g": "not never",
    "r": """then also again further furthermore moreover however therefore thus only just still already now once ever even soon later
        first finally next here there too so yet indeed perhaps meanwhile nevertheless nonetheless often always sometimes instead
        once rather quite very thereupon accordingly likewise otherwise simply merely well twice thereafter somewhat yesterday today
        tomorrow earlier recently reportedly allegedly apparently presumably in-turn afterwards subsequently""",
}  # fmt: skip
CLASSES = {word: kind for kind, words in _CLASS_WORDS.items() for word in words.split()}


def singular(word: str) -> str:
    """A plural noun of the tables without its ending.

    >>> singular("letters"), singular("replies")
    ('letter', 'reply')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
