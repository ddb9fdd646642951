"""Short lists for English grammar: prepositions, helping verbs, irregular nouns, nouns without a plural, capitals.

Each list is one string; commas separate its groups.
"""

from __future__ import annotations

PREPOSITIONS = """
in on at of to for with from by about into onto over under above below between among through during before after since
until against without within along across behind beyond near off out up down around towards as like than past inside
outside upon beside besides per via toward despite
"""
"""The common prepositions, the commonest first."""

GOVERNED = """
listen to, listens to, listened to, listening to, arrive at in, arrives at in, arrived at in, arriving at in, depend on,
depends on, depended on, depending on, wait for, waits for, waited for, waiting for, look at for to after forward, looks
at for to after like, looked at for to after like, looking at for to after forward, belong to, belongs to, belonged to,
ask for, asked for, asking for, asks for, apologize for to, apologise for to, apologized for to, apologised for to,
apply for to, applied for to, applying for, agree with on to, agreed with on to, agrees with, disagree with, consist of,
consists of, consisted of, consisting of, concentrate on, focus on, focused on, focuses on, rely on, relies on,
relied on, insist on, insisted on, insists on, succeed in, succeeded in, participate in, participated in,
participating in, believe in, believed in, care about for, cared about for, cares about for, complain about, complained
about, complains about, think about of, thought about of, thinking about of, talk about to with, talked about to with,
talking about to with, talks about to with, speak to about with, spoke to about with, speaking to about, speaks to
about, go to, goes to, went to, gone to, going to, come to from, comes to from, came to from, coming to from, move to,
moved to, moving to, travel to, travelled to, traveled to, return to, returned to, walk to, walked to, drive to, drove
to, reply to, replied to, respond to, responded to, refer to, refers to, referred to, object to, react to, reacted to,
contribute to, contributed to, contributes to, adapt to, lead to, leads to, led to, happen to, happened to, happens to,
explain to, explained to, said to, laugh at, laughed at, laughing at, smile at, smiled at, stare at, stared at, shout
at, point at to, pointed at to, knock on at, knocked on at, live in with, lives in with, lived in with, living in with,
stay in at with, stayed in at with, sit on in, sat on in, sitting on in, stand on in, stood on in, search for, searched
for, searching for, pay for, paid for, paying for, pays for, hope for, hoped for, prepare for, prepared for, preparing
for, vote for, voted for, result in, resulted in, suffer from, suffered from, suffering from, suffers from, recover
from, differ from, differs from, escape from, escaped from, graduate from, graduated from, deal with, dealt with,
dealing with, deals with, argue with about, argued with about, cope with, compete with, interfere with, dream of about,
dreamed of about, dreamt of about, dreaming of about, approve of, accuse of, accused of, remind of, reminds of, reminded
of, die of from, died of from, hear of about from, heard of about from, know about, knew about, learn about, worry
about, worried about, worries about, worrying about, get on to up off, got on to up off, gets on to up, take off up
part, took off up part, turn on off, turned on off, fill in out with, filled in with, pick up, picked up, give up to,
gave up to, grow up, grew up, wake up, woke up, interested in, good at for, bad at for, afraid of, proud of, tired of,
full of, fond of, aware of, capable of, ashamed of, jealous of, guilty of, married to, similar to, used to, close to,
according to, due to, addicted to, opposed to, related to, different from, responsible for, famous for, known for as,
ready for, sorry for about, angry with about at, happy with about for, satisfied with, pleased with, bored with,
familiar with, busy with, excited about, curious about, sure about of, surprised at by, based on, keen on, dependent on,
independent of, because of, instead of, front of, lot of, lots of, number of, kind of, couple of, one of, some of, most
of, all of, part of, out of, plenty of, afford to, able to, want to, wants to, wanted to, need to, needs to, needed to,
try to, tried to, trying to, decide to, decided to, like to, would to, have to, has to, had to, ought to, interest in,
difference between, solution to, answer to, key to, access to, attention to, invitation to, reason for, need for,
demand for, advice on, increase in, rise in, change in, decrease in, experience in of, trouble with, problem with,
relationship with, knowledge of, example of, thank for, thanks for, thanked for, congratulate on, congratulated on,
blame for, blamed for, spend on, spent on, smell of, smells of, taste of, tastes of
"""
"""Words that often follow another: the first word of each group is often followed by one of the others."""

