"""Keys and tokens that tell by their shape what they open."""

from detectors.labels import Label
from detectors.recognizers.pattern import Pattern, PatternRecognizer

_EDGE = r"(?<![A-Za-z0-9_-])"


class SecretToken(PatternRecognizer):
    """The prefixes and layouts that the vendors publish, private keys as whole blocks, passwords in URLs."""

    LABEL = Label.SECRET
    GATE = (
        r"akia|asia|gh[pousr]_|github_pat|gl(?:pat|dt|rt|ptt|cbt|soat)-|sk-|sk_|rk_|pk_|whsec_|aiza|ya29|xox|xapp|hooks\.slack"
        r"|discord|eyj|private key|://[^\s/]*:|npm_|pypi-|"
        r"sg\.|key-|shpat|dop_v1|hf_|gsk_|xai-|sq0|ac[0-9a-f]{8}|accountkey|sig=|bearer|basic "
        r"|age-secret|dapi|lin_api|figd|-----begin|r8_|pplx-|tskey|hvs\.|s\.[a-z]"
    )
    PATTERNS = (
        Pattern(
            "private key",
            r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?-----END "
            r"(?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----",
            0.99,
            cased=True,
        ),
        Pattern(
            "private key, cut",
            r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?![\s\S]{0,20000}?-----END )"
            r"(?:[\s\\nr]{0,4}"
            r"(?:[A-Za-z0-9+/=]{16,100}|[A-Z][\w-]{2,20}: [^\n]{1,80}))*",
            0.9,
            cased=True,
        ),
        Pattern(
            "AWS",
            rf"{_EDGE}(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ABIA|ACCA)[0-9A-Z]{{16}}(?![0-9A-Za-z])",
            0.97,
            cased=True,
        ),
        Pattern(
            "GitHub",
            rf"{_EDGE}(?:gh[pousr]_[A-Za-z0-9]{{20,255}}|github_pat_[A-Za-z0-9_]{{20,255}})",
            0.98,
            cased=True,
        ),
        Pattern("GitLab", rf"{_EDGE}gl(?:pat|dt|rt|ptt|cbt|soat)-[A-Za-z0-9_-]{{20,60}}", 0.97, cased=True),
        Pattern("Anthropic", rf"{_EDGE}sk-ant-[A-Za-z0-9_-]{{16,200}}", 0.98, cased=True),
        Pattern(
            "OpenAI", rf"{_EDGE}sk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{{16,200}}", 0.95, cased=True
        ),
        Pattern(
            "Stripe",
            rf"{_EDGE}(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{{10,200}}|whsec_[A-Za-z0-9]{{16,100}})",
            0.98,
            cased=True,
        ),
        Pattern(
            "Google",
            rf"{_EDGE}(?:AIza[0-9A-Za-z_-]{{30,40}}|ya29\.[0-9A-Za-z_-]{{20,300}}|GOCSPX-[0-9A-Za-z_-]{{20,"
            r"40})",
            0.97,
            cased=True,
        ),
        Pattern(
            "Slack",
            rf"{_EDGE}(?:xox[abeprs]-[A-Za-z0-9-]{{10,250}}|xapp-\d-[A-Za-z0-9-]{{10,250}})",
            0.98,
            cased=True,
        ),
        Pattern(
            "webhook",
            r"https://(?:hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_+-]{20,120}|"
            r"(?:\w+\.)?discord(?:app)?\.com/api/webhooks/\d+/[\w-]{30,100})",
            0.95,
            cased=True,
        ),
        Pattern(
            "JWT",
            rf"{_EDGE}eyJ[A-Za-z0-9_-]{{8,4000}}\.[A-Za-z0-9_-]{{8,8000}}(?:\.[A-Za-z0-9_-]{{0,2000}})?",
            0.97,
            cased=True,
        ),
        Pattern("npm", rf"{_EDGE}npm_[A-Za-z0-9]{{30,50}}", 0.97, cased=True),
        Pattern("PyPI", rf"{_EDGE}pypi-[A-Za-z0-9_-]{{50,300}}", 0.97, cased=True),
        Pattern("SendGrid", rf"{_EDGE}SG\.[A-Za-z0-9_-]{{16,40}}\.[A-Za-z0-9_-]{{16,60}}", 0.97, cased=True),
        Pattern("Mailgun", rf"{_EDGE}key-[0-9a-f]{{32}}(?![0-9a-f])", 0.95, cased=True),
        Pattern("Shopify", rf"{_EDGE}shp(?:at|ca|pa|ss)_[0-9a-fA-F]{{32}}", 0.97, cased=True),
        Pattern("DigitalOcean", rf"{_EDGE}do[opr]_v1_[0-9a-f]{{64}}", 0.97, cased=True),
        Pattern("Hugging Face", rf"{_EDGE}hf_[A-Za-z0-9]{{30,50}}", 0.97, cased=True),
        Pattern(
            "model key",
            rf"{_EDGE}(?:gsk_[A-Za-z0-9]{{40,60}}|xai-[A-Za-z0-9]{{60,100}}|r8_[A-Za-z0-9]{{30,50}}"
            r"|pplx-[A-Za-z0-9]{30,60})",
            0.97,
            cased=True,
        ),
        Pattern(
            "vendor key",
            rf"{_EDGE}(?:dapi[0-9a-f]{{32}}|lin_api_[A-Za-z0-9]{{30,50}}|figd_[A-Za-z0-9_-]{{30,60}}"
            r"|tskey-[a-z]+-[A-Za-z0-9-]{16,60}|hvs\.[A-Za-z0-9_-]{20,120}|sq0(?:atp"
            r"|csp)-[0-9A-Za-z_-]{22,43}|AGE-SECRET-KEY-1[0-9A-Z]{58})",
            0.97,
            cased=True,
        ),
        Pattern("Twilio", rf"{_EDGE}(?:AC|SK)[0-9a-f]{{32}}(?![0-9a-f])", 0.9, cased=True),
        Pattern(
            "Azure",
            r"(?i:AccountKey|SharedAccessKey)=(?P<value>[A-Za-z0-9+/]{40,90}={0,2})",
            0.97,
            cased=True,
        ),
        Pattern("signature", r"[?&]sig=(?P<value>[A-Za-z0-9%+/]{30,100}(?:%3D|=)?)", 0.9, cased=True),
        Pattern("bearer", r"(?i:\bbearer\s+)(?P<value>[A-Za-z0-9_.~+/-]{16,4000}={0,2})", 0.85, cased=True),
        Pattern(
            "basic", r"(?i:authorization:\s*basic\s+)(?P<value>[A-Za-z0-9+/]{8,400}={0,2})", 0.95, cased=True
        ),
        Pattern(
            "URL password",
            r"(?i:\b[a-z][a-z0-9+.-]{1,20})://[^\s:/@\"'<>]{0,60}:(?P<value>[^\s/@\"'<>$][^\s/\"'<>]{1,"
            r"100})@(?=[\w\[])",
            0.95,
            cased=True,
        ),
    )
    FINDS = (
        "clé [[AKIAIOSFODNN7EXAMPLE]]",
        "[[ghp_0123456789abcdefghijABCDEFGHIJ012345]]",
        "postgres://app:[[s3cr3t-x]]@db.exemple:5432/x",
        "redis://:[[h7Qz0pLmX2]]@cache:6379/0",
        "jwt=[[eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJlX29rYWZvcjIifQ.q3vK9mT0bXyZ4dQw7]]",
        "[[-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n-----END PRIVATE KEY-----]]",
        "[[sk-ant-api03-abcDEF0123456789]]",
        "[[sk_test_51Qf8AbLxPzR7tUvWm3NcD]]",
        "Authorization: Bearer [[abcdef0123456789ABCDEF]]",
    )
    SPARES = (
        "commit 3f2a9c1d4b5e6f708192a3b4c5d6e7f809112233",
        "550e8400-e29b-41d4-a716-446655440000",
        "http://exemple.ca:8080/@marie",
        "-----BEGIN CERTIFICATE-----",
        "une tâche sk-learn",
        "le bearer du projet",
    )
