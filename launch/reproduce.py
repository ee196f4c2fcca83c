"""Trains and scores every row of a table, and prints it with the published figures.

  python -m launch.reproduce --table=lbt_mixtures [--budget=smoke|cpu|gpu|paper] [--out=DIR] [--only=ring]
      [--rows=gs://bucket/rows] [--shard=3/16] [--judges=DIR]

A table is configs/tables/NAME.py, or a file of one's own, as --table=mine/NAME.py. --out (default results/NAME for
the cpu, gpu and paper budgets, build/NAME for smoke) gets table.md, results.json, evaluations.jsonl, which has every
evaluation of every row, and the pictures. Those of another table there are not replaced, nor without --out those of
another budget. One call at a time writes there: a second one would lose the rows of the first, and is refused. A
picture of samples is drawn where all rows were trained here, one of scores by evaluations.jsonl too. The rows'
workdirs are ROWS/BUDGET/NAME, where ROWS (default build/rows) may be an address: what one machine trained another
puts into a table.
--shard=3/16 trains one part of the rows, for one job of an array, and writes no table: the same command without it
does, when all parts have ended.
On several hosts, give each process --coordinator, --n_processes and --process_id, as launch.train: each row is then
one run of all of them, and the first writes the table. They share the rows' folder, or --rows is an address.
A row that is done is not trained again, one that was cut off is resumed, and one that diverged is tried again. One
that an older version of the metrics measured is scored again. Rows that have not this budget, where others have it,
stand in table.md as not run, but for draws of a search.
--controls_only scores the controls again and trains nothing: the rows stay as results.json has them.
A workdir whose row has changed since is renamed; at an address it is refused, and --rows must be another one.
--judges (default results/judges, but for smoke) has the networks that score images: those there take the place of
cached ones of the same data, and those that are trained now are put there.
"""

import dataclasses
import pathlib
import shutil
from collections.abc import Collection

from absl import flags

from launch import cli, cluster, judges
from launch.best import with_best
from launch.costs import with_costs
from launch.figures import draw, evaluations_of, read_evaluations, write_evaluations
from launch.markdown import markdown
from launch.outputs import check_own
from launch.rows import ROOT, chosen, earlier_rows, kept, old_name, place, scored_as, train_row, workdir_of
from launch.tables import load_table, row_config, table_name

flags.adopt_module_key_flags(cluster)
TABLE = flags.DEFINE_string("table", None, "A table of configs/tables, or the path of one.", required=True)
BUDGET = flags.DEFINE_enum("budget", "cpu", ["smoke", "cpu", "gpu", "paper"], "How long each row trains.")
OUT = flags.DEFINE_string("out", None, "Folder for table.md, results.json, evaluations.jsonl and the pictures.")
ROWS = flags.DEFINE_string("rows", ROOT, "Folder, or address, of the rows' workdirs.")
SHARD = flags.DEFINE_string("shard", "1/1", "Which part of the rows this process trains, and of how many: 3/16.")
ONLY = flags.DEFINE_multi_string("only", [], "Only rows whose config path or label contains this; may be repeated.")
CONTROLS_ONLY = flags.DEFINE_bool("controls_only", False, "Score the controls again, and train no row.")
JUDGES = flags.DEFINE_string("judges", None, "Folder of the networks that score images.")
MODE = cli.define_mode()


def _check_own(out: pathlib.Path, name: str, budget: str) -> None:
    """Raises UserError where `out` has results of something else, or, without --out, of another budget."""
    from ganjax.errors import UserError

    def own(facts):
        same = f"--table={TABLE.value} " in f"{facts.get('command', '')} "  # a file's path, not its name alone
        return "rows" in facts and facts.get("table", name) == name and (same or "command" not in facts)

    earlier = check_own(out, f"python -m launch.reproduce --table={name} ", own)
    if OUT.value is None and earlier and earlier.get("budget") != budget:
        raise UserError(f"{out} has this table by its {earlier.get('budget')} budget: give an --out for {budget}")


def _blank(row: dict, budget: str) -> dict:
    """A row that has not been run, with its published figures if they are for this budget (`paper_budgets`)."""
    published = row.get("paper", {}) if budget in row.get("paper_budgets", (budget,)) else {}
    return {"label": row["label"], "paper": published, "results": None, "why": ""}


