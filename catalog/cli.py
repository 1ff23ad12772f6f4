"""The command line: reads options, calls the stages, prints. Results to stdout, the rest to stderr.

Everything heavy is imported inside the commands, so that `--help` answers at once.
"""

import functools
import sys
from pathlib import Path
from typing import Any

import click

from catalog.cli_keeping import doctor, prune
from catalog.options import AS_OF, common
from catalog.terminal import Settings

SOURCES = click.argument("source_ids", metavar="[SOURCE...]", nargs=-1)
JUDGEABLE = (
    "same_release", "alias_of", "snapshot_of", "artifact_of", "config_of", "offer_of", "derived_from", "sibling_of",
    "not_same",
)  # fmt: skip
"""What a person may judge of a record and a model."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="modelatlas", prog_name="modelatlas")
def main() -> None:
    """One catalog of AI models, every value with its receipt.

    \b
    Example: modelatlas refresh && modelatlas serve
    """


@main.command()
@SOURCES
@click.option("--offline", is_flag=True, help="Use the archive alone.")
@click.option("--no-render", is_flag=True, help="Leave the pages out.")
@common
def refresh(settings: Settings, source_ids: tuple[str, ...], offline: bool, no_render: bool) -> None:
    """Do the nightly job: fetch every source, then build and publish.

    \b
    Example: modelatlas refresh --base-url https://example.org/atlas/
    Exit status: 0 published, all fresh; 3 published, but something failed, was refused
    or was held back; 1 nothing published; 2 wrong usage; 4 another refresh is running.
    """
    from catalog.commands import run_refresh

    sys.exit(run_refresh(settings, source_ids, offline=offline, render=not no_render))


@main.command()
@SOURCES
@common
def fetch(settings: Settings, source_ids: tuple[str, ...]) -> None:
    """Look at the sources and archive what they answer; build nothing.

    \b
    Example: modelatlas fetch openrouter
    """
    from catalog.commands import run_fetch

    sys.exit(run_fetch(settings, source_ids))


@main.command()
@click.option("--no-render", is_flag=True, help="Leave the pages out.")
@AS_OF
@common
def build(settings: Settings, no_render: bool, asked: Any) -> None:
    """Do everything after fetch, from the archive.

    With --as-of it builds the explorer as it stood, from the catalog that is there, into
    another folder: --out has to name it.

    \b
    Example: modelatlas build --out public
             modelatlas build --as-of 2025-12-15 --out december
    """
    if asked is not None:
        from catalog.as_of.command import run_build_as_of

        sys.exit(run_build_as_of(settings, asked, render=not no_render))
    from catalog.commands import run_build

    sys.exit(run_build(settings, render=not no_render))


@main.command()
@click.argument("source_id", metavar="SOURCE")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
def backfill(settings: Settings, source_id: str, paths: tuple[Path, ...]) -> None:
    """Take recorded raw answers into the archive under their own dates.

    PATH is a folder with an index.jsonl, or files whose names carry a date; .gz too.

    \b
    Example: modelatlas backfill openrouter recordings/openrouter
    """
    from catalog.commands import run_backfill

    sys.exit(run_backfill(settings, source_id, paths))


@main.command()
@click.argument("model_id", metavar="ID")
@click.argument("field", metavar="[FIELD]", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON, every claim with its receipt.")
@AS_OF
@common
def show(settings: Settings, model_id: str, field: str | None, as_json: bool, asked: Any) -> None:
    """Show one model: every field with its source, age and rule, and its offers; or one FIELD at length.

    \b
    Example: modelatlas show baidu/ernie-4.5-vl-424b-a47b --json
             modelatlas show baidu/ernie-4.5-vl-424b-a47b --as-of 2025-12-15
             modelatlas show baidu/ernie-4.5-vl-424b-a47b input_usd_per_mtok
    Exit status: 0 shown; 1 there is no such model or field, or there was none then; 2 wrong usage.
    """
    from catalog.show import run_show

    sys.exit(run_show(settings, model_id, field, as_json, asked))


@main.command()
@click.argument("format_", metavar="[FORMAT]", required=False)
@AS_OF
@functools.partial(common, out_help="The file to write (default: standard output).")
def export(settings: Settings, format_: str | None, asked: Any) -> None:
    """Write one export without building the site; without FORMAT, list what there is.

    A file is replaced as a whole. What is exported is what the last build made.

    \b
    Example: modelatlas export models > models.json
             modelatlas export database --as-of 2025-12-15 --out december.db
    Exit status: 0 written or listed; 1 there is no catalog, or there was none then, or what
    is named cannot be written; 2 wrong usage.
    """
    from catalog.export.command import run_export

    sys.exit(run_export(settings, format_, asked))


@main.command()
@click.argument("name", required=False)
@click.option("--author", help="Who makes it, where NAME does not say so.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with evidence and candidates.")
@click.option("--csv", "left", metavar="LEFT", type=click.Path(path_type=Path), help="Look up every row of a list.")
@click.option("--against", "right", metavar="RIGHT", type=click.Path(path_type=Path), help="In this list, for --csv.")
@click.option("--pairs", "pairs", metavar="FILE", type=click.Path(path_type=Path), help="Judge every pair of a list.")
@common
def match(
    settings: Settings, name: str | None, author: str | None, as_json: bool,
    left: Path | None, right: Path | None, pairs: Path | None,
) -> None:  # fmt: skip
    """Tell which model a foreign id or name means, how surely, and why.

    NAME is looked up in the catalog; what is not sure leads to no model. It may be
    an id of any source, pkg:huggingface/ORG/NAME, hf:ORG/NAME, or the address of a page
    at OpenRouter or Hugging Face. With --json all ids of the model are told.

    With --csv every row of a list is: columns id and, where known, name, author,
    canonical_slug, hugging_face_id, source (whose ids they are) and alias (further
    ids, several with | or ; between them). It writes id,match,level,relation,rule,
    runner_up, a row for each row; match is empty where it is not sure.

    With --pairs the columns left_id, left_name, right_id, right_name (left_source,
    right_source) are judged, and relation, level, rule added; a column of the file
    that has such a name already is kept as given_relation and so on.

    Lists are CSV in UTF-8; - reads standard input. Ids are written exactly as they
    were read. Neither --against nor --pairs needs a catalog.

    \b
    Example: modelatlas match us.anthropic.claude-opus-4-1-20250805-v1:0
             modelatlas match "ERNIE 4.5 VL 424B A47B" --author baidu --json
             modelatlas match pkg:huggingface/baidu/ERNIE-4.5-VL-424B-A47B-PT
             modelatlas match --csv ours.csv > found.csv
             modelatlas match --csv ours.csv --against theirs.csv > found.csv
             modelatlas match --pairs pairs.csv > judged.csv
    Exit status: 0 answered, also where nothing matches; 1 there is no catalog, or a
    list cannot be read; 2 wrong usage.
    """
    one = {"NAME": name, "--csv": left, "--pairs": pairs}
    told = [option for option, value in one.items() if value is not None]
    if len(told) != 1:
        raise click.UsageError(f"one of {', '.join(one)} is needed" + (f", not {' and '.join(told)}" if told else ""))
    if name is None and (author is not None or as_json):
        raise click.UsageError(f"{'--json' if as_json else '--author'} is for NAME alone")
    if right is not None and left is None:
        raise click.UsageError("--against needs --csv")
    if left is not None and left == right == Path("-"):
        raise click.UsageError("--csv and --against cannot both be standard input")
    from catalog.lookup.command import run_list, run_name, run_pairs

    if left is not None:
        sys.exit(run_list(settings, left, right))
    if pairs is not None:
        sys.exit(run_pairs(settings, pairs))
    sys.exit(run_name(settings, name or "", author or "", as_json))


@main.command()
@click.argument("record", required=False)
@click.argument("model", required=False)
@click.option("--same", "relation", flag_value="same_release", help="RECORD and MODEL are one release.")
@click.option("--not-same", "relation", flag_value="not_same", help="They are not.")
@click.option("--relation", "relation", metavar="R", type=click.Choice(JUDGEABLE), help=", ".join(JUDGEABLE) + ".")
@click.option("--why", help="The reason, in a sentence.")
@click.option("--who", help="Who decides (default: who is logged in).")
@click.option("--url", help="Where it can be seen (default: the record's page).")
@click.option("--most", default=20, show_default=True, type=click.IntRange(min=1), help="List so many pairs.")
@click.option("--json", "as_json", is_flag=True, help="List them as JSON.")
@click.option("--ask", is_flag=True, help="Ask about each pair, and write the answers.")
@click.option("--lint", is_flag=True, help="Check what was decided.")
@click.option("--curated", type=click.Path(path_type=Path), help="The curated files (default: data/curated/).")
@common
def review(
    settings: Settings, record: str | None, model: str | None, relation: str | None, why: str | None,
    who: str | None, url: str | None, most: int, as_json: bool, ask: bool, lint: bool, curated: Path | None,
) -> None:  # fmt: skip
    """List the matches that are worth a person's look, and write what is decided.

    Without RECORD it lists pairs of a record and a model, the most useful first.

    RECORD is SOURCE:RECORD as it is listed, or *:NAME for whoever says this id or name.
    What is decided is added to crosswalk.toml; the next `modelatlas build` takes it up.

    --lint finds judgements and aliases that contradict each other, name what was never
    seen, were overtaken, or say what the rules say by themselves.

    \b
    Example: modelatlas review --most 50
             modelatlas review models_dev:acme/atlas acme/atlas --same --why "same weights"
             modelatlas review "*:atlas-9b" acme/atlas --not-same --why "size" --url https://...
             modelatlas review --ask
             modelatlas review --lint
    Exit status: 0 listed, written, nothing found; 1 there is no catalog, or --lint found
    something; 2 wrong usage, or refused: it contradicts what is there, or names what is not known.
    """
    from catalog.resources import resource
    from catalog.review.command import run_ask, run_lint, run_list
    from catalog.review.deciding import Decision, run_judge

    modes = [name for name, told in (("RECORD", record), ("--ask", ask), ("--lint", lint), ("--json", as_json)) if told]
    if len(modes) > 1:
        raise click.UsageError(f"{' and '.join(modes)} do not go together")
    if record is None and (relation or why or url):
        raise click.UsageError("RECORD and MODEL are needed to decide something")
    folder = curated or resource("data/curated")
    if lint:
        sys.exit(run_lint(settings, folder))
    if ask:
        sys.exit(run_ask(settings, folder, most, who))
    if record is None:
        sys.exit(run_list(settings, folder, most, as_json))
    if not (model and relation and why):
        raise click.UsageError("MODEL, one of --same, --not-same and --relation, and --why are needed")
    sys.exit(run_judge(settings, folder, Decision(record, model, relation, why, who, url)))


@main.command()
@click.argument("record", metavar="[SOURCE[:RECORD]]", required=False)
@click.argument("field", required=False)
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--rule", help="Only what this guard holds.")
@click.option("--why", help="The reason, in a sentence: accept them.")
@click.option("--who", help="Who decides (default: who is logged in).")
@click.option("--json", "as_json", is_flag=True, help="List them as JSON.")
@click.option("--curated", type=click.Path(path_type=Path), help="The curated files (default: data/curated/).")
@common
def accept(
    settings: Settings, record: str | None, field: str | None, old: str | None, new: str | None,
    rule: str | None, why: str | None, who: str | None, as_json: bool, curated: Path | None,
) -> None:  # fmt: skip
    """List the changes that guards hold back, and accept those that are real.

    Without --why it lists them: what is published still, what the source says, and why
    that looks like an accident. SOURCE, RECORD, FIELD and --rule narrow the list; OLD
    and NEW are the values themselves, "" for none.

    With --why each of them is written into accepted.toml as an exact step from the old
    value to the new one. The next `modelatlas build` publishes it, and the same step is
    never held again; another one is.

    \b
    Example: modelatlas accept
             modelatlas accept openrouter:acme/atlas --why "the maker announced it"
             modelatlas accept openrouter:acme/atlas input_usd_per_mtok 0.42 0 --why "free now"
             modelatlas accept openrouter --rule group-gone --why "announced"
    Exit status: 0 listed or written; 1 there is no catalog; 2 wrong usage, or nothing fits.
    """
    from catalog.guards.accepting import Wanted, run_accept, run_list
    from catalog.resources import resource

    if (old is None) != (new is None):
        raise click.UsageError("OLD and NEW go together")
    wanted = Wanted(record or "", field or "", old, new, rule or "")
    if why is None:
        sys.exit(run_list(settings, wanted, as_json))
    if as_json or not (record or rule):
        raise click.UsageError("--why needs SOURCE, SOURCE:RECORD or --rule, and no --json")
    sys.exit(run_accept(settings, curated or resource("data/curated"), wanted, why, who))


@main.command()
@click.option("--since", default="", metavar="DATE", help="From this day (UTC) or time on.")
@click.option("--model", "model_id", metavar="ID", help="Of this model alone.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with source, answer and evidence.")
@common
def changes(settings: Settings, since: str, model_id: str | None, as_json: bool) -> None:
    """Show what changed: prices, limits, abilities, additions, retirements, returns, names.

    A line a change, the newest first; with --json the oldest first, so that it can be
    followed and added to. What a guard held then, and what is a correction of ours, is
    marked so.

    \b
    Example: modelatlas changes --since 2026-07-01
             modelatlas changes --model baidu/ernie-4.5-vl-424b-a47b --json
    Exit status: 0 listed, also where nothing changed; 1 there is no catalog, or no such
    model; 2 wrong usage.
    """
    from catalog.changes.command import from_time, run_changes

    sys.exit(run_changes(settings, from_time(since) if since else "", model_id, as_json))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common
def sources(settings: Settings, as_json: bool) -> None:
    """Show how each source fares: last success, age, records, held values, failures.

    \b
    Example: modelatlas sources --json
    """
    from catalog.show import run_sources

    sys.exit(run_sources(settings, as_json))


@main.command()
@click.option("--sample", "most", default=500, show_default=True, type=click.IntRange(min=1), help="So many values.")
@click.option("--seed", type=int, help="Which ones (default: the day, as 20260731).")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common
def audit(settings: Settings, most: int, seed: int | None, as_json: bool) -> None:
    """Compare a sample of what is published with the archived answers that it came from.

    Each value's answer is found by its hash, read once more, and must say the same at the
    same place. It tells the accuracy by source, every fault, and how complete fields are.

    \b
    Example: modelatlas audit --sample 2000 --seed 7
    Exit status: 0 all right; 3 a value is wrong, or its answer or record is missing;
    1 there is no catalog; 2 wrong usage.
    """
    from catalog.audit.command import run_audit

    sys.exit(run_audit(settings, most, seed, as_json))


@main.command()
@click.option("--port", default=8000, show_default=True, help="0 takes any free one.")
@common
def serve(settings: Settings, port: int) -> None:
    """Serve the built site on loopback.

    \b
    Example: modelatlas serve --port 8080
    """
    from catalog.serve import run_serve

    sys.exit(run_serve(settings, port))


@main.command("make-seed", hidden=True)
@click.argument("source_id", metavar="SOURCE")
@click.option("--into", type=click.Path(path_type=Path), default=Path("data/seed"), show_default=True)
@common
def make_seed(settings: Settings, source_id: str, into: Path) -> None:
    """Rebuild a source's bundled seed from its newest archived answers (for maintainers).

    \b
    Example: modelatlas make-seed openrouter
    """
    from catalog.commands import run_make_seed

    sys.exit(run_make_seed(settings, source_id, into))


main.add_command(prune)
main.add_command(doctor)
