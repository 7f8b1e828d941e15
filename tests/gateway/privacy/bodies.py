"""Requests and answers that use every part of the APIs that is allowed."""

import json

SCHEMA = {
    "type": "object",
    "title": "Titre",
    "description": "Le dossier",
    "properties": {
        "nom": {"type": "string", "description": "Le nom", "examples": ["Ex"], "pattern": "^[a-z]+$"},
        "genre": {"enum": ["un", "deux"], "default": "un"},
        "type": {"const": {"type": "objet", "required": ["valeur"]}},
    },
    "$defs": {"adresse": {"type": "string", "title": "Adresse"}},
    "required": ["nom"],
    "$comment": "Un commentaire",
}
ARGUMENTS = json.dumps(
    {"nom": "Valeur", "liste": ["a", {"b": "c"}], "corps": json.dumps({"texte": "é", "n": 3})}, indent=1
)
_TEXT = {"type": "text", "text": "Une partie."}

OPENAI_CHAT = {
    "model": "gpt-5",
    "messages": [
        {"role": "developer", "content": "Consigne.", "name": "dev"},
        {"role": "system", "content": [_TEXT, "Une chaîne nue."]},
        {"role": "user", "content": "Bonjour.", "name": "compte"},
        {"role": "user", "content": [_TEXT, {"type": "text", "text": "Une autre."}]},
        {
            "role": "assistant",
            "content": [_TEXT, {"type": "refusal", "refusal": "Non."}],
            "refusal": "Non plus.",
            "reasoning_content": "Je pense.",
            "reasoning_details": [{"type": "reasoning.text", "text": "Pensée.", "summary": "Bref."}],
            "function_call": {"name": "ancien", "arguments": ARGUMENTS},
            "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": "outil", "arguments": ARGUMENTS}},
                {"id": "call_2", "type": "custom", "custom": {"name": "libre", "input": "Texte libre."}},
            ],
            "audio": {"id": "audio_1"},
        },
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "tool_call_id": "call_1", "content": ARGUMENTS},
        {"role": "tool", "tool_call_id": "call_2", "content": [_TEXT]},
        {"role": "function", "name": "ancien", "content": "Résultat."},
    ],
    "tools": [
        {
            "type": "function",
            "function": {"name": "outil", "description": "Un outil", "parameters": SCHEMA, "strict": True},
        },
        {
            "type": "custom",
            "custom": {
                "name": "libre",
                "description": "Libre",
                "format": {"type": "grammar", "grammar": {"syntax": "lark", "definition": "début: x"}},
            },
        },
    ],
    "functions": [{"name": "ancien", "description": "Vieux", "parameters": SCHEMA}],
    "function_call": {"name": "ancien"},
    "tool_choice": {"type": "function", "function": {"name": "outil"}},
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "forme", "description": "Une forme", "schema": SCHEMA, "strict": True},
    },
    "prediction": {"type": "content", "content": [_TEXT]},
    "stop": ["Fin.", "Stop."],
    "user": "compte",
    "safety_identifier": "abc",
    "prompt_cache_key": "clé",
    "metadata": {"dossier": "ouvert"},
    "web_search_options": {
        "search_context_size": "low",
        "user_location": {
            "type": "approximate",
            "approximate": {
                "city": "Laval",
                "region": "Québec",
                "country": "CA",
                "timezone": "America/Toronto",
            },
        },
    },
    "logit_bias": {"50256": -100},
    "service_tier": "auto",
    "reasoning_effort": "low",
    "verbosity": "low",
    "modalities": ["text"],
    "audio": {"format": "mp3", "voice": "alloy"},
    "stream": False,
    "n": 1,
    "seed": 7,
    "temperature": 0.5,
    "max_tokens": 4096,
    "nouveau": {"inconnu": "Un membre nouveau."},
}

_CACHE = {"type": "ephemeral", "ttl": "5m"}
_CITED = {
    "type": "text",
    "text": "Cité.",
    "citations": [
        {"type": "char_location", "cited_text": "Extrait", "document_title": "Titre", "document_index": 0},
        {"type": "search_result_location", "source": "Une source", "title": "Titre", "cited_text": "Extrait"},
        {
            "type": "web_search_result_location",
            "url": "https://exemple.ca",
            "title": "Titre",
            "cited_text": "x",
        },
    ],
    "cache_control": _CACHE,
}
_DOCUMENT = {
    "type": "document",
    "source": {"type": "text", "media_type": "text/plain", "data": "Le texte du document."},
    "title": "Le titre",
    "context": "Le contexte",
    "citations": {"enabled": True},
}
_MADE_OF_PARTS = {"type": "document", "source": {"type": "content", "content": [_TEXT]}}
_SEARCH_RESULT = {"type": "search_result", "source": "La source", "title": "Un titre", "content": [_TEXT]}
_INPUT = {"nom": "Valeur", "liste": ["a", {"b": "c"}], "corps": json.dumps({"texte": "é"})}


