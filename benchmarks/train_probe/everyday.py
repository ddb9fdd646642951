"""Everyday sentences from patterns: what is said at home, at school and at work, which old novels say otherwise."""

from __future__ import annotations

import random
import re
from functools import cache

from benchmarks.train_probe.frames import framed

_SLOTS = """
who: my brother|my sister|my mother|my father|my teacher|our neighbour|my best friend|her husband|his wife|the manager
 |a friend of mine|my boss|our daughter|their son|the doctor|my grandmother|the new student|one of my friends
they: my parents|the children|my friends|our neighbours|the students|most people|many people|my colleagues|the teachers
 |young people|the players|some of my friends|the people in our office|these companies|both of my sisters
name: Anna|Tom|Maria|Peter|Sara|David|Mr. Brown|Mrs. Lee|John|Emma|Ali|Julia|Dr. Patel|Kim
pro: he|she
prop: I|we|they|you
poss: my|our|his|her|their
city: London|Berlin|Paris|Madrid|Tokyo|Boston|Rome|Vienna|Sydney|Dublin|Chicago
country: Spain|Japan|Italy|Germany|Brazil|Canada|India|China|France|Mexico|Poland
lang: English|Spanish|French|German|Japanese|Chinese|Italian
place: the park|the station|the airport|the library|the supermarket|the hospital|the office|the beach|the bank|school
 |the city centre|the restaurant|the museum|the gym
thing: a book|a new phone|a car|a letter|a present|a jacket|a ticket|an umbrella|a camera|an old bike|a cup of coffee
 |a sandwich|an apple|a newspaper|a map
things: the books|the tickets|these shoes|the keys|some flowers|the photos|the vegetables|two bottles of water
day: Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
month: January|March|May|July|September|October|December
when: yesterday|last week|two days ago|last summer|this morning|in the evening|on Sunday|at the weekend|a year ago
future: tomorrow|next week|on Monday|soon|this evening|next year|in June
job: doctor|teacher|engineer|nurse|lawyer|artist|driver|cook|scientist|actor|writer
adj: interesting|difficult|important|expensive|beautiful|useful|boring|easy|famous|dangerous|popular|strange|modern
comp: more interesting|cheaper|better|faster|more expensive|bigger|older|easier|more useful|healthier
sup: best|most beautiful|oldest|most expensive|biggest|most important|worst|most popular
do: read|learn|travel|help other people|cook|play the piano|speak to her|find a job|live in the country|watch films
doing: reading|learning|travelling|helping other people|cooking|playing the piano|living in the country|watching films
did: read the whole book|went to the cinema|bought some bread|met an old friend|lost my wallet|took a lot of photos
 |found a nice hotel|wrote a long letter|saw a very good film|forgot to call you|ate too much|caught the last bus
topic: pollution|education|technology|public transport|sport|music|the environment|unemployment|advertising|health care
 |social media|tourism|science|climate change|the internet
uncount: information|advice|homework|furniture|luggage|equipment|work|money|news|knowledge|traffic
part: the tests|the settings|the plugins|the examples|the options|the logs|these files|the buttons|the two functions
one: the program|the parser|the server|the function|the build|the editor|this option|the browser|the update|the button
error: an error|a warning|an exception|an empty page|the wrong result|a blank screen
fixed: fixed|changed|removed|added|updated|rewritten|tested|replaced
year: 1987|1995|2003|2010|2016|1921|1954
thingn: bridge|church|castle|river|village|school|company|team|album|film|building|railway|museum
role: mayor|captain|president|director|singer|coach|minister|bishop|editor
hadv: really|always|often|usually|never|sometimes|probably|still
"""

