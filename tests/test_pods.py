"""Several hosts: the command that a pod is sent, and the loss of one process."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time

import jax
import numpy as np
import pytest

from ganjax.errors import UserError
from ganjax.harness import train
from launch import cluster, local_cluster
from tests.test_launch import ROOT, TINY, launch
from tests.tiny_configs import gan

SCRIPT = ROOT / "launch" / "tpu_pod.sh"


# A machine with one slice of one host, which is the folder "host": what it is asked to do is in the file "asked".
GCLOUD = """#!/usr/bin/env bash
cd {folder}
for argument in "$@"; do
    case $argument in --command=*) command=${{argument#--command=}} ;; esac
done
case $4 in
    describe)
        if [ -e unsure ]; then rm unsure; echo "try again" >&2; exit 1; fi
        cat state 2> /dev/null || {{ echo "NOT_FOUND: no such slice" >&2; exit 1; }} ;;
    create)
        echo create >> asked
        if [ -e full ]; then rm full; exit 1; fi
        echo READY > state; mkdir host ;;
    delete) echo delete >> asked; rm -rf state host ;;
    ssh)
        echo ssh >> asked
        if [ -e lost ] && [[ $command == *tail* ]]; then rm lost; exit 255; fi
        cd host && exec bash -c "$command" ;;
esac
"""
# What makes .venv on that host, with a pip that does nothing and a Python whose runs end as the file "ends" says.
PYTHON = """#!/usr/bin/env bash
mkdir -p .venv/bin
printf '#!/bin/sh\\n' > .venv/bin/pip
cat > .venv/bin/python <<'END'
#!/usr/bin/env bash
printf '%s\\n' "$@" > {folder}/arguments
read -r how < {folder}/ends
sed -i 1d {folder}/ends
if [ "$how" = preempted ]; then
    echo "stopped by SIGTERM: step 7 is saved" >&2
    echo PREEMPTED > {folder}/state
    exit 0
fi
if [ "$how" = goes_on ]; then
    trap 'echo "stopped by SIGTERM: step 7 is saved" >&2; exit 0' TERM
    touch {folder}/goes_on
    while true; do sleep 0.1; done
