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
# COMMAND is train or reproduce (with --rows=gs://...), on all hosts. evaluate and other commands of `ganjax` run on the
# first host: use them on slices of one. keep does all but the last, and goes on where a slice is preempted or cannot be
# had yet: it is made anew, and the same command resumes from the last checkpoint. It uses a slice and a run that are
# there already, and ends when the run does. $CREATE_FLAGS are given to its `create` ("--spot"), $REVISION to its
# `setup`; $GRACE (60) are the seconds between two tries. --dry_run prints each command, and runs none.
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

setup() { # REPOSITORY [REVISION]; nothing while a run goes on, whose code would change
    local repository revision
    printf -v repository '%q' "$1"
    printf -v revision '%q' "${2:-HEAD}"
    on_hosts all "set -e; if $alive; then exit 0; fi; [ -d ganjax/.git ] || git clone --quiet $repository ganjax; \
cd ganjax; git fetch --quiet origin $revision; git checkout --quiet --detach FETCH_HEAD; python3 -m venv .venv; \
.venv/bin/pip install --quiet -c constraints.txt -e '.[tpu,gs]'"
}

known() { # COMMAND: or the script ends
    if [ ! -f "$(dirname "$0")/$1.py" ]; then
        echo "error: there is no command $1" >&2
        exit 2
    fi
}

start() { # COMMAND [FLAGS...]: in the background, in ganjax; run.log and run.status (75: was told to stop) are there
    local module=$1 arguments line hosts=0
    shift
    known "$module"
    printf -v arguments '%q ' "$@"
    # A signal to all processes must not end the shell before it has written the status.
    line="trap : TERM; .venv/bin/python -m launch.$module $arguments"
    if [ "$module" = train ] || [ "$module" = reproduce ]; then
        # jax.distributed finds the other hosts of a pod by itself: --coordinator=auto.
        line+="--coordinator=auto --mode=shard_map" hosts=all
    fi
    line+='; status=$?; grep -q "^stopped by SIG" run.log && status=75; echo $status > run.status'
    on_hosts "$hosts" "if $alive; then echo 'a run goes on: follow or stop it' >&2; exit 1; fi; cd ganjax; \
rm -f run.status; nohup setsid bash -c $(printf '%q' "$line") > run.log 2>&1 < /dev/null & echo \$! > run.pid"
}

follow() { # the log until the run ends; its status, 254 where it has left none, 255 where the host cannot be reached
    on_hosts 0 "cd ganjax; tail -n +1 --pid=\$(cat run.pid) -f run.log; [ -e run.status ] || exit 254; \
exit \$(cat run.status)"
}

stop() { # SIGTERM, which saves, to what `start` has begun
    on_hosts all "if $alive; then kill -TERM -- -\$(cat ganjax/run.pid); fi"
}

delete() {
    run gcloud compute tpus tpu-vm delete "$name" --zone="$zone" --quiet
}

state() { # READY, PREEMPTED and the like; MISSING where there is no such slice, UNKNOWN where gcloud cannot say
    local said
    if said=$(gcloud compute tpus tpu-vm describe "$name" --zone="$zone" --format='value(state)' 2>&1); then
        echo "$said"
    else
        case $said in *NOT_FOUND* | *"not found"*) echo MISSING ;; *) echo UNKNOWN ;; esac
    fi
}

prepare() { # TYPE VERSION REPOSITORY: until the slice is there, with ganjax
    local now
    while now=$(state) && [ "$now" != READY ]; do
        case $now in
            MISSING) create "$1" "$2" "${flags[@]}" || sleep "$grace" ;; # there may be none to be had
            PREEMPTED | TERMINATED | STOPPED) delete || sleep "$grace" ;;
            *) sleep "$grace" ;;
        esac
    done
    setup "$3" "${REVISION:-}"
}

keep() { # TYPE VERSION REPOSITORY COMMAND [FLAGS...]
    local type=$1 version=$2 repository=$3 status
    shift 3
    known "$1"
    if [ -n "$dry" ]; then
        create "$type" "$version" "${flags[@]}"
        setup "$repository" "${REVISION:-}"
        start "$@"
        follow
        echo "# and where the slice was preempted, after this the same again:"
        delete
        return
    fi
    while true; do
        prepare "$type" "$version" "$repository"
        status=0
        start "$@" || true # a run that goes on there is followed
        follow || status=$?
        if [ "$status" = 0 ]; then return; fi
        sleep "$grace" # a slice says that it was preempted some time after its runs have ended
        if [ "$status" -lt 254 ] && [ "$(state)" = READY ]; then return "$status"; fi
        echo "the slice is $(state), the run ended with $status: it goes on from its last checkpoint" >&2
    done
}

least() { # how many arguments a verb needs at least
    case $1 in
        create) echo 2 ;; setup | run) echo 1 ;; keep) echo 4 ;; follow | stop | delete) echo 0 ;; *) echo 99 ;;
    esac
}

alive='[ -e ganjax/run.pid ] && kill -0 $(cat ganjax/run.pid) 2> /dev/null' # on a host: a run goes on
grace=${GRACE:-60}
read -r -a flags <<< "${CREATE_FLAGS:-}"
verb=${1:-}
if [ $# -lt 3 ] || [ $(($# - 3)) -lt "$(least "$verb")" ]; then usage; fi
name=$2 zone=$3
shift 3
if [ "$verb" = run ]; then verb=start; fi
"$verb" "$@"