_HOME = """
{Who} works in {place} and usually comes home at six.
{Who} has lived in {city} since {year}.
{Who} doesn't like {doing}, but {pro} does it every day.
{They} were waiting for us in front of {place}.
{They} have decided to move to {country} because life is cheaper there.
{Name} and {name} are going to get married in {month}.
I have been learning {lang} for three years, and I still make a lot of mistakes.
Could you tell me where {place} is, please?
If I had more time, I would {do} more often.
If it rains {future}, we will stay at home.
I am looking forward to seeing you {future}.
I'm writing to you because I want to ask you for some advice.
Thank you very much for your letter, which I received {when}.
There are a lot of shops near {place}, but most of them are closed on {day}.
There is a small {thingn} near {poss} house.
When I was a child, I used to go to {place} every {day} with my grandfather.
{When_}, I {did}.
I {did} {when}.
We {did} and then walked back to the hotel.
{Name} asked me whether I wanted to {do}.
{Name} told us that {pro} had never been to {country} before.
{Who} is {hadv} late for work on {day}.
It was so cold that we couldn't feel our hands.
I think that {doing} is {comp} than {doing}.
This is the {sup} {thingn} that I have ever seen.
{Who} gave me {thing} for my birthday.
Don't forget to bring {things} when you come {future}.
Everyone in my family likes {doing}.
Each of the rooms has its own bathroom.
Neither of us knew what to say.
{Who} is good at {doing}, and {pro} is interested in {topic} too.
I don't have any {uncount} about it, so I can't help you.
We need some more {uncount} before we can decide.
Their new house is much bigger than ours, but it's further from {place}.
You should go to bed earlier if you're always tired.
You must not use your phone while you are driving.
She can swim very well, but her brother can't swim at all.
I'd rather stay here than go to {place} again.
It takes me about an hour to get to {place} by bus.
He was born in {city} on the third of {month}, {year}.
How long have you been waiting here?
What are you going to do {future}?
Where did you buy that jacket?
Why don't we go to {place} together?
Do you know what time the train leaves?
Have you ever been to {country}?
I wonder why {pro} didn't answer my question.
Can you lend me {thing} until {day}?
Let's meet at {place} at half past seven.
{Who} had already left when we arrived at {place}.
The woman who lives next door is a {job}.
The man whose car was stolen went to the police {when}.
His father is an {job_an}, and his mother is a {job}.
I couldn't find {things} anywhere, so I bought new ones.
The children enjoyed playing in the garden until it got dark.
{Who} made me wait for two hours.
{Who} let us use {poss} car for the whole weekend.
We were surprised at how many people came to the party.
My keys are on the table next to the lamp.
I agree with you that the food there isn't very good.
Although it was raining, they went for a walk along the river.
{Who} goes to {place} twice a week.
Nobody in our class speaks {lang}.
I saw {name} and {who} at {place} {when}.
Her hair is long, and her eyes are brown.
The news was so bad that nobody believed it.
It's a pity that you can't come with us {future}.
I have two brothers and a sister, and all of them are older than me.
The weather was nice, so we spent the whole day on the beach.
"""

_SCHOOL = """
Nowadays, more and more people are interested in {topic}.
In my opinion, {topic} is one of the most {adj} problems in our society.
On the one hand, {doing} can be {adj}; on the other hand, it takes a lot of time.
First of all, students should learn how to think for themselves.
For example, many children spend several hours a day in front of a screen.
As a result, people don't have enough time to {do}.
It is true that {topic} has changed our lives, but not everyone has benefited from it.
People who {do} are often happier than those who don't.
The government should spend more money on {topic}.
Some people believe that {topic} is bad for young people.
I completely agree with the statement that {doing} is better than {doing}.
There are many reasons why people want to {do}.
One of the main reasons is that life in a big city is very expensive.
Most of the students in my country have to pass an exam before they can go to university.
Parents should teach their children how important {topic} is.
Without {topic}, our lives would be very different from what they are now.
I would like to explain why I disagree with this idea.
Another advantage is that you can {do} whenever you want.
The number of people who live alone has increased in the last ten years.
To sum up, both sides have good reasons, but I prefer the first one.
We can learn a great deal from our mistakes.
It depends on the person whether {doing} is {adj} or not.
It is not easy for a student to {do} and work at the same time.
Even though technology has made our lives easier, it has also created new problems.
Teachers have a great influence on how their students behave.
Children need to be taught to respect other people's opinions.
I strongly believe that everybody has the right to {do}.
The more we know about {topic}, the better we can deal with it.
These days, almost everything can be bought on the internet.
Libraries should stay open in the evening so that people who work can use them.
If schools started an hour later, pupils would be less tired.
Not every family can afford a computer, so schools have to lend them to those who need one.
A good neighbour is someone who helps without being asked.
Every summer, thousands of visitors come to our town, and most of them stay for only one night.
Shops that sell local food have become popular again.
I once spent a whole month without a telephone, and it taught me a lot about myself.
Nobody should be forced to work at night unless it is really necessary.
Old people often feel lonely because their families live far away.
Learning a second language opens doors that would otherwise stay closed.
Whoever wants to keep a dog should know how much work it is.
"""

