"""English with misspellings is judged, however many there are; other languages aren't."""

from __future__ import annotations

import pytest

from scoring.language.words import words
from tests.scoring.language.brackets import judged_words

MISSPELLED = """
I beleive teh goverment recieved it.
Teh goverment anounced it yestarday.
i definately recieved youre mesage
We definatly seperated becuase of teh arguement.
Thier freinds beleived evrything.
Untill tommorow, nobdy knows.
Wich restarant did yuo recomend?
Ther is a lot of pepole in teh streat.
My nieghbor payed imediately.
It ocurred to me that he was embarased.
Shcool begins tomorow mornign.
I woud realy like sombody to anser.
The begining was neccessary.
Occassionaly we wierd ourselfs.
hapy birthday to yuo my freind
I dont no waht hapened last nihgt.
Comunication is very importent for sucess.
She sudenly remembred evrything abuot the acident.
He acheived his gaol threw persistance.
Recieving presants is plesant.
Goverments shoud protct thier citzens.
The resturant servd delicous desserts.
Plese dont forgett to lok the dor.
Wendsday is my favorit day.
We vistied a beautifull musuem yesteday.
Probaly the wether wil chnage.
Teacher sayed we must studdy harderr.
im realy sory abot yestrday
Sombody stoal my bycicle agian.
Exersise is benifical for helth.
The comittee accomodated evry reqest.
Knowlege is powr.
Our bizness needs profesional advise.
Lightening strikked the buliding.
Sinceerly yours, Marget.
Thanx for teh intresting converstation.
Definately embarassing misspelings occured.
Unfortunatly politicans exagerate.
Writting is dificult wihtout practise.
Experiance teachs pateince.
Beleive yuorself alwyas.
Childrn lern qwickly.
He is vrey tierd and hungrey.
we wer waching televison al evning
Hopefuly tomorow wil be diferent.
"""

FOREIGN = """
Je ne sais pas pourquoi il est parti si tôt.
Les enfants jouent dans le jardin avec leur chien.
Nous avons mangé du pain et du fromage.
La maison est grande mais le jardin est petit.
Il fait beau aujourd'hui et nous allons au marché.
Elle a une voiture rouge.
Merci beaucoup pour votre lettre.
Quand est-ce que tu viens nous voir ?
Je voudrais un café et deux croissants.
On a dit que les trains sont en retard.
Ich weiß nicht, was ich sagen soll.
Der Hund schläft unter dem Tisch.
Wir haben gestern einen langen Spaziergang gemacht.
Das Wetter war schlecht, aber wir hatten Spaß.
Die Kinder spielen im Garten mit dem Ball.
Er hat mir ein Buch gegeben.
Guten Morgen, wie geht es dir heute?
Kannst du mir bitte helfen?
Sie arbeitet in einer großen Firma in der Stadt.
Am Abend gehen wir ins Kino.
No sé por qué se fue tan temprano.
Los niños juegan en la calle con la pelota.
Mi hermano vive en una casa muy grande.
Ayer fuimos al mercado y compramos fruta.
Me gusta mucho leer por la noche.
La vida es sueño, y los sueños, sueños son.
Tengo que ir a trabajar ahora.
Buenos días, señora, cómo está usted?
Hace mucho calor en el verano.
Mañana vamos a visitar a mi abuela.
Gallia est omnis divisa in partes tres.
Errare humanum est, sed perseverare diabolicum.
Veni, vidi, vici.
Sic transit gloria mundi.
Cogito, ergo sum.
Amor vincit omnia, et nos cedamus amori.
In principio erat verbum.
Quod erat demonstrandum.
Ik weet niet waarom hij zo vroeg vertrokken is.
De kinderen spelen in de tuin met de hond.
Wij hebben gisteren brood en kaas gegeten.
Het regent vandaag en het is koud.
Mijn broer woont in een groot huis in de stad.
Heb je zin om koffie te drinken?
Non so perché se ne sia andato.
I bambini giocano nel giardino con il cane.
Abbiamo mangiato una pizza molto buona.
La mia casa è vicino al mare.
Vorrei un bicchiere di vino rosso.
Oggi andiamo a trovare la nonna.
Nel mezzo del cammin di nostra vita.
Mae'r plant yn chwarae yn yr ardd.
Dw i ddim yn gwybod pam.
Mae hi'n bwrw glaw heddiw.
Bore da, sut wyt ti?
Rydw i'n hoffi coffi gyda llaeth.
Watashi wa mainichi koohii o nomimasu.
Kore wa nan desu ka?
Ashita tomodachi to eiga o mimasu.
Kyou wa tenki ga ii desu ne.
Não sei porque ele saiu tão cedo.
As crianças brincam no jardim com o cão.
Gosto muito de ler à noite.
Jag vet inte varför han gick så tidigt.
Barnen leker i trädgården med hunden.
Jeg ved ikke hvorfor han gik.
Nie wiem, dlaczego tak wcześnie wyszedł.
Dzieci bawią się w ogrodzie z psem.
Nevím, proč odešel tak brzy.
Bilmiyorum neden bu kadar erken gitti.
Saya tidak tahu kenapa dia pergi.
"""

QUOTING = """
He said ⟦“Ich habe keine Ahnung”⟧ and left.
The motto is ⟦“Ars longa, vita brevis”⟧ and we like it.
She sang ⟦“La vie en rose”⟧ for us.
They wrote “teh goverment recieved it” on the wall.
He wrote “I definately recieved it” in the letter.
She wrote *definately occured* in red.
A notice said “Plese dont tuch teh flowrs”.
"""


def all_words(text: str) -> list[tuple[int, int]]:
    return list(words(text, 0, len(text)))


@pytest.mark.parametrize("text", MISSPELLED.strip().splitlines())
def test_a_sentence_full_of_misspellings_is_judged(text: str) -> None:
    assert [(word.start, word.end) for word in judged_words(text)] == all_words(text)


@pytest.mark.parametrize("text", FOREIGN.strip().splitlines())
def test_a_sentence_in_another_language_is_not_judged(text: str) -> None:
    assert [text[word.start : word.end] for word in judged_words(text)] == []


@pytest.mark.parametrize("text", QUOTING.strip().splitlines())
def test_a_quotation_is_judged_if_it_is_english(text: str) -> None:
    plain = text.replace("⟦", "").replace("⟧", "")
    first, past = (text.index("⟦"), text.index("⟧") - 1) if "⟦" in text else (0, 0)
    expected = [span for span in all_words(plain) if not first <= span[0] < past]
    assert [(word.start, word.end) for word in judged_words(plain)] == expected
