"""The run of a table's row: trained, resumed, reused, scored again, or trained in a new folder."""

import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

from ganjax.errors import OUT_OF_MEMORY

ROOT = "build/rows"


def workdir_of(row: Mapping[str, Any], budget: str, table: str, root: str = ROOT):
    """Where `launch.reproduce` trains a row of the table of that name: below `root`, a folder or an address."""
    from ganjax.addresses import is_remote

    name = row["config"].removeprefix("configs/").removesuffix(".py").strip("./").replace("/", "_")
    parts = budget, table, row.get("name", name)
    return "/".join([root.rstrip("/"), *parts]) if is_remote(root) else pathlib.Path(root, *parts)


def place(workdir) -> Any:
    """A workdir as a path: of `etils.epath` where it is an address.

    Raises:
      UserError: the address cannot be reached.
    """
    from ganjax.addresses import is_remote, path_of

    return path_of(workdir) if is_remote(workdir) else pathlib.Path(workdir)


def chosen(rows: Sequence[dict], texts: Sequence[str]) -> list[dict]:
    """The rows whose config or label contains one of `texts`; all where there are none.

    Raises:
      UserError: no row has one of them.
    """
    from ganjax.errors import UserError

    def has(row, text):
        return text in row["config"] or text in row["label"]

    for text in texts:
        if not any(has(row, text) for row in rows):
            raise UserError(f"--only={text}: no row's config or label contains it")
    return [row for row in rows if not texts or any(has(row, text) for text in texts)]


def train_row(config, workdir, mode):
    """(results, '') of a row, or (None, why) where it diverged in all trials, or its device has too little memory.

    A finished run whose results are of another version of the metrics is scored again, not trained again. A workdir
    of other settings is renamed; at an address it is left alone. Of several processes the first alone looks what is
    to be done, and has the results of a run that is done; the others have None of it.

    Raises:
      UserError: as `ganjax.harness.train.train`, also for a workdir of other settings at an address.
    """
    import jax
    import numpy as np
    from jax.experimental.multihost_utils import broadcast_one_to_all

    from ganjax.addresses import is_remote
    from ganjax.errors import Diverged, UserError, out_of_memory
    from ganjax.harness.train import train
    from ganjax.harness.writers import read_json
    from ganjax.metrics import VERSION, metrics_version
    from ganjax.progress import say

    first, path = not jax.process_index(), place(workdir) / "results.json"
    results = read_json(path) if first and path.exists() else None
    done = results is not None and results["step"] == config.steps and is_of(results, config)
    version = metrics_version(results or {})
    current = done and version == VERSION
    if done and not current:
        say(f"{workdir} was measured by version {version} of the metrics: again, by {VERSION}")
    otherwise: list[str] = []
    if first and not current:
        if is_remote(workdir):
            otherwise = _other_scores(_config_in(place(workdir)), config)
        else:
            _set_aside(workdir, config)
    current, refused = map(bool, broadcast_one_to_all(np.array([current, bool(otherwise)])))
    if refused:
        what = f" ({', '.join(otherwise)})" if otherwise else ""
        raise UserError(f"{workdir} has a run that is scored otherwise{what}: give another --rows, or remove it")
    if current:
        return results, ""
    try:
        return train(config, workdir, mode), ""
    except Diverged as error:
        return None, str(error)
    except jax.errors.JaxRuntimeError as error:
        if jax.process_count() > 1 or not out_of_memory(error):
            raise
        return None, OUT_OF_MEMORY  # the rows after it may fit


def outcome(why: str) -> str:
    """What stands in a table in the place of a row's results; `why`: what `train_row` says of it, or ""."""
    if why == OUT_OF_MEMORY:
        return "out of memory"
    return "diverged" if why else "not run"


def old_name(workdir: pathlib.Path) -> pathlib.Path:
    """The free name that a workdir gets which must make room: with .old1, .old2, ... at its end."""
    numbers = (path.name.rpartition(".old")[2] for path in workdir.parent.glob(f"{workdir.name}.old*"))
    number = 1 + max((int(text) for text in numbers if text.isdecimal()), default=0)
    return workdir.with_name(f"{workdir.name}.old{number}")


def _config_in(folder) -> dict[str, Any] | None:
    """The config.json of a workdir; None where there is none, or `train` says what is wrong with it."""
    import json

    try:
        return json.loads((folder / "config.json").read_text())
    except (OSError, ValueError):
        return None


def _as_written(config) -> dict[str, Any]:
    """A config as its config.json has it."""
    import json

    from ganjax.harness.config import plain

    return json.loads(json.dumps(plain(config)))


def _other_scores(was: dict[str, Any] | None, config) -> list[str]:
    """The keys of `eval` that differ. The scores of another kind would be of a row's last step alone.

    So its curve and the seconds to a level would be of one point.
    """
    from ganjax.harness.differences import scored_otherwise

    if was is None:
        return []
    return [key for key, *_ in scored_otherwise(was, _as_written(config)) if key.startswith("eval.")]


