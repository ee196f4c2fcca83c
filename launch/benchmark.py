"""Measures the training of a config on this machine: speed, compilation, arithmetic and memory.

  python -m launch.benchmark --config=FILE [--config.KEY=VALUE] [--mode=jit|pmap|shard_map] [--steps=N]
      [--repeats=R] [--against=torch|torch_compile|blackjax | --without=KEY | --beside=FILE] [--predict] [--json=OUT]
      [--profile=DIR]
  python -m launch.benchmark --config=FILE --collectives [--mode=pmap|shard_map] [--json=OUT]
  python -m launch.benchmark --config=FILE --predict --chips=1,8,64,256 [--link_rate=B/s] [--link_latency=S]
      [--step_seconds=S] [--mode=pmap|shard_map] [--json=OUT]
  python -m launch.benchmark --all [--json=OUT]
  python -m launch.benchmark --compare OLD.json NEW.json

The path is that of launch.train: the same compiled chunks of steps. Rates are medians of R timed chunks, with
the slowest and the fastest. FLOPs and bytes are XLA's count of one step of all lanes, in which any arithmetic
operation is a FLOP; they are set against this machine's measured matrix product, in the config's precision, and copy.
--against=torch takes turns with our PyTorch version of the same step, torch_compile with one whose networks
torch.compile has compiled, --against=blackjax with blackjax's SVGD (launch/peers; the [peers] extra). Peers have no
average of the weights: config.ema is set to 0 for both sides, and a line says so. --without=method.feature_tx, or any
part of the config that may be left out, takes turns with the same step without it: "ours / without" is the share of
the rate that is left. --beside=mnist/dcgan takes turns with another config's step (--beside.KEY=VALUE changes it).
--all --json=OUT writes after each config; the same command goes on where it was ended, and keeps what OUT has.
--profile=DIR writes a trace of 20 more steps, or of --steps if they are fewer, which ui.perfetto.dev opens
(DIR/plugins/profile/*/perfetto_trace.json.gz), and prints what kinds of operations its time went to.
--predict adds the rate at which the slower of the two would run a step; a step whose data stay in the caches
moves most of its bytes faster than the copy does, and beats it.
--collectives times nothing. It counts what a step sends between devices, as it is written and as XLA has compiled it,
on this machine's devices, or on four virtual ones of the CPU where there is one alone (launch/collectives.py).
--chips is a model, not a measurement: the step's time on one device, or --step_seconds, and what it sends, in rings
whose links have the stated rate and latency (launch/scaling.py, docs/guides/clock.md).
"""

import sys

from absl import flags

from launch import cli, measurements, operations
from launch.measurements import label, rate

CONFIG = cli.define_config(required=False)
MODE = cli.define_mode()
STEPS = flags.DEFINE_integer("steps", None, "Steps in a timed chunk; default: as many as take 1.5 s.", lower_bound=1)
REPEATS = flags.DEFINE_integer("repeats", 5, "How many chunks are timed.", lower_bound=1)
AGAINST = flags.DEFINE_enum(
    "against", None, ["torch", "torch_compile", "blackjax"], "Also time the step in another library, in turns."
)
WITHOUT = flags.DEFINE_string("without", None, "Also time the config without this part of it, in turns.")
BESIDE = cli.define_config(required=False, name="beside")
PREDICT = flags.DEFINE_boolean("predict", False, "Also print the rate that the machine's measured peaks allow.")
PROFILE = flags.DEFINE_string("profile", None, "The folder to write a trace of a chunk to.")
COLLECTIVES = flags.DEFINE_boolean("collectives", False, "Count what a step sends between devices; time nothing.")
CHIPS = flags.DEFINE_list("chips", None, "With --predict: how many chips to model the step on, several.")
LINK_RATE = flags.DEFINE_float("link_rate", 50e9, "Bytes a second from a chip to the next.", lower_bound=1.0)
LINK_LATENCY = flags.DEFINE_float(
    "link_latency", 1e-6, "Seconds that a message takes to the next chip.", lower_bound=0.0
)
STEP_SECONDS = flags.DEFINE_float(
    "step_seconds", None, "Of a step on one chip, in place of this machine's measured ones.", lower_bound=1e-9
)
ALL = flags.DEFINE_boolean("all", False, "Measure every config in configs/, each in its own process.")
COMPARE = flags.DEFINE_multi_string("compare", [], "OLD.json NEW.json: print how the rates changed.")
JSON = flags.DEFINE_string("json", None, "The file to write the measurements to.")
# The keys of a row for what its config took turns with.
PEERS = ("torch", "torch_compile", "blackjax", "without", "beside")


