"""Sentences made from what verbs and adjectives take after them: "depend on", "discuss" without a preposition, "be good
at". Every frame comes with many subjects, tenses and objects, so that the probe learns the frame and not a sentence."""

from __future__ import annotations

import random
import re
from functools import cache

from lemminflect import getInflection

from benchmarks.train_probe.tables import entries

_VERBS = """
depend on {topic}|depend on {whom}|rely on {whom}|insist on {gerund}|insist on {object}|concentrate on {object}
focus on {object}|comment on {object}|spend a lot of time on {object}|spend money on {object}|work on {object}
listen to {whom}|listen to the radio|listen to music|talk to {whom}|speak to {whom}|write to {whom}|reply to {object}
belong to {whom}|lead to {topic}|object to {object}|get used to {gerund}|look forward to {gerund}|refer to {object}
apologise to {whom}|apologise for {object}|wait for {whom}|look for {object}|ask for {object}|pay for {object}
search for {object}|apply for {object}|hope for {object}|care for {whom}|prepare for {object}|thank {whom} for {object}
blame {whom} for {object}|vote for {whom}|leave for {city}|look at {object}|laugh at {whom}|smile at {whom}
shout at {whom}|stare at {object}|point at {object}|aim at {object}|arrive at {place}|arrive in {city}|stay at {place}
arrive at the hotel|arrive in {country}|believe in {object}|succeed in {gerund}|take part in {object}|live in {city}
participate in {object}|invest in {object}|result in {topic}|specialise in {topic}|agree with {whom}
disagree with {whom}|argue with {whom} about {object}|deal with {object}|compete with {whom}|begin with {object}
help {whom} with {object}|share {object} with {whom}|compare {object} with {object}|agree on {object}
consist of {object}|dream of {gerund}|think of {object}|think about {object}|talk about {object}|worry about {object}
complain about {object}|complain to {whom}|forget about {object}|hear about {object}|remind {whom} of {object}
accuse {whom} of {gerund}|suffer from {topic}|recover from {object}|differ from {object}|come from {country}
borrow {object} from {whom}|prevent {whom} from {gerund}|protect {whom} from {object}|discuss {topic}|discuss {object}
enter {room}|reach {city}|reach {place}|marry {name}|contact {whom}|phone {whom}|call {whom}|answer {object}
attend {object}|visit {whom}|visit {country}|approach {whom}|obey {whom}|resemble {whom}|mention {object}
describe {object}|explain {object} to {whom}|suggest {gerund}|suggest {object}|consider {gerund}|tell {whom} a story
tell {whom} about {object}|say goodbye to {whom}|say something to {whom}|ask {whom} a question|need {object}
invite {whom} to {object}|introduce {whom} to {whom}|go home|come home|go there|go to {place}|walk to {place}
drive to {place}|travel to {country}|fly to {city}|travel by train|go by bus|go for a walk|go to bed early
go to school by bike|get on the bus|get off the train|get married|get divorced|get up at seven|wake up late
put on {clothes}|take off {clothes}|turn off the lights|turn on the heating|pick up {whom}|give up {gerund}
make a mistake|make a decision|make a lot of noise|make friends with {whom}|do the homework|do some exercise
do the shopping|make dinner|take a photo of {object}|have a shower|have lunch with {whom}|have a good time
pay attention to {object}|take care of {whom}|make fun of {whom}|run out of {uncount}|get rid of {object}
keep in touch with {whom}|translate {object} into {lang}|divide {object} into two parts|turn into {object}
change {object} into {object}|save {uncount} for {object}|give {object} to {whom}|give {whom} some {uncount}
send {object} to {whom}|show {object} to {whom}|buy {object} for {whom}|buy some {uncount}|find out about {object}
teach {whom} {lang}|learn {lang} at school|learn how to swim|know how to use {object}|play football with {whom}
play the piano|be at home|be on holiday|stay in bed|sit on the floor|sleep on the sofa|wait at {place}|die of hunger
meet {whom} at {place}|see {whom} in the street|leave {place} at noon|use {object}|follow {whom}|join {whom}
let {whom} use {object}|make {whom} laugh|help {whom} carry {object}|hear {whom} sing|see {whom} leave {place}
want {whom} to {do}|ask {whom} to {do}|tell {whom} to {do}|allow {whom} to {do}|advise {whom} to {do}
force {whom} to {do}|teach {whom} to swim|remember to lock the door|spend hours {gerund}|have trouble {gerund}
waste time {gerund}|lack {uncount}|affect {whom}|influence {whom}|improve {object}|solve the problem
trust {whom}|miss {whom}|like {gerund}|hate {gerund}|prefer tea to coffee|grow {things}|sell {things}|collect {things}
"""

