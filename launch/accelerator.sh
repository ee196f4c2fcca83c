#!/usr/bin/env bash
# What is worth measuring first on an accelerator, in calls of at most nine minutes that go on from one another:
#   launch/accelerator.sh speed [--images=cifar10.npz] [--minutes=9]       steps/s against goals, a file each
#   launch/accelerator.sh science [--state=rows.tar] [--minutes=9]         the gpu budgets of the tables, row by row
# `python -m launch.accelerator --help` says more. $PYTHON is the Python to use.
set -euo pipefail
if [ $# = 0 ] || [[ $1 == -* ]]; then
    sed -n '2,5p' "$0" | sed 's/^# \{0,1\}//' >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
if [ ! -x "$(command -v "$python")" ]; then python=python3; fi
what=$1
shift
export PYTHONPATH="$root${PYTHONPATH:+:$PYTHONPATH}"
exec "$python" -m launch.accelerator --what="$what" "$@"
