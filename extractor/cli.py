"""The command `extract`: parse, call one function, print, exit.

In: arguments. Out: people's output on stderr, data on stdout, exit 0 (all well), 1 (some articles or the gate failed),
2 (usage or configuration), 3 (stopped early or incomplete, resumable).
"""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, TypeVar

import typer
from rich.markup import escape

from extractor import __version__
from extractor.errors import ExtractorError, StoreError, UsageError
from extractor.subcommands import GROUPS, AsJson, Config, PromptVersion, ProviderName, Root, TaskName, console, shown

T = TypeVar("T")

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


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
        shown(commands.dry_run(choice, wanted, console()).model_dump(mode="json"), as_json)
        return
    result = _ran(commands.run(choice, wanted, console(), again=_again("--fresh", "--retry-failed")))
    if as_json:
        print((out / "manifest.json").read_text(encoding="utf-8"), end="")
    raise typer.Exit(result.exit_code)


@app.command("eval")
def evaluate(
    provider: Annotated[
        list[str] | None,
        typer.Option("--provider", help="Provider by its name in the configuration; several make a matrix."),
    ] = None,
    prompt: Annotated[
        list[str] | None, typer.Option("--prompt", help="Prompt version such as v1; several make a matrix.")
    ] = None,
    task: TaskName = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="Folder of gold files; else the task's own.")] = None,
    part: Annotated[
        Literal["all", "dev", "held"], typer.Option("--part", help="Only the gold that is marked so.")
    ] = "all",
    by: Annotated[
        str, typer.Option("--by", help="Slice by tag, origin, split or a class such as type; several with commas.")
    ] = "",
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="An accepted evaluation; else the provider's own of the task.")
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option("--update-baseline", help="Accept this evaluation as the baseline; prints what that forgives."),
    ] = False,
    out: Annotated[
        Path, typer.Option("--out", help="Folder for the reports, ledger.jsonl and the run's records.")
    ] = Path("out/eval"),
    config: Config = None,
    root: Root = None,
    probe: Annotated[
        bool, typer.Option("--probe", help="Ask in four other ways too, and count the values that flip.")
    ] = False,
    samples: Annotated[
        int, typer.Option("--samples", min=1, help="Ask so many times, and tell how far agreement can be trusted.")
    ] = 1,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="The same with the answers of several providers or prompts.")
    ] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Score completions on disk only; never call.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score providers against hand-annotated gold, field by field, and hold them to the task's standards."""
    from extractor import trials
    from extractor.assemble import Choice

    wish = trials.EvalWish(
        out=out, gold=gold, part=part, baseline=baseline, update_baseline=update_baseline, offline=offline,
        by=tuple(name.strip() for name in by.split(",") if name.strip()),
    )  # fmt: skip
    providers: Sequence[str | None] = provider or [None]
    prompts: Sequence[str | None] = prompt or [None]
    choices = [Choice(root, config, task, version, name) for name in providers for version in prompts]
    if probe and (agreement or samples > 1 or len(choices) > 1):
        raise UsageError(
            "--probe asks one provider with one prompt, and goes with no other way of asking: leave the others out"
        )
    if probe or agreement or samples > 1:
        from extractor import probing

        for choice in choices if probe else []:
            shown(_ran(probing.probe(choice, wish, console())).model_dump(mode="json"), as_json)
        if not probe:
            told = _ran(probing.sampled(choices, samples, wish, console()))
            shown(told.model_dump(mode="json"), as_json)
        return
    trial = _ran(trials.evaluate(choices, wish, console()))
    shown(trial.report.model_dump(mode="json", by_alias=True), as_json)
    raise typer.Exit(trial.exit_code)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A folder of answers, or a prompt version such as v1.")],
    after: Annotated[str, typer.Argument(help="Another of the same kind.")],
    provider: ProviderName = None,
    task: TaskName = None,
    gold: Annotated[Path | None, typer.Option("--gold", help="Folder of gold files; else the task's own.")] = None,
    on: Annotated[
        list[str] | None, typer.Option("--on", help="Compare two prompts on these articles, not on the gold alone.")
    ] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Only so many of them, always the same ones.")] = None,
    config: Config = None,
    root: Root = None,
    offline: Annotated[bool, typer.Option("--offline", help="Use completions on disk only; never call.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare two runs, or two prompt versions: what moved, which values flipped, whether it got worse (exit 1)."""
    from extractor import comparing
    from extractor.assemble import Choice

    wish = comparing.DiffWish(before=before, after=after, gold=gold, on=tuple(on or ()), sample=sample, offline=offline)
    found = _ran(comparing.diff(Choice(root, config, task, None, provider), wish, console()))
    shown(found.model_dump(mode="json"), as_json)
    raise typer.Exit(1 if found.passed is False else 0)


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

    commands.why(Choice(root, config), folder, article, console(stderr=False))


def _ran(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end. A second Ctrl-C ends it at once, with what is written."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:  # typer would make exit 130 of it
        console().print("[yellow]interrupted:[/] what was finished is written; run the same command to continue")
        raise typer.Exit(3) from None


def _again(*once: str) -> str:
    """The command as typed, without the flags that would start over."""
    return shlex.join(["extract", *[word for word in sys.argv[1:] if word not in once]])


def main() -> NoReturn:
    """The entry point: known errors become one message and an exit code, without a traceback."""
    try:
        app()
    except UsageError as error:
        console().print(f"[red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(2)
    except StoreError as error:
        console().print(f"[red]stopped:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        console().print("What is written is whole. Mend the cause, then continue with:", highlight=False)
        console().print(f"  {_again('--fresh')}", highlight=False, soft_wrap=True, markup=False)
        sys.exit(3)
    except ExtractorError as error:
        console().print(f"[red]error:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(0)
