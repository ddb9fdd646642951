"""Lists of English words that writers get wrong, and what they write instead."""

from __future__ import annotations


def entries(table: str) -> list[str]:
    """Return the entries of a table, which stand between bars and line ends."""
    return [entry.strip() for line in table.split("\n") for entry in line.split("|") if entry.strip()]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONFUSED = """
their there|their they're|there they're|there their|your you're|its it's|then than|to too|too to|to two
affect effect|accept except|loose lose|whose who's|passed past|peace piece|weather whether|quite quiet
principal principle|advice advise|breath breathe|choose chose|lead led|where were|were where|we're were|of off
here hear|no know|now know|threw through|though through|though thought|through thorough|right write|week weak
wear where|see sea|buy by|by buy|hole whole|our are|are our|allowed aloud|brake break|bare bear|later latter
desert dessert|form from|great grate|meet meat|plain plane|road rode|sight site|site cite|some sum|tail tale
wait weight|way weigh|witch which|which witch|won one|must most|quit quite|lie lay|rise raise|sit set|beside besides
ever every|every ever|many much|much many|few little|less fewer|fewer less|good well|well good|bad badly|real really
since for|for since|during while|make do|do make|did made|said told|told said|say tell|tell say
complement compliment|stationary stationery|council counsel|device devise|practice practise|license licence
dose does|does dose|fare fair|flour flower|for four|heel heal|idle idol|knew new|new knew|knot not|lessen lesson
mail male|manner manor|moral morale|pair pear|patience patients|personal personnel|pour poor|pray prey
precede proceed|presence presents|roll role|root route|scene seen|seen scene|sole soul|steal steel|straight strait
than that|that than|they the|the they|the then|then the|thing think|think thing|this these|these this|those this
that those|tired tried|tried tired|trail trial|use us|us use|vain vein|waist waste|want won't|wander wonder
were we're|where wear|whole hole|wood would|would wood|your yours|you your|your you|he the|their them|them their
me my|my me|him his|his him|her here|it is|is it|if is|is if|in is|as at|on one|one on|an and|and an|so do|be by
or of|of or|out our|live leave|leave live|live life|life live|feel fell|fell feel|fill feel|hard hardly|close closed
bored boring|interested interesting|excited exciting|confused confusing|especially specially|economic economical
historic historical|adapt adopt|adopt adapt|assure ensure|ensure insure|bring take|borrow lend|lend borrow
learn teach|see look|hear listen|look watch|watch look|travel trip|trip travel|fun funny|sensible sensitive
other another|another other|others other|other others|each all|both each|also too|too very|very too|so such|such so
like as|as like|until by|by until|among between|between among|beside next|already yet|still yet|yet still|hope wish
remember remind|rob steal|home house|job work|work job|people persons|story history|sensible sensitive
actual current|currently actually|effective affective|altogether together|advise advice|effect affect|except accept
lose loose|past passed|led lead|quiet quiet|whether weather|chose choose|breathe breath|who's whose|you're your
it's its|they're their|they're there|too two|two to|piece peace|principle principal|latter later|from form
write right|know now|know no|hear here|off of|thought though|break brake|waste waist|wonder wander|role roll
route root|lay lie|raise rise|compliment complement|proceed precede|assume presume|imply infer
uninterested disinterested|who whom|whom who|who which|which who|what which|what that|which what|whoever whomever
number amount|between in|nobody anybody|somebody anybody|something anything|anything something|some any|any some
sometime sometimes|sometimes sometime|maybe may|everyday daily|conscience conscious|conscious conscience
coarse course|course coarse|cloths clothes|clothes cloths|collage college|bath bathe|beach beech|berth birth
board bored|born borne|cell sell|cent sent|sent send|send sent|built build|build built|lend lent|spend spent
spent spend|felt feel|meant mean|lost lose|loss lost|lost loss|belief believe|believe belief|prove proof|proof prove
success succeed|succeed success|choice choose|life lives|save safe|true truth|truth true|high height|deep depth
strong strength|healthy health|health healthy|danger dangerous|dangerous danger|difference different
different difference|difficult difficulty|difficulty difficult|important importance|importance important
beautiful beauty|happy happiness|confident confidence|independent independence|convenient convenience
success successful|successful success|economy economic|nation national|nature natural|natural nature
culture cultural|history historical|music musical|quick quickly|quickly quick|easy easily|easily easy|slow slowly
careful carefully|carefully careful|serious seriously|complete completely|clear clearly|clearly clear
different differently|usual usually|usually usual|final finally|recent recently|recently recent|sudden suddenly
suddenly sudden|certain certainly|perfect perfectly|exact exactly|probable probably|probably probable|simple simply
simply simple|true truly|near nearly|nearly near|late lately|absolute absolutely|extreme extremely|extremely extreme
automatic automatically|correct correctly|correctly correct|proper properly|properly proper|direct directly
directly direct|actual actually|actually actual|regular regularly
"""
"""Pairs "right wrong": a writer may put the second word where the first belongs."""