def _set_aside(workdir, config) -> None:
    """Renames a workdir that holds a run of other settings: a table may change, and nothing is lost."""
    from ganjax.files import writing_to
    from ganjax.harness.differences import differences
    from ganjax.harness.lock import Lock
    from ganjax.progress import say

    was = _config_in(workdir)
    if was is None:
        return
    changed = [key for key, *_ in differences(was, _as_written(config))]
    changed += _other_scores(was, config) + ["steps"] * (was["steps"] > config.steps)
    if changed:
        with Lock(workdir) as lock, writing_to(workdir.parent):
            lock.acquire()  # a process that trains it still would lose its folder
            aside = workdir.rename(old_name(workdir))
        say(f"{workdir} was of other settings ({', '.join(changed)}): it is now {aside}")


def earlier_rows(path, budget: str, configs: dict, controlled: dict, tell: bool = True) -> dict[str, dict]:
    """Label -> row of what an earlier call of the same budget wrote, where config and metrics are still the same.

    Args:
      path: of results.json. configs: label -> config of the table's rows.
      controlled: what controls are named by (their rows' "control") -> config.
      tell: say which of the rows that were measured are not among them.
    """
    from ganjax.harness.writers import read_json
    from ganjax.metrics import VERSION, metrics_version
    from ganjax.progress import say

    if not path.exists():
        return {}
    earlier = read_json(path)
    if earlier.get("budget") != budget:
        return {}
    current, outdated, changed, gone = {}, [], [], []
    for row in earlier["rows"]:
        config = controlled.get(row["control"]) if "control" in row else configs.get(row["label"])
        of = row["results"] or row  # one that diverged has its config in the place of results
        if config is not None and "config" in of and is_of(of, config):
            if not row["results"] or metrics_version(row["results"]) == VERSION:
                current[row["label"]] = row
            else:
                outdated.append(row["label"])
        elif "control" not in row and (row["results"] or row.get("why")):
            (changed if row["label"] in configs else gone).append(row["label"])
    reasons = {
        f"measured by another version of the metrics than {VERSION}, so not kept until they run again": outdated,
        "of other settings than the table's now, so not kept until they run again": changed,
        "no rows of the table any more, so not kept": gone,
    }
    for reason, labels in reasons.items():
        if labels and tell:
            say(f"{reason}: {', '.join(labels)}")
    return current


def not_run(path, table: Mapping[str, Any], budget: str) -> list[str]:
    """The labels of the table's rows that results.json has neither results of nor why they diverged.

    A row that a device had too little memory for is among them: another machine may have more.

    Args:
      path: of results.json. budget: rows without it are none of these.
    """
    from ganjax.harness.writers import read_json

    facts = read_json(path) if path.exists() else {}
    entries = facts["rows"] if facts.get("budget") == budget else []
    run = {entry["label"] for entry in entries if entry["results"] or entry["why"] not in ("", OUT_OF_MEMORY)}
    return [row["label"] for row in table["rows"] if budget in row["budgets"] and row["label"] not in run]


def trained_here(workdir, results: Mapping[str, Any]) -> bool:
    """Whether `workdir` holds the run with these results; a table may have added scores to them."""
    from ganjax.errors import UserError
    from ganjax.harness.writers import finite, read_json

    path = place(workdir) / "results.json"
    try:
        own = read_json(path) if path.exists() else {}
        metrics = {name: results["metrics"].get(name) for name in own.get("metrics", {})}
    except (UserError, AttributeError):  # cut off, or another program's
        return False
    return own == finite({**results, "metrics": metrics})


def is_of(results: dict, config) -> bool:
    """Whether `results` are of this config: results of other settings are not a row's."""
    from ganjax.harness.differences import differences, scored_otherwise

    was, now = results["config"], _as_written(config)
    return was["steps"] == now["steps"] and not [*differences(was, now), *scored_otherwise(was, now)]


def kept(entry: dict) -> dict:
    """What a later call of the same budget is to have of a row: its results, or why it diverged and its config."""
    names = ("results", "why", "config") if entry.get("why") else ("results",)
    return {name: entry[name] for name in names if name in entry}


def of_data(config_data: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted key -> value of `config.data`, but for where the data are, how they are held and whether flipped.

    What samples are scored against is that of the data as they are.
    """
    from ganjax.harness.config import flatten

    of = flatten({key: config_data[key] for key in config_data if key not in ("path", "device_bytes")})
    return of | {"name": of["name"].removeprefix("flipped_")}


def scored_as(configs):
    """config -> the name of what its samples are scored against: its data, and what rows differ in of the scoring.

    So rows of two sets of digits, or of two numbers of samples, have controls of their own.
    """

    def scoring(config):
        return of_data(config.data) | {"samples": config.eval.samples, "coverage": config.eval.get("coverage")}

    def name_of(config):
        return scoring(config)["name"]

    values: dict[tuple, set] = {}
    for config in configs:
        for key, value in scoring(config).items():
            values.setdefault((name_of(config), key), set()).add(value)

    def name(config):
        differing = {key: value for key, value in scoring(config).items() if len(values[name_of(config), key]) > 1}
        parts = (f"{value} samples" if key == "samples" else f"{key} {value}" for key, value in differing.items())
        return ", ".join((name_of(config), *parts))

    return name
