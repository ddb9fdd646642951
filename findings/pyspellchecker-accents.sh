#!/usr/bin/env bash
# One would guess that a spelling checker's own dictionary has the commonest words of the language.
# In pyspellchecker's Spanish está, qué, cómo, fue and había are unknown; it corrects them to esta,
# que, como, que and habla, which are other words. In its French coeur and soeur are right, but cœur
# and sœur are corrected to cour and sur, and c'est and l'école are unknown. Its Italian has l'amico.
# Correct sentences are marked all over, and the first suggestion changes what they say.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q --disable-pip-version-check pyspellchecker==0.9.1
"$dir/venv/bin/python" - "$dir" <<'EOF'
import sys
from importlib.metadata import version

print('pyspellchecker', version('pyspellchecker'))


def check(what, got, recorded):
    print(f"{what}: {got!r}")
    if got != recorded:
        sys.exit(f"DIFFERS from what is recorded: {recorded!r}")


from spellchecker import SpellChecker

spanish = SpellChecker(language="es")
french = SpellChecker(language="fr")


def corrected(checker, words):
    return {word: checker.correction(word) for word in words if checker.unknown([word])}


check("Spanish, known", corrected(spanish, ["él", "sí", "más", "también", "niño", "corazón"]), {})
check("Spanish, unknown", corrected(spanish, ["está", "qué", "cómo", "fue", "había"]),
      {"está": "esta", "qué": "que", "cómo": "como", "fue": "que", "había": "habla"})
check("French, known", corrected(french, ["coeur", "soeur", "été", "garçon", "aujourd'hui"]), {})
check("French, unknown", corrected(french, ["cœur", "sœur", "œuvre", "c'est", "l'école"]),
      {"cœur": "cour", "sœur": "sur", "œuvre": "ouvre", "c'est": "est", "l'école": "école"})
check("Italian", corrected(SpellChecker(language="it"), ["l'amico", "dell'uomo", "c'è"]), {})
print("as recorded")
EOF