PHRASES = """
could have|could of
should have|should of
would have|would of
must have|must of
might have|might of
could've|could of
should've|should of
would've|would of
a lot|alot
a lot|allot
in fact|infact
in front|infront
at least|atleast
as well|aswell
of course|ofcourse
each other|eachother
even though|eventhough
no one|noone
all right|alright
in case|incase
every time|everytime
a while|awhile
any more|anymore
may be|maybe
every day|everyday
some time|sometime
all ready|already
in spite|inspite
thank you|thankyou
high school|highschool
instead|in stead
cannot|can not
without|with out
within|with in
into|in to
onto|on to
another|an other
although|all though
already|all ready
together|to gether
together|to-gether
everyone|every one
everybody|every body
everything|every thing
everywhere|every where
someone|some one
something|some thing
sometimes|some times
somewhere|some where
anyone|any one
anything|any thing
anyway|any way
anywhere|any where
nothing|no thing
whatever|what ever
whenever|when ever
wherever|where ever
however|how ever
maybe|may be
myself|my self
himself|him self
herself|her self
itself|it self
themselves|them selves
themselves|theirselves
themselves|themself
himself|hisself
yourself|your self
therefore|there fore
furthermore|further more
nevertheless|never the less
nowadays|now a days
nowadays|nowaday
outside|out side
inside|in side
upstairs|up stairs
weekend|week end
background|back ground
throughout|through out
almost|all most
always|all ways
altogether|all together
apart from|a part from
a part of|apart of
used to|use to
supposed to|suppose to
rather than|rather then
more than|more then
better than|better then
less than|less then
other than|other then
different from|different of
different from|different with
because of|because
because of|cause of
due to|do to
in order to|in order
such as|such
such as|such like
for example|for exemple
for instance|for instants
according to|according
according to|accord to
at first|at the first
at last|at the last
in addition|in addiction
take care of|take care
on purpose|in purpose
by accident|on accident
in general|in generally
on average|in average
at all|in all
from now on|from now
so that|so as
as soon as|as soon
as long as|as long
as well as|as well
as far as|as far
at the same time|in the same time
on the other hand|in the other hand
on the other hand|on other hand
on the one hand|in the one hand
in other words|in other word
in my opinion|on my opinion
in the end|at the end
by the way|on the way
in the past|in the passed
would rather|had rather to
had better|had better to
each other|each others
one another|one other
one of the|one the
kind of|kind
kinds of|kind of
any other|any another
would like to|would like
look forward to|look forward
make sure|do sure
make a decision|do a decision
make a mistake|do a mistake
do my best|make my best
do his best|make his best
take place|take part
in charge of|in charge
as a result|as result
in a hurry|in hurry
for the first time|for first time
the other day|other day
per se|per say
moot point|mute point
free rein|free reign
piqued my|peaked my
sneak peek|sneak peak
bated breath|baited breath
toe the line|tow the line
whet the|wet the
make do|make due
deep-seated|deep-seeded
regardless|irregardless
supposedly|supposably
regarding|in regards
toward|towards to
"""
"""Lines "right|wrong", where a blank is dropped, added, or a set phrase goes wrong."""

