"""Trains a config, or goes on where its workdir left off.

  python -m launch.train --config=configs/ring/lbt_gan.py --workdir=DIR [--config.steps=1000]
      [--config.trials=5] [--config.sweep="{'generator_tx.learning_rate': (1e-3, 1e-4)}"]
      [--mode=jit|pmap|shard_map] [--config.data.path=DIR]

SIGTERM and Ctrl-C end the running steps, save, and the same command goes on from there; a second Ctrl-C ends at once.
Compiled programs are kept in $GANJAX_CACHE; JAX_ENABLE_COMPILATION_CACHE=0 keeps none.
DIR gets config.json, checkpoints/, metrics.jsonl, TensorBoard events, samples/*.png and results.json.
On several hosts, give each process --coordinator=HOST:PORT --n_processes=N --process_id=I (on TPU pods
and under Slurm --coordinator=auto suffices).
"""

from absl import flags

from launch import cli, cluster

flags.adopt_module_key_flags(cluster)
CONFIG = cli.define_config()
WORKDIR = flags.DEFINE_string("workdir", None, "Folder of the run; a run that is there is resumed.", required=True)
MODE = cli.define_mode()
DEBUG_NANS = flags.DEFINE_bool(
    "debug_nans", False, "When a number is not finite, take the steps again one by one and name the operation."
)


def main():
    """Trains, and prints the results."""
    import jax

    from ganjax.harness.train import train
    from ganjax.parallel import default_mode
    from launch import programs

    programs.keep()
    cluster.join()
    mode = MODE.value or default_mode()
    results = train(CONFIG.value, WORKDIR.value, mode, debug_nans=DEBUG_NANS.value)
    if jax.process_index() == 0:
        cli.print_results(results)
        print(f"in {WORKDIR.value}; `ganjax report --workdir={WORKDIR.value}` makes a page of curves and pictures")
    cluster.leave()


if __name__ == "__main__":
    cli.run(main)