_OF_THINGS = """
depend on the weather|belong to {whom}|consist of two parts|lead to {place}|look quite old|need a new coat of paint
come from {country}|cost too much|lie on the floor|stand next to {place}|look like new|contain no mistakes
differ from the others|smell of smoke|seem to be wrong|disappear without a trace|fall on the floor|surprise {whom}
make {whom} angry|be made of wood|be made in {country}|be sent to {whom}|be found at {place}|be different from ours
be similar to the others|be full of water|be too heavy for {whom}|be hard to find|be famous for the view|be out of date
be covered with snow|be based on a true story|be cheaper than before|be much better than the old ones|be on the table
be in the kitchen|be easy to use|be too expensive to buy|be written in {lang}|take a long time|get wet in the rain
"""

_ADJECTIVES = """
interested in {topic}|interested in {gerund}|good at {gerund}|good at {topic}|bad at {gerund}|afraid of {object}
afraid of {gerund}|proud of {whom}|fond of {gerund}|fond of {whom}|tired of {gerund}|full of people|full of {things}
capable of {gerund}|aware of {object}|jealous of {whom}|sure about {object}|ashamed of {object}|typical of {city}
responsible for {object}|famous for {object}|ready for {object}|sorry for {whom}|sorry about {object}|late for {object}
grateful for {object}|good for {whom}|bad for {whom}|useful for {whom}|suitable for children|angry with {whom}
angry about {object}|pleased with {object}|satisfied with {object}|bored with {object}|familiar with {object}
happy with {object}|happy about {object}|popular with {they}|disappointed with {object}|busy with {object}
similar to {object}|used to {gerund}|married to {name}|kind to {whom}|polite to {whom}|rude to {whom}|close to {place}
addicted to {topic}|allergic to nuts|related to {whom}|different from {object}|different from {whom}|far from {place}
absent from school|worried about {whom}|excited about {object}|nervous about {object}|surprised at {object}
surprised by {object}|shocked by {object}|able to {do}|unable to {do}|happy to {do}|easy to use|hard to find
too tired to {do}|old enough to {do}|more patient than {whom}|taller than {whom}|as tall as {whom}|worth {gerund}
busy {gerund}|not sure whether to {do}|supposed to {do}|about to {do}|going to {do}|on {object}|against {object}
"""

_NOUNS = """
reason for {object}|cause of {object}|need for {uncount}|demand for {things}|solution to the problem
answer to {object}|reply to {object}|key to {object}|damage to {object}|visit to {city}|trip to {country}
introduction to {topic}|attitude towards {topic}|increase in {uncount}|rise in prices|interest in {topic}
change in {object}|difference between {object} and {object}|relationship between {name} and {name}
relationship with {whom}|meeting with {whom}|problem with {object}|difficulty with {object}|advantage of {gerund}
disadvantage of {gerund}|lack of {uncount}|knowledge of {topic}|number of {things}|photo of {whom}|result of {object}
effect on {whom}|influence on {whom}|attack on {object}|report on {topic}|book about {topic}|information about {object}
access to {object}|invitation to {object}|example of {object}|member of {object}|price of {object}
"""

