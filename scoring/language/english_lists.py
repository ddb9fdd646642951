"""Short lists of English words: function words, words that writers confuse, words that the dictionaries lack.

Each list is one string; commas separate its groups.
"""

from __future__ import annotations

LEFT_OUT = """
the a an of to in on for at by with from as and or but that which is are was were be been being have has had will
would can could do does did not it they we i he there who more about so me him them us you she my his her their our what
when where if this
"""
"""Function words that writers forget."""

GRAMMATICAL = """
you she me him her us them my your his its our their mine yours hers ours theirs this these those am having doing
shall should may might must into onto upon over under above below between among through during before after since
until against without within along across behind beyond near off out up down around than then if because while
although though unless whether when where why how what whom whose no nor neither either each every any some all both
such too very just only also even much many most few little less least other another same one don't doesn't didn't
can't couldn't won't wouldn't isn't aren't wasn't weren't it's i'm you're we're they're he's she's that's there's
i've we've they've cannot per via like
"""
"""The other function words."""

ADVERBIAL = """
not very too just only also even then there much many more most few little less least same other another one don't
didn't doesn't can't couldn't won't wouldn't isn't aren't wasn't weren't cannot it's i'm you're we're they're he's she's
that's there's i've we've they've
"""
"""Function words whose removal changes the meaning of a sentence."""

COLLOCATED = """
make do take have give get, makes does takes has gives gets, made did took had gave got, done made taken had given,
making doing taking having giving getting, say tell speak talk ask, says tells speaks talks, said told spoke talked,
saying telling speaking talking, look see watch, looked saw watched, looking seeing watching, learn study teach,
learned studied taught, bring take carry, brought took carried, borrow lend, borrowed lent, big great large high,
small little low, high tall, good well, bad badly poorly, many much, few little, fewer less, amount number, most
almost, hard hardly, late lately, near nearly, ago before, still yet already, job work, travel trip journey, come go,
came went, coming going, hear listen, rise raise, rises raises, rose raised, rising raising, lie lay, remember remind,
win beat, become get, until by, during for while, since for, beside besides, each every all, people persons, possible
able, wait hope expect, find search, lose miss, lost missed, open turn, close shut, hope wish want, begin start, fast
quick quickly, safe save, alone lonely, strong heavy
"""
"""Words of nearly the same meaning, only one of which fits a given phrase: learners' mistakes."""

