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
        """Return the findings that the policy does not keep, sorted and without overlap."""
        from detectors.findings import Finding  # noqa: PLC0415 - slow to import, as what follows
        from detectors.propagate import propagate  # noqa: PLC0415
        from gateway.privacy.decide import decide  # noqa: PLC0415
        from gateway.privacy.segments import Segment  # noqa: PLC0415
        from gateway.wire.walk import Place  # noqa: PLC0415

        (found,) = propagate([text], [self.engine.analyse(text)])
        plan = decide([Segment(Place(("text",)), text)], [found], _without_refusals(self.policy))
        known = {(finding.start, finding.end): finding for finding in found}
        return [
            # What `decide` adds is another occurrence of a value, found for certain elsewhere in the text.
            known.get((edit.start, edit.end)) or Finding(edit.start, edit.end, edit.label, 1.0, "occurrence")
            for edit in plan.edits[0]
        ]


def detector(config: Path | None) -> Detector:
    """Return the detector of a configuration's default policy, or of the one that is shipped."""
    from config.policy import Policy  # noqa: PLC0415 - settings take time to import
    from detectors.engine import Engine, EngineOptions  # noqa: PLC0415 - the engine is slow to import

    if config is None:
        return Detector(Engine(EngineOptions()), Policy())
    settings = read(config)
    return Detector(Engine(settings.detection.options()), settings.policy_for(None)[1])


def _without_refusals(policy: "Policy") -> "Policy":
    """Return a policy that hides what the other one refuses: the text is searched to its end."""
    from config.policy import Action, shipped_actions  # noqa: PLC0415 - settings take time to import

    actions = {**shipped_actions(), **policy.labels}
    hidden = {
        label: Action.REDACT if action is Action.REFUSE else action for label, action in actions.items()
    }
    return policy.model_copy(update={"labels": hidden})