_WHOLE = """
there are {many} {things} on the table|there is {much} {uncount} left|there were {many} {things} in the box
we don't need any more {uncount}|how many {things} did {subject3} buy?|how much {uncount} do {subject2} need?
{subject3} bought {many} {things} at the market|{subject2} have {much} {uncount}, but {many} {things}
each of the {things} costs five pounds|one of the {things} is broken|none of the {things} are new
both of the {things} are in the garden|a number of {things} have disappeared|every one of the {things} is different
{name} is {comparative} than {name}|{subject3} is {comparative} than I expected|the new one is much {comparative}
this is the {superlative} day of the year|it was the {superlative} film that {subject2} have ever seen
{name} is the {superlative} of the three sisters|the more {subject2} read, the more they learn
I don't know where {place} is|can you tell me what time the train leaves?|do you know who {subject3} is?
{subject3} asked me where I was going|I wonder why {subject3} left so early|tell me what you want to eat
nobody knows how old {subject3} is|could you tell me how much the ticket costs?|I forgot what her name was
{subject3} speaks {lang} very well|{subject3} plays the guitar really badly|{name} drives too fast
{name} is {job}, and her husband is {job}|my sister wants to become {job}|{subject3} works as {job} in {city}
if I had known, I would have called {whom}|if it rains, {subject2} will stay at home|I wish I knew the answer
if {subject2} had more time, we would help {whom}|unless {subject3} hurries, the train will leave
the people who live here are friendly|the man that I met yesterday is {job}|the girl whose bike was stolen is {name}
the letter which came this morning is from {whom}|those who arrive late will have to stand
{name}, who lives in {city}, visits us twice a year|that is the reason why {subject3} left
{subject2} have lived in {city} {since}|{subject3} has been ill {since}|it has been raining {since}
{subject3} had already left when the film began|{subject2} were having dinner when the phone rang
the letter was written by {name}|the windows are cleaned twice a month|{things} are sold at the market
the house was built in 1920|{lang} is spoken in many countries|dinner will be served at eight|it can't be repaired
it takes an hour to get to {place}|it is hard to explain the rules to {whom}|it doesn't matter what they say
it is too late to change anything|{subject3} is old enough to know better|the soup is too hot to eat
let's go to {place} together|why don't we take the bus?|what about going for a swim?|would you mind waiting outside?
{subject3} neither smokes nor drinks|either {name} or {name} has the key|not only is it cheap, but it is also good
I am used to getting up early|I used to live in {country}|{subject3} used to play the violin
I have never been to {country}|{subject3} has gone to {city}|have you ever seen {name} dance?
{subject3} is one of the best players in the team|most of the {things} are too expensive
your keys are in my bag, and mine are on the shelf|its colour has faded, but it's still warm
they're proud of their garden|there's nothing left to say|whose coat is this?|who's coming to the party?
the weather was better than we had hoped|{subject3} lost {possessive} keys again|the dog has hurt its leg
it was so dark that {subject2} couldn't see anything|it was such a good book that I read it twice
{subject3} is too young to vote|although {subject2} were tired, nobody wanted to go home
despite the rain, {subject2} enjoyed the walk|in spite of the cold, the children played outside
because of the snow, the trains were late|{subject3} stayed at home because of the weather
I would rather stay at home than go out|{subject3} had better see a doctor|you needn't have waited for me
{subject3} can't swim, and I can't either|so do I, said {name}|the other two stayed behind
on the one hand, it is cheap; on the other hand, it is far away|first of all, thank you for your letter
"""