MODALS = """
can could will would shall should may might must can't couldn't won't wouldn't shouldn't mustn't cannot needn't
mightn't shan't
"""
"""Verbs that are followed by another verb's base form."""

CONTRACTED_VERBS = """
don't doesn't, isn't aren't, wasn't weren't, hasn't haven't, isn't ain't, aren't ain't, didn't doesn't don't
"""
"""Negative forms that may be confused; the last group differs in tense."""

SINGULAR_ONLY = "a an one this that each every another either neither"
PLURAL_ONLY = """
two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand these those many
several few both various numerous fewer dozens hundreds thousands
"""
"""Determiners that require a singular or plural noun."""
DETERMINERS = """
the my your his her its our their some any no all most other such what which whose more enough
"""
"""Determiners for nouns of either number."""

QUANTIFIERS = """
much many, little few, less fewer, this these, that those, a some, an some, many a, each all, every all, amount number,
amounts numbers, another other, another others, other others, both all, both two, either both, neither none, any some,
no any, none no, a one, an one, one some
"""
"""Pairs of determiners, one for singular or uncountable nouns, the other for plurals."""

UNCOUNTABLE = """
information advice furniture homework equipment knowledge news luggage baggage research progress traffic weather money
music evidence software hardware machinery jewelry jewellery luck fun health housework permission rice bread butter
sugar salt sand water milk wheat cash cutlery garbage rubbish trash scenery slang stuff poetry vocabulary clothing
accommodation behavior behaviour damage transportation violence wealth wisdom patience courage electricity happiness
laughter leisure literature logic mail mathematics nature nutrition pollution poverty publicity safety spaghetti
stamina strength thunder training understanding unemployment warmth work mud dust feedback footage
legislation livestock merchandise mankind humanity economics physics politics gymnastics shopping camping
grass hair help literacy smoke snow soap toothpaste trivia chess
"""
"""Nouns that have no plural, or only in another sense."""

NEVER_PLURAL = """
informations information, advices advice, furnitures furniture, homeworks homework, equipments equipment, knowledges
knowledge, luggages luggage, baggages baggage, researches research, progresses progress, traffics traffic, evidences
evidence, softwares software, hardwares hardware, machineries machinery, jewelries jewelry, jewelleries jewellery,
houseworks housework, sceneries scenery, vocabularies vocabulary, slangs slang, stuffs stuff, clothings clothing, moneys
money, monies money, musics music, weathers weather, permissions permission, behaviours behaviour, behaviors behavior,
damages damage, transportations transportation, violences violence, patiences patience, courages courage, healths
health, feedbacks feedback, footages footage, legislations legislation, trainings training, hairs hair, rices rice,
breads bread, pollutions pollution, garbages garbage, rubbishes rubbish, poetries poetry, mails mail, spams spam,
electricities electricity, accommodations accommodation, staffs staff, works work, foods food, fruits fruit, childrens
children, childs children, mans men, womans women, mens men, womens women, peoples people, persons people, foots feet,
feets feet, tooths teeth, teeths teeth, mouses mice, mices mice, gooses geese, sheeps sheep, fishes fish, deers deer,
aircrafts aircraft, oxes oxen, leafs leaves, knifes knives, wifes wives, lifes lives, shelfs shelves, halfs halves,
wolfs wolves, thiefs thieves, loafs loaves, serieses series, specieses species, offsprings offspring, datas data,
medias media, criterias criteria, phenomenas phenomena, mediums media, bacterias bacteria, crisises crises,
analysises analyses, hypothesises hypotheses, basises bases, potatos potatoes, tomatos tomatoes, heros heroes, echos
echoes, citys cities, countrys countries, familys families, partys parties, storys stories, babys babies, ladys ladies,
boxs boxes, watchs watches, classs classes, buss buses, dishs dishes, churchs churches, glasss glasses, slangs slang,
punctuations punctuation, grammars grammar, bullyings bullying, shoppings shopping, sightseeings sightseeing, cattles
cattle, polices police, jeanses jeans, trouserses trousers, pant pants, trouser trousers, scissor scissors, jean jeans,
cloth clothes, new news, mathematic mathematics, economic economics, politic politics, physic physics
"""
"""Plurals and singulars that don't exist, each with the right form."""

