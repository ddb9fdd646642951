"""Short lists of the commonest words of other languages, to tell them from misspelled English."""

from __future__ import annotations

FOREIGN = """
le la les des du une et est que qui dans il elle je ne pas ce cette ces sur avec pour par plus ou mais nous vous ils
elles leur son sont ont ai suis es sommes au aux mon ma mes ton ta tes sa ses notre votre y en lui si tout tous tres
fait faire bien comme quand quoi pourquoi aussi deux rien jamais toujours encore chez voici bonjour merci dit avons
allons
der das und ist nicht ein eine einen einem einer ich du wir sie ihr mit auf von zu den dem sich auch aus bei nach
wie aber oder wenn als haben hatte sind sein wird kann noch nur schon mich mir dich dir uns euch ihm ihn zum zur vom
im ins guten habe keine kein mein meine sehr hier gibt geht heute immer nichts unter wo warum
el los las una unos del al con por para como pero se su sus lo mi tu yo muy ya hay soy eres somos son fue ser estar
este esta eso esto cuando donde porque sin sobre entre hasta desde todo todos nada nunca siempre tengo tiene vamos
ayer hoy gracias buenos mucho
lo gli un uno di da che chi non sono ho hai ha abbiamo hanno ci ne nel nella nei della delle dei degli alla dal sul
col come anche perche piu questo questa quello mio mia suo sua tutto oggi ieri sempre mai molto abbiamo andiamo
vorrei essere
een het de van ik niet dat zijn heeft hebben wij zij hij je jij ze er maar ook naar voor bij uit om te dan nog wel
geen wat waarom mijn jouw haar onze deze dit aan tot weet heb zin
et sed cum ad ab ex quod quae qui quid hic haec hoc ille illa esse sunt erat fuit autem enim ergo nec neque atque
vel aut pro tamen quoque sic omnia omnes omnis nos vos mihi tibi se te me sine semper
yn yr y mae dw ddim ydy oedd gyda wedi bod hi'n i'n mae'r a'r o'r i'r sut wyt ti fi ni chi nhw ond neu hefyd da iawn
rydw
wa ga wo ni desu ka mo kara made kore sore watashi anata imasu arimasu ja nai masu to wa yo ne ii kyou
os uma nao dos das pelo pela seu voce eu ele ela isso muito mais tem foi nos
och att det som inte jag han hon vi de till av ett har kan ska var sig med for hvor jeg ikke og er
nie jest sie na z do to co jak tak czy ze dla od po przez
ja ei ole on se minun hän bir ve bu icin degil saya tidak yang dan ini itu dia
"""
"""Function words and the like, by language: French, German, Spanish, Italian, Dutch, Latin, Welsh, Japanese,
Portuguese, Swedish with Danish and Norwegian, Polish, and a few others."""

SHARED = """
a am an as at art be bit chat come dame den die do for gift had hat he her here him i if in into is it lies made man
me men most no of on or our over pain par plus sale she sin so son sum te tell ten to tot van vice war was we well were
do may mine ours pour pro rot son tu ton da ad ha ex con per via vice im al ex id ii
"""
"""English words that also exist in other languages, and so are evidence for neither."""