MISSPELLED = """
accommodate accomodate acommodate|achieve acheive|across accross|address adress addres|advertise advertize
aggressive agressive|although altough allthough|always allways alwais|amateur amature|apparent apparant
appearance appearence|argument arguement|awful awfull|basically basicly|beautiful beatiful beautifull beutiful
because becuase becouse becaus beacuse|beginning begining beggining|believe beleive belive|benefit benifit
beneficial benificial|between beetween betwen|business buisness bussiness busines|calendar calender
career carreer carrer|careful carefull|category catagory|cemetery cemetary|certain certin|chief cheif
children childern|committee comittee commitee|completely completly|conscience concience|conscious concious
convenient convinient|criticism critisism|definitely definately definitly definatly|describe discribe
desperate desparate|develop develope|development developement|difference diffrence|different diffrent diferent
difficult dificult difficut|disappear dissapear disapear|disappoint dissapoint disapoint|discussion discusion
doesn't dosen't dosn't|easily easly|embarrass embarass|environment enviroment enviorment
especially especialy espesially expecially|every evry|exaggerate exagerate|excellent excelent|except exept
exercise excercise exersise|existence existance|experience experiance expirience|explanation explaination
extremely extremly|familiar familar|favourite favorit|February Febuary|finally finaly|foreign foriegn foregin
forty fourty|forward foward|friend freind frend|fulfil fullfil|generally generaly|government goverment govement
grammar grammer|grateful greatful|great graet|guarantee garantee gaurantee|guard gaurd|happened happend
happening happenning|height heigth hight|hierarchy heirarchy|humorous humourous|immediately immediatly imediately
important importent imporant|improvement improvment|incidentally incidently|independent independant
interesting intresting intersting|interest intrest|interrupt interupt|irrelevant irrelevent|jealous jelous
judgement judgment judgemant|knowledge knowlege knowledgable|language langauge languge|later leter|leisure liesure
library libary|lightning lightening|likely likly|listen lissen|literature litrature|lonely lonley
loneliness lonelyness|maintenance maintainance|many meny|marriage marrige mariage|meant ment|millennium millenium
minute minuite|miscellaneous miscelaneous|mischievous mischievious|misspell mispell|money mony|morning moring
necessary neccessary necesary neccesary|neighbour neigbour|ninety ninty|noticeable noticable
occasion ocassion occassion|occasionally occasionaly|occurred occured|occurrence occurence|opinion opinon
opportunity oportunity opportunaty|opposite oposite|original orignal|parallel paralel|particularly
particulary particuarly|peculiar peculier|people poeple peple peopel|perform preform|performance performence
perhaps prehaps|permanent permanant|persistent persistant|personally personaly|persuade pursuade|piece peice
pleasant plesant|political politcal|possess posess|possession posession|possible posible|potato potatoe
practically practicly|prefer perfer|preferred prefered|prejudice predjudice|privilege priviledge privelege
probably probaly probly|problem|probem probelm|professional proffesional profesional|professor proffessor
promise promiss|pronunciation pronounciation|psychology phsycology psycology|publicly publically|pursue persue
quantity quanity|question qestion|realise relise|really realy|receipt reciept|receive recieve
recommend recomend reccomend|referred refered|relevant relevent|religious religous|remember remeber rember
repetition repitition|restaurant restaurent resturant|rhythm rythm rhythem|ridiculous rediculous|sacrifice sacrafice
safety safty|schedule schedual|scissors scisors|secretary secratary|seize sieze|sense sence|sentence sentance
separate seperate|separately seperately|several severel|shining shinning|should shoud|similar similer simular
sincerely sincerly|society socity|soldier soilder|something somthing|speech speach|stopped stoped|strength strenght
studying studing|succeed succede|success succes sucess|successful succesful sucessful successfull|such shuch
sufficient suficient|suggestion sugestion|supersede supercede|suppose supose|surprise suprise surprize
technique tecnique|temperature temprature|thank thanck|their thier|themselves themselfs|therefore therefor
think thik|thought thougt|through thru throught|together togather togeather|tomorrow tommorow tommorrow
tongue tounge|tragedy tradegy|truly truely|twelfth twelth|unfortunately unfortunatly|unnecessary unneccessary
until untill|usually usualy ussually|vacuum vaccum|valuable valuble|vegetable vegtable|vicious viscious|weird wierd
welcome wellcome|whether wether|which wich whitch|women womens|with whit wiht|would woud|writing writting
written writen|yesterday yesturday|young yong|tried tryed|studied studyed|carried carryed|happiness happyness
making makeing|coming comming|living liveing|taking takeing|using useing|hoping hopeing|dining dinning
planning planing|running runing|swimming swiming|getting geting|bigger biger|sitting siting|putting puting
controlled controled|travelled traveld|lying lieing|dying dieing|skiing sking|the teh|and adn|that taht|have ahve
with iwth|just jsut|from fomr|they tehy|said siad|what waht|this thsi|your yuor|about aobut|people ppl|because cuz
know konw|work wrok|when wehn|which hwich|knives knifes|wives wifes|lives lifes|shelves shelfs|leaves leafs
tomatoes tomatos|heroes heros|families familys|countries countrys|cities citys|babies babys|parties partys
stories storys|studies studys|ladies ladys|companies companys
"""
"""Groups "right wrong wrong..."."""