_WORK = """
When I open the file, {one} shows {error}.
{One} doesn't work as expected when {part} are changed.
I have {fixed} the bug, but {part} still fail on my machine.
It looks like {one} was never called, which is why {part} are missing.
You can use this option to choose which files are loaded.
Please let me know if you need any more information about the issue.
Thanks for the quick reply; I'll have a look at it {future}.
I'm not sure whether this is a bug or whether I'm doing something wrong.
There should be a way to turn {one} off.
The documentation says that {one} is optional, but it isn't.
This has been {fixed} in the latest version.
{Part} are not updated until {one} is restarted.
Each of these functions returns a list of names.
The changes in this pull request make {one} much faster than before.
It would be great if {one} could remember where I was.
I've been using this for years without a problem.
If you run the command twice, {one} returns {error} instead of the result.
Make sure that {part} are in the same folder as the program.
The only thing you have to do is to add a line to the file.
We don't want to break anything for those who rely on {one}.
I ran into this problem when I tried to install the package on a new computer.
Could someone explain to me how {one} is supposed to work?
As far as I know, there's no other way to do this.
{One} has its own settings, so you don't need to change anything else.
Let's move the meeting to {day}, since {name} can't come {future}.
Attached you will find the report that you asked for {when}.
We are sorry that your order hasn't arrived yet.
I would appreciate it if you could send me {things} before {day}.
All of these files were {fixed} by the same person.
It's better to write a test first than to look for the bug later.
A user who doesn't have an account can't see {part}.
Whether {one} is slow depends on how many files there are.
The team has {fixed} most of {part} that were reported {when}.
I should have told you about it {when}.
You could have asked me, and I would have helped you.
It seems that nobody has noticed that {part} are out of date.
"""

_FACTS = """
The {thingn} was built in {year} and was {fixed} several times after the war.
{Name} was born in {city}, where {pro} studied law before moving to {country}.
In {year}, {pro} became the first {role} of the {thingn}.
The {thingn} is located about ten miles north of {city}.
It is the {sup} {thingn} in {country}.
{Name} has won three awards for {poss} work as a {role}.
The {thingn} consists of two parts, which are connected by a narrow street.
The first {thingn} opened in {city} in {month} {year}.
Critics praised the film, although it was not a success at the box office.
After the war, many of the families returned to their villages.
The album was released on 12 {month} {year} and received mixed reviews.
The team won the championship twice, in {year} and {year}.
According to the census of {year}, the village has a population of about 4,000 people.
He served as {role} from {year} until his death in {year}.
Most of the buildings were destroyed by a fire in {year}.
The species is found in the forests of {country}, where it feeds on insects and seeds.
She was a member of the committee that wrote the new law.
The river flows through {city} and then joins the sea.
The story is about a young {job} who leaves {city} in order to find his father.
Both of the songs were written by {name} and recorded in {city}.
Since {year}, the {thingn} has been owned by a family from {country}.
The castle, which lies on a hill above the town, is open to visitors in summer.
None of the players were injured, but the game was stopped.
The company, along with two of its partners, was sold in {year}.
A number of schools in the area have been closed.
"""

_FRAMED = 0.55
"""How many of the sentences are made from frames."""

REGISTERS = {"home": _HOME, "school": _SCHOOL, "work": _WORK, "facts": _FACTS}


@cache
def _slots() -> dict[str, list[str]]:
    lines = _SLOTS.strip().replace("\n |", "|").split("\n")
    return {name: choices.strip().split("|") for name, choices in (line.split(":", 1) for line in lines)}


@cache
def _patterns(register: str) -> list[str]:
    return REGISTERS[register].strip().split("\n")


def sentence(rng: random.Random, register: str) -> str:
    """Return a sentence of one of `REGISTERS`."""

    def filled(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "job_an":
            return rng.choice(["engineer", "artist", "actor"])
        choice = rng.choice(_slots()[name.lower().rstrip("_")])
        return choice[0].upper() + choice[1:] if name[0].isupper() else choice

    text = re.sub(r"\{(\w+)\}", filled, rng.choice(_patterns(register)))
    return re.sub(r"\ba (?=(?:engineer|artist|actor|editor)\b)", "an ", text)


def passage(rng: random.Random) -> str:
    """Return one to six sentences of the same register."""
    register = rng.choices(list(REGISTERS), (0.4, 0.22, 0.2, 0.18))[0]
    chosen: list[str] = []
    for _ in range(rng.choice([1, 1, 1, 1, 2, 3, 4, 5, 6])):
        one = framed(rng) if rng.random() < _FRAMED else sentence(rng, register)
        if one not in chosen:
            chosen.append(one)
    text = " ".join(chosen)
    # Some writers leave out the last full stop.
    return text[:-1] if rng.random() < 0.1 and text.endswith(".") else text