PORTIONS = """
advice piece of, information piece of, furniture piece of, homework piece of, equipment piece of, luggage piece of,
baggage piece of, news piece of, evidence piece of, research piece of, music piece of, bread piece of, work piece of,
jewellery piece of, jewelry piece of, paper piece of, luck stroke of, rice grain of, sand grain of, sugar spoonful of,
knowledge body of, software piece of, legislation piece of, clothing piece of, machinery piece of, grass blade of, soap
bar of, water glass of, milk glass of, rubbish piece of, garbage piece of, trash piece of, vocabulary range of
"""
"""How to count an uncountable noun: a piece of advice."""

IRREGULAR_NOUNS = """
child children, person people, man men, woman women, foot feet, tooth teeth, mouse mice, goose geese, leaf leaves, life
lives, knife knives, wife wives, half halves, wolf wolves, shelf shelves, thief thieves, loaf loaves, calf calves, self
selves, scarf scarves, hoof hooves, elf elves, ox oxen, louse lice, phenomenon phenomena, criterion criteria, analysis
analyses, crisis crises, thesis theses, hypothesis hypotheses, basis bases, axis axes, diagnosis diagnoses, oasis oases,
emphasis emphases, synthesis syntheses, parenthesis parentheses, datum data, medium media, bacterium bacteria,
curriculum curricula, stimulus stimuli, nucleus nuclei, cactus cacti, fungus fungi, alumnus alumni, radius radii, index
indices, appendix appendices, matrix matrices, vertex vertices, hero heroes, potato potatoes, tomato tomatoes, echo
echoes, policeman policemen, policewoman policewomen, fireman firemen, businessman businessmen, gentleman gentlemen,
grandchild grandchildren, schoolchild schoolchildren, housewife housewives, midwife midwives, himself themselves,
herself themselves, myself ourselves, yourself yourselves, itself themselves
"""
"""Nouns and pronouns with an irregular plural: the singular, then the plural."""

NO_PLURALS = """
always perhaps is was has does its his yes us this thus bus gas plus less news series species means lens pass class
glass dress press cross boss loss mass grass address business process princess success as mathematics physics politics
economics ethics statistics various previous serious famous obvious numerous nervous sometimes besides towards
afterwards upstairs downstairs overseas indoors outdoors nowadays christmas chess bias atlas canvas focus bonus virus
campus status census hers ours yours theirs whereas across unless despite plus minus versus kindness
"""
"""Words in -s that aren't plurals."""

ADVERBS = """
good well, bad badly, fast fast, real really, true truly, whole wholly, easy easily, happy happily, angry angrily, lazy
lazily, heavy heavily, lucky luckily, noisy noisily, hungry hungrily, healthy healthily, busy busily, steady steadily,
necessary necessarily, temporary temporarily, ordinary ordinarily, primary primarily, extraordinary extraordinarily,
simple simply, possible possibly, probable probably, gentle gently, terrible terribly, horrible horribly, comfortable
comfortably, reasonable reasonably, incredible incredibly, remarkable remarkably, visible visibly, subtle subtly, humble
humbly, idle idly, due duly, full fully, dull dully, basic basically, automatic automatically, dramatic dramatically,
economic economically, fantastic fantastically, specific specifically, public publicly, scientific scientifically,
drastic drastically, enthusiastic enthusiastically, realistic realistically, gay gaily, dry drily, day daily, near
nearly, hard hardly, late lately, most mostly, friendly friendlily, different differently, special specially
especially, slow slowly, quick quickly, loud loudly, soft softly, strong strongly, some somewhat, any anywhere, every
everywhere, good better, good best, well better, bad worse, bad worst, badly worse, much more, little less, far farther
further, perfect perfectly, total totally, sure surely, serious seriously, awful awfully, frequent frequently, usual
usually, actual actually, final finally
"""
"""Adjectives and their adverbs, and other pairs, for which just adding -ly would be wrong."""

