"""Gates: whether a change may be released, judged by the ledgers of two evaluations.

In: ledgers, a task's standards, a baseline. Out: `Gate`s, flips, intervals and differences. Refuses (GoldError) pins and
floors that name nothing.
"""

from extractor.gates.baselines import Baseline
from extractor.gates.flips import Flip, flips
from extractor.gates.rules import Gate, Kind, Verdict, judged, regressions
from extractor.gates.standards import Limits, Pin, Standards
from extractor.gates.uncertainty import Difference, Interval, differences, intervals, wilson

__all__ = [
    "Baseline",
    "Difference",
    "Flip",
    "Gate",
    "Interval",
    "Kind",
    "Limits",
    "Pin",
    "Standards",
    "Verdict",
    "differences",
    "flips",
    "intervals",
    "judged",
    "regressions",
    "wilson",
]
