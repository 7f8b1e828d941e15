"""Requests that use every part of Cohere's API that is allowed."""

import json

from bodies import SCHEMA

_ARGUMENTS = json.dumps({"nom": "Valeur", "liste": ["a", {"b": "c"}]})
_CITATION = {
    "start": 0,
    "end": 4,
    "text": "Oui.",
    "type": "TEXT_CONTENT",
    "content_index": 0,
    "sources": [
        {"type": "tool", "id": "outil:0", "tool_output": {"nom": "Valeur"}},
        {"type": "document", "id": "doc:0", "document": {"id": "doc:0", "titre": "Un titre."}},
    ],
}
COHERE_CHAT = {
    "model": "command-a-03-2025",
    "messages": [
        {"role": "system", "content": [{"type": "text", "text": "Consigne."}]},
        {"role": "user", "content": "Bonjour."},
        {
            "role": "assistant",
            "content": [{"type": "thinking", "thinking": "Pensée."}, {"type": "text", "text": "Oui."}],
            "tool_plan": "Un plan.",
            "tool_calls": [
                {"id": "c_1", "type": "function", "function": {"name": "outil", "arguments": _ARGUMENTS}}
            ],
            "citations": [_CITATION],
        },
        {
            "role": "tool",
            "tool_call_id": "c_1",
            "content": [
                {"type": "text", "text": "Résultat."},
                {
                    "type": "document",
                    "document": {"id": "d", "data": {"titre": "Un titre.", "n": {"x": "y"}}},
                },
            ],
        },
        {"role": "tool", "tool_call_id": "c_1", "content": _ARGUMENTS},
        {"role": "user", "content": [{"type": "text", "text": "Merci."}]},
    ],
    "documents": ["Un texte.", {"id": "doc-1", "data": {"titre": "Un titre.", "texte": "Un texte."}}],
    "tools": [{"type": "function", "function": {"name": "outil", "description": "D", "parameters": SCHEMA}}],
    "tool_choice": "REQUIRED",
    "response_format": {"type": "json_object", "json_schema": SCHEMA},
    "citation_options": {"mode": "FAST"},
    "safety_mode": "CONTEXTUAL",
    "stop_sequences": ["Fin."],
    "thinking": {"type": "enabled", "token_budget": 100},
    "temperature": 0.5,
    "k": 3,
    "nouveau": {"inconnu": "Un membre nouveau."},
}
COHERE_EMBED = {
    "model": "embed-v4.0",
    "texts": ["Un texte.", "Un autre."],
    "inputs": [{"content": [{"type": "text", "text": "Encore."}]}],
    "input_type": "search_document",
    "embedding_types": ["float"],
    "truncate": "END",
}
COHERE_RERANK = {
    "model": "rerank-v3.5",
    "query": "Qui ?",
    "documents": ["Un texte.", "Un autre."],
    "top_n": 2,
}