UNCOUNTABLE = """
information advice furniture equipment luggage baggage homework housework news knowledge research evidence progress
traffic weather software hardware feedback money music bread rice water milk butter luck fun work behaviour behavior
education employment health happiness history literature poverty scenery machinery jewellery clothing garbage rubbish
mail accommodation permission pollution transportation violence wisdom anger courage damage electricity energy
entertainment experience garlic grass gold gossip gratitude hair help honesty ink leisure literature luck mathematics
patience peace research safety sand shopping silence sleep snow soap spaghetti stuff sugar sunshine support technology
training trouble trust truth wealth wood code documentation syntax functionality content data guidance metadata
"""

IRREGULAR_PLURALS = """
children childs childrens childen|people peoples persons|men mans mens|women womans womens|feet foots feets
teeth tooths teeths|mice mouses|knives knifes|wives wifes|lives lifes|wolves wolfs|halves halfs|shelves shelfs
leaves leafs|sheep sheeps|fish fishs|deer deers|series serieses|species specieses|criteria criterias
phenomena phenomenas|media medias|data datas|aircraft aircrafts|geese gooses|oxen oxes|gentlemen gentlemans
policemen policemans
"""

REGULARISED = """
went goed|paid payed|taught teached|caught catched|bought buyed|brought bringed brang|thought thinked|knew knowed
grew growed|threw throwed|blew blowed|drew drawed|flew flied|drove drived|wrote writed|rode rided|rose rised
spoke speaked|broke breaked|chose choosed|woke waked|stole stealed|froze freezed|ate eated|gave gived|came comed
became becomed|ran runned|began beginned|swam swimmed|sang singed|drank drinked|sank sinked|rang ringed|took taked
shook shaked|stood standed|understood understanded|told telled|sold selled|said sayed|felt feeled|left leaved
kept keeped|slept sleeped|met meeted|led leaded|lost losed|sent sended|spent spended|built builded|lent lended
meant meaned|heard heared|held holded|found finded|fought fighted|sought seeked|made maked|had haved|did doed
saw seed|got getted|forgot forgetted|sat sitted|won winned|hit hitted|cut cutted|put putted|hurt hurted|cost costed
let letted|shut shutted|set setted|read readed|bit bited|hid hided|fell falled|wore weared|tore teared|swore sweared
bore beared|struck striked|dug digged|hung hanged|gone goed|seen seed|done doed|taken taked|given gived
written writed|eaten eated|known knowed|grown growed|chosen choosed
"""