CONFUSED = """
its it's, their there they're, your you're, then than, to too two, whose who's, of off, of have, were where we're was,
lose loose, affect effect, accept except expect, advice advise, weather whether, quite quiet quit, passed past paste,
principal principle, breath breathe, lead led, know now no, knows nose, by buy bye, hear here, new knew, right write
rite, rights writes, piece peace, brake break, threw through thorough though, though thought through tough, everyday
every, personal personnel, complement compliment, who whom, a an, feel fell fill full, foul fowl, tack tact tract,
pass past, bow bough, bought brought, tail tale, tails tales, knit nit, confidant confident, criterion criteria,
phenomenon phenomena, bias biased, alike like, lets let's, think thing thin, thinks things, from form for, cash cache
catch, complain complaint, find fine, fee free, us use, used use, belief believe, beliefs believes, relief relieve,
proof prove, choose chose choice, device devise, practice practise, licence license, prophecy prophesy, bath bathe,
cloth clothe clothes, cloths clothes, life live, lives lifes, safe save, half halve, thief thieve, sell sale, sells
sales, site sight cite, sites sights cites, scene seen, scenes seen, sea see, son sun, some sum, sole soul, stair
stare, stake steak, stationary stationery, steal steel still, tide tied, vain vein vane, waist waste, wait weight, way
weigh, weak week, wear ware were, which witch, whole hole, wood would, won one, wander wonder, want wont won't went,
desert dessert, dairy diary daily, decent descent dissent, discreet discrete, dual duel, elicit illicit, eminent
imminent, ensure insure assure, envelop envelope, fair fare, fairs fares, farther further, faze phase, flair flare,
flour flower, forth fourth, forward foreword, gorilla guerrilla, great grate, hair hare heir, heal heel, hour our are,
idle idol, immoral immortal, knight night, knot not, lessen lesson, loan lone alone, mail male, main mane, manner
manor, manners manors, marshal martial, meat meet, medal metal meddle, miner minor, moral morale, morning mourning,
naval navel, pail pale, pain pane, pair pear pare, palate palette pallet, patience patients, peak peek pique, peaked
piqued, pedal peddle, plain plane, pole poll, pore pour poor, pray prey, precede proceed, presence presents, profit
prophet, rain reign rein, rap wrap, rapped wrapped rapt, read red, role roll, roles rolls, root route, sail sale, seam
seem, seams seems, serial cereal, shear sheer, shore sure, sleight slight, throne thrown, tic tick, tortuous
torturous, trail trial, troop troupe, vary very, varies various, vice vise, warn worn, wary weary, wave waive, wet
whet, wheel will, while wile, wholly holy, whine wine, adapt adopt adept, addition edition, adverse averse, aid aide,
aids aides, aisle isle, allude elude, allusion illusion, altar alter, appraise apprise, ascent assent, aural oral,
bare bear, base bass, bases basis, beach beech, berth birth, board bored, born borne, bridal bridle, broach brooch,
canvas canvass, capital capitol, censor sensor censure, climactic climatic, coarse course, conscience conscious,
council counsel, councilor counselor, credible creditable, currant current, defuse diffuse, deprecate depreciate,
economic economical, historic historical, hoard horde, hordes hoards, human humane, imply infer, incident incidence,
incidents incidence, ingenious ingenuous, instance instants, intense intents, later latter, ladder latter, least lest,
lightening lightning, loath loathe, luxuriant luxurious, moot mute, perspective prospective, perpetrate perpetuate,
populace populous, prescribe proscribe, reluctant reticent, respectively respectfully, sometime sometimes, statue
statute stature, straight strait, suit suite, taught taut thought, team teem, timber timbre, venial venal, vicious
viscous, wreak wreck, yoke yolk, interest interested, bored boring, these this, those that, that than, they the, them
then, on one, and an, in an, if of, or of, four for, is it, as has, at that, be been being, bee be, so such, sow so,
does dose, what want, since sense, science since, sense sence, man men, woman women, live leave life, lives leaves,
hope hop, heard hard heart, bed bad, bite bit, ship sheep, cheap chip, reach rich, sink think, tree three, work walk,
word world work, words worlds works, worth worse worst, best beast, cost coast, price prize, prices prizes, quality
quantity, respect respective, send sent sand, sent cent scent, spent spend, built build, lend lent, thank think, watch
wash, with wish, year ear, were was, has have, is are, his is, he the, you your, me my, they their, ours hours, him
hem, any many, ever every, even ever event, never ever, other others another, another other, else less, more most,
much most, first fist, thing things, lot lots, lack luck, luck look, lock look, cut cat, curse course, cause because
case, causes cases, tired tried, trying tiring, diner dinner, dinning dining, hoping hopping, planed planned, stared
started starred, staring starting, writing written, write wrote, sitting setting, sit set seat, sat sit, fall fell
fail, felt fell, fail fall, found find fund, founded found, grown grow, know knew known, show shown, chosen chose,
spoken spoke, than them, dead death died die, dyed died, dying dyeing, high height hight, wide width, long length,
strong strength, deep depth, young youth, different difference, important importance, independent independence,
convenient convenience, confident confidence, present presence, absent absence, silent silence, evident evidence,
violent violence, patient patience, able ability, success succeed, analyze analysis, analyses analysis, emphasize
emphasis, hypothesis hypotheses, crisis crises, medium media, datum data, economy economics, politics policy police,
police policy, career carrier, carrier barrier, contend content, context contest, costume custom, costumer customer,
customs costumes, defect effect, deficit defect, except expect, expand expend, extend extent intend, extant extent,
intent intend, formally formerly, genus genius, hurdle huddle, liable libel likely, lightly likely, lonely lovely,
loosing losing, loose lost, mist missed, massage message, mode mood, model modal, mouth month, nuclear unclear,
official efficient, officious official, persecute prosecute, physics physic psychics, plaque plague, possible
possibly, probable probably, simple simply, terrible terribly, precious previous, president precedent, primer premier,
property proper properly, propose purpose, quiet quite, realty reality, receipt recipe, recent resent, require
inquire, resign design, resource recourse, ration ratio, reference preference, residence residents, revue review, ring
wring, rob robe, rode road rowed, ruff rough, sauce source, sever severe, shone shown, singing signing, skip ship,
slow slaw, soar sore, soared sword, solider soldier, soled sold, spacial special, specially especially, staid stayed,
status statue, steam stem, stile style, straighten strengthen, suppose supposed, sweat sweet, swimming swarming, tea
tee, tempt attempt, tenant tenet, thigh tight, thread threat treat, throw through, trough through, throat threat,
thyme time, times time, tope top, treatise treaties, trip tip, umpire empire, unit unite, united untied, universal
university, urban urbane, uniform unform, verses versus, wales whales, wall well, warm worm, weal wheel, were we, whit
with, willed wild, world would, wrong long, yore your, hanged hung, laid lain lay, layed laid, bared barred, hail
hale, hall haul, mantel mantle, mince mints, mussel muscle, nay neigh, ode owed, pact packed, peal peel, peer pier,
plum plumb, pros prose, quarts quartz, rote wrote, rung wrung, sac sack, scull skull, sealing ceiling, shoot chute,
sics six, slay sleigh, tare tear, tier tear, toe tow, told tolled, tracked tract, tucks tux, wade weighed, wail whale,
walk wok, weather wether, whirled world, yew you, addicting addictive
"""
"""Words that sound or look alike, and that writers confuse."""