_SLOTS = """
many: many|several|a few|too many|two|a lot of|so many|these|three|some|enough|hardly any|twelve|various
much: a little|too much|some|a lot of|enough|hardly any|plenty of|no|less
comparative: taller|older|more expensive|better|happier|more careful|worse|younger|busier|more popular|heavier
superlative: best|worst|oldest|most expensive|happiest|most boring|hottest|longest|most beautiful|funniest
possessive: his|her|the
job: a doctor|a teacher|an engineer|a nurse|an artist|a lawyer|a cook|an actor|a bus driver|a farmer|an editor
subject3: she|he|my brother|my sister|the manager|our neighbour|{name}|everyone|nobody|somebody|each of them|his son
 |one of my friends|one of the students|a friend of mine|the teacher|her mother|the company|the team|the little girl
 |the man next door|the girl with the dog|the owner of the shop|everybody in the office|the new driver|the boy
 |neither of them|the woman with two children|the oldest of the sisters|no one in the class
subject2: they|we|you|I|my parents|the children|people|most people|{name} and {name}|my brother and I|both of them
 |the students|our neighbours|some of the guests|many of the players|her friends|these two men|the women in the queue
 |the police|we all|all of the others|those people|the girls in the first row|a lot of men
thing3: it|the box of tools|this kind of work|the news|the number of visitors|the price of {things}|the list of names
 |the house|his luggage|the weather|the key to the rooms|one of the chairs|each of the letters|everything|the food
 |the furniture|that story|her hair|the colour of the walls|none of it|the film
thing2: they|the leaves|the results of the tests|all the books on the shelf|his answers|the buses|these shoes|the rooms
 |the names on the list|most of the shops|her clothes|the walls of the house|two of the windows|the prices|my keys
 |some of the letters|the roads in {country}|the flowers|both doors|the questions
whom: me|him|her|them|us|you|my brother|my parents|{name}|the manager|his wife|their children|somebody|the police
 |our new neighbour|a friend|the doctor|an old man|her grandmother|the other guests
they: young people|tourists|the students|children|older readers
object: the result|the meeting|a new job|the exam|the answer|his question|her advice|the rules|this idea|the letter
 |the accident|the weather|the plan|the party|the project|our holiday|the delay|the noise|the old map|the report
 |the price|my mistake|the film|a better solution|the competition|her voice|the picture|the dog|their decision
 |the future|the bill|the last train|a cup of tea|the key|that song|the email|the war|an accident|the other one
topic: music|history|politics|sport|modern art|computers|mathematics|education|climate change|the weather|chess|cooking
gerund: working at night|reading in bed|cooking for friends|driving in the dark|learning new things|seeing you again
 |going to the dentist|playing chess|waiting in the cold|writing letters|being late|spending money|getting up early
 |speaking in public|swimming in the lake|telling the truth|looking after children|living alone|making plans
do: help me|leave early|read the letter|learn {lang}|find a job|move to {city}|buy a house|stay at home|see the doctor
 |pay the bill|wait outside|answer the phone|join the army|tell the truth|go home|eat something|open the window
place: the station|the airport|the office|the library|the hospital|the beach|the bank|the hotel|the bridge|the corner
room: the room|the building|the kitchen|the church|the house|the university|the shop
city: London|Berlin|Paris|Tokyo|Rome|Boston|Dublin|Chicago|Vienna|Lisbon|Cairo
country: Spain|Japan|Italy|Germany|Brazil|Canada|India|France|Mexico|Poland|Kenya
lang: English|Spanish|French|German|Japanese|Arabic
name: Anna|Tom|Maria|Peter|Sara|David|Emma|Ali|Julia|Omar|Mr Clark|Mrs Lee|Ben|Nina
clothes: a coat|her shoes|his hat|my glasses|a warm jumper
uncount: information|advice|money|furniture|equipment|work|time|water|help|homework|luggage|research|evidence|bread
things: books|apples|houses|old coins|flowers|tickets|vegetables|houses|mistakes|potatoes|questions|toys
time: yesterday|last week|last night|two days ago|in 1998|on Monday|on Saturday evening|in the morning|at night
 |this morning|in July|at the weekend|last summer|a year ago|at six o'clock|in the end|at the moment|before lunch
since: since 2010|since last year|since Monday|for three hours|for a long time|for two weeks|for years|since then
usual: every day|every morning|on Sundays|twice a week|at night|in winter|from time to time|these days|in the evening
future: tomorrow|next week|on Friday|soon|next year|in June|in two weeks|tonight
often: often|always|never|usually|sometimes|rarely|hardly ever|still|really
because: because it was raining|because the shop was closed|although nobody asked|when the train arrived
 |after the war|while the others slept|before anyone noticed|, so nobody was surprised|until it got dark
 |, but nobody noticed|, and then everything changed|because there were no seats left|when I was a child
"""

_BE = {"present": ("is", "are"), "past": ("was", "were")}


@cache
def _slots() -> dict[str, list[str]]:
    lines = _SLOTS.strip().replace("\n |", "|").split("\n")
    return {name: choices.split("|") for name, choices in (line.split(": ", 1) for line in lines)}


@cache
def _frames(table: str) -> list[str]:
    return entries(table)


def framed(rng: random.Random) -> str:
    """Return a sentence made from a frame."""
    made = rng.choices([_with_verb, _with_adjective, _with_noun, _whole], (0.5, 0.2, 0.1, 0.2))[0](rng)
    text = _filled(rng, made)
    text = text[:1].upper() + text[1:]
    return (text if text.endswith("?") else text + ".").replace(" ,", ",")


def _filled(rng: random.Random, text: str) -> str:
    while "{" in text:
        text = re.sub(r"\{(\w+)\}", lambda match: rng.choice(_slots()[match.group(1)]), text)
    return text


def _subject(rng: random.Random, slot: str = "subject") -> tuple[str, bool]:
    """Return a subject, and whether its verb is in the third person singular."""
    third = rng.random() < 0.55
    return _filled(rng, f"{{{slot}{3 if third else 2}}}"), third


def _with_verb(rng: random.Random) -> str:
    people = rng.random() < 0.8
    base, _, rest = rng.choice(_frames(_VERBS if people else _OF_THINGS)).partition(" ")
    subject, third = _subject(rng, "subject" if people else "thing")
    manner = rng.choice(_MANNERS)
    return manner(rng, subject, third, base, rest).replace("  ", " ").replace(" ?", "?")


def _form(base: str, tag: str) -> str:
    """Return a verb in the form `tag`."""
    irregular = {"VBD": "was", "VBN": "been", "VBG": "being", "VBZ": "is"}
    return irregular[tag] if base == "be" else getInflection(base, tag)[0]


def _be(subject: str, third: bool, tense: str) -> str:
    if subject == "I":
        return {"present": "am", "past": "was"}[tense]
    return _BE[tense][not third]


