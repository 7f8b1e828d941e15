"""What can go wrong in the audit. No message carries a recorded value."""


class AuditUnavailable(Exception):
    """The record could not be made durable: nothing may leave on the strength of it."""


class RecordInvalid(AuditUnavailable):
    """A record that no database could keep as it is: the message names the field, never its value."""


class KeyNameTaken(ValueError):
    """Another key in force has this name."""


class UnknownKey(LookupError):
    """No key in force has this id or name."""


class ChainAltered(Exception):
    """Events that a checkpoint vouches for are not in the chain as they were."""


class UnknownHold(LookupError):
    """No hold in force has this id."""


class UnknownReference(LookupError):
    """No incident or request of the register has this reference."""


class ReferenceTaken(ValueError):
    """Another incident or request has this reference."""


class RegisterClosed(ValueError):
    """What is closed or answered takes no more of these entries."""


class UnknownCall(LookupError):
    """No call that this person may speak of has this id, or it had no answer."""


class UnknownHeld(LookupError):
    """No call that waits, or has waited, has this id."""


class Decided(ValueError):
    """Somebody else has decided upon this call."""


class OwnCall(ValueError):
    """Nobody approves their own call."""


class TooManyHeld(ValueError):
    """A key has too many calls that wait."""
