#!/usr/bin/env bash
# One would guess that tokenizer.json says how a text is split, and tokenizer_config.json what else there is to know.
# If the latter names LlamaTokenizer or Qwen2Tokenizer, AutoTokenizer takes only the vocabulary and the merges from
# tokenizer.json, and puts the rules of that class in the place of the file's own: here it loses "lower case".
# A model saved with other rules under such a name has other ids than its tokenizer.json, without a word.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check transformers==5.24.0 tokenizers==0.23.3 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('transformers', version('transformers'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


import json
import os
from tokenizers import Tokenizer, models, normalizers
from transformers import AutoTokenizer

vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2, "\u2581": 3, "h": 4, "i": 5, "\u2581h": 6, "\u2581hi": 7, "hi": 8}
merges = [("\u2581", "h"), ("\u2581h", "i"), ("h", "i")]
tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>"))
tokenizer.normalizer = normalizers.Sequence([normalizers.Lowercase(), normalizers.Replace(" ", "\u2581")])
tokenizer.save(os.path.join(sys.argv[1], "tokenizer.json"))
check("tokenizer.json alone", tokenizer.encode("HI hi").ids, [8, 7])

def ids(name):
    settings = {"tokenizer_class": name, "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}
    with open(os.path.join(sys.argv[1], "tokenizer_config.json"), "w") as file:
        json.dump(settings, file)
    return AutoTokenizer.from_pretrained(sys.argv[1])("HI hi", add_special_tokens=False).input_ids

check("PreTrainedTokenizerFast", ids("PreTrainedTokenizerFast"), [8, 7])
check("a class that doesn't exist", ids("NoSuchTokenizer"), [8, 7])
check("LlamaTokenizer", ids("LlamaTokenizer"), [3, 7])
check("Qwen2Tokenizer", ids("Qwen2Tokenizer"), [8])
print("as recorded")
EOF
