"""Requests and answers that use every part of OpenAI's Responses that is allowed."""

from bodies import ARGUMENTS, SCHEMA

_IN = {"type": "input_text", "text": "Une partie."}
_OUT = {
    "type": "output_text",
    "text": "Cité.",
    "annotations": [
        {
            "type": "url_citation",
            "title": "Titre",
            "url": "https://exemple.ca",
            "start_index": 0,
            "end_index": 3,
        },
        {"type": "file_citation", "file_id": "file_1", "filename": "Le fichier", "index": 0},
    ],
}
_FUNCTION = {
    "type": "function",
    "name": "outil",
    "description": "Un outil",
    "parameters": SCHEMA,
    "output_schema": SCHEMA,
    "strict": True,
}
_CUSTOM = {
    "type": "custom",
    "name": "libre",
    "description": "Libre",
    "format": {"type": "grammar", "syntax": "lark", "definition": "début: x"},
}
_PLACE = {"type": "approximate", "city": "Laval", "region": "Québec", "country": "CA"}
_LOCAL = {"type": "local", "skills": [{"name": "Habileté", "description": "Ce qu'elle fait", "path": "Ici"}]}
_JSON_FORMAT = {
    "type": "json_schema",
    "name": "forme",
    "description": "Une forme",
    "schema": SCHEMA,
    "strict": True,
}
TOOLS = [
    _FUNCTION,
    _CUSTOM,
    {"type": "namespace", "name": "crm", "description": "Des outils", "tools": [_FUNCTION, _CUSTOM]},
    {"type": "tool_search", "execution": "client", "description": "Cherche", "parameters": SCHEMA},
    {
        "type": "file_search",
        "vector_store_ids": ["vs_1"],
        "filters": {"type": "and", "filters": [{"type": "eq", "key": "ville", "value": "Laval"}]},
    },
    {
        "type": "web_search",
        "filters": {"allowed_domains": ["exemple.ca"]},
        "user_location": _PLACE,
        "search_context_size": "low",
    },
    {"type": "mcp", "server_label": "interne", "server_description": "Un serveur", "allowed_tools": ["lire"]},
    {"type": "code_interpreter", "container": {"type": "auto", "memory_limit": "1g"}},
    {"type": "image_generation", "size": "auto"},
    {"type": "computer"},
    {"type": "shell", "environment": _LOCAL},
    {"type": "apply_patch"},
]
#: What a model says, item by item.
OUTPUT = [
    {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Bref."}]},
    {
        "type": "reasoning",
        "id": "rs_2",
        "summary": [],
        "content": [{"type": "reasoning_text", "text": "Pensée."}],
    },
    {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": "completed",
        "content": [_OUT, {"type": "refusal", "refusal": "Non."}],
    },
    {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "outil", "arguments": ARGUMENTS},
    {
        "type": "custom_tool_call",
        "id": "ctc_1",
        "call_id": "call_2",
        "name": "libre",
        "input": "Texte libre.",
    },
    {
        "type": "file_search_call",
        "id": "fs_1",
        "status": "completed",
        "queries": ["Une question"],
        "results": [
            {"file_id": "f_1", "filename": "Nom", "text": "Trouvé.", "attributes": {"cle": "valeur"}}
        ],
    },
    {
        "type": "web_search_call",
        "id": "ws_1",
        "status": "completed",
        "action": {
            "type": "search",
            "query": "Une question",
            "queries": ["Une autre"],
            "sources": [{"type": "url", "url": "https://exemple.ca"}],
        },
    },
    {
        "type": "web_search_call",
        "id": "ws_2",
        "action": {"type": "find_in_page", "pattern": "mot", "url": "u"},
    },
    {
        "type": "code_interpreter_call",
        "id": "ci_1",
        "container_id": "cntr_1",
        "code": "print('été')",
        "outputs": [{"type": "logs", "logs": "été"}],
    },
    {
        "type": "computer_call",
        "id": "cu_1",
        "call_id": "call_3",
        "actions": [{"type": "type", "text": "Texte"}, {"type": "keypress", "keys": ["Ctrl"]}],
        "pending_safety_checks": [{"id": "sc_1", "code": "c", "message": "Attention"}],
    },
    {
        "type": "local_shell_call",
        "id": "ls_1",
        "call_id": "call_4",
        "action": {
            "type": "exec",
            "command": ["ls", "Dossier"],
            "env": {"NOM": "valeur"},
            "user": "compte",
            "working_directory": "Ici",
        },
    },
    {"type": "shell_call", "id": "sh_1", "call_id": "call_5", "action": {"commands": ["ls Dossier"]}},
    {
        "type": "apply_patch_call",
        "id": "ap_1",
        "call_id": "call_6",
        "operation": {"type": "update_file", "path": "Fichier", "diff": "+ Ligne"},
    },
    {
        "type": "mcp_list_tools",
        "id": "ml_1",
        "server_label": "interne",
        "tools": [
            {"name": "lire", "description": "Lit", "input_schema": SCHEMA, "annotations": {"titre": "T"}}
        ],
    },
    {
        "type": "mcp_approval_request",
        "id": "ma_1",
        "name": "lire",
        "server_label": "interne",
        "arguments": ARGUMENTS,
    },
    {
        "type": "mcp_call",
        "id": "mc_1",
        "name": "lire",
        "server_label": "interne",
        "arguments": ARGUMENTS,
        "output": "Lu.",
        "error": {"type": "mcp_protocol_error", "code": 1, "message": "Erreur"},
    },
    {"type": "program", "id": "pr_1", "call_id": "call_7", "code": "x = 'é'"},
    {"type": "program_output", "id": "po_1", "call_id": "call_7", "result": "Fini."},
    {"type": "tool_search_call", "id": "ts_1", "call_id": "call_8", "arguments": {"but": "Chercher"}},
    {"type": "image_generation_call", "id": "ig_1", "revised_prompt": "Une image", "status": "completed"},
]
_CALL = {"call_id": "call_1"}
OPENAI_RESPONSES = {
    "model": "gpt-5",
    "instructions": "Consigne.",
    "input": [
        {"role": "developer", "content": "Consigne."},
        {"role": "user", "content": "Bonjour."},
        {"type": "message", "role": "user", "content": [_IN, {"type": "input_text", "text": "Autre."}]},
        *OUTPUT,
        {"type": "function_call_output", **_CALL, "output": ARGUMENTS},
        {"type": "function_call_output", **_CALL, "output": [_IN]},
        {"type": "custom_tool_call_output", **_CALL, "output": "Un résultat."},
        {"type": "local_shell_call_output", "id": "lso_1", "output": ARGUMENTS},
        {
            "type": "shell_call_output",
            **_CALL,
            "output": [{"stdout": "Sortie", "stderr": "Erreur", "outcome": {"type": "exit", "exit_code": 0}}],
        },
        {"type": "apply_patch_call_output", **_CALL, "status": "completed", "output": "Fait."},
        {"type": "mcp_approval_response", "approval_request_id": "ma_1", "approve": True, "reason": "Bien."},
        {"type": "tool_search_output", **_CALL, "tools": [_FUNCTION]},
        {"type": "additional_tools", "role": "developer", "tools": [_CUSTOM]},
        {"type": "configuration_update", "text": {"format": _JSON_FORMAT}},
    ],
    "tools": TOOLS,
    "tool_choice": {"type": "function", "name": "outil"},
    "text": {"format": _JSON_FORMAT, "verbosity": "low"},
    "reasoning": {"effort": "low", "summary": "auto"},
    "metadata": {"dossier": "ouvert"},
    "user": "compte",
    "safety_identifier": "abc",
    "prompt_cache_key": "clé",
    "include": ["reasoning.encrypted_content"],
    "store": False,
    "background": False,
    "previous_response_id": None,
    "stream": False,
    "max_output_tokens": 4096,
    "nouveau": {"inconnu": "Un membre nouveau."},
}
RESPONSES_ANSWER = {
    "id": "resp_1",
    "object": "response",
    "status": "completed",
    "model": "gpt-5",
    "output": OUTPUT,
    "usage": {"input_tokens": 3, "output_tokens": 5, "total_tokens": 8},
}
OPENAI_CONVERSATION = {
    "items": [*OPENAI_RESPONSES["input"][:12], {"type": "item_reference", "id": "msg_1"}],
    "metadata": {"cle": "Une valeur."},
}
OPENAI_COMPLETIONS = {
    "model": "gpt-3.5-turbo-instruct",
    "prompt": ["Il était une fois", "Cher"],
    "suffix": "fin.",
    "stop": ["Fin."],
    "user": "compte",
    "stream_options": {"include_usage": True},
    "max_tokens": 16,
    "echo": True,
    "nouveau": {"inconnu": "Un membre nouveau."},
}
MISTRAL_FIM = {
    "model": "codestral-latest",
    "prompt": "def salut(nom):",
    "suffix": "return 'été'",
    "stop": "Fin.",
    "metadata": {"dossier": "ouvert"},
    "random_seed": 7,
}
OPENAI_EMBEDDINGS = {
    "model": "text-embedding-3-small",
    "input": ["Un document.", "Un autre."],
    "encoding_format": "base64",
    "dimensions": 256,
    "user": "compte",
}
OPENAI_MODERATIONS = {
    "model": "omni-moderation-latest",
    "input": ["Une chaîne nue.", {"type": "text", "text": "Une partie."}],
}
