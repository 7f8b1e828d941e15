"""Keys and tokens by the rules of detect-secrets (Yelp, Apache 2.0), as they are in the library."""

import re
from collections.abc import Iterator
from typing import ClassVar

from detect_secrets.plugins import (
    artifactory,
    aws,
    azure_storage_key,
    basic_auth,
    cloudant,
    discord,
    github_token,
    gitlab_token,
    ibm_cloud_iam,
    ibm_cos_hmac,
    jwt,
    mailchimp,
    npm,
    openai,
    pypi_token,
    sendgrid,
    slack,
    softlayer,
    square_oauth,
    stripe,
    telegram_token,
    twilio,
)

from detectors.findings import Why
from detectors.labels import Label
from detectors.reading import Reading
from detectors.recognizers.recognizer import Hit, Recognizer
from detectors.seek import Seek

#: The detectors whose rules are used. Private keys are read as whole blocks by `SecretToken`; entropy alone
#: is no reason to hide.
_DETECTORS = (
    artifactory.ArtifactoryDetector,
    aws.AWSKeyDetector,
    azure_storage_key.AzureStorageKeyDetector,
    basic_auth.BasicAuthDetector,
    cloudant.CloudantDetector,
    discord.DiscordBotTokenDetector,
    github_token.GitHubTokenDetector,
    gitlab_token.GitLabTokenDetector,
    ibm_cloud_iam.IbmCloudIamDetector,
    ibm_cos_hmac.IbmCosHmacDetector,
    jwt.JwtTokenDetector,
    mailchimp.MailchimpDetector,
    npm.NpmDetector,
    openai.OpenAIDetector,
    pypi_token.PypiTokenDetector,
    sendgrid.SendGridDetector,
    slack.SlackDetector,
    softlayer.SoftlayerDetector,
    square_oauth.SquareOAuthDetector,
    stripe.StripeDetector,
    telegram_token.TelegramBotTokenDetector,
    twilio.TwilioKeyDetector,
)
_EDGES = " \t\n\r:=\"'"
#: Groups that tell only which prefix was seen.
_PREFIX = re.compile(r"[a-z]{2,6}|[0-9a-fA-F]{2}_")
_SHORTEST = 4
#: The name before a value that a rule takes with it.
_ASSIGNED = re.compile(r"AccountKey=|:?//.+:_authToken=\s*|https?://api\.softlayer\.com/soap/v3(?:\.1)?/")
_PLACEHOLDER = re.compile(r"\$\{?.*|<.*>|%s|\{\{.*\}\}|x+|\*+")


class VendorSecret(Recognizer):
    """What a rule of detect-secrets finds: tokens of vendors, keys after their names, passwords in URLs."""

    LABEL = Label.SECRET
    GATE = (
        r"akc|ap[a-f0-9][a-z0-9]{8}|a3t|abia|acca|akia|asia|aws|accountkey|://[^\s/]*:|key|pwd"
        r"|\bpw\b|pass|token|cloudant|softlayer"
        r"|\.[a-z0-9_-]{6}\.|gh[pousr]_|gl[a-z]{2,6}-|gr1348941|glpat|eyj|-us\d|_authtoken"
        r"|t3blbkfj|pypi-|sg\.|xox|hooks\.slack|sq0csp"
        r"|[rs]k_live|\d{8}:[0-9a-z_-]{35}|ac[a-z0-9]{32}|sk[a-z0-9]{32}"
    )
    FINDS: ClassVar = (
        "clé Mailchimp [[75719f1ba2380d75166c92fe4acb4944-us14]]. ",
        "bot Telegram [[110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx]]",
        "[[MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs]]",
        "aws_secret_key = '[[wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY]]'",
        "postgres://app:[[s3cr3t-x]]@db.exemple:5432/x",
        "[[glrt-abcdefghij0123456789]]",
    )
    SPARES: ClassVar = (
        "commit 3f2a9c1d4b5e6f708192a3b4c5d6e7f809112233",
        "APERITIFS OFFERTS",
        "http://exemple.ca:8080/@marie",
        "postgres://app:${PASSWORD}@db",
        "un token de bus",
    )

    def __init__(self, supported_language: str = "fr", *, label: str | None = None) -> None:
        super().__init__(supported_language, label=label)
        self._rules = [
            (detector.secret_type, Seek(rule, cased=True))
            for detector in _DETECTORS
            for rule in detector().denylist
        ]

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Tell each secret: the first group of a rule where it has one, else its whole match."""
        for name, rule in self._rules:
            for match in rule.matches(reading):
                start, end = self._value(match)
                value = reading.text[start:end]
                made_up = len(value) >= _SHORTEST and any(map(str.isdigit, value))
                if made_up and not _PLACEHOLDER.fullmatch(value):
                    yield Hit(start, end, 0.95, Why(f"detect-secrets: {name}"))

    def _value(self, match: re.Match[str]) -> tuple[int, int]:
        spans = [match.span(group) for group in range(1, match.re.groups + 1) if match[group]]
        spans = [(start, end) for start, end in spans if not _PREFIX.fullmatch(match.string, start, end)]
        start, end = spans[0] if spans else match.span()
        assigned = _ASSIGNED.match(match.string, start, end)
        start = assigned.end() if assigned else start
        while start < end and match.string[start] in _EDGES:
            start += 1
        while start < end and match.string[end - 1] in _EDGES:
            end -= 1
        return start, end
