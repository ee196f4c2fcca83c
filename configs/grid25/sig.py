"""SIG on the 5 x 5 grid of Gaussians (SIG, Table 1).

  python -m launch.train --config=configs/grid25/sig.py --workdir=runs/grid25_sig

Scored are theta, as the paper must have done: x ~ N(theta, sigma²) with its toys' sigma of .1 would keep .675 of the
samples within three standard deviations (.05) at best. A run with `--config.method.sample=x` is scored fairly.

Measured by `launch.reproduce --table=sig_grid` (one CPU core a row; mean +- standard error): SIG, theta: 45,000
steps, 5 trials, 178 s: modes 25 +- 0, high quality 0.969 +- 0.0074, KL 0.0209 +- 0.0083; SIG, x: 45,000 steps,
5 trials, 179 s: modes 25 +- 0, high quality 0.956 +- 0.0081, KL 0.0358 +- 0.012.

What it takes: theta between two modes are many sigma from all data and get no gradient. With sigma = .1 from the
start, or from 1 down to it, and ten normal latents, theta fill the whole square (0 modes, .02 and .07 high quality
after 4,000 steps); at a constant .3, .5 or .7 no more than .09. A fall of sigma over nine tenths of the steps and
two latents do it: ten seeds, 20,000 steps, from 1 to .1: 25 modes and .934 to .979 high quality each (10,000 steps
from .7: .85 to .95). In five other trials to .1 one stopped at 23 modes, hence .05.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 5 x 5
(generator_tx 0.0133): 23,352 steps, 5 trials, 95 s: modes 24.6 +- 0.24, high quality 0.887 +- 0.035, KL 0.203 +-
0.089; uneven 5 x 5 (generator_tx 0.0133): 26,072 steps, 5 trials, 109 s: modes 25 +- 0, high quality 0.94 +- 0.011,
KL 0.0763 +- 0.019.

The same draws by `launch.reproduce --table=coverage_long`: 5 x 5: 70,056 steps, 5 trials, 459 s: modes 25 +- 0,
high quality 0.977 +- 0.0021, KL 0.0089 +- 0.0019; uneven 5 x 5: 78,216 steps, 5 trials, 478 s: modes 25 +- 0, high
quality 0.971 +- 0.0061, KL 0.0231 +- 0.0078.
After finals, by `launch.reproduce --table=coverage_finals`: 5 x 5, the fourth draw of its search (generator_tx
0.0103): 70,056 steps, 5 trials, 321 s: modes 25 +- 0, high quality 0.955 +- 0.018, KL 0.0495 +- 0.035; uneven 5 x
5, the fourth draw of its search (generator_tx 0.0105): 78,216 steps, 5 trials, 349 s: modes 25 +- 0, high quality
0.97 +- 0.0066, KL 0.0241 +- 0.0082.
"""

from configs import sig


def get_config():
    return sig.grid_sig()
