"""Gold files: what a person says is right, checked before anything is scored against it.

In: a folder of JSON files beside a folder `articles`, and the record model. Out: `Gold`, its marks kept as written.
It refuses a file that is not whole: a field missing, a value outside the schema, another article or major version.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from extractor.align_records import alternatives, is_unscored
from extractor.errors import GoldError
from extractor.fields import Compare, is_list, marker, model_of
from extractor.models import Frozen, text_id

SHOWN = 20  # faults printed for one file


class Annotator(StrEnum):
    """Whose reading a gold file is."""

    FIRST = "first"
    SECOND = "second"
    RECONCILED = "reconciled"


class Origin(StrEnum):
    """Where the article comes from: printed somewhere, or written to be a hard case."""

    PUBLISHED = "published"
    WRITTEN = "written"


class Split(StrEnum):
    """What a gold article is for."""

    DEV = "dev"  # may be looked at while prompts and rules are changed
    HELD = "held"  # never tuned on: what a release is judged by


class _File(Frozen):
    article: str
    article_id: str
    schema_: str = Field(alias="schema")
    annotator: Annotator
    origin: Origin
    author: str | None = None  # who wrote the article, for origin written
    written: date | None = None
    split: Split = Split.DEV
    tags: tuple[str, ...]
    doubts: tuple[str, ...]
    record: dict[str, Any]


class Gold(Frozen):
    """One annotated article. `record` keeps `any_of`, `unscored` and `required` as written."""

    path: Path
    article: Path
    article_id: str
    schema_id: str
    annotator: Annotator
    origin: Origin
    author: str | None = None
    written: date | None = None
    split: Split = Split.DEV
    tags: tuple[str, ...]
    doubts: tuple[str, ...]
    record: dict[str, Any]


def load_folder(folder: Path, record_model: type[BaseModel], schema_id: str) -> list[Gold]:
    """Every gold file of a folder, by name; raises GoldError if there is none, or two for one article."""
    if not folder.is_dir():
        raise GoldError(f"{str(folder)!r} is no folder: expected one JSON file an article, beside a folder 'articles'")
    loaded: dict[str, Gold] = {}
    for path in sorted(folder.glob("*.json")):
        gold = load(path, record_model, schema_id)
        if gold.article_id in loaded:
            other = loaded[gold.article_id].path.name
            raise GoldError(f"{path.name} and {other} annotate the same article {gold.article_id}: keep one of them")
        loaded[gold.article_id] = gold
    if not loaded:
        raise GoldError(f"{str(folder)!r} holds no *.json: expected one gold file an article")
    return list(loaded.values())


def article_ids(folder: Path) -> set[str]:
    """The articles that a folder's gold files annotate; empty if there is no folder. The records are not looked at."""
    return {_parse(path).article_id for path in sorted(folder.glob("*.json"))}


def load(path: Path, record_model: type[BaseModel], schema_id: str) -> Gold:
    """Read and check one gold file; its article is in a folder `articles` beside the file's folder, or beside that one's."""
    read = _parse(path)
    faults = [*_version(read.schema_, schema_id), *_origin(read), *_record(record_model, read.record, "")]
    article = _place(path, read.article)
    faults += _article(article, read)
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise GoldError("\n  ".join([f"gold file {str(path)!r}:", *faults[:SHOWN], *more]))
    kept = read.model_dump(exclude={"article", "schema_"})
    return Gold(path=path, article=article, schema_id=read.schema_, **kept)


def _place(path: Path, name: str) -> Path:
    """Where a gold file's article is: seeds/<task>/gold/ and seeds/<task>/annotations/first/ share one folder of articles."""
    places = [owner / "articles" / name for owner in path.absolute().parents[1:3]]
    return next((place for place in places if place.is_file()), places[0])


