"""SIG on the 5 x 5 grid whose columns 1, 3 and 5 have twice the mass of 2 and 4 (SIG, Fig. 3a).

  python -m launch.train --config=configs/uneven_grid25/sig.py --workdir=runs/uneven_grid25_sig

MEASURED
"""

from configs import sig


def get_config():
    return sig.grid_sig("uneven_grid25")