def _controls(table: dict, name: str, config, several: bool) -> dict[str, dict]:
    """Label -> row of every control of one `scored_as`; `several`: the label begins with that."""
    from ganjax.harness.evaluate import controls

    rows = {}
    for index, (label, results) in enumerate(controls(config).items()):
        label = label if index else table["controls"]
        label = f"{name}: {label}" if several else label
        rows[label] = {"label": label, "control": name, "paper": {}, "results": results, "why": ""}
    return rows


def _check_controls_only(name: str, table: dict, shards: int, processes: int) -> None:
    """Raises UserError where --controls_only has nothing to do, or would be done several times."""
    from ganjax.errors import UserError

    if not table.get("controls"):
        raise UserError(f"--controls_only: {name} has no controls")
    if shards > 1 or processes > 1:
        raise UserError("--controls_only is for one process, without --shard")


def _lost(path: pathlib.Path, kept_or_made: Collection[str]) -> list[str]:
    """The labels of rows that results.json would lose, but for controls, which are scored again in no time.

    Args:
      kept_or_made: labels of what stays as it is, or is run by this call.
    """
    from ganjax.harness.writers import read_json

    rows = [row for row in read_json(path)["rows"] if "control" not in row] if path.exists() else []
    return [row["label"] for row in rows if (row["results"] or row["why"]) and row["label"] not in kept_or_made]


def _keep_lost(path: pathlib.Path, kept_or_made: Collection[str]) -> None:
    """Keeps a results.json that has rows which are in no later one, under another name."""
    import jax

    from ganjax.files import writing_to
    from ganjax.progress import say

    if not jax.process_index() and _lost(path, kept_or_made):
        old = old_name(path)
        with writing_to(path.parent):
            shutil.copy2(path, old)
        say(f"{old} has the rows that {path.name} loses")


def _before_training(table: dict, budget: str, rows: list, configs: list, out: pathlib.Path) -> dict[str, dict]:
    """Label -> row of table.md before any training: its controls, and what earlier calls measured of its rows.

    Args:
      rows, configs: of this call. Their controls are scored now; of the others an earlier call's are taken.

    Raises:
      UserError: with --controls_only, results.json has a row that would be lost.
    """
    from ganjax.errors import UserError
    from ganjax.progress import say

    every = {row["label"]: row_config(row, budget) for row in table["rows"] if budget in row["budgets"]}
    scored = scored_as(every.values())
    again = set(map(scored, configs))
    first = {scored(config): config for config in reversed(every.values())}
    controlled = dict(reversed(first.items())) if table.get("controls") else {}
    measured = earlier_rows(out / "results.json", budget, every, controlled, tell=not CONTROLS_ONLY.value)
    if CONTROLS_ONLY.value and (lost := _lost(out / "results.json", measured)):
        why = "of other settings, another budget or an older version of the metrics, or that the table has no more"
        raise UserError(f"{out / 'results.json'} has rows {why}, which would be lost: {', '.join(lost)}")
    if not CONTROLS_ONLY.value:
        _keep_lost(out / "results.json", {*measured, *(row["label"] for row in rows)})
    entries = {}
    for name, config in controlled.items():
        if name in again:  # by every process, so that none waits long for another
            say(f"controls: {name}")
            entries |= _controls(table, name, config, len(controlled) > 1)
        else:
            entries |= {label: row for label, row in measured.items() if row.get("control") == name}
    return entries | {
        row["label"]: _blank(row, budget) | kept(measured.get(row["label"], {})) for row in _listed(table, budget)
    }


def _listed(table: dict, budget: str) -> list[dict]:
    """The rows that table.md has: those without this budget stand there as not run, but for draws of a search."""
    return [row for row in table["rows"] if budget in row["budgets"] or not table.get("draws")]


