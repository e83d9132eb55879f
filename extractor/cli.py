"""The command `extract`: parse, call one function, print, exit.

In: arguments. Out: people's output on stderr, data on stdout, exit 0 (all well), 1 (some articles or the gate failed),
2 (usage or configuration), 3 (stopped early or incomplete, resumable).
"""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from extractor import __version__
from extractor.errors import ExtractorError, StoreError, UsageError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
task_app = typer.Typer(no_args_is_help=True, help="The tasks of a task root: schemas, prompts, released versions.")
cache_app = typer.Typer(no_args_is_help=True, help="The completions kept on this machine.")
app.add_typer(task_app, name="task")
app.add_typer(cache_app, name="cache")

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


def _console(*, stderr: bool = True) -> Console:
    console = Console(stderr=stderr)
    if not console.is_terminal:  # a log or a pipe has no width to keep to
        console.width = max(console.width, 140)
    return console


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn folders of news into records with evidence, and score them against gold."""
    if version:
        print(f"dragoman {__version__}")
        raise typer.Exit


@app.command()
def run(
    inputs: Annotated[
        list[str], typer.Argument(help="Folders, .txt, .md, .html, .jsonl, .csv, .tsv, .parquet, or - for stdin.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for records.jsonl and manifest.json.")] = Path("out"),
    provider: ProviderName = None,
    prompt: PromptVersion = None,
    task: TaskName = None,
    config: Config = None,
    root: Root = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Read so many inputs at most.")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="Calls in flight at most.")] = None,
    budget: Annotated[
        float | None, typer.Option(min=0, help="Stop once so many USD are spent; calls in flight finish.")
    ] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Ask again for articles that failed.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over and serve nothing from the cache.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Serve from the cache only; never call.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Render the requests, send none.")] = False,
    text_column: Annotated[str | None, typer.Option(help="Column of the text in .jsonl and .csv.")] = None,
    date_column: Annotated[str | None, typer.Option(help="Column of the publication date.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of an id, shown in paths.")] = None,
    url_column: Annotated[str | None, typer.Option(help="Column of the address.")] = None,
    as_json: AsJson = False,
) -> None:
    """Extract records from articles. Running the same command again continues where it stopped."""
    from extractor import commands
    from extractor.assemble import Choice

    wanted = commands.RunWish(
        inputs=tuple(inputs), out=out, limit=limit, concurrency=concurrency, budget=budget, retry_failed=retry_failed,
        fresh=fresh, offline=offline, text=text_column, date=date_column, id=id_column, url=url_column,
    )  # fmt: skip
    choice = Choice(root, config, task, prompt, provider)
    if dry_run:
        _show(commands.dry_run(choice, wanted, _console()), as_json)
        return
    result = asyncio.run(commands.run(choice, wanted, _console(), again=_again("--fresh", "--retry-failed")))
    if as_json:
        print((out / "manifest.json").read_text(encoding="utf-8"), end="")
    raise typer.Exit(result.exit_code)


@app.command("eval")
def evaluate(
    provider: ProviderName = None,
    prompt: PromptVersion = None,
    task: TaskName = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="Folder of gold files; else the task's own.")] = None,
    out: Annotated[
        Path, typer.Option("--out", help="Folder for ledger.jsonl, report.json and the run's records.")
    ] = Path("out/eval"),
    config: Config = None,
    root: Root = None,
    offline: Annotated[bool, typer.Option("--offline", help="Score completions on disk only; never call.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score a provider against hand-annotated gold, field by field."""
    from extractor import commands
    from extractor.assemble import Choice

    choice = Choice(root, config, task, prompt, provider)
    outcome = asyncio.run(commands.evaluate(choice, gold, out, _console(), offline=offline))
    _show(outcome.report, as_json)
    raise typer.Exit(outcome.exit_code)


@app.command()
def why(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The --out folder of a run.")],
    article: Annotated[str, typer.Argument(help="An article's path, the end of it, or the start of its id.")],
    config: Config = None,
    root: Root = None,
) -> None:
    """Explain one record: the words behind every value, its completion, and what a run now would ask."""
    from extractor import commands
    from extractor.assemble import Choice

    commands.why(Choice(root, config), folder, article, _console(stderr=False))


@task_app.command("list")
def task_list(root: Root = None, as_json: AsJson = False) -> None:
    """The tasks of the task root, with their prompt versions."""
    from extractor import tasks

    where = tasks.find_root(root)
    found = {name: tasks.prompt_versions(where, name) for name in tasks.names(where)}
    if as_json:
        _show(found, as_json)
        return
    for name, versions in found.items():
        print(f"{name}  prompts {', '.join(versions) or 'none'}")


@task_app.command("show")
def task_show(
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
        _console().print(f"✗ {escape(problem)}", highlight=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)
    _console().print("✓ released versions, prompts and examples are in order")


@task_app.command("lock")
def task_lock(name: Annotated[str, typer.Argument(help="Task.")], root: Root = None) -> None:
    """Release new schema and prompt versions: from now on their files never change."""
    from extractor import tasks

    released = tasks.release(tasks.find_root(root), name)
    _console().print(f"released: {', '.join(released) or 'nothing new'}", highlight=False)


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
    _console().print(f"{count} completions in {to}", highlight=False)


def _again(*once: str) -> str:
    """The command as typed, without the flags that would start over."""
    return shlex.join(["extract", *[word for word in sys.argv[1:] if word not in once]])


def _show(value: Any, as_json: bool) -> None:
    if as_json:
        print(json.dumps(value, indent=2, ensure_ascii=False))


def main() -> NoReturn:
    """The entry point: known errors become one message and an exit code, without a traceback."""
    try:
        app()
    except UsageError as error:
        _console().print(f"[red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(2)
    except StoreError as error:
        _console().print(f"[red]stopped:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        _console().print("What is written is whole. Mend the cause, then continue with:", highlight=False)
        _console().print(f"  {_again('--fresh')}", highlight=False, soft_wrap=True, markup=False)
        sys.exit(3)
    except ExtractorError as error:
        _console().print(f"[red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        _console().print("[yellow]interrupted:[/] what was finished is written; run the same command to continue")
        sys.exit(3)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(0)