def _result(kind, content):
    return {"type": kind, "tool_use_id": "toolu_1", "content": content}


_SPOKEN = [
    _CITED,
    {"type": "tool_use", "id": "toolu_1", "name": "outil", "input": _INPUT, "caller": {"type": "direct"}},
    {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "Une question"}},
    {"type": "mcp_tool_use", "id": "mcptoolu_1", "name": "x", "server_name": "y", "input": {"q": "z"}},
    _result(
        "web_search_tool_result", [{"type": "web_search_result", "title": "T", "url": "u", "page_age": "a"}]
    ),
    _result("web_fetch_tool_result", {"type": "web_fetch_result", "url": "u", "content": _DOCUMENT}),
    _result("code_execution_tool_result", {"type": "code_execution_result", "stdout": "s", "stderr": "e"}),
    _result(
        "text_editor_code_execution_tool_result", {"type": "view_result", "content": "c", "lines": ["l"]}
    ),
    _result("tool_search_tool_result", {"type": "tool_search_tool_result_error", "error_message": "m"}),
    _result("mcp_tool_result", [_TEXT]),
]

ANTHROPIC_MESSAGES = {
    "model": "claude-fable-5-1",
    "system": [_TEXT, {"type": "text", "text": "Consigne.", "cache_control": _CACHE}],
    "messages": [
        {"role": "user", "content": "Bonjour."},
        {"role": "user", "content": [_TEXT, "Une chaîne nue.", _DOCUMENT, _MADE_OF_PARTS, _SEARCH_RESULT]},
        {"role": "assistant", "content": _SPOKEN},
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "toolu_1", "content": json.dumps(_INPUT, indent=2)},
                {
                    "type": "tool_result",
                    "tool_use_id": "toolu_2",
                    "is_error": False,
                    "content": [
                        _TEXT,
                        _DOCUMENT,
                        _SEARCH_RESULT,
                        {"type": "tool_reference", "tool_name": "x"},
                    ],
                },
            ],
        },
        {"role": "system", "content": "Un rappel."},
    ],
    "tools": [
        {
            "type": "custom",
            "name": "outil",
            "description": "Un outil",
            "input_schema": SCHEMA,
            "input_examples": [_INPUT],
        },
        {
            "type": "web_search_20260318",
            "name": "web_search",
            "allowed_domains": ["exemple.ca"],
            "blocked_domains": ["exemple.com"],
            "user_location": {"type": "approximate", "city": "Laval", "region": "Québec", "country": "CA"},
        },
    ],
    "tool_choice": {"type": "tool", "name": "outil"},
    "stop_sequences": ["Fin."],
    "metadata": {"user_id": "compte"},
    "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": SCHEMA}},
    "thinking": {"type": "enabled", "budget_tokens": 2048, "display": "full"},
    "context_management": {"edits": [{"type": "compact_20260112", "instructions": "Résume."}]},
    "container": {"id": "c_1", "skills": [{"type": "custom", "skill_id": "s", "version": "1"}]},
    "service_tier": "auto",
    "max_tokens": 4096,
    "nouveau": {"inconnu": "Un membre nouveau."},
}

OPENAI_ANSWER = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "model": "gpt-5",
    "choices": [
        {
            "index": 0,
            "finish_reason": "tool_calls",
            "message": {
                "role": "assistant",
                "content": "Bonjour.",
                "refusal": "Non.",
                "reasoning_content": "Je pense.",
                "reasoning_details": [{"type": "reasoning.text", "text": "Pensée.", "summary": "Bref."}],
                "function_call": {"name": "ancien", "arguments": ARGUMENTS},
                "tool_calls": [
                    {"id": "c", "type": "function", "function": {"name": "outil", "arguments": ARGUMENTS}},
                    {"id": "d", "type": "custom", "custom": {"name": "libre", "input": "Texte."}},
                ],
            },
        }
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 5},
}
ANTHROPIC_ANSWER = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-fable-5-1",
    "content": _SPOKEN,
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 3, "output_tokens": 5},
}