MOVABLE = """
always never often usually sometimes already still also just only even soon ever yet really probably certainly
definitely almost enough too not again here there now today yesterday tomorrow once twice very quite rather both all
well hardly rarely seldom perhaps maybe though however
"""
"""Adverbs that are often misplaced, in addition to those in -ly."""

CAPITALISED = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays
January February April June July September October November December
English French German Spanish Italian Portuguese Dutch Greek Latin Russian Chinese Japanese Korean Arabic Hebrew Hindi
Urdu Bengali Tamil Turkish Swedish Norwegian Danish Finnish Icelandic Hungarian Czech Slovak Romanian Bulgarian Serbian
Croatian Ukrainian Lithuanian Latvian Estonian Albanian Vietnamese Thai Indonesian Malay Filipino Persian Swahili Welsh
Irish Scottish British American Canadian Australian Indian African Asian European Mexican Brazilian Argentinian Chilean
Colombian Peruvian Cuban Egyptian Moroccan Nigerian Kenyan Ethiopian Iranian Iraqi Israeli Syrian Lebanese Pakistani
Nepalese Austrian Swiss Belgian Catalan Basque Jewish Christian Muslim Islamic Buddhist Hindu Catholic Protestant
England Britain Scotland Wales Ireland France Germany Spain Italy Portugal Netherlands Belgium Switzerland Austria
Denmark Sweden Norway Finland Iceland Poland Hungary Romania Bulgaria Greece Russia Ukraine Europe Africa Asia America
Australia Canada Mexico Brazil Argentina Chile Peru Colombia Cuba India Pakistan Bangladesh China Japan Korea Vietnam
Thailand Indonesia Malaysia Singapore Philippines Iran Iraq Israel Egypt Morocco Nigeria Kenya Ethiopia London Paris
Berlin Madrid Rome Vienna Moscow Tokyo Beijing Delhi Mumbai Sydney Toronto Chicago Boston California Texas Florida
Christmas Easter Halloween Thanksgiving Ramadan Hanukkah Internet Google Facebook Microsoft Wikipedia Americans
Europeans Germans Italians Spaniards Russians Indians Africans Asians Australians Canadians Mexicans Brazilians Greeks
Christians Muslims Jews Buddhists Hindus Catholics Christianity Islam Buddhism Hinduism Judaism Bible Koran
"""
"""Names of days, months, languages, peoples, places and holidays, which the dictionaries have in lower case."""
CAPITALISED_AFTER = "March May August Polish Turkey God Sun Sat Jan China Swede Pole Earth"
"""Names that are also common words; only capitalised after one of the words below."""
BEFORE_NAMES = """
in of last next since until till this every by from during on speak speaks spoke speaking learn learning learns study
studying early late mid my to
"""
"""Words after which such a word is usually the name."""

PERSONAL = """
i me my mine, he him his, she her hers, we us our ours, they them their theirs, you your yours, it its, who whom whose,
he she it they, his her its their, him her it them, this that it, these those they, myself me i, himself him, herself
her, themselves them, yourself you, ourselves us, itself it, everyone everybody every, someone somebody some, anyone
anybody any, nobody anybody no, nothing anything something, none no, which that who where what, what that how, where
when which that, when while as if, because so since as why, although but though however despite, and but or nor, either
or, neither nor, so such very too, both all, other others another, each every, if whether when, then than as, that as,
like as, until by till when, however but, also too either, yet still already, already yet, any some, some a, more most
much many, where there, here there, one it, the this that his her my our their your its, how what, also neither, as than
"""
"""Pronouns, conjunctions and the like that can replace each other in a sentence."""

ARCHAIC = """
thou thee thy thine ye hath doth hast dost shalt canst tis twas unto whence thence hither thither wherefore
verily betwixt ere nay yea oft methinks forsooth prithee thereof therein whereof wherein spake
holden gotten wast wert durst quoth yon yonder nigh lo
"""
"""Archaic words, never proposed."""
