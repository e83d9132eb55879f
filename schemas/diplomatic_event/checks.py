"""What a reviewer should look at in a record of this task, beyond what its schema's own `warnings` says; for every version.

In: a record and its Article. Out: warnings, explained in docs/warnings.md. No value is changed, so more checks may be added
here without a new version of the schema.
"""

from __future__ import annotations

from pydantic import BaseModel

from extractor.diplomacy import headline, quoted
from extractor.models import Article, Warning


def warnings(record: BaseModel, article: Article) -> list[Warning]:
    """Values that their quote does not show, a headline that says something else, a language the task was not made for."""
    told = record.model_dump(mode="json")
    return [*_language(article), *quoted.warnings(told, article), *headline.warnings(told, article)]


def _language(article: Article) -> list[Warning]:
    if article.language in (None, "en"):
        return []
    message = (
        f"the article is in {article.language!r}; prompt and rules of this task are made for English: "
        "dates, names and sides are read, but check what was missed"
    )
    return [Warning(code="not_english", message=message)]
