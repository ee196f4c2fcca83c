"""Runs launch.train as several processes on this machine: a rehearsal of a multi-host run, on CPU.

  python -m launch.local_cluster --n=2 -- --config=configs/ring/gan.py --workdir=DIR [--mode=shard_map] ...

The processes find each other through jax.distributed, as the hosts of a pod do; all write to one DIR.
SIGTERM and Ctrl-C are passed on to all of them, which stop after the same step.
"""

import os
import socket
import subprocess
import sys
import time

from absl import flags

from ganjax.errors import UserError
from ganjax.harness import signals
from launch import cli

N = flags.DEFINE_integer("n", 2, "How many processes.", lower_bound=1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _kill(processes) -> None:
    for process in processes:
        process.kill()


def _wait(processes) -> None:
    """Waits for all; kills the others of one that failed, which would wait for it."""
    while any(process.poll() is None for process in processes):
        time.sleep(0.2)
        if any(process.returncode for process in processes if process.returncode != 130):
            _kill(processes)


def main():
    """Starts the processes, waits for all, and ends with the first status that is not 0."""
    address = f"127.0.0.1:{free_port()}"
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "launch.train",
                *PASSED,
                f"--coordinator={address}",
                f"--n_processes={N.value}",
                f"--process_id={index}",
            ],
            env={**os.environ, "JAX_PLATFORMS": "cpu"},
            start_new_session=True,  # Ctrl-C of a terminal is passed on once, not twice
        )
        for index in range(N.value)
    ]
    signals.at_exit(lambda: _kill(processes))
    try:
        _wait(processes)
    except signals.Stopped as stop:
        for process in processes:
            process.send_signal(stop.number)
        _wait(processes)
        raise signals.Stopped(stop.number, None) from None
    except BaseException:
        _kill(processes)
        raise
    statuses = [process.wait() for process in processes]
    if any(statuses):
        raise UserError(f"process {next(i for i, s in enumerate(statuses) if s)} failed; its message is above")


if __name__ == "__main__":
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    PASSED = sys.argv[split + 1 :]
    del sys.argv[split:]
    cli.run(main)
