"""What can go wrong in detection.

    DetectionFailed          no answer, for whatever reason: nothing may leave
      DetectionUnavailable   no worker could be asked, or the one that was asked died
      DetectionTimeout       the deadline passed
        DetectionBusy        and it was spent waiting behind others

Messages name causes and never hold any of a text.
"""


class DetectionFailed(Exception):
    """Texts could not be searched, wholly or in part."""


class DetectionUnavailable(DetectionFailed):
    """There is no worker to ask, or the worker that was asked is gone."""


class DetectionTimeout(DetectionFailed):
    """The deadline passed before every text was searched."""


class DetectionBusy(DetectionTimeout):
    """The deadline passed while workers were at the texts of others."""
