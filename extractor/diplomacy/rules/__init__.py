"""The rule-based baseline: reads an article with words and tables only, no model, in milliseconds.

In: an `Article`. Out: a dict that validates as the task's `Reply`, every quote an exact stretch of the coded text.
It is the floor that every model must beat, and deterministic.
"""

from extractor.diplomacy.rules.reply import read

__all__ = ["read"]
