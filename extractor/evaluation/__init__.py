"""Evaluation: providers run over gold, scored, compared and held to a task's standards.

In: assembled parts and gold. Out: `Scored`, and the reports made of it. Raises GoldError before anything is called.
"""

from extractor.evaluation.against import accept, compared, judge
from extractor.evaluation.asked import Asked, Part, answers, ask, golds_of
from extractor.evaluation.diff import Diff, Side, between, changes_between
from extractor.evaluation.report import Matrix, Report, matrix_of, report_of
from extractor.evaluation.scored import Scored, score_answers

__all__ = [
    "Asked",
    "Diff",
    "Matrix",
    "Part",
    "Report",
    "Scored",
    "Side",
    "accept",
    "answers",
    "ask",
    "between",
    "changes_between",
    "compared",
    "golds_of",
    "judge",
    "matrix_of",
    "report_of",
    "score_answers",
]
