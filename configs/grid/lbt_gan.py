"""LBT-GAN with an autoregressive student on the 10 x 10 grid (LBT, Fig. 2 and 3).

  python -m launch.train --config=configs/grid/lbt_gan.py --workdir=runs/grid_lbt_gan

A row of `launch.reproduce --table=coverage` and of `lbt_mixtures`; the rates here were found by hand. With an EMA of
.99, 40,000 steps of 3 trials in 2,247 s of two cores had 82, 82 and 92 of 100 modes, high quality .717.
What was tried, 256 a batch, one trial each (modes after 6,000 steps unless it says otherwise):
- A VAE as the student: 26 modes, then the adversary takes over. It is at -1.9 nats a point, where the data
  have 1.8: it knows the square but not the modes. An autoregressive mixture of Gaussians trained on the data
  finds all 100 in 4 s, so it is the student here.
- That student with free means and scales: no mode. Its log-likelihood of the samples falls to -200 while that
  of the data stays: a Gaussian is pulled hardest by what lies farthest out, and G learns to send samples
  there. With the means on a lattice and only the weights learned (`lattice`), a sample's pull is bounded.
- Generator: ReLUs bend along lines through the origin alone and make modes in the middle of the square only
  (26); sine units at input scale 5: 60, 8: 66, 12: 76, 20: 20. Width 256: 53. Rate 3e-3 diverges; a cosine
  decay over 12,000 steps ends at 65, where a constant rate goes on.
- lambda_G after 12,000 steps, input scale 5: .3: 63, 1: 38, 3: 36: the teaching covers, the adversary
  sharpens. Below .3 (with M = 2, K = 1) G's samples jump off the square now and then: 3 to 40.
- Twice the lattice (120): 51; batch 512: 58; both slower. Pure LBT draws all ten lines one way, few across.
Measured by `launch.reproduce --table=frontier` (mean +- standard error; one CPU core): 3,750 steps, 3 trials, 117 s:
modes 33.7 +- 9.3, high quality 0.199 +- 0.025.
What is left: 8 to 18 modes stay empty after 20,000 steps while high quality still rises.

Measured by `launch.reproduce --table=coverage` on one CPU core, at the best of 16 draws of its own: 10 x 10
(discriminator_tx 0.00378, estimator_tx 0.000466, generator_tx 0.000126, adversarial_weight 0.0112, unroll_tx
0.0103): 9,050 steps, 3 trials, 343 s: modes 28.3 +- 2.3, high quality 0.173 +- 0.0027, KL 3.28 +- 0.016.
"""

from configs import common


def get_config():
    config = common.mixture("grid")
    config.steps = 15_000
    common.lbt_gan(config, inner_steps=4, variance=0.001, learning_rates=(1e-2, 1e-2), adversarial_weight=0.3)
    config.method.unroll_steps = 2
    config.method.loss = "least_squares"
    common.finely(config)
    config.discriminator_tx.learning_rate = 3e-4
    common.histogram(config)
    config.generator_tx.learning_rate = 1.5e-3
    common.search_lbt_gan(config)
    return config