@dataclasses.dataclass
class _Results:
    """A table and its folder: what table.md says of each row, and every evaluation.

    Attributes:
      name, budget, out: what --table and --budget are, and the folder.
      entries: label -> row of table.md. evaluations: label -> those of the row's run, where they are known.
    """

    table: dict
    name: str
    budget: str
    out: pathlib.Path
    entries: dict[str, dict]
    evaluations: dict[str, list]

    def add(self, row: dict, config, results: dict | None, why: str, workdir) -> None:
        """Takes in a row that was trained, and writes the folder's files."""
        from ganjax.harness.config import plain

        label = row["label"]
        known = self.evaluations.pop(label, None)
        self.evaluations[label] = evaluations_of(workdir, results, known) if results else []
        if results is not None and "reached" in row:
            results = with_costs(results, row["reached"], place(workdir), config)
        self.entries[label] = _blank(row, self.budget) | kept(
            {"results": results, "why": why, "config": plain(config)}
        )
        self.write()

    def write(self) -> None:
        """Writes table.md, results.json and evaluations.jsonl."""
        from ganjax.files import write_text, writing_to
        from ganjax.harness.writers import write_json

        command = f"python -m launch.reproduce --table={TABLE.value} --budget={self.budget}"
        for label, entry in self.entries.items():
            if entry["results"] and self.table.get("best"):
                lines = self.evaluations.get(label, [])
                self.entries[label] = entry | {"results": with_best(entry["results"], self.table["best"], lines)}
        rows = list(self.entries.values())
        facts = {"table": self.name, "budget": self.budget, "command": command, "rows": rows}
        with writing_to(self.out):
            write_evaluations(self.out, {label: self.evaluations.get(label, []) for label in self.entries})
            write_json(self.out / "results.json", facts)
            write_text(self.out / "table.md", markdown(self.table, self.budget, rows, command))

    def draw(self, folder_of) -> None:
        """Draws the table's pictures of the rows that have results."""
        shown = [row for row in _listed(self.table, self.budget) if self.entries[row["label"]]["results"]]
        if shown and self.table.get("figures"):
            results_of = {row["label"]: self.entries[row["label"]]["results"] for row in shown}
            draw(self.table, shown, folder_of, results_of, self.evaluations, self.out)


def _train(rows: list[dict], configs: list, folder_of, networks: pathlib.Path | None):
    """(row, its config, its results or None, why it diverged) of every row, when it has been trained.

    networks: the folder of the judges.
    """
    from ganjax.parallel import default_mode
    from ganjax.progress import say

    for index, (row, config) in enumerate(zip(rows, configs, strict=True)):
        say(f"[{index + 1}/{len(rows)}] {row['label']}: {config.steps} steps, {config.trials} trial(s)")
        results, why = train_row(config, folder_of(row), MODE.value or default_mode())
        if why:
            say(why)
        judges.keep(networks, [results])
        yield row, config, results, why


def main():
    """Runs the table, rewriting its files after every row."""
    cluster.join()
    _run()
    cluster.leave()


def _run() -> None:
    import jax

    from ganjax.addresses import check_local
    from ganjax.files import writing_to
    from ganjax.harness.lock import Lock
    from ganjax.harness.shards import parse

    check_local(OUT.value or "", "--out")
    check_local(JUDGES.value or "", "--judges")
    name, budget, (shard, shards) = table_name(TABLE.value), BUDGET.value, parse(SHARD.value)
    table = load_table(TABLE.value)
    rows = chosen(table["rows"], ONLY.value)
    rows = [row for row in rows if budget in row["budgets"]] or rows  # if none has it, the first one is refused
    rows = rows[shard - 1 :: shards]
    configs = [row_config(row, budget) for row in rows]
    out = pathlib.Path(OUT.value or (f"build/{name}" if budget == "smoke" else f"results/{name}"))
    writes = not jax.process_index()  # of several processes, the first

    def folder_of(row):
        return workdir_of(row, budget, name, ROWS.value)

    if CONTROLS_ONLY.value:
        _check_controls_only(name, table, shards, jax.process_count())
    if shards == 1:
        _check_own(out, name, budget)
    networks = judges.folder_of(JUDGES.value, budget)
    judges.install(networks)
    if shards > 1:
        for _ in _train(rows, configs, folder_of, networks):
            pass
        if writes:
            print(f"{len(rows)} row(s) in {ROWS.value}; without --shard the same command makes the table")
        return
    with Lock(out) as lock:
        with writing_to(out):
            out.mkdir(parents=True, exist_ok=True)
            if writes:
                lock.acquire()  # what is read below is written again: another call's rows would be lost
        entries = _before_training(table, budget, rows, configs, out)
        measured = {label: row["results"] for label, row in entries.items() if row["results"]}
        judges.keep(networks, measured.values())
        made = _Results(table, name, budget, out, entries, read_evaluations(out, measured))
        if CONTROLS_ONLY.value:
            made.write()
            print((out / "table.md").read_text())
            return
        for row, config, results, why in _train(rows, configs, folder_of, networks):
            if writes:
                made.add(row, config, results, why, folder_of(row))
        if writes:
            made.draw(folder_of)
            print((out / "table.md").read_text())
            names = sorted(path.name for path in out.iterdir() if not path.name.startswith("."))
            print(f"in {out}: {', '.join(names)}")


if __name__ == "__main__":
    cli.run(main)