# ---------------------------------------------------------------- tables


def _amount(value, unit: str = "") -> str:
    """1.23G and the like; '-' for None."""
    if value is None:
        return "-"
    for factor, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= factor:
            return f"{value / factor:.3g} {letter}{unit}"
    return f"{value:.3g} {unit}".strip()


def report(rows: list[dict]) -> str:
    """The table of measurements, and below it the machine and what was left out."""
    measured = [row for row in rows if "error" not in row]
    header = ["config", "lanes", "steps/s (min-max)", "examples/s", "compile s", "FLOP/step", "bytes/step"]
    header += ["of peak", "memory", "max RSS"]
    predicted = any("predicted_steps_per_second" in row for row in measured)
    peer = next((name for row in measured for name in PEERS if name in row), None)
    header += ["predicted steps/s"] * predicted
    header += [f"{peer} steps/s (min-max)", f"ours / {peer}"] if peer else []
    lines = [header]
    for row in measured:
        lines.append(
            [
                label(row),
                str(row["lanes"]),
                rate(row["steps_per_second"]),
                _amount(row["examples_per_second"]),
                f"{row['compile_seconds']:.1f}",
                _amount(row["flops_per_step"]),
                _amount(row["bytes_per_step"], "B"),
                f"{100 * row['share_of_matmul_peak']:.3g} %",
                _amount(row["program_bytes"], "B"),
                _amount(row["max_rss_bytes"], "B"),
            ]
            + [_amount(row.get("predicted_steps_per_second"))] * predicted
            + ([rate(row[peer]["steps_per_second"]), rate(row[peer]["ratio"])] if peer else [])
        )
    text = [cli.table(lines)] if measured else []
    for row in {measurements.machine(row): row for row in reversed(measured)}.values():  # there may be several
        product = _amount(row["matmul_flops_per_second"], "FLOP/s")
        copy = _amount(row["copy_bytes_per_second"], "B/s")
        text.append(
            f"{measurements.machine(row)}, --mode={row['mode']}: "
            f"{row.get('matmul_precision', 'float32')} matmul {product}, copy {copy}"
        )
        if peer:
            threads = f", {row[peer]['threads']} thread(s)" if row[peer]["threads"] else ""
            text.append(f"{peer} {row[peer]['version']}{threads}, {row[peer]['lanes']} lane(s)")
    text += [cli.table(operations.text(row)) for row in measured if "operations" in row]
    text += [f"{label(row)}: {row['error']}" for row in rows if "error" in row]
    return "\n".join(text)


def compare(old: list[dict], new: list[dict]) -> str:
    """The change in steps/s of every config (and mode) that both files have, or either."""
    sides = [{(label(row), row["mode"]): row for row in rows if "error" not in row} for rows in (old, new)]
    lines = [["config", "mode", "old steps/s (min-max)", "new steps/s (min-max)", "change", "spreads"]]
    notes = []
    for key in sorted({*sides[0], *sides[1]}):
        rows = [side[key] for side in sides if key in side]
        rates = [side[key]["steps_per_second"] if key in side else None for side in sides]
        change = spreads = "-"
        if len(rows) == 2:
            before, after = (row["steps_per_second"] for row in rows)
            change = f"{100 * (after['median'] / before['median'] - 1):+.1f} %"
            spreads = "overlap" if before["min"] <= after["max"] and after["min"] <= before["max"] else "apart"
            for name in ("device", "n_devices", "jax", "lanes", "batch_size"):
                if rows[0].get(name) != rows[1].get(name):
                    notes.append(f"{key[0]}: {name} was {rows[0].get(name)}, is {rows[1].get(name)}")
        lines.append([*key, *("-" if one is None else rate(one) for one in rates), change, spreads])
    return "\n".join([cli.table(lines), *notes])