APART = """
every day=everyday, may be=maybe, all ready=already, a part=apart, all together=altogether, any one=anyone, some
one=someone, every one=everyone, some times=sometimes, some time=sometime, in to=into, on to=onto, any more=anymore, a
while=awhile, a lot=alot, in fact=infact, instead=in stead, as well=aswell, at least=atleast, in front=infront, each
other=eachother, no one=noone, up to=upto, a bit=abit, of course=ofcourse, thank you=thankyou, any way=anyway, any
time=anytime, any body=anybody, any thing=anything, any where=anywhere, some body=somebody, some thing=something, some
where=somewhere, some how=somehow, every thing=everything, every body=everybody, every where=everywhere, no
body=nobody, no thing=nothing, no where=nowhere, with out=without, with in=within, out side=outside, in side=inside,
up on=upon, my self=myself, your self=yourself, him self=himself, her self=herself, it self=itself, them
selves=themselves, our selves=ourselves, how ever=however, what ever=whatever, when ever=whenever, who ever=whoever,
where ever=wherever, which ever=whichever, never the less=nevertheless, none the less=nonetheless, more over=moreover,
there fore=therefore, mean while=meanwhile, further more=furthermore, not withstanding=notwithstanding, all
right=alright, all most=almost, all though=although, all so=also, all ways=always, log in=login, log out=logout, set
up=setup, back up=backup, sign up=signup, work out=workout, break down=breakdown, pick up=pickup, clean up=cleanup,
check out=checkout, look out=lookout, take off=takeoff, hand out=handout, on going=ongoing, up date=update, down
load=download, up load=upload, web site=website, home work=homework, house work=housework, week end=weekend, bed
room=bedroom, class room=classroom, bath room=bathroom, living room=livingroom, girl friend=girlfriend, boy
friend=boyfriend, news paper=newspaper, under stand=understand, over come=overcome, out come=outcome, in come=income,
birth day=birthday, break fast=breakfast, grand mother=grandmother, grand father=grandfather, high school=highschool,
ice cream=icecream, even though=eventhough, as if=asif, in case=incase, in order=inorder, at all=atall, such
as=suchas, right away=rightaway, more than=morethan, to do=todo, can not=cannot, to night=tonight, to day=today, to
morrow=tomorrow, to gether=together, a gain=again, a round=around, a cross=across, a head=ahead, a long=along, a
lone=alone, a like=alike, a live=alive, a way=away, a side=aside, per cent=percent, de facto=defacto, vice
versa=viceversa, ad hoc=adhoc, et cetera=etcetera
"""
"""Words written as two or as one; both may be right, with different meanings."""

