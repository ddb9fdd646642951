#!/usr/bin/env bash
# One would guess that a tokenizer is trained on all of the text that it is given.
# SentencePiece leaves out every line of more than 4192 bytes, max_sentence_length; of the fifty lines
# of its log two or three say so, and it raises nothing. In prose with a paragraph to the line those
# are the long paragraphs, and in scripts with three bytes to the letter they begin at 1400 letters.
# Words, and whole alphabets, of such paragraphs are unknown to the model though they were in its text.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check sentencepiece==0.2.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('sentencepiece', version('sentencepiece'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import io
import sentencepiece

def trained(paragraph, **options):
    lines = [f"the cat sat on mat {n % 7}" for n in range(300)] + [paragraph] * 20
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=40, hard_vocab_limit=False,
        minloglevel=2, **options)
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())

def known(model):
    return model.unk_id() not in model.encode("дом")

short, long = " ".join(["дом"] * 590), " ".join(["дом"] * 610)
check("bytes", (len(short.encode()), len(long.encode())), (4129, 4269))
check("the shorter paragraph's word is known", known(trained(short)), True)
check("the longer one's", known(trained(long)), False)
check("with a higher limit", known(trained(long, max_sentence_length=10000)), True)
print("as recorded")
EOF
