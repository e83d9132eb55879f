"""Read a prompt file and render the messages for one article.

In: `prompts/<task>/v1.md` (front matter, then `# System`, `# User` and `# Example: …` parts) and an Article. Out: messages.
Refused: a part that is missing, an unknown variable, an example that does not fit the schema or quotes what it does not say.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ValidationError

from extractor.errors import TaskError
from extractor.fields import verbatim_values
from extractor.models import Article, Message, text_id

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_PART = re.compile(r"^# (System|User|Example: .+)$", re.MULTILINE)
_FENCED = re.compile(r"^```(article|reply)\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
_WIDE_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class Example:
    """One few-shot example: an article and the reply it should get."""

    name: str
    article: str
    reply: str  # JSON, as the model should write it


@dataclass(frozen=True)
class Prompt:
    """A prompt version, ready to render."""

    path: Path
    task: str
    version: str
    schema: str
    notes: str
    examples: tuple[Example, ...]
    system: Template
    user: Template

    @cached_property
    def system_text(self) -> str:
        """The system message, the same for every article."""
        return self.system.render(examples=self.examples).strip()

    def render(self, article: Article) -> tuple[Message, ...]:
        """The messages for an article: what is coded of it, between two lines it cannot contain.

        No file name and no offset goes in, so the same text always renders to the same bytes.
        """
        boundary = boundary_of(article.text)
        said = _WIDE_GAP.sub("\n\n", article.coded).strip()
        published = article.published.isoformat() if article.published else "unknown"
        try:
            return (
                Message(role="system", content=self.system_text),
                Message(
                    role="user",
                    content=self.user.render(article=said, boundary=boundary, published=published).strip(),
                ),
            )
        except TemplateError as error:
            raise TaskError(f"{self.path} does not render: {error}") from error


def boundary_of(text: str) -> str:
    """A mark that fences an article off.

    It depends on every character of the text, so nobody can write a text that contains its own mark.
    """
    return "ARTICLE-" + hashlib.sha256(b"boundary:" + text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def load(path: Path) -> Prompt:
    """A prompt from its file. Raises TaskError naming the file and what is missing."""
    text = path.read_text(encoding="utf-8")
    front = _front_matter(text, path)
    parts = _parts(text)
    for required in ("System", "User"):
        if required not in parts:
            raise TaskError(f"{path} has no part '# {required}'")
    # the article is a value, never template source; the sandbox bounds what a template itself may reach
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    try:
        system, user = sandbox.from_string(parts["System"]), sandbox.from_string(parts["User"])
    except TemplateError as error:
        raise TaskError(f"{path} is not a valid template: {error}") from error
    examples = tuple(_example(name, body, path) for name, body in parts.items() if name.startswith("Example: "))
    return Prompt(path=path, examples=examples, system=system, user=user, **front)


def _front_matter(text: str, path: Path) -> dict[str, str]:
    found = _FRONT.match(text)
    if found is None:
        raise TaskError(f"{path} must open with front matter between two lines '---'")
    try:
        front = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise TaskError(f"{path}: the front matter is not YAML: {error}") from error
    wanted = ("task", "version", "schema", "notes")
    missing = [name for name in wanted if not isinstance(front, dict) or name not in front]
    if missing:
        raise TaskError(f"{path}: the front matter lacks {', '.join(missing)}")
    if front["version"] != path.stem:
        raise TaskError(f"{path}: the front matter says version {front['version']!r}, the file's name {path.stem!r}")
    return {name: str(front[name]).strip() for name in wanted}


def _parts(text: str) -> dict[str, str]:
    marks = list(_PART.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {mark[1]: text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)}


def _example(name: str, body: str, path: Path) -> Example:
    fenced = dict(_FENCED.findall(body))
    if set(fenced) != {"article", "reply"}:
        raise TaskError(f"{path}: '{name}' must hold one ```article block and one ```reply block")
    try:
        reply = json.loads(fenced["reply"])
    except ValueError as error:
        raise TaskError(f"{path}: the reply of '{name}' is not JSON: {error}") from error
    return Example(
        name=name.removeprefix("Example: "), article=fenced["article"], reply=json.dumps(reply, ensure_ascii=False)
    )


def problems(prompt: Prompt, reply: type[BaseModel], gold_ids: set[str]) -> list[str]:
    """What is wrong with a prompt's examples: shape, quotes that are not in their own text, articles that are gold."""
    found: list[str] = []
    for example in prompt.examples:
        where = f"{prompt.path}: example {example.name!r}"
        if text_id(example.article) in gold_ids or text_id(example.article + "\n") in gold_ids:
            found.append(f"{where} is a gold article: scores on it would mean nothing")
        try:
            filled = reply.model_validate_json(example.reply)
        except ValidationError as error:
            first = error.errors()[0]
            found.append(f"{where} does not fit the schema: {'.'.join(map(str, first['loc']))}: {first['msg']}")
            continue
        found += [
            f"{where}: {field} quotes {quote!r}, which is not in its article"
            for field, quote, mark in verbatim_values(filled)
            if quote not in example.article and not mark.optional
        ]
    return found
