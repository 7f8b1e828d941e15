"""What is done to a finding: Presidio anonymizer operators, ours among the stock ones."""

from collections.abc import Callable, Mapping
from typing import Any

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
    ``mint(label, original) -> pseudonym``.
    """

    def operate(self, text: str, params: Mapping[str, Any]) -> str:  # type: ignore[override]
        """Return the pseudonym of ``text``."""
        mint: Callable[[str, str], str] = params["mint"]
        return mint(params["entity_type"], text)

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


def _factory() -> OperatorsFactory:
    factory = OperatorsFactory()  # type: ignore[no-untyped-call]
    factory.add_anonymize_operator(Pseudonymize)
    return factory


_FACTORY = _factory()
_OPERATORS: dict[str, Operator] = {}


def apply(name: str, label: str, original: str, *, mint: Callable[[str, str], str], salt: bytes) -> str:
    """Return what stands in for a value under the operator ``name``.

    ``salt`` (at least 16 bytes) keeps the hash of one call's value from being compared with another's.
    """
    operator = _OPERATORS.get(name)
    if operator is None:
        operator = _OPERATORS[name] = _FACTORY.create_operator_class(name, OperatorType.Anonymize)
    parameters: dict[str, Any] = {
        "entity_type": label,
        "mint": mint,
        "new_value": f"<{label}>",
        "salt": salt,
        "hash_type": "sha256",
        **_STOCK.get(name, {}),
    }
    return str(operator.operate(original, parameters))
