"""SIG on the 5 x 5 grid whose columns 1, 3 and 5 have twice the mass of 2 and 4 (SIG, Fig. 3a).

  python -m launch.train --config=configs/uneven_grid25/sig.py --workdir=runs/uneven_grid25_sig

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): uneven: SIG,
theta: 45,000 steps, 5 trials, 167 s: modes 24.8 +- 0.2, high quality 0.946 +- 0.022, KL 0.0787 +- 0.047;
uneven: SIG, x: 45,000 steps, 5 trials, 164 s: modes 24.8 +- 0.2, high quality 0.933 +- 0.022, KL 0.0983 +-
0.051.
"""

from configs import sig


def get_config():
    return sig.grid_sig("uneven_grid25")
