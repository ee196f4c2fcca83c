"""Searches the hyperparameters that a config declares: the same number of draws and of seconds for every method.

  python -m launch.tune --config=configs/grid25/gan.py [--draws=16] [--seconds=120] [--metric=modes,kl] [--out=FILE]

`config.search` has the ranges; --config.search="{'generator_tx.learning_rate': (1e-4, 1e-2)}" sets all of them, and
--config.search.generator_tx.learning_rate="(1e-4, 1e-2)" one. Points are drawn uniformly in the logarithm, and train
as lanes of one program, for --seconds together. FILE (default results/tuning/DATA_METHOD.json) gets every draw with
its metrics, the best first; one of another search is not replaced. The same command again goes on where it stopped,
in build/tuning/FILE. The best draw is then to be trained on seeds that the search has not used (--config.seed).
--config.trials=3 gives each draw three seeds in the same seconds, and ranks the draws by their means.

What is no float, such as the widths of networks, is chosen from values, and draws of other values are a program of
their own: --config.search.networks.generator.hidden="((64, 64), (128, 128))". Several keys go together so:
--config.search="{'networks.generator.hidden, networks.discriminator.hidden': (((64,), (64,)), ((128,), (128,)))}".

--halvings=3 drops the worse half of the draws three times, and the rest train twice as long; --seconds are the same.
--finals=SEARCH trains the best --draws in the file of an earlier search once more, from the start, for as many steps
as they have in --seconds at the rate that it ran at: the last few of many short draws are then judged by runs as long
as those that the best of them is wanted for. Give them seeds that the search has not seen (--config.seed), several of
them (--config.trials). FILE is then results/tuning/DATA_METHOD_finals.json without --out; --draw_seed has no use.
--shard=3/16 takes one part of the draws and of the seconds, for one job of an array. Its file is FILE/3_of_16.json,
FILE without its suffix; the last part to end writes FILE from all.
"""

import pathlib

from absl import flags

from launch import cli

CONFIG = cli.define_config()
DRAWS = flags.DEFINE_integer("draws", 16, "How many points to draw.")
SECONDS = flags.DEFINE_float("seconds", 120.0, "Seconds of training for all draws together, without compilation.")
METRIC = flags.DEFINE_list("metric", ["modes", "kl"], "Metrics that rank the draws; the next decides a tie.")
DRAW_SEED = flags.DEFINE_integer("draw_seed", 0, "The seed of the draws.", lower_bound=0)
HALVINGS = flags.DEFINE_integer("halvings", 0, "How often the worse half of the draws is dropped.")
SHARD = flags.DEFINE_string("shard", "1/1", "Which part of the draws this process trains, and of how many: 3/16.")
FINALS = flags.DEFINE_string("finals", None, "The file of an earlier search, whose best draws train again.")
OUT = flags.DEFINE_string("out", None, "The JSON file to write the draws to.")


def main():
    """Searches, writes every draw and prints them, the best first."""
    from ml_collections import config_flags

    from ganjax.addresses import check_local
    from ganjax.errors import UserError
    from ganjax.files import writing_to
    from ganjax.harness import shards
    from ganjax.harness.finals import Search
    from ganjax.harness.tune import draw_loss, train_command, tune, workdir_of
    from ganjax.harness.writers import read_json, write_json

    check_local(OUT.value or "", "--out")
    path = config_flags.get_config_filename(flags.FLAGS["config"])
    name = "_".join(pathlib.Path(path).with_suffix("").parts[-2:]) + ("_finals" if FINALS.value is not None else "")
    out = pathlib.Path(OUT.value or f"results/tuning/{name}.json")
    if out.suffix != ".json":  # without its suffix it is the folder of the parts
        raise UserError(f"--out must be a file that ends in .json, not {out}")
    shard = shards.parse(SHARD.value)
    part = shards.file_of(out, shard)
    file = FINALS.value
    search = None if file is None else Search(file, read_json(pathlib.Path(file)))
    if file and pathlib.Path(file).resolve() in (out.resolve(), part.resolve()):
        raise UserError(f"--finals and --out are both {file}, and the search would be lost: give another --out")
    with writing_to(out.parent):
        out.parent.mkdir(parents=True, exist_ok=True)
    results = tune(
        CONFIG.value,
        workdir_of(part),
        draws=DRAWS.value,
        seconds=SECONDS.value,
        metrics=METRIC.value,
        seed=DRAW_SEED.value,
        halvings=HALVINGS.value,
        shard=shard,
        finals_of=search,
        files=(out, part),
    )
    with writing_to(part):
        part.parent.mkdir(parents=True, exist_ok=True)
        write_json(part, results)
    missing = shards.merge(out, shard[1], draw_loss(METRIC.value))
    if not missing:
        results = read_json(out)
    best = results["draws"][0]
    cli.print_results(
        {
            "step": results["steps"],
            "seconds": results["seconds"],
            "config": results["config"],
            "sweep": results["draws"],
            "metrics": best["metrics"],
        }
    )
    if missing:
        print(f"in {part}; parts that are missing: {', '.join(map(str, missing))} of {shard[1]}")
        return
    print(f"in {out}; the best on a seed of its own:")
    overrides = config_flags.get_override_values(flags.FLAGS["config"])
    print(f"  {train_command(path, overrides, best['values'], results['config']['seed'])}")


if __name__ == "__main__":
    cli.run(main)