PREPOSITION_CONFUSIONS = {
    "in": "on at to into of for by",
    "on": "in at of to over for about",
    "at": "in on to by of",
    "to": "for at in on of with",
    "of": "for in from on to by about",
    "for": "to of by since from in",
    "with": "by of to from in for",
    "from": "of by at to since for",
    "by": "from with for of in",
    "about": "of on for at over",
    "into": "in to at",
    "since": "for from",
    "during": "for while in",
    "between": "among in",
    "through": "by trough with",
    "towards": "to for",
    "against": "to with for",
    "without": "with no out",
    "until": "to by till to",
    "over": "about on of",
    "after": "since later",
    "before": "ago until",
    "under": "below of",
}

GOVERNED = """
depend on:of from in|depends on:of from in|depended on:of from|depending on:of from|interested in:on about for at by
arrived at:to in|arrived in:to at|arrive at:to|arrive in:to|married to:with|good at:in on|bad at:in|listen to:- at
listened to:- at|listening to:- at|looking for:- after to|look for:- to|looked for:-|wait for:- to|waited for:- to
waiting for:- to|afraid of:from for|different from:of with to|consist of:from in on|consists of:from in
belong to:- for|belongs to:- for|participate in:- on at to|think about:in on|think of:in on|thinking about:on in
believe in:on to|agree with:to on|agreed with:to|responsible for:of to|proud of:for with on|similar to:with as of
according to:with for|access to:- of for|explain to:- for|tired of:from by|full of:with from|capable of:to for
aware of:about on -|famous for:of by|known for:of|familiar with:to of|angry with:on|surprised at:of for
excited about:for of|worried about:of for|care of:about for|care about:of for|focus on:in at to|focused on:in at
concentrate on:in at|insist on:in to|rely on:in of|base on:in at|based on:in at of|apply for:to|apply to:for in
reason for:of to|need for:of to|demand for:of|cause of:for|solution to:of for|answer to:of for|key to:of for
attention to:on at -|lack of:in for|advantage of:for in|result of:from in|result in:to of|increase in:of at
rise in:of|difference between:of in|relationship with:to of|relationship between:of|connected to:with
connection with:to|compared to:of|congratulate on:for|accuse of:for|charge with:for of|suffer from:of by
suffering from:of by|protect from:of|prevent from:of to|keep from:of|divide into:in to|divided into:in to
translate into:in to|turn into:in to|change into:in to|enter into:-|refer to:at on -|refers to:at on -
referred to:at on|respond to:at - on|reply to:at - on|object to:at - on|happen to:with for|happened to:with for -
lead to:at in|leads to:at in|led to:at in|due to:of for|prior to:of than|addition to:of|regard to:of|respect to:of
fond of:to for|sure of:about|consists of:in|instead of:to -|because of:from for|out of:from -|because of:-
front of:to -|spite of:for -|lot of:- from|lots of:- from|kind of:- in|type of:- in|number of:- in|part of:- in from
one of:- from in|most of:- from|some of:- from|all of:- in|many of:- from|member of:in from|end of:in from
rest of:in -|top of:in -|use of:in for|way of:for in|way to:for of|ability to:of for|help with:in|deal with:to of in
dealing with:to of|agree on:in|talk about:of on -|talk to:- at|talking about:of on -|spoke to:- at|speak to:- at
asked for:-|ask for:- of|pay for:- to of|pays for:-|paid for:- to|search for:- of|searching for:- of|hope for:- to
prepare for:to|prepared for:to|sorry for:of|thank for:of|ready for:to of|bored with:of in|satisfied with:of by in
disappointed with:of in|pleased with:of from|impressed by:from of|covered with:of from|filled with:of from
made of:from by in|made from:of|influenced by:from of|followed by:from with|caused by:from with of|provided by:from
written by:from of|used by:from|used for:to in|used in:at on|useful for:to of|important for:to of|important to:for
necessary for:to|possible for:to of|easy for:to of|difficult for:to of|hard for:to of|harmful to:for of
kind to:with for|polite to:with|nice to:with for|rude to:with|equal to:with of|superior to:than from
inferior to:than|used to:for
"""
"""Entries "head preposition:wrong wrong"; "-" leaves it out."""

