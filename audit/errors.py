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
