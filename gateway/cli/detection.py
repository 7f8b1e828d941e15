"""The engine in the command's own process, under a policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.cli.configuration import read

if TYPE_CHECKING:
    from config.policy import Policy
    from detectors.engine import Engine
    from detectors.findings import Finding


@dataclass(frozen=True, slots=True)
class Detector:
    """Finds in a text what the gateway would hide or refuse in a call of that text alone."""

    engine: "Engine"
    policy: "Policy"

    def find(self, text: str) -> Sequence["Finding"]:
        """Return the findings that the policy does not keep."""
        from config.policy import Action  # noqa: PLC0415 - settings take time to import
        from detectors.propagate import propagate  # noqa: PLC0415 - its word lists take time to load

        (found,) = propagate([text], [self.engine.analyse(text)])
        return [finding for finding in found if self.policy.action(finding.label) is not Action.KEEP]


def detector(config: Path | None) -> Detector:
    """Return the detector of a configuration's default policy, or of the one that is shipped."""
    from config.policy import Policy  # noqa: PLC0415 - settings take time to import
    from detectors.engine import Engine, EngineOptions  # noqa: PLC0415 - the engine is slow to import

    if config is None:
        return Detector(Engine(EngineOptions()), Policy())
    settings = read(config)
    return Detector(Engine(settings.detection.options()), settings.policy_for(None)[1])
