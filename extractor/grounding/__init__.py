"""Where a reply's quotes stand in the article.

In: a reply and the article it was read from. Out: `Evidence` rows, and warnings for quotes that stand nowhere.
Refuses nothing: a quote that cannot be found is a row with status absent.
"""

from extractor.grounding.evidence import locate
from extractor.grounding.haystack import Haystack, Match
from extractor.grounding.views import normalized

__all__ = ["Haystack", "Match", "locate", "normalized"]
