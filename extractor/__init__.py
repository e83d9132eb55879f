"""Schema-constrained extraction from news articles, with evidence for every value."""

__version__ = "0.1.0"
