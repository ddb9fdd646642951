#!/usr/bin/env bash
# One would guess that Metaspace keeps every blank, as SentencePiece does: "hi" and " hi" are different texts.
# It puts a blank before a text only if there is none yet, so that both have the same tokens and decode to "hi". Of
# several blanks one is lost.
# A draft or a chunk that begins with a blank is scored as another text.
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


from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

blank = "\u2581"
vocabulary = {blank: 0, "h": 1, "i": 2, blank + "h": 3, blank + "hi": 4}
tokenizer = Tokenizer(models.BPE(vocabulary, [(blank, "h"), (blank + "h", "i")]))

def there_and_back(text):
    ids = tokenizer.encode(text).ids
    return ids, tokenizer.decode(ids)

tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
check("'hi'", there_and_back("hi"), ([4], "hi"))
check("' hi'", there_and_back(" hi"), ([4], "hi"))
check("'  hi'", there_and_back("  hi"), ([0, 4], " hi"))
tokenizer.pre_tokenizer = None
tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(blank), normalizers.Replace(" ", blank)])
check("' hi', with Prepend and Replace", there_and_back(" hi"), ([0, 4], " hi"))
print("as recorded")
EOF
