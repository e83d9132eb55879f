"""A task small enough to see through: which crop a report is about, and how much of it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from extractor.fields import Compare, Verbatim
from extractor.models import Article

VERSION = "1.0"


class Reply(BaseModel):
    """What the model fills."""

    model_config = ConfigDict(extra="forbid")

    quote: Annotated[str, Verbatim(), Compare("quote")] = Field(description="The sentence about the harvest.")
    crop: Annotated[str, Compare("name")] = Field(description="The crop.")
    tonnes: Annotated[int, Compare("exact")] = Field(ge=0, description="The harvest in tonnes.")


class Record(Reply):
    """What the user gets."""

    large: Annotated[bool, Compare("exact")]


def derive(reply: Reply, article: Article) -> Record:
    """A harvest is large from a thousand tonnes."""
    return Record(**reply.model_dump(), large=reply.tonnes >= 1000)