EXTRA_PREPOSITION = """
discuss:about|discussed:about|discussing:about|discusses:about|mention:about|mentioned:about|enter:into to in
entered:into to in|reach:to at|reached:to at|marry:with to|married:with|answer:to|answered:to|contact:with to
contacted:with to|approach:to|approached:to|attend:to in|attended:to in|resemble:to with|resembles:to with
lack:of in|lacks:of in|emphasize:on|emphasized:on|stress:on|despite:of|request:for|requested:for|demand:for
demanded:for|describe:about|described:about|explain:about|consider:about|considered:about|tell:to|told:to|ask:to
asked:to|visit:to in|visited:to in|join:to in with|joined:to in with|leave:from|left:from|cross:through|help:to
affect:to on|affects:to on|affected:to on|influence:on to|call:to|called:to|follow:to after|followed:to|face:with to
faced:with|use:of|support:to for|supports:to for|need:for of|needs:for of|want:for|see:to|saw:to|meet:with to|met:to
watch:to at|love:to|like:to|miss:to|know:about of|have:of|has:of|give:to|gave:to|show:to|showed:to|obey:to
accompany:with|accompanied:with|access:to in|comprise:of|comprises:of|study:about|studied:about|learn:about of
inform:to|informed:to|provide:to|provides:to|improve:in of|improves:in|increase:in of|solve:for|find:for|found:for
seek:for after|investigate:into about|return:back|returned:back|repeat:again|raise:up|near:to from|outside:of
inside:of|behind:of to
"""

ADVERBS = """
always never often usually sometimes rarely seldom already just still also only really probably certainly definitely
even ever hardly nearly almost finally simply generally currently recently soon
"""

SMALL_WORDS = "the a to of in is and it for on with was be are at as or by that have we you"
"""Words that are written twice."""

MODALS = _words(
    "can could will would shall should may might must cannot can't couldn't won't wouldn't shouldn't mustn't"
)
DO = _words("do does did don't doesn't didn't")
BE = _words("am is are was were be been being isn't aren't wasn't weren't")
HAVE = _words("have has had having haven't hasn't hadn't")

TO_VERBS = _words("""
want wants wanted decide decides decided hope hopes hoped need needs needed plan plans planned agree agrees
agreed refuse refused refuses seem seems seemed expect expects expected promise promised learn learned manage
managed afford fail failed fails offer offered tend tends tended try tries tried wish wished intend intends
intended attempt attempted choose chose prepare prepared pretend pretended continue
""")
ING_VERBS = _words("""
enjoy enjoys enjoyed avoid avoids avoided keep keeps kept finish finished mind suggest suggests suggested
consider considered considers practise practice risk risked stop stopped deny denied admit admitted imagine
imagined miss missed recommend recommended recommends delay delayed involve involves involved
""")
PLURAL_BEFORE = _words("""
many several few these those both two three four five six seven eight nine ten twelve twenty thirty fifty
hundred various numerous different other all most more such
""")
SURE_PLURAL_BEFORE = PLURAL_BEFORE - {"all", "most", "more", "such", "other"}
SINGULAR_BEFORE = {"a", "an", "this", "that", "each", "every", "another", "one"}
PRONOUN_THIRD = _words("he she it who which everyone everybody someone somebody nobody nothing everything this")
PRONOUN_OTHER = {"i", "you", "we", "they"}
SUBJECTS = PRONOUN_THIRD | PRONOUN_OTHER
NATIONS = _words("""
English French German Spanish Italian Chinese Japanese Russian American British Indian European African Asian
Greek Roman Latin Irish Scottish Dutch Monday Tuesday Wednesday Thursday Friday Saturday Sunday January
February March April June July August September October November December Christmas Easter
""")
ABSTRACT = _words("""
society nature life music happiness education technology love death time language science art history religion
poverty crime money work health food sport politics business culture freedom peace war
""")
