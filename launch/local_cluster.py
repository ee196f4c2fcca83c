"""Runs launch.train or launch.reproduce as several processes on this machine: a rehearsal of several hosts, on CPU.

  python -m launch.local_cluster --n=2 [--devices=2] -- --config=ring/gan --workdir=DIR [--mode=shard_map] ...
  python -m launch.local_cluster --n=2 [--devices=2] --program=reproduce -- --table=demo [--mode=shard_map] ...

The processes find each other through jax.distributed, as the hosts of a pod do; all write to one DIR.
evaluate and sample, in one process, go on from what they wrote. SIGTERM and Ctrl-C are passed on to all of them,
which stop after the same step. Where one is lost the others end too.
"""

import os
import signal
import socket
import subprocess
import sys
import time

from absl import flags

from ganjax.errors import UserError
from ganjax.harness import signals
from launch import cli

N = flags.DEFINE_integer("n", 2, "How many processes.", lower_bound=1)
PROGRAM = flags.DEFINE_enum("program", "train", ["train", "reproduce"], "What to run.")
DEVICES = flags.DEFINE_integer("devices", 1, "How many virtual devices each has.", lower_bound=1)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _kill(processes) -> None:
    for process in processes:
        process.kill()


def _wait(processes) -> str:
    """Waits for all; kills the others of one that failed, which would wait for it. Returns what failed, or ""."""
    failure = ""
    while None in [process.poll() for process in processes]:
        time.sleep(0.2)
        failure = failure or _failure(processes)
        if failure:
            _kill(processes)
    return failure or _failure(processes)


def _failure(processes) -> str:
    for index, process in enumerate(processes):
        status = process.returncode
        if status is not None and status < 0:
            return f"process {index} was ended by {signal.Signals(-status).name}; the others were ended with it"
        if status not in (None, 0, 130):
            return f"process {index} failed; its message is above"
    return ""


def main():
    """Starts the processes, and waits for all; one that fails ends the others, and is named."""
    address = f"127.0.0.1:{free_port()}"
    virtual = f"{os.environ.get('XLA_FLAGS', '')} --xla_force_host_platform_device_count={DEVICES.value}"
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"launch.{PROGRAM.value}",
                *PASSED,
                f"--coordinator={address}",
                f"--n_processes={N.value}",
                f"--process_id={index}",
            ],
            env={**os.environ, "JAX_PLATFORMS": "cpu", "XLA_FLAGS": virtual},
            start_new_session=True,  # Ctrl-C of a terminal is passed on once, not twice
        )
        for index in range(N.value)
    ]
    signals.at_exit(lambda: _kill(processes))
    try:
        failure = _wait(processes)
    except signals.Stopped as stop:
        for process in processes:
            process.send_signal(stop.number)
        _wait(processes)
        raise signals.Stopped(stop.number, None) from None
    except BaseException:
        _kill(processes)
        raise
    if not failure and any(process.returncode for process in processes):
        failure = "a process was interrupted"
    if failure:
        raise UserError(failure)


if __name__ == "__main__":
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    PASSED = sys.argv[split + 1 :]
    del sys.argv[split:]
    cli.run(main)
