#!/usr/bin/env bash
# One would guess that an added word is matched as a word, and that a byte-level tokenizer always
# decodes to what it encoded.
# The added "quick" is cut out of "quickly" too, unless single_word is set, and as the rest begins a
# new piece the default prefix space is put before it: the text decodes to "very quick ly".
# Names from a novel added to a model's vocabulary change every word that contains one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check tokenizers==0.23.3
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('tokenizers', version('tokenizers'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

def decoded(added):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=300, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(["quickly the quick quickly"] * 9, trainer)
    tokenizer.add_tokens(added)
    return tokenizer.decode(tokenizer.encode("very quickly").ids)

check("nothing added", decoded([]), " very quickly")
check('"quick" added', decoded(["quick"]), " very quick ly")
check("as a single word", decoded([AddedToken("quick", single_word=True)]), " very quickly")
print("as recorded")
EOF
