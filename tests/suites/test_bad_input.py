"""Text that isn't English prose, through the real model and the flag selection of the editor, `check` and `export`:
nothing is flagged without reason, there is no flood of flags, and the work is bounded."""

from __future__ import annotations

import base64
import random

import pytest

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.headless.prose import Prose
from editor.headless.shown_flags import shown_flags
from scoring.model.model import Model
from scoring.session import Session

MOST_TOKENS_A_WORD = 40
_RANDOM = random.Random(3)
QUIET = {
    "Chinese": "我们昨天去了海边，天气非常好。孩子们在沙滩上玩了一整天。",
    "Arabic": "ذهبنا أمس إلى البحر وكان الطقس جميلا جدا. لعب الأطفال على الرمال طوال اليوم.",
    "German": "Gestern sind wir ans Meer gefahren. Der alte Mann war in guter Laune. Was soll man tun?",
    "Russian": "Вчера мы поехали на море, и погода была очень хорошей. Дети весь день играли на песке.",
    "French": "Hier nous sommes allés à la mer. On a dit que le train est en retard. Elle est partie pour Paris.",
    "a French quotation": "She used to say “on ne peut pas vivre comme ça” all day.",
    "italics": "He called it *la vie en rose* and went back to work.",
    "all capitals": "THE HARBOUR LAY STILL THAT MORNING. NOBODY HAD TOLD THE CHILDREN ABOUT THE STORM.",
    "one word": "word " * 200,
    "no blanks": "a" * 500,
    "base64": base64.b64encode(_RANDOM.randbytes(150)).decode(),
    "base64 in lines": base64.encodebytes(_RANDOM.randbytes(120)).decode(),
    "numbers": "\n".join("\t".join(f"{_RANDOM.uniform(-10, 1000):.2f}" for _ in range(6)) for _ in range(4)),
    "a table": "| Year | Qty | kg |\n| --- | --- | --- |\n| 2001 | 120 | 0.5 |\n| 2002 | 130 | 0.7 |\n",
    "a log": "2024-03-11T08:14:09.002Z ERROR [worker-3] c.e.s.Queue - Connection refused: 10.0.0.12:5432 (3 retries)\n"
    '127.0.0.1 - - [11/Mar/2024:08:16:33 +0000] "GET /favicon.ico HTTP/1.1" 404 209\n',
    "code": 'for (int i = 0; i < n; i++) { sum += values[i]; }\nif err != nil { return fmt.Errorf("open: %w", err) }\n',
    "fenced code": "```python\ndef save(self, path):\n    self.path = path\n    return teh(path)\n```\n",
    "front matter": "---\ntitle: teh title of it\nauthor: annna\n---\n\nThe wind blew all night.\n",
    "HTML": '<div class="teh box"><p align="centre">The wind blew all night.</p></div>\n',
    "maths": "The sum is $a_1 + teh_2 + b$ in the end.\n",
    "citations": "This was shown before [@smithh2020, p. 3] and in \\cite{knuthh84} as well.\n",
    "addresses": "Write to john.smth@exmple.co.uk or look at https://exmple.com/teh-page.\n",
    "identifiers": "It calls parseTeh and get_teh_value in the file teh.py.\n",
    "numbers and units": "It is 3.5 mm wide (see pp. 3–5) and dates from the reign of Louis XVI.\n",
    "hashtags": "We talked about it under #amwritting all day long.\n",
    "names": "Anna Kowalczyk\nJonathan Pryce\nNgozi Okonjo-Iweala\nSiobhan O'Leary\nYuki Tanaka\nMette Frederiksen\n",
    "a name again": "We met Zaphod in the harbour. Zaphod was late again.\n",
    "a bibliography": "Knuth, D. E. (1984). Literate programming. The Computer Journal, 27(2), 97–111.\n",
    "emoji": "Great news 🎉🎉 we shipped it!! 🚀 Thanks to the whole team 👩‍👩‍👧❤️",
    "verse": "Because I could not stop for Death –\nHe kindly stopped for me –\n"
    "The Carriage held but just Ourselves –\nAnd Immortality.\n",
}


def shown(session: Session) -> list[str]:
    """Return the flagged words that a reader of the document sees."""
    document = Document(session.text)
    prose = Prose(document, Markdown(document))
    found = shown_flags(document, prose, session.flags(), lambda start, end: False)
    return [session.text[flag.start : flag.end] for flag in found]


@pytest.mark.parametrize("name", QUIET)
def test_text_that_is_not_prose_is_not_flagged_and_costs_little(default_model: Model, name: str) -> None:
    session = Session(default_model, QUIET[name])
    while session.step(tries=False):
        pass
    assert len(shown(session)) <= len(QUIET[name].split()) // 5
    session.settle()
    assert shown(session) == []
    assert session.stats.tokens_tried <= MOST_TOKENS_A_WORD * max(1, len(session.word_scores()))
