"""LBT-GAN on the 10 x 10 grid whose rates of G and D fall to 0, otherwise as `grid/lbt_gan`.

  python -m launch.train --config=configs/grid/lbt_gan_falling_rates.py --workdir=runs/grid_lbt_gan_falling

Measured on one CPU core, the rates by hand: three fresh seeds (--config.steps=30000 --config.trials=3
--config.seed=1000 --config.eval.samples=50000), 901 s together: 84, 81 and 76 of 100 modes, 80.3 +- 2.3, high
quality .622 +- .006, KL 1.15 +- .02. 60,000 steps of seed 6, 541 s: 88 modes, .709, .81. 95 modes are NOT reached.
- With constant rates (`grid/lbt_gan`, seed 1000) the samples jump off the square now and then: 13, 24, 4, 4, 35, 14
  modes after each 9,000 steps of 54,000.
- What the teaching does (seed 5, 15,000 steps, 145 s): 84 modes, .515; without it (method.teaching_weight = 0, all
  else alike) 57, .444. GAN and LSGAN at these falling rates and 100,000 steps (160 s, seed 2000) have 0 and 8.
- Falling rates at the best draws of the race, steps of a third of a row (seed 2000): PacGAN 71 (.729), LSGAN 60
  (.497), R3GAN 58 (.596), GAN 56 (.559), VEEGAN 49 (.521). None gains by them.
- Also tried, seed 5, after 24,000 of 30,000 steps: G at 5e-4 74 modes (.452), D at 1e-4 81 (.569),
  adversarial_weight .1 87 (.485); as here 88 (.645). Three latents in place of two: none in 15,000 steps. Latents
  on [0, 1] at twice the scale, so that G is not an odd function: 68 (.418) after 15,000.
- The modes that stay empty make a symmetrical pattern around the centre. G's map passes there quickly: about a
  third of a cell's share is in it, and 6 to 14 % within three standard deviations.
"""

from configs import common
from configs.grid import lbt_gan


def get_config():
    config = lbt_gan.get_config()
    config.steps = 60_000
    common.decay(config, "generator_tx", "discriminator_tx")
    return config