MISHEARD = """
would of=would have, could of=could have, should of=should have, must of=must have, might of=might have, off=off of,
use to=used to, suppose to=supposed to, try and=try to, kinda=kind of, gonna=going to, wanna=want to, gotta=got to,
hafta=have to, lemme=let me, gimme=give me, outta=out of, ect=etc, irregardless=regardless, nother=other, ain't=isn't
"""
"""Wrong or sloppy wordings, and the right ones."""

LACKED = """
ad admin ads ah analytics api app apps async auth avatar backend backends backlink bitcoin blockchain blog blogger
bloggers blogging blogs bluetooth bookmark boolean bot bots broadband browser browsers bugfix bytecode cache cached
changelog chatbot checkbox cli clickable clickbait codebase codebases codec codecs config configs const crowdfunding
cryptocurrencies cryptocurrency cybersecurity dashboard database databases dataset datasets debug debugger debugging
deepfake dep deploy deployment deps dev devs docs docstring docstrings dropdown ebook ebooks ecommerce email emailed
emails emoji emojis encrypt encryption env envs ex facepalm favicon feedback filename firewall firmware folders
freelance freelancer frontend gameplay geolocation gif google googled googling ha hackathon hashtag hashtags homepage
hostname hotfix html http https inbox influencer influencers init inline internet iphone javascript json keyword
keywords kwargs lang laptop laptops lib libs lint linted linter linters linting livestream localhost lockdown
lockdowns login logins logout macos malware meme memes metadata microservice microservices middleware mindset mom
multiplayer multitasking mutex namespace newsfeed offline oh ok okay online opensource outsource outsourcing param
params paywall pdf perf peta phishing php pixel pixels playlist playlists plugin plugins podcast podcasts polyfill
popup popups preorder prequel queryable ransomware readme realtime reboot refactor refactored refactoring regex
regexes regressions repo repos roadmap router runtime screenshot screenshots scrollbar selfie selfies serializer
serializers sexting signup smartphone smartphones smartwatch snapchat spam spreadsheet startup startups stderr stdin
stdlib stdout stylesheet subcommand subcommands submenu submodule subreddit superuser symlink symlinks sync syncing
tablet tablets teammate teammates teleworking texting timeline timestamp timestamps tokenize tokenizer toolbar
toolchain tooltip tooltips touchscreen trackpad tui tweet tweets typeface typo typos uh ui um unboxing unfollow
unfriend unicode untick upcycle upload uploaded uploads url urls usb username usernames utf vape vaping vendored viral
vlog vlogger walkthrough wasm webcam webinar website websites whitelist whitespace widget widgets wifi wiki wikis
workflow workflows workspace xml yep zoomed
"""
"""Words missing from the dictionaries: newer words and interjections."""

ABBREVIATED = """
pp ed eds ch eq eqs fig figs sec vol vols no nos para cf op cit al et ca vs viz approx dept univ inc ltd co corp dr mr
mrs ms prof st jr sr lt sgt capt gen col rev hon gov sen rep jan feb mar apr jun jul aug sep sept oct nov dec mon tue
tues wed thu thur thurs fri sat sun am pm
ff ibid passim loc seq sqq fn nn ms mss repr rev trans bros ave blvd rd apt hwy ext tel esq messrs mme mlle assn natl
intl phd ba bsc msc mba md feat ft nr abbr adj adv intro incl excl tbsp tbsps tsp tsps qt pt gal fl cc
km m cm mm nm kg g mg lb lbs oz ft yd mi sq ha l ml cl hz khz mhz ghz kw kwh mw gw kb mb gb tb kbit mbit bps rpm mph
kph hr hrs min mins sec secs ms ns db px pt dpi
"""
"""Abbreviations and units."""

NEVER_OFFERED = """
anal anus arse ass asses bitch bitches boob boobs cock cocks coon crap cum cunt cunts damn dick dicks dildo dyke fag
faggot fags fuck fucked fucker fucking fucks hoe hoes homo horny jizz kike kinky milf negro nigga nigger nude nudes orgy
penis piss pissed poop porn porno pussy rape raped rapist retard sex sexy shit shits shitty slut sluts spic tit tits
tranny twat vagina wank whore whores xxx
"""
"""Words that the editor should never propose."""

PARTICLES = """
about across after against ahead along apart around aside at away back by down for forth forward from in into of off on
onto out over past through to together under up upon with without
"""
"""Particles of phrasal verbs: set out, look forward to."""
