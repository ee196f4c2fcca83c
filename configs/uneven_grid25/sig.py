"""SIG on the 5 x 5 grid whose columns 1, 3 and 5 have twice the mass of 2 and 4 (SIG, Fig. 3a).

  python -m launch.train --config=configs/uneven_grid25/sig.py --workdir=runs/uneven_grid25_sig

Measured by `launch.reproduce --table=sig_grid` (two CPU cores, beside other jobs; 5 trials as one program, mean
+- standard error): uneven: SIG, theta, 20,000 steps, 113 s: modes 24.6 +- 0.4, high quality 0.917 +- 0.028, KL
0.134 +- 0.063; uneven: SIG, x, 20,000 steps, 125 s: modes 24.6 +- 0.4, high quality 0.904 +- 0.029, KL 0.163 +-
0.07.
"""

from configs import sig


def get_config():
    return sig.grid_sig("uneven_grid25")
