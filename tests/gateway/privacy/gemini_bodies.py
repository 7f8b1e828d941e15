"""Requests and answers that use every part of Gemini's API that is allowed."""

from bodies import SCHEMA

_TEXT = {"text": "Une partie."}
_ARGUMENTS = {"nom": "Valeur", "liste": ["a", {"b": "c"}]}
#: What a model says.
SAID = [
    {"text": "Pensée.", "thought": True},
    _TEXT,
    {"functionCall": {"id": "call_1", "name": "outil", "args": _ARGUMENTS}},
    {"function_call": {"name": "outil", "partial_args": [{"json_path": "$.nom", "string_value": "Val"}]}},
    {"executableCode": {"language": "PYTHON", "code": "print('été')"}},
    {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "été"}},
    {"toolCall": {"id": "t_1", "toolType": "GOOGLE_SEARCH_WEB", "args": {"query": "Une question"}}},
    {"toolResponse": {"id": "t_1", "toolType": "GOOGLE_SEARCH_WEB", "response": {"page": "Un texte"}}},
    {"audioTranscription": {"text": "Dit.", "speakerLabel": "Voix", "words": [{"word": "Dit."}]}},
]
_TOOLS = [
    {
        "functionDeclarations": [
            {"name": "outil", "description": "Un outil", "parameters": SCHEMA, "responseJsonSchema": SCHEMA}
        ]
    },
    {"googleSearch": {"excludeDomains": ["exemple.ca"]}},
    {"codeExecution": {}},
    {"urlContext": {}},
]
GEMINI_GENERATE = {
    "contents": [
        {"role": "user", "parts": [_TEXT, {"text": "Une autre."}]},
        {"role": "model", "parts": SAID},
        {
            "role": "user",
            "parts": [
                {"functionResponse": {"id": "call_1", "name": "outil", "response": _ARGUMENTS}},
                {"text": "Continue.", "partMetadata": {"source": "Ici"}},
            ],
        },
        {"parts": {"text": "Une partie seule."}},
    ],
    "systemInstruction": {"parts": [{"text": "Consigne."}]},
    "tools": _TOOLS,
    "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["outil"]}},
    "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}],
    "generationConfig": {
        "stopSequences": ["Fin."],
        "responseMimeType": "application/json",
        "responseSchema": SCHEMA,
        "responseFormat": [{"text": {"mimeType": "application/json", "schema": SCHEMA}}],
        "thinkingConfig": {"includeThoughts": True, "thinkingBudget": 1024},
        "speechConfig": {"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": [{"speaker": "Voix"}]}},
        "temperature": 0.5,
        "maxOutputTokens": 4096,
    },
    "labels": {"dossier": "ouvert"},
    "cachedContent": None,
    "store": False,
    "nouveau": {"inconnu": "Un membre nouveau."},
}
GEMINI_BATCH_EMBED = {
    "requests": [
        {
            "model": "models/gemini-embedding-001",
            "content": {"parts": [_TEXT]},
            "title": "Un titre",
            "taskType": "RETRIEVAL_DOCUMENT",
        }
    ]
}
GEMINI_ANSWER = {
    "candidates": [
        {
            "content": {"role": "model", "parts": SAID},
            "finishReason": "STOP",
            "index": 0,
        }
    ],
    "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 5},
    "modelVersion": "gemini-3-pro",
    "responseId": "r_1",
}
