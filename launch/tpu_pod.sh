#!/usr/bin/env bash
# Trains on every host of a TPU pod slice; run it from a machine with gcloud, in a checkout that each host has.
# DIR is gs://bucket/run, or one folder that all hosts mount (NFS, Filestore). With --dry_run it prints its command alone.
#   launch/tpu_pod.sh [--dry_run] TPU_NAME ZONE --config=configs/cifar10/dcgan.py --workdir=gs://bucket/run
set -euo pipefail
run=exec
if [ "${1:-}" = --dry_run ]; then
    run=print
    shift
fi
if [ $# -lt 4 ]; then
    sed -n '2,4p' "$0" >&2
    exit 2
fi
name=$1 zone=$2
shift 2
print() {
    printf '%q ' "$@"
    echo
}
printf -v arguments '%q ' "$@"
# jax.distributed finds the other hosts of a pod by itself: --coordinator=auto.
$run gcloud compute tpus tpu-vm ssh "$name" --zone="$zone" --worker=all \
    --command="cd ganjax && .venv/bin/python -m launch.train --coordinator=auto --mode=shard_map $arguments"
