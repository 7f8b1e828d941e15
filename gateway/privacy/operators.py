"""What is done to a finding: Presidio anonymizer operators, ours among the stock ones."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def _without_the_analyzer() -> Iterator[None]:
    """Let Presidio's anonymizer be imported alone.

    Its operator for a service of Azure, which is not used here, would bring the analyzer and spaCy into each
    serving process: 54 MiB, and seconds at its start. Detection has a process of its own for them.
    """
    name = "presidio_analyzer"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # an import of it fails, which the operator allows for
    try:
        yield
    finally:
        del sys.modules[name]


with _without_the_analyzer():
    from presidio_anonymizer.operators import Operator, OperatorsFactory, OperatorType

#: Parameters of the stock operators that this gateway decides on (Presidio's defaults need them given).
_STOCK: Mapping[str, Mapping[str, Any]] = {
    "mask": {"masking_char": "*", "chars_to_mask": 1_000_000, "from_end": False},
    "redact": {},
    "keep": {},
}


class Pseudonymize(Operator):
    """Replace a value by its keyed pseudonym. Reversible for the call whose ``mint`` is given.

    Works in a stock ``AnonymizerEngine``: ``params`` are ``entity_type`` and
    ``mint(label, original) -> pseudonym``; with a ``token`` (`Hidden`), ``mint`` is given that as well.
    """

    def operate(self, text: str, params: Mapping[str, Any]) -> str:  # type: ignore[override]
        """Return the pseudonym of ``text``."""
        mint: Callable[..., str] = params["mint"]
        token = params.get("token")
        return mint(params["entity_type"], text, *([token] if token else ()))

    def validate(self, params: Mapping[str, Any]) -> None:  # type: ignore[override]
        """Raise `TypeError` when there is nothing to mint with."""
        if not callable(params.get("mint")):
            raise TypeError("pseudonymize needs the parameter 'mint'")

    def operator_name(self) -> str:
        """Return the name under which policies know it."""
        return "pseudonymize"

    def operator_type(self) -> OperatorType:
        """Return that it hides rather than restores."""
        return OperatorType.Anonymize


class Surrogate(Operator):
    """Replace a value by a realistic one that is nobody's. Reversible like a pseudonym.

    ``params`` are ``entity_type`` and ``surrogate(label, original) -> surrogate``.
    """

    def operate(self, text: str, params: Mapping[str, Any]) -> str:  # type: ignore[override]
        """Return the surrogate of ``text``."""
        choose: Callable[[str, str], str] = params["surrogate"]
        return choose(params["entity_type"], text)

    def validate(self, params: Mapping[str, Any]) -> None:  # type: ignore[override]
        """Raise `TypeError` when there is nothing to choose with."""
        if not callable(params.get("surrogate")):
            raise TypeError("surrogate needs the parameter 'surrogate'")

    def operator_name(self) -> str:
        """Return the name under which policies know it."""
        return "surrogate"

    def operator_type(self) -> OperatorType:
        """Return that it hides rather than restores."""
        return OperatorType.Anonymize


def _factory() -> OperatorsFactory:
    factory = OperatorsFactory()  # type: ignore[no-untyped-call]
    factory.add_anonymize_operator(Pseudonymize)
    factory.add_anonymize_operator(Surrogate)
    return factory


_FACTORY = _factory()


class StandIns:
    """What stands in for the values of one call: each is asked for once.

    ``mint(label, original)`` gives pseudonyms (a value's token, if it has one, is its third argument), and
    ``surrogate`` surrogates (pseudonyms, where it is not given). ``salt`` (at least 16 bytes) keeps the hash
    of a call's value from being compared with another's.
    """

    def __init__(
        self,
        mint: Callable[..., str],
        salt: bytes,
        surrogate: Callable[[str, str], str] | None = None,
    ) -> None:
        self._given = {
            "mint": mint,
            "surrogate": surrogate or mint,
            "salt": salt,
            "hash_type": "sha256",
        }
        self._known: dict[tuple[str, str, str, str], str] = {}
        self._operators: dict[tuple[str, str], tuple[Operator, dict[str, Any]]] = {}

    def of(self, action: str, label: str, original: str, token: str = "") -> str:
        """Return what stands in for a value under the operator ``action``."""
        known = self._known.get((action, label, original, token))
        if known is None:
            operator, parameters = self._operators.get((action, label)) or self._operator(action, label)
            if token:
                parameters = {**parameters, "token": token}
            known = str(operator.operate(original, parameters))
            self._known[action, label, original, token] = known
        return known

    def _operator(self, action: str, label: str) -> tuple[Operator, dict[str, Any]]:
        operator = _FACTORY.create_operator_class(action, OperatorType.Anonymize)
        ours = {"entity_type": label, "new_value": f"<{label}>"}
        parameters = {**ours, **self._given, **_STOCK.get(action, {})}
        self._operators[action, label] = operator, parameters
        return operator, parameters
