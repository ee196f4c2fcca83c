#!/usr/bin/env bash
# A TPU pod slice from nothing to a trained run; for a machine that has gcloud and is logged in.
#
#   launch/tpu_pod.sh [--dry_run] create NAME ZONE TYPE VERSION [--spot ...]     the slice, such as v5litepod-16
#   launch/tpu_pod.sh [--dry_run] setup NAME ZONE REPOSITORY [REVISION]          ganjax on every host
#   launch/tpu_pod.sh [--dry_run] run NAME ZONE COMMAND --config=... --workdir=gs://...   starts it, on every host
#   launch/tpu_pod.sh [--dry_run] follow NAME ZONE        the first host's log, until the run ends: its status
#   launch/tpu_pod.sh [--dry_run] stop NAME ZONE          the run saves and ends
#   launch/tpu_pod.sh [--dry_run] delete NAME ZONE
#   launch/tpu_pod.sh [--dry_run] keep NAME ZONE TYPE VERSION REPOSITORY COMMAND --config=... --workdir=gs://...
#
# COMMAND is train, on all hosts, or reproduce, evaluate or another of `ganjax`, on the first one, for slices that have
# no second. keep does all of it, and makes a slice that was preempted anew: the same command goes on from the last
# checkpoint. It uses a slice that is there already, and ends when the run does. $CREATE_FLAGS are given to its
# `create` ("--spot"). --dry_run prints each command, and runs none.
set -euo pipefail

usage() {
    sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
    exit 2
}

dry=
if [ "${1:-}" = --dry_run ]; then
    dry=yes
    shift
fi

# Runs a command, or prints it such that it can be pasted.
run() {
    if [ -n "$dry" ]; then
        printf '%q ' "$@"
        echo
    else
        "$@"
    fi
}

on_hosts() { # WORKER COMMAND: the command on one host, or on all
    run gcloud compute tpus tpu-vm ssh "$name" --zone="$zone" --worker="$1" --command="$2"
}

create() { # TYPE VERSION [FLAGS...]
    local type=$1 version=$2
    shift 2
    run gcloud compute tpus tpu-vm create "$name" --zone="$zone" --accelerator-type="$type" --version="$version" "$@"
}

setup() { # REPOSITORY [REVISION]
    local repository revision
    printf -v repository '%q' "$1"
    printf -v revision '%q' "${2:-HEAD}"
    on_hosts all "set -e; [ -d ganjax/.git ] || git clone --quiet $repository ganjax; cd ganjax; \
git fetch --quiet origin; git checkout --quiet $revision; python3 -m venv .venv; \
.venv/bin/pip install --quiet -c constraints.txt -e '.[tpu,gs]'"
}

start() { # COMMAND [FLAGS...]: in the background, in ganjax; run.log and run.status (75: was told to stop) are there
    local module=$1 arguments line hosts=0
    shift
    printf -v arguments '%q ' "$@"
    line=".venv/bin/python -m launch.$module $arguments"
    if [ "$module" = train ]; then
        # jax.distributed finds the other hosts of a pod by itself: --coordinator=auto.
        line+="--coordinator=auto --mode=shard_map" hosts=all
    fi
    line+='; status=$?; grep -q "^stopped by SIG" run.log && status=75; echo $status > run.status'
    on_hosts "$hosts" "cd ganjax; rm -f run.status; \
nohup setsid bash -c $(printf '%q' "$line") > run.log 2>&1 < /dev/null & echo \$! > run.pid"
}

follow() { # the log until the run ends; its status, 255 where the host cannot be reached
    on_hosts 0 "cd ganjax; tail -n +1 --pid=\$(cat run.pid) -f run.log; exit \$(cat run.status)"
}

stop() { # SIGTERM, which saves
    on_hosts all "pkill -TERM -f 'python -m launch[.]' || true"
}

delete() {
    run gcloud compute tpus tpu-vm delete "$name" --zone="$zone" --quiet
}

state() { # READY, PREEMPTED and the like; MISSING where there is no such slice
    gcloud compute tpus tpu-vm describe "$name" --zone="$zone" --format='value(state)' 2> /dev/null || echo MISSING
}

keep() { # TYPE VERSION REPOSITORY COMMAND [FLAGS...]
    local type=$1 version=$2 repository=$3 flags status
    shift 3
    read -r -a flags <<< "${CREATE_FLAGS:-}"
    while true; do
        if [ -n "$dry" ] || [ "$(state)" != READY ]; then
            if [ -z "$dry" ] && [ "$(state)" != MISSING ]; then delete; fi
            create "$type" "$version" "${flags[@]}"
            setup "$repository"
        fi
        status=0
        start "$@" && follow || status=$?
        if [ -n "$dry" ]; then
            echo "# where the slice was preempted, after its deletion the same again:"
            delete
            return 0
        fi
        if [ "$status" = 75 ]; then sleep "${GRACE:-60}"; fi # a slice has this long to save before it is taken
        if [ "$status" = 0 ] || [ "$(state)" = READY ]; then return "$status"; fi
        echo "the slice is $(state): it is made anew, and the run goes on from its last checkpoint" >&2
    done
}

least() { # how many arguments a verb needs at least
    case $1 in
        create) echo 2 ;; setup | run) echo 1 ;; keep) echo 4 ;; follow | stop | delete) echo 0 ;; *) echo 99 ;;
    esac
}

verb=${1:-}
if [ $# -lt 3 ] || [ $(($# - 3)) -lt "$(least "$verb")" ]; then usage; fi
name=$2 zone=$3
shift 3
if [ "$verb" = run ]; then verb=start; fi
"$verb" "$@"
