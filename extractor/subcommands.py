"""The commands below `extract`: task, provider, model, cache; and the flags that commands share.

In: arguments. Out: data on stdout, people's words on stderr, an exit code.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

task_app = typer.Typer(no_args_is_help=True, help="The tasks of a task root: schemas, prompts, released versions.")
provider_app = typer.Typer(
    no_args_is_help=True, help="Who can answer: the configured providers, and whether one is ready."
)
model_app = typer.Typer(
    no_args_is_help=True, help="Models that run in this process: which there are, and fetching them."
)
cache_app = typer.Typer(no_args_is_help=True, help="The completions kept on this machine.")
gold_app = typer.Typer(
    no_args_is_help=True, help="Hand-annotated articles: are they in order, what do they hold, do two readers agree."
)
GROUPS = {"task": task_app, "gold": gold_app, "provider": provider_app, "model": model_app, "cache": cache_app}

Root = Annotated[
    Path | None, typer.Option("--root", help="Task root; else $EXTRACT_ROOT, the working directory, the bundled one.")
]
Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration file; else extractor.toml of the task root.")
]
TaskName = Annotated[str | None, typer.Option("--task", help="Task; else the configured one.")]
PromptVersion = Annotated[str | None, typer.Option("--prompt", help="Prompt version such as v1; else the newest.")]
ProviderName = Annotated[str | None, typer.Option("--provider", help="Provider by its name in the configuration.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def console(*, stderr: bool = True) -> Console:
    """Where people read: stderr, so that stdout is data."""
    made = Console(stderr=stderr)
    if not made.is_terminal:  # a log or a pipe has no width to keep to
        made.width = max(made.width, 140)
    return made


def shown(value: Any, as_json: bool) -> None:
    """Print data, if it was asked for."""
    if as_json:
        print(json.dumps(value, indent=2, ensure_ascii=False))


@task_app.command("list")
def task_list(root: Root = None, as_json: AsJson = False) -> None:
    """The tasks of the task root, with their prompt versions."""
    from extractor import tasks

    where = tasks.find_root(root)
    found = {name: tasks.prompt_versions(where, name) for name in tasks.names(where)}
    if as_json:
        shown(found, as_json)
        return
    for name, versions in found.items():
        print(f"{name}  prompts {', '.join(versions) or 'none'}")


@task_app.command("show")
def taskshown(
    name: Annotated[str | None, typer.Argument(help="Task; else the configured one.")] = None,
    prompt: PromptVersion = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """A task's schema and prompt; with --json, the JSON Schema that travels to a model."""
    from extractor import commands
    from extractor.assemble import Choice

    print(commands.task_shown(Choice(root, None, name, prompt), as_json=as_json))


@task_app.command("check")
def task_check(
    name: Annotated[str | None, typer.Argument(help="Task; else all of the root.")] = None, root: Root = None
) -> None:
    """Find a file changed under a released version, an example that misquotes its text, an example that is gold."""
    from extractor import commands

    found = commands.task_problems(root, name)
    for problem in found:
        console().print(f"✗ {escape(problem)}", highlight=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)
    console().print("✓ released versions, prompts and examples are in order")


@task_app.command("lock")
def task_lock(name: Annotated[str, typer.Argument(help="Task.")], root: Root = None) -> None:
    """Release new schema and prompt versions: from now on their files never change."""
    from extractor import releases, tasks

    released = releases.release(tasks.find_root(root), name)
    console().print(f"released: {', '.join(released) or 'nothing new'}", highlight=False)


@gold_app.command("check")
def gold_check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[GOLD]", help="Folder of gold; else the task's own.")
    ] = None,
    task: TaskName = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Find quotes that their article lacks, pins without a slot, and values that the code computes otherwise."""
    from extractor import annotation
    from extractor.assemble import Choice

    found = annotation.check(Choice(root, None, task), folder)
    shown(found.model_dump(mode="json"), as_json)
    for sentence in found.faults:
        console().print(f"✗ {escape(sentence)}", highlight=False, soft_wrap=True)
    for sentence in found.notes:
        console().print(f"– {escape(sentence)}", highlight=False, soft_wrap=True)
    if found.faults:
        raise typer.Exit(1)
    console().print(f"✓ {found.files} gold files are in order, {len(found.notes)} to look at")


@gold_app.command("stats")
def gold_stats(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[GOLD]", help="Folder of gold; else the task's own.")
    ] = None,
    task: TaskName = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Count what the gold holds: articles by split, origin and tag, filled slots, labels."""
    from extractor import annotation, contrasts
    from extractor.assemble import Choice

    told = annotation.stats(Choice(root, None, task), folder)
    shown(told.model_dump(mode="json"), as_json)
    if not as_json:
        contrasts.show_stats(console(stderr=False), told)


@gold_app.command("agree")
def gold_agree(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="The first reader's folder of gold.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="The second reader's.")],
    task: TaskName = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """How far two readers agree, field by field; for classes with Krippendorff's alpha."""
    from extractor import annotation, contrasts
    from extractor.assemble import Choice

    told = annotation.agree(Choice(root, None, task), first, second)
    shown(told.model_dump(mode="json"), as_json)
    if not as_json:
        contrasts.show_readings(console(stderr=False), told)


@cache_app.command("export")
def cache_export(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The --out folder of a run.")],
    to: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; a provider of kind replay reads it.")],
    config: Config = None,
    root: Root = None,
) -> None:
    """Write a run's completions to a file, for replay and for recorded evaluations."""
    from extractor import commands
    from extractor.assemble import Choice

    count = commands.export_completions(Choice(root, config), folder, to)
    console().print(f"{count} completions in {to}", highlight=False)


@provider_app.command("list")
def provider_list(config: Config = None, root: Root = None, as_json: AsJson = False) -> None:
    """The configured providers and the presets for more."""
    from extractor import commands
    from extractor.assemble import Choice

    listing = commands.providers_listed(Choice(root, config))
    print(json.dumps(listing.model_dump(mode="json"), indent=2) if as_json else listing.text())


@provider_app.command("check")
def provider_check(
    name: Annotated[str | None, typer.Argument(help="Provider; else the configured one.")] = None,
    task: TaskName = None,
    config: Config = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """Try a provider: key, address, structured output, one small article, price. Makes one call."""
    from extractor import commands
    from extractor.assemble import Choice
    from extractor.checkup import Step

    marks = {"ok": "[green]✓[/]", "failed": "[red]✗[/]", "skipped": "–"}
    people = console()

    def say(step: Step) -> None:
        people.print(
            f"{marks[step.status.value]} {step.step:<18}{escape(step.message)}", highlight=False, soft_wrap=True
        )

    found = asyncio.run(commands.provider_checked(Choice(root, config, task, None, name), say))
    shown(found.as_json, as_json)
    raise typer.Exit(found.exit_code)


@model_app.command("list")
def model_list(as_json: AsJson = False) -> None:
    """The models known by name, and where they are on this machine."""
    from extractor import weights

    rows = weights.listed()
    if as_json:
        shown([row.model_dump(mode="json") for row in rows], as_json)
        return
    for row in rows:
        where = row.path or f"not here: extract model pull {row.name}"
        print(f"{row.name}  {row.title}, {row.licence}, {row.size / 1e6:.0f} MB  {where}")


@model_app.command("pull")
def model_pull(
    name: Annotated[str, typer.Argument(help="A known name, or owner/repo:file.gguf on Hugging Face.")],
) -> None:
    """Fetch a model's weights into the user's cache, and check them against their hash."""
    from extractor import commands

    path = commands.model_pulled(name, console())
    console().print(f"{name} is in {path}", highlight=False, soft_wrap=True)