fi
echo "ended with $how"
exit "$how"
END
chmod +x .venv/bin/*
"""


@pytest.fixture
def pod(tmp_path):
    """(script's arguments -> its process, the folder of the machine that its gcloud acts on)."""
    for name, text in (("gcloud", GCLOUD), ("python3", PYTHON)):
        (tmp_path / name).write_text(text.format(folder=tmp_path))
        (tmp_path / name).chmod(0o755)
    repository = tmp_path / "repository"
    git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "one"], check=True)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "GRACE": "0"}

    def bash(*arguments):
        command = ["bash", str(SCRIPT), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)

    bash.environment = environment
    return bash, tmp_path


PASSED = ["--config=ring/gan", "--workdir=/mnt/a b", "--config.sweep={'method.x': (1, 2)}"]


@pytest.mark.parametrize(
    "arguments, steps",
    [
        (["create", "pod", "zone", "v5litepod-8", "version", "--spot"], 1),
        (["setup", "pod", "zone", "https://host/ganjax.git", "v1"], 1),
        (["run", "pod", "zone", "train", *PASSED], 1),
        (["run", "pod", "zone", "reproduce", *PASSED], 1),
        (["follow", "pod", "zone"], 1),
        (["stop", "pod", "zone"], 1),
        (["delete", "pod", "zone"], 1),
        (["keep", "pod", "zone", "v5litepod-8", "version", "https://host/ganjax.git", "train", *PASSED], 5),
    ],
)
def test_a_dry_run_prints_what_is_run_and_runs_nothing(pod, arguments, steps):
    bash, folder = pod
    printed = bash("--dry_run", *arguments)
    assert printed.returncode == 0 and not (folder / "asked").exists(), printed.stderr
    commands = [shlex.split(line) for line in printed.stdout.splitlines() if not line.startswith("#")]
    assert len(commands) == steps
    for command in commands:
        assert command[:4] == ["gcloud", "compute", "tpus", "tpu-vm"] and command[5] == "pod"
        assert "--zone=zone" in command
    module = next((f"launch.{name}" for name in ("train", "reproduce") if name in arguments), None)
    if module:
        (sent,) = [c[-1].removeprefix("--command=") for c in commands if module in c[-1]]
        inner = shlex.split(sent[sent.index("bash -c") :].partition(" > run.log")[0])[2]
        run = shlex.split(inner.removeprefix("trap : TERM; ").partition("; status=")[0])
        assert run == [".venv/bin/python", "-m", module, *PASSED, "--coordinator=auto", "--mode=shard_map"]


@pytest.mark.parametrize("arguments", [[], ["pod", "zone", "--config=a"], ["run", "p", "z"], ["keep", "p"]])
def test_a_pod_command_with_too_little_is_refused(pod, arguments):
    refused = pod[0](*arguments)
    assert refused.returncode == 2 and refused.stdout == "" and "create NAME ZONE TYPE" in refused.stderr


def keep(folder):
    return ["keep", "pod", "zone", "type", "version", str(folder / "repository"), "train", *PASSED]


def asked(folder):
    """What the machine was asked to do, which is forgotten then."""
    done = (folder / "asked").read_text().split()
    (folder / "asked").unlink()
    return done


ONCE = ["ssh", "ssh", "ssh"]  # setup, run, follow


def test_a_slice_that_is_preempted_is_made_anew(pod):
    """And the run goes on by the same command; a run that fails by itself is not tried again."""
    bash, folder = pod
    (folder / "ends").write_text("preempted\n0\n3\n")
    kept = bash(*keep(folder))
    assert kept.returncode == 0, kept.stderr
    assert asked(folder) == ["create", *ONCE, "delete", "create", *ONCE]
    assert "stopped by SIGTERM: step 7 is saved" in kept.stdout and "ended with 0" in kept.stdout
    assert "the slice is PREEMPTED, the run ended with 75" in kept.stderr
    expected = ["-m", "launch.train", *PASSED, "--coordinator=auto", "--mode=shard_map"]
    assert (folder / "arguments").read_text().splitlines() == expected
    assert bash(*keep(folder)).returncode == 3
    assert asked(folder) == ONCE, "the slice is there already"


def test_a_slice_that_cannot_be_had_is_asked_for_again_and_none_is_deleted_on_a_guess(pod):
    bash, folder = pod
    (folder / "ends").write_text("0\n0\n")
    (folder / "full").touch()
    assert bash(*keep(folder)).returncode == 0
    assert asked(folder) == ["create", "create", *ONCE]
    (folder / "unsure").touch()
    assert bash(*keep(folder)).returncode == 0
    assert asked(folder) == ONCE


def test_a_run_goes_on_without_its_connection_and_is_stopped_with_a_status(pod):
    """A second run is refused meanwhile, and `keep` follows the one that is there."""
    bash, folder = pod
    (folder / "ends").write_text("goes_on\n")
    (folder / "lost").touch()
    with subprocess.Popen(["bash", str(SCRIPT), *keep(folder)], env=bash.environment, stdout=-1, stderr=-1) as kept:
        while (folder / "lost").exists() or not (folder / "goes_on").exists():
            time.sleep(0.1)
        again = bash("run", "pod", "zone", "train")
        assert again.returncode == 1 and "a run goes on" in again.stderr
        assert bash("stop", "pod", "zone").returncode == 0
        out, _ = kept.communicate(timeout=30)
    assert kept.returncode == 75 and b"stopped by SIGTERM" in out


def test_a_command_that_there_is_not_makes_no_slice(pod):
    bash, folder = pod
    refused = bash("keep", "pod", "zone", "type", "version", "repository", "trian", "--config=a")
    assert refused.returncode == 2 and refused.stderr == "error: there is no command trian\n"
    assert not (folder / "asked").exists()


SRUN = """#!/usr/bin/env bash
trap 'echo saved; exit 0' TERM
printf '%s\\n' "$@"
while [ ! -e {folder}/end ]; do sleep 0.1; done
exit "$(cat {folder}/end)"
"""


@pytest.fixture
def job(tmp_path):
    """slurm.sbatch with an `srun` that prints its arguments and ends once there is a file "end", and a scontrol."""
    for name, text in (("srun", SRUN), ("scontrol", '#!/bin/sh\necho "$@"\n')):
        (tmp_path / name).write_text(text.format(folder=tmp_path))
        (tmp_path / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "SLURM_JOB_ID": "12"}
    command = ["bash", str(ROOT / "launch" / "slurm.sbatch")]

    def start(*arguments):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([*command, *arguments], env=environment, **pipes)

    return start, tmp_path


RUN = [".venv/bin/python", "-m", "launch.train", "--coordinator=auto", "--mode=shard_map", *PASSED]


@pytest.mark.parametrize("number, requeued", [(signal.SIGUSR1, ["requeue 12"]), (signal.SIGTERM, [])])
def test_a_job_whose_time_is_over_saves_and_goes_back_into_the_queue(job, number, requeued):
    """Slurm sends USR1 two minutes before the end; TERM where it requeues by itself, and at scancel."""
    start, _ = job
    process = start(*PASSED)
    printed = [process.stdout.readline().rstrip() for _ in RUN]
    assert printed == RUN
    process.send_signal(number)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0 and rest.splitlines() == ["saved", *requeued]


def test_a_job_ends_with_its_runs_status(job):
    start, folder = job
    (folder / "end").write_text("3")
    printed, _ = start(*PASSED).communicate(timeout=30)
    process = start(*PASSED)
    assert process.wait(30) == 3 and "requeue" not in printed


def test_a_job_that_is_told_to_end_before_its_run_listens_is_requeued(job):
    """srun has not set its handlers yet: it ends by the signal itself, and nothing is lost."""
    start, folder = job
    srun = folder / "srun"
    srun.write_text("#!/bin/sh\necho begun\nexec sleep 60\n")
    process = start(*PASSED)
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGUSR1)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0 and rest.splitlines() == ["requeue 12"]


def test_a_dry_run_of_a_job_prints_what_it_runs(job):
    start, _ = job
    printed, _ = start("--dry_run", *PASSED).communicate(timeout=30)
    assert shlex.split(printed.splitlines()[0]) == ["srun", *RUN]
    refused = start()
    assert refused.wait(30) == 2


def test_the_process_that_is_left_says_why_it_ends(tmp_path, monkeypatch):
    """JAX tells of a broken connection; what else goes wrong on a device keeps its traceback."""
    what = ["UNKNOWN: Gloo all-reduce failed: Connection reset by peer", "RESOURCE_EXHAUSTED: out of memory"]

    def broken(*args):
        raise jax.errors.JaxRuntimeError(what.pop(0))

    monkeypatch.setattr(train, "_loop", broken)
    monkeypatch.setattr(train, "_meet", lambda: None)
    monkeypatch.setattr(train, "start", lambda *args: (None, {}))
    monkeypatch.setattr(jax, "process_count", lambda: 2)
    with pytest.raises(UserError, match=r"another process of this run was lost.* \(UNKNOWN: Gloo"):
        train.train(gan(), tmp_path, devices=jax.devices()[:1])
    with pytest.raises(jax.errors.JaxRuntimeError, match="out of memory"):
        train.train(gan(), tmp_path, devices=jax.devices()[:1])


WRONG = [
    (("--n_processes=2", "--process_id=1"), "go with --coordinator=HOST:PORT"),
    (("--process_id=1",), "go with --coordinator=HOST:PORT"),
    (("--coordinator=auto",), "finds no cluster here"),
    (("--coordinator=host1", "--n_processes=2"), "must be HOST:PORT"),
    (("--coordinator=host1:", "--n_processes=2"), "must be HOST:PORT"),
    (("--coordinator=127.0.0.1:1", "--n_processes=2", "--process_id=2"), "the last is 1"),
]


@pytest.mark.parametrize("flags, says", WRONG)
def test_flags_that_are_not_of_one_run_are_refused(flags, says, tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("SLURM_", "JAX_COORDINATOR", "OMPI_"))]:
        monkeypatch.delenv(name)
    tiny = ("--config=ring/gan", *TINY, "--config.steps=1")
    refused = launch("train", *tiny, f"--workdir={tmp_path / 'run'}", *flags, status=2)
    assert says in refused.stderr and not (tmp_path / "run").exists()


def test_flags_of_one_run_are_not_refused():
    """Also those that the cluster knows better: under Slurm each process may be given its own numbers."""
    for flags in (("", 1, 0), ("auto", 1, 0), ("auto", 1, 3), ("h:1", 1, 0), ("h.a:65535", 2, 1), ("[::1]:80", 2, 0)):
        cluster.check(*flags)


def processes(*codes):
    return [subprocess.Popen([sys.executable, "-c", code]) for code in codes]


def test_a_process_that_is_lost_ends_the_others():
    """The first to fail is named, not those that were ended with it."""
    sleeping, began = "import time; time.sleep(100)", time.monotonic()
    for lost, says in (
        ("import os; os.kill(os.getpid(), 9)", "process 1 was ended by SIGKILL; the others were ended with it"),
        ("raise SystemExit(2)", "process 1 failed; its message is above"),
    ):
        workers = processes(sleeping, lost, sleeping)
        assert local_cluster._wait(workers) == says
        assert [worker.returncode for worker in workers][::2] == [-9, -9]
    assert time.monotonic() - began < 60
    assert local_cluster._wait(processes("", "")) == ""


@pytest.mark.slow
@pytest.mark.parametrize("devices", [1, 2])
def test_two_processes_are_one_run(tmp_path, devices):
    """To the scores and the samples that one process makes of their state."""
    arguments = ["--config=configs/ring/gan.py", *TINY, "--config.steps=10", "--config.log_every=5"]
    launch("train", *arguments, f"--workdir={tmp_path / 'one'}")
    cluster = ("local_cluster", "--n=2", f"--devices={devices}", "--")
    launch(*cluster, *arguments, f"--workdir={tmp_path / 'two'}", "--mode=shard_map")
    one, two = (
        [json.loads(line) for line in (tmp_path / name / "metrics.jsonl").read_text().splitlines()]
        for name in ("one", "two")
    )
    assert [line["step"] for line in one] == [line["step"] for line in two]
    for a, b in zip(one, two, strict=True):
        for name, values in a.get("train", {}).items():
            np.testing.assert_allclose(values, b["train"][name], rtol=1e-4, atol=1e-5)
    made = []
    for name in ("one", "two"):
        launch("evaluate", f"--workdir={tmp_path / name}")
        launch("sample", f"--workdir={tmp_path / name}", f"--out={tmp_path / name}.npz")
        made.append(np.load(tmp_path / f"{name}.npz")["x"])
    np.testing.assert_allclose(*made, rtol=1e-3, atol=1e-4)


@pytest.mark.slow
def test_two_processes_share_a_streamed_batch(tmp_path):
    arguments = ["--config=configs/digits/dcgan.py", "--config.data.device_bytes=10", "--config.steps=3"]
    arguments += ["--config.batch_size=8", "--config.log_every=1", "--config.eval.metrics=()"]
    arguments += ["--config.networks.generator.filters=2", "--config.networks.discriminator.filters=2"]
    launch("train", *arguments, f"--workdir={tmp_path / 'one'}")
    cluster = ("local_cluster", "--n=2", "--devices=2", "--")
    launch(*cluster, *arguments, f"--workdir={tmp_path / 'two'}")
    one, two = (
        [json.loads(line) for line in (tmp_path / name / "metrics.jsonl").read_text().splitlines()]
        for name in ("one", "two")
    )
    for a, b in zip(one, two, strict=True):
        for name, values in a.get("train", {}).items():
            np.testing.assert_allclose(values, b["train"][name], rtol=1e-3, atol=1e-4)


@pytest.mark.slow
def test_two_processes_make_one_table(tmp_path):
    """Two processes of two devices each train a table's rows together, and one of them writes it."""
    arguments = ["--table=coverage", "--budget=smoke", "--only=configs/grid25/gan.py"]

    def folders(name):
        return [f"--out={tmp_path / name}", f"--rows={tmp_path / name}_rows"]

    launch("reproduce", *arguments, *folders("one"))
    cluster = ("local_cluster", "--n=2", "--devices=2", "--program=reproduce", "--")
    for _ in range(2):  # and a second call finds them done
        launch(*cluster, *arguments, *folders("two"), "--mode=shard_map")
    one, two = (json.loads((tmp_path / name / "results.json").read_text())["rows"] for name in ("one", "two"))
    assert [row["label"] for row in one] == [row["label"] for row in two]
    files = [".lock", "evaluations.jsonl", "figure.png", "results.json", "table.md"]
    assert sorted(path.name for path in (tmp_path / "two").iterdir()) == files
    compared = 0
    for a, b in zip(one, two, strict=True):
        for name, entry in (a["results"] or {"metrics": {}})["metrics"].items():
            if name != "megabytes" and not name.startswith("seconds"):  # which are those of their machine
                mean = b["results"]["metrics"][name]["mean"]
                np.testing.assert_allclose(float(mean or "nan"), float(entry["mean"] or "nan"), rtol=1e-3, atol=1e-3)
                compared += 1
    assert compared > 10
