"""Articles: what files, folders, tables, pages and stdin hold, and how each is laid out.

In: paths. Out: `Article` values, or `Unreadable` ones that say why not. Refuses (ArticleError) inputs that do not exist.
"""

from extractor.articles.columns import Columns
from extractor.articles.inputs import Listing, inputs_of
from extractor.articles.instructions import suspects
from extractor.articles.reading import read
from extractor.articles.structure import layout

__all__ = ["Columns", "Listing", "inputs_of", "layout", "read", "suspects"]