# ---------------------------------------------------------------- the command


def read_rows(path: str) -> list[dict]:
    """The rows of a file that --json wrote.

    Raises:
      UserError: if it is not one.
    """
    return measurements.read(path)["rows"]


def measure_all(out) -> list[dict]:
    """A row for every config, or why there is none, such as data that are not here; `out` has each at once."""
    import pathlib
    import tempfile

    from ganjax.harness.writers import read_json
    from ganjax.progress import say
    from launch.processes import run, written

    passed = cli.changed(MODE, STEPS, REPEATS, AGAINST, PREDICT)
    root = cli.configs_folder().parent
    with tempfile.TemporaryDirectory() as folder:
        one = pathlib.Path(folder) / "row.json"

        def measure(config, _):
            say(config)
            command = [sys.executable, "-m", "launch.benchmark", f"--config={config}", f"--json={one}", *passed]
            status, why = written(one, lambda: run(command, folder=root))
            return {"config": config, "error": why, "status": status} if why else read_json(one)["rows"][0]

        rows, _ = measurements.every(out, passed, measure)
    return rows


def left_out(config, key: str):
    """(key, the config without this part of it).

    Raises:
      UserError: there is no such part, or it is not one that may be left out.
    """
    from ml_collections import ConfigDict

    from ganjax.errors import UserError

    other = config.copy_and_resolve_references()
    *parents, leaf = key.split(".")
    node = other
    for parent in parents:
        node = node.get(parent) if isinstance(node, ConfigDict) else None
    may = key.startswith(("method.feature_tx", "method.sample_tx", "method.terms"))
    if not may or not isinstance(node, ConfigDict) or not isinstance(node.get(leaf), ConfigDict):
        raise UserError(f"--without={key}: this config has no such part (as method.feature_tx or method.terms)")
    with other.unlocked():
        del node[leaf]
    return key, other


def without_average(config, peer: str):
    """(the config as a peer can run it, what was changed in it): no peer has an average of the weights.

    Raises:
      UserError: there is no such peer.
    """
    from ganjax.progress import say
    from launch import peers

    peers.find(config.method.name, peer)
    if not config.ema:
        return config, {}
    say(f"--against={peer}: both sides without the average of the weights (config.ema={config.ema:g} is set to 0)")
    other = config.copy_and_resolve_references()
    other.ema = 0.0
    return other, {"ema": 0.0}


def _named(flag: str) -> dict:
    """The config and the overrides of a flag that is one."""
    from ml_collections import config_flags

    from ganjax.harness.config import plain

    holder = flags.FLAGS[flag]
    overrides = plain(config_flags.get_override_values(holder))
    return {"config": cli.config_name(config_flags.get_config_filename(holder)), "overrides": overrides}


def _one_row() -> dict:
    from ganjax.harness.config import check
    from ganjax.parallel import default_mode
    from launch.peers.timer import measure

    config, changes = CONFIG.value, {}
    check(config)
    if AGAINST.value:
        config, changes = without_average(config, AGAINST.value)
    mode = MODE.value or default_mode()
    other = None
    if WITHOUT.value:
        other = ("without", *left_out(config, WITHOUT.value))
    elif BESIDE.value is not None:
        check(BESIDE.value)
        other = "beside", label(_named("beside")), BESIDE.value
    # The table of a comparison is keyed by the config's name and what was changed in it.
    name = _named("config")
    name["overrides"] |= changes
    arguments = STEPS.value, REPEATS.value, AGAINST.value, PREDICT.value, other, PROFILE.value
    return name | measure(config, mode, *arguments)


def _scaled(config, mode: str) -> tuple[dict, list[list[str]], str]:
    """(the row, its table, a line below it) of --predict --chips."""
    from launch import scaling

    chips, links = cli.numbers(CHIPS, int, 1), (LINK_RATE.value, LINK_LATENCY.value)
    row = scaling.predict(config, mode, chips, *links, STEP_SECONDS.value, REPEATS.value)
    source = "measured" if row["measured"] else "stated"
    note = f"a model: {row['step_seconds']:.3g} s a step on one chip ({source}), {_amount(links[0], 'B/s')} a link"
    return row, scaling.text(row), note


