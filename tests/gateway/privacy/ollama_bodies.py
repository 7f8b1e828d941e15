"""Requests that use every part of Ollama's API that is allowed."""

import json

from bodies import SCHEMA

_SHARED = {
    "model": "qwen3:8b",
    "stream": False,
    "think": "low",
    "keep_alive": "5m",
    "format": SCHEMA,
    "options": {"stop": ["Fin."], "temperature": 0.5, "num_ctx": 8192, "seed": 7},
    "nouveau": {"inconnu": "Un membre nouveau."},
}
_ARGUMENTS = {"nom": "Valeur", "liste": ["a", {"b": "c"}]}
_CALL = {"function": {"name": "outil", "arguments": _ARGUMENTS}}
OLLAMA_CHAT = {
    **_SHARED,
    "messages": [
        {"role": "system", "content": "Consigne."},
        {"role": "user", "content": "Bonjour.", "images": []},
        {"role": "assistant", "content": "Oui.", "thinking": "Pensée.", "tool_calls": [_CALL]},
        {"role": "tool", "tool_name": "outil", "content": json.dumps(_ARGUMENTS)},
    ],
    "tools": [{"type": "function", "function": {"name": "outil", "description": "D", "parameters": SCHEMA}}],
}
OLLAMA_GENERATE = {
    **_SHARED,
    "prompt": "Bonjour.",
    "suffix": "Fin.",
    "system": "Consigne.",
    "template": "Modèle.",
}
OLLAMA_EMBED = {
    "model": "nomic-embed-text",
    "input": ["Un texte.", "Un autre."],
    "prompt": "Encore.",
    "truncate": True,
}