def _parse(path: Path) -> _File:
    try:
        return _File.model_validate(json.loads(path.read_bytes().decode("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"gold file {str(path)!r} cannot be read: {error}") from error
    except json.JSONDecodeError as error:
        raise GoldError(f"gold file {str(path)!r} is no JSON: {error}") from error
    except ValidationError as error:
        told = (f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}" for fault in error.errors())
        raise GoldError("\n  ".join([f"gold file {str(path)!r}:", *told])) from error


def _version(target: str, schema_id: str) -> Iterator[str]:
    if target.partition(".")[0] != schema_id.partition(".")[0]:
        yield f"schema: written for {target!r}, scored with {schema_id!r}: annotate again, or score with its schema"


def _origin(read: _File) -> Iterator[str]:
    if read.origin is Origin.WRITTEN and (read.author is None or read.written is None):
        yield "origin: a written article names its 'author' and the date it was 'written'"


def _article(article: Path, read: _File) -> Iterator[str]:
    if article.name != read.article:
        yield f"article: expected a bare file name in {str(article.parent)!r}, not {read.article!r}"
        return
    try:
        found = text_id(article.read_bytes().decode("utf-8-sig"))  # a byte order mark is no part of the text
    except (OSError, UnicodeDecodeError) as error:
        yield f"article: {str(article)!r} cannot be read as UTF-8 text: {error}"
        return
    if found != read.article_id:
        yield f"article_id: expected {found!r}, the hash of {read.article!r}, not {read.article_id!r}: annotate anew"


# ── the record ────────────────────────────────────────────────────────────────────────────────────────────────────


def _record(model: type[BaseModel], value: object, path: str, *, member: bool = False) -> Iterator[str]:
    """Faults of one object: each names the field, what was expected and what to do."""
    if not isinstance(value, dict):
        yield f"{path or 'record'}: expected an object, not {_shown(value)}"
        return
    if member and ("any_of" in value or "unscored" in value):
        yield f"{path}: expected an object: mark its slots or the list; one that may be missed is 'required': false"
        return
    fields = model.model_fields
    for name in (name for name in value if name not in fields):
        if name != "required" or not member:
            near = difflib.get_close_matches(name, fields, 1)
            yield f"{_join(path, name)}: no such field{f'; did you mean {near[0]!r}?' if near else ': remove it'}"
        elif not isinstance(value[name], bool):
            yield f"{_join(path, name)}: expected true or false, not {_shown(value[name])}"
    for name in fields:
        if name in value:
            yield from _slot(model, name, value[name], _join(path, name))
        else:
            yield f"{_join(path, name)}: missing: write it out, null or [] where the article has none"


def _slot(model: type[BaseModel], name: str, value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict) and ("any_of" in value or "unscored" in value):
        yield from _marks(value, path)
        options = [] if is_unscored(value) or not isinstance(value.get("any_of"), list) else alternatives(value)
        for at, option in enumerate(options):
            yield from _value(model, name, option, f"{path}.any_of[{at}]")
    else:
        yield from _value(model, name, value, path)


def _marks(value: Mapping[str, object], path: str) -> Iterator[str]:
    if len(value) > 1:
        yield f"{path}: expected 'any_of' or 'unscored' alone, not {sorted(value)}"
    reason, options = value.get("unscored"), value.get("any_of")
    if "unscored" in value and not (isinstance(reason, str) and reason.strip()):
        yield f"{path}.unscored: expected the reason in words, not {_shown(reason)}"
    if "any_of" in value and not (isinstance(options, list) and len(options) > 1):
        yield f"{path}.any_of: expected a list of two or more right answers, not {_shown(options)}"


def _value(model: type[BaseModel], name: str, value: object, path: str) -> Iterator[str]:
    info = model.model_fields[name]
    inner, how = model_of(info.annotation), marker(info, Compare)
    if inner is None or value is None:
        yield from _leaf(model, name, value, path)
    elif not is_list(info.annotation):
        plain = () if how is None or how.kind != "date" else ("value", "end", "precision")
        marked = [part for part in plain if isinstance(value, dict) and isinstance(value.get(part), dict)]
        yield from (f"{_join(path, part)}: a date is one slot: mark {path!r} as a whole" for part in marked)
        yield from () if marked else _record(inner, value, path)
    elif isinstance(value, list):
        for at, member in enumerate(value):
            yield from _record(inner, member, f"{path}[{at}]", member=True)
    else:
        yield f"{path}: expected a list, not {_shown(value)}"


def _leaf(model: type[BaseModel], name: str, value: object, path: str) -> Iterator[str]:
    try:
        _reader(model, name).validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        for fault in error.errors():
            inside = "".join(f"[{step}]" for step in fault["loc"] if isinstance(step, int))
            yield f"{path}{inside}: {fault['msg']}, not {_shown(fault['input'])}"


@cache
def _reader(model: type[BaseModel], name: str) -> TypeAdapter[object]:
    info = model.model_fields[name]
    written: Any = Annotated[info.annotation, info]  # a type that only exists at run time
    return TypeAdapter(written)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False, default=str)
    return words if len(words) <= 60 else f"{words[:57]}…"