def _counted(config, mode: str) -> tuple[dict, list[list[str]], str]:
    """(the row, its table, a line below it) of --collectives."""
    from launch import collectives

    row = collectives.count(config, mode)
    lines = [["collectives a step", "calls", "arrays", "bytes"]]
    for when in ("written", "compiled"):
        for kind, total in sorted(row[when].items()):
            cells = [str(total["calls"]), str(total["arrays"]), _amount(total["bytes"], "B")]
            lines.append([f"{kind}, {when}", *cells])
    return (row, lines, "") if len(lines) > 1 else (row, [], "nothing is sent between devices")


def _sent() -> tuple[list[dict], str]:
    """(the row, the report) of --collectives, or of --predict --chips."""
    from ganjax.harness.config import check

    check(CONFIG.value)
    of = _counted if CHIPS.value is None else _scaled
    row, lines, note = of(CONFIG.value, MODE.value or "pmap")
    row = _named("config") | row
    head = f"{label(row)}, --mode={row['mode']}, {measurements.machine(row)}"
    return [row], "\n".join([head, *([cli.table(lines)] if lines else []), *([note] if note else [])])


def main():
    """Measures, or compares, and prints a table."""
    import pathlib

    from ganjax.addresses import check_local
    from ganjax.errors import UserError
    from ganjax.files import writing_to
    from ganjax.harness.writers import write_json

    if (CONFIG.value is not None) + ALL.value + bool(COMPARE.value) != 1:
        raise UserError("give one of --config=FILE, --all and --compare OLD.json NEW.json")
    out = None if JSON.value is None else pathlib.Path(JSON.value)
    if COMPARE.value:
        if len(COMPARE.value) != 2 or out is not None:
            raise UserError("--compare takes two files, OLD.json NEW.json, and nothing else")
        print(compare(*map(read_rows, COMPARE.value)))
        return
    turns = [bool(AGAINST.value), bool(WITHOUT.value), BESIDE.value is not None]
    if sum(turns) > 1 or (any(turns[1:]) and CONFIG.value is None):
        raise UserError("--without and --beside go with --config, and one of them, or --against, at a time")
    if out is not None and (not out.absolute().parent.is_dir() or out.is_dir()):
        raise UserError(f"cannot write {out}: it must be a file in a folder that exists")
    if out is not None and not ALL.value:
        measurements.check_own(out, _named("config")["config"])
    if PROFILE.value is not None:
        if CONFIG.value is None:
            raise UserError("--profile goes with one --config")
        check_local(PROFILE.value, "--profile")
        with writing_to(PROFILE.value):
            pathlib.Path(PROFILE.value).mkdir(parents=True, exist_ok=True)
    sent = COLLECTIVES.value or CHIPS.value is not None
    if sent and (
        CONFIG.value is None or PROFILE.value is not None or any(turns) or COLLECTIVES.value == PREDICT.value
    ):
        raise UserError("--collectives, or --predict --chips, go with one --config, --mode and --json")
    if sent:
        rows, text = _sent()
    else:
        rows = measure_all(out) if ALL.value else [_one_row()]
        text = report(rows)
    print(text)
    if out is not None and not ALL.value:
        with writing_to(out):
            write_json(out, {"rows": rows})
    if any(row.get("status", 2) != 2 for row in rows):
        sys.exit(1)


def fold_compare(argv: list[str]) -> list[str]:
    """`--compare OLD NEW` as `--compare=OLD --compare=NEW`, as flags take one value each."""
    folded, rest = [], list(argv)
    while rest:
        argument = rest.pop(0)
        if argument.split("=", 1)[0] not in ("--compare", "-compare"):
            folded.append(argument)
            continue
        files = argument.split("=", 1)[1:]
        while rest and len(files) < 2 and not rest[0].startswith("-"):
            files.append(rest.pop(0))
        folded += [f"--compare={file}" for file in files] or [argument]
    return folded


if __name__ == "__main__":
    sys.argv = fold_compare(sys.argv)
    cli.run(main)