def _present(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    verb = _be(subject, third, "present") if base == "be" else _form(base, "VBZ") if third else base
    adverb = rng.choice(["{often}", ""])
    order = f"{verb} {adverb}" if base == "be" else f"{adverb} {verb}"
    return f"{subject} {order} {rest} {rng.choice(['{usual}', ''])}".strip()


def _negative(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    helper = rng.choice(["doesn't", "does not"] if third else ["don't", "do not"])
    helper = rng.choice([helper, "didn't", "won't", "can't", "should not"])
    return f"{subject} {helper} {base} {rest}"


def _past(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    verb = _be(subject, third, "past") if base == "be" else _form(base, "VBD")
    return f"{subject} {verb} {rest} {rng.choice(['{time}', '{because}', ''])}".strip()


def _perfect(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    helper = rng.choice([("has" if third else "have"), ("has" if third else "have"), "had", "must have", "should have"])
    adverb = rng.choice(["already", "never", "just", "", ""]) if helper in ("has", "have", "had") else ""
    return f"{subject} {helper} {adverb} {_form(base, 'VBN')} {rest} {rng.choice(['{since}', '', ''])}".strip()


def _progressive(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    if base in ("be", "like", "hate", "need", "know", "belong", "consist", "resemble", "believe", "lack"):
        return _present(rng, subject, third, base, rest)
    helper = rng.choice(
        [_be(subject, third, "present"), _be(subject, third, "past"), "has been" if third else "have been"]
    )
    when = "{since}" if "been" in helper else rng.choice(["", "{because}"])
    return f"{subject} {helper} {_form(base, 'VBG')} {rest} {when}".strip()


def _modal(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    helper = rng.choice(["can", "should", "will", "would", "might", "must", "could"])
    return f"{subject} {helper} {base} {rest} {rng.choice(['{future}', ''])}".strip()


def _governed(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    governor, gerund = rng.choice(
        [("want", False), ("decide", False), ("hope", False), ("need", False), ("refuse", False), ("try", False),
         ("learn", False), ("promise", False), ("avoid", True), ("enjoy", True), ("stop", True), ("keep", True),
         ("finish", True), ("suggest", True), ("plan", False), ("forget", False)]
    )  # fmt: skip
    verb = rng.choice([_form(governor, "VBD"), _form(governor, "VBZ") if third else governor])
    return f"{subject} {verb} {_form(base, 'VBG') if gerund else 'to ' + base} {rest}"


def _question(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    opening = rng.choice(["", "why ", "when ", "how often "])
    helper = rng.choice(["does" if third else "do", "did", "will", "can"])
    return f"{opening}{helper} {subject} {base} {rest}?"


def _reported(rng: random.Random, subject: str, third: bool, base: str, rest: str) -> str:
    speaker, _ = _subject(rng)
    verb = _be(subject, third, "past") if base == "be" else _form(base, "VBD")
    said = rng.choice(["said that", "told me that", "thought that", "asked whether", "knew why"])
    return f"{speaker} {said} {subject} {verb} {rest}"


_MANNERS = (
    _present, _present, _negative, _past, _past, _perfect, _progressive, _modal, _governed, _question, _reported,
)  # fmt: skip


def _with_adjective(rng: random.Random) -> str:
    subject, third = _subject(rng)
    frame = rng.choice(_frames(_ADJECTIVES))
    has = "has" if third else "have"
    verb = rng.choices(
        [_be(subject, third, "present"), _be(subject, third, "past"), f"{has} always been",
         "will be", "seemed to be", "can't be"],
        (4, 4, 1, 1, 0.5, 0.5),
    )[0]  # fmt: skip
    adverb = rng.choice(["very", "really", "quite", "not", "", "", ""]) if " to " not in frame else ""
    if frame.startswith(("too", "not", "more", "as", "going", "about", "on", "against", "taller", "worth", "able")):
        adverb = ""
    end = rng.choice(["", "", "{because}"])
    return re.sub(" +", " ", f"{subject} {verb} {adverb} {frame} {end}").strip()


def _with_noun(rng: random.Random) -> str:
    frame = rng.choice(_frames(_NOUNS))
    article = "an" if frame[0] in "aeiou" else "a"
    subject, third = _subject(rng)
    return rng.choice(
        [
            f"there is {article} {frame}",
            f"the {frame} was never explained",
            f"the {frame} is not clear",
            f"nobody talks about the {frame}",
            f"{subject} {'knows' if third else 'know'} the {frame}",
            f"it was {article} {frame} that we had not expected",
            f"the {frame} has surprised everybody",
        ]
    )


def _whole(rng: random.Random) -> str:
    return rng.choice(_frames(_WHOLE))
