"""Make docs/families.md: which kinds of language models in transformers work, and how each is run.

`python -m docs.families` builds a small random model of each kind, finds the trunk whose results with a cache equal the
model's without one (also for trial edits and windows), and writes the page. It takes a minute. Run it again after a
change to a trunk, or with a new version of transformers; a test tries some of the kinds each time.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import torch
import transformers
from transformers import CONFIG_MAPPING
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES
from transformers.models.auto.tokenization_auto import TOKENIZER_MAPPING_NAMES

from scoring.model.llama import Llama
from scoring.model.proof import way
from scoring.model.standin import stand_in
from scoring.model.trunk import PathsTrunk, TransformersTrunk

PAGE = Path(__file__).with_name("families.md")

VARIANTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "falcon, ALiBi": ("falcon", {"alibi": True}),
    "falcon, new decoder": ("falcon", {"new_decoder_architecture": True, "num_kv_heads": 8}),
    "gpt_neo, global only": ("gpt_neo", {"attention_types": [[["global"], 24]], "num_layers": 24}),
    "granitemoehybrid, attention alone": ("granitemoehybrid", {"layer_types": ["attention"] * 32}),
    "lfm2, convolutions": ("lfm2", {"layer_types": ["conv", "full_attention"] * 16}),
    "llama, linear positions": (
        "llama",
        {"rope_parameters": {"rope_type": "linear", "rope_theta": 1e4, "factor": 2.0}},
    ),
    "llama, dynamic positions": (
        "llama",
        {"rope_parameters": {"rope_type": "dynamic", "rope_theta": 1e4, "factor": 2.0}},
    ),
    "llama, 3.1's positions": (
        "llama",
        {
            "rope_parameters": {
                "rope_type": "llama3", "rope_theta": 5e5, "factor": 8.0, "low_freq_factor": 1.0,
                "high_freq_factor": 4.0, "original_max_position_embeddings": 16,
            }
        },
    ),
    "llama, YaRN": (
        "llama",
        {
            "rope_parameters": {
                "rope_type": "yarn", "rope_theta": 1e4, "factor": 4.0, "original_max_position_embeddings": 16,
            }
        },
    ),
    "llama, biases": ("llama", {"attention_bias": True, "mlp_bias": True}),
    "mistral, no window": ("mistral", {"sliding_window": None}),
    "phi3, window": ("phi3", {"sliding_window": 2048}),
    "qwen2, windows": ("qwen2", {"use_sliding_window": True, "max_window_layers": 1}),
    "qwen3, windows": ("qwen3", {"use_sliding_window": True, "max_window_layers": 1}),
    "stablelm, norms and biases": ("stablelm", {"qk_layernorm": True, "use_qkv_bias": True}),
}  # fmt: skip
"""Settings of a kind that change how it is run, by the name in the table."""

_NONE_SMALL = frozenset({"blt"})
"""Kinds whose small models would still take minutes to make."""


class Row(NamedTuple):
    """A row of the page: one kind of model."""

    start: str
    trunk: str
    windows: str
    reason: str


def kinds() -> list[str]:
    """Return the names of all rows."""
    return sorted({*MODEL_FOR_CAUSAL_LM_MAPPING_NAMES, *VARIANTS})


def row(name: str) -> Row:
    """Try a kind of model and return its row."""
    kind, settings = VARIANTS.get(name, (name, {}))
    start = _start_token(kind)
    if kind in _NONE_SMALL:
        return Row(start, "", "", "no small model of this kind can be made to try it")
    try:
        config = CONFIG_MAPPING[kind](**settings)
        if hasattr(config, "is_decoder"):
            config.is_decoder = True  # of those that are also encoders
        network = stand_in(config)
    except Exception as error:  # each kind has its own
        line = " ".join(str(error).split())[:90] or type(error).__name__
        return Row(start, "", "", f"no small model of this kind can be made to try it ({line})")
    trunk, reason = way(network)
    names = {Llama: "fast", TransformersTrunk: "transformers", PathsTrunk: "transformers, path by path", None: ""}
    return Row(start, names[trunk], _windows(network.config.get_text_config(decoder=True)), reason)


def page(rows: Mapping[str, Row]) -> str:
    """Return the page."""
    served = {name: one for name, one in rows.items() if one.trunk}
    lines = [
        "# Kinds of models\n",
        "<!-- Made by `python -m docs.families`; change the code instead. -->\n",
        f"A model's `config.json` names its kind, `model_type`. transformers {transformers.__version__} has "
        f"{len(MODEL_FOR_CAUSAL_LM_MAPPING_NAMES)} kinds with a causal language model. Each was tried as a small "
        "random model in float32, with texts longer than its windows: cut in several places and run over its cache, "
        "changed in the middle, and with edits tried in parallel. It works if the results are the same as in one pass "
        "without a cache. When a model is loaded, the same is tried with its own settings.\n",
        "- *fast* is our own trunk. After an edit it keeps the keys before it, and moves those after it for quick "
        "first scores.\n- *transformers* keeps the keys before an edit. *Path by path*: edits are tried one after "
        "the other, since distances are counted in the cache (ALiBi) or masks are the kind's own.\n- The start token "
        "is the one that the tokenizer itself puts before a text, else `<|endoftext|>`, else its BOS, else its EOS. "
        "The table has the token of the kind's own tokenizer, where transformers has one.\n- Where angles depend on "
        "the length of the text (LongRoPE), windows end where they would change.\n",
        f"## Served ({len(served)})\n",
        "| Kind | Start token | Run by | Keys after an edit | Windows |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, one in served.items():
        keys = "before it, and moved" if one.trunk == "fast" else "before it"
        lines.append(f"| {name} | {one.start} | {one.trunk} | {keys} | {one.windows} |")
    refused = {name: one for name, one in rows.items() if not one.trunk}
    lines += [
        f"\n## Refused ({len(refused)})\n",
        "Loading such a model fails with one line that gives the reason.\n",
        "| Kind | Reason |",
        "| --- | --- |",
        *(f"| {name} | {_cell(one.reason)} |" for name, one in refused.items()),
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _windows(config: Any) -> str:
    layers = [str(layer) for layer in (getattr(config, "layer_types", None) or getattr(config, "attention_layers", []))]
    seen = [layer for layer in layers if "sliding" in layer or "chunked" in layer or "local" in layer]
    if layers:
        return "none" if not seen else "all layers" if len(seen) == len(layers) else "some layers"
    return "all layers" if getattr(config, "sliding_window", None) else "none"


def _start_token(kind: str) -> str:
    made = getattr(transformers, TOKENIZER_MAPPING_NAMES.get(kind) or "", None)
    parameters = inspect.signature(made.__init__).parameters if made is not None else {}
    tokens = [parameters[name].default for name in ("bos_token", "cls_token", "eos_token") if name in parameters]
    return next((f"`{token}`" for token in tokens if isinstance(token, str)), "the tokenizer's own")


def main() -> None:
    """Try all kinds, and write the page."""
    logging: Any = transformers.logging
    logging.set_verbosity_error()
    torch.set_num_threads(1)
    rows = {}
    for name in kinds():
        rows[name] = row(name)
        print(f"{name}: {rows[name].trunk or rows[name].reason}", flush=True)
    PAGE.write_text(page(rows), "utf-8")


if __name__ == "__main__":
    main()
