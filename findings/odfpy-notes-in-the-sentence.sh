#!/usr/bin/env bash
# One would guess that the text of a paragraph leaves out its notes, or lists them after it.
# teletype.extractText() reads the tree in order: a footnote's number and its whole text are
# printed inside the sentence without a space, and so does a reviewer's comment.
# An import joins "said" and "1A note." into one word, and the comment of an editor becomes prose.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check odfpy==1.4.1 defusedxml==0.7.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('odfpy', version('odfpy'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from odf import teletype
from odf.office import Annotation
from odf.text import Note, NoteBody, NoteCitation, P

paragraph = P(text="He said")
note, body = Note(noteclass="footnote"), NoteBody()
note.addElement(NoteCitation(text="1"))
body.addElement(P(text="A note."))
note.addElement(body)
paragraph.addElement(note)
paragraph.addText(" so.")
check("footnote", teletype.extractText(paragraph), "He said1A note. so.")

paragraph, comment = P(text="He "), Annotation()
comment.addElement(P(text="Why?"))
paragraph.addElement(comment)
paragraph.addText("left.")
check("comment", teletype.extractText(paragraph), "He Why?left.")
print("as recorded")
EOF
