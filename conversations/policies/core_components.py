"""What no setting turns off: our reading of the core of PROOF (its full component table could not be read).

Everything else a unit may adapt in its site file, dated.
"""

from collections.abc import Mapping

CORE: Mapping[str, str] = {
    "consent": "nothing is kept or sent on before the person agreed to that purpose",
    "cleared": "charter, training and clearance are recorded before an AP meets anybody",
    "supervision": "every AP has supervision, and is asked how they are after a contact",
    "no-medical-advice": "nobody here gives medical advice",
    "help-now": "the emergency numbers are one tap away, before consent too",
    "confidential": "an AP learns a first name and what the person chose to say, and nothing else",
    "leaving": "everybody can leave at any time, without a reason",
    "human": "a human is on call, or it is said plainly that there is none",
}
GREATEST_ROOM = 5
"""Pairs at once that no AP goes beyond. No programme we read publishes a limit; 3.2 matches an AP were observed."""


def is_cleared(*, charter: bool, trained: bool, cleared: bool) -> bool:
    """Whether an AP may meet anybody in a unit: all three, whatever the unit's settings."""
    return charter and trained and cleared


def room(chosen: int) -> int:
    """How many pairs an AP may carry: what they chose, within the core's bounds."""
    return max(0, min(chosen, GREATEST_ROOM))
