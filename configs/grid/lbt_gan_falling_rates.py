"""LBT-GAN on the 10 x 10 grid: rates of G and D that fall to 0, three hidden layers in G, else as `grid/lbt_gan`.

  python -m launch.train --config=configs/grid/lbt_gan_falling_rates.py --workdir=runs/grid_lbt_gan_falling

The rates, the weight and G's layers are by hand. Fresh seeds of one CPU core (--config.seed=1000 --config.trials=3
--config.eval.samples=50000); a depth has --config.networks.generator.hidden="(128,128)", which is the race's:

| hidden layers of G | steps | seconds of all seeds | modes | high quality | KL |
|---|---|---|---|---|---|
| 2 | 30,000 | 901 | 84, 81, 76: 80.3 +- 2.3 | .622 +- .006 | 1.15 +- .02 |
| 2, seed 6 alone | 60,000 | 541 | 88 | .709 | .81 |
| 2, seed 1000 alone | 120,000 | 1,095 | 88 | .763 | .61 |
| 3 (this config) | 30,000 | 1,016 | 96, 92, 92: 93.3 +- 1.3 | .792 +- .03 | .50 +- .08 |

So 95 modes are reached in one run of three. Depth is what was missing: with two layers the same 12 modes stay empty
from step 28,000 of 120,000 to the end. Seed 5, 15,000 steps, modes and high quality: two layers 84 (.515), three 91
(.693), four 92 (.848, KL .33; 201 s). Four layers with adversarial_weight .1: 94, 73, 70 after 15,000 steps.
No other method had a deeper G here, and none had its rates by hand: this is no comparison with the race's rows. What
the teaching does was measured with two layers alone.
- With constant rates (`grid/lbt_gan`, seed 1000) the samples jump off the square now and then: 13, 24, 4, 4, 35, 14
  modes after each 9,000 steps of 54,000.
- With two layers, seed 5, 15,000 steps (145 s), the teaching makes 84 modes (.515) of 57 (.444:
  method.teaching_weight = 0, all else alike). GAN and LSGAN at these falling rates and 100,000 steps (160 s, seed
  2000) have 0 and 8.
- Falling rates at the best draws of the race, two layers, steps of a third of a row (seed 2000): PacGAN 71 (.729),
  LSGAN 60 (.497), R3GAN 58 (.596), GAN 56 (.559), VEEGAN 49 (.521). None gains by them.
- Also tried with two layers, seed 5, 15,000 steps (84, .515 as here): D at 1e-3 80 (.517); G at 1e-3 and D at 3e-3
  68; a width of 256 with G at 8e-4 81 (.574); a student with 30 Gaussians a coordinate in place of 60 77 (.480), with
  20 79 (.414); the relativistic loss with R1 and R2 of weight 1e-4 76 (.544); phases of the first layer that start
  uniform on a circle, in G 70 (.438), in G and D 63. Three latents in place of two: none. Latents on [0, 1] at twice
  the scale 68 (.418). An adversarial_weight of .1, seed 1000, 40,000 steps: 91 (.508).
- Tried with two layers, seed 5, after 24,000 of 30,000 steps: G at 5e-4 74 (.452), D at 1e-4 81 (.569),
  adversarial_weight .1 87 (.485); as here 88 (.645).
- With two layers the modes that stay empty make a symmetrical pattern around the centre (G is nearly odd). G's map
  passes there quickly: about a third of a cell's share is in it, and 6 to 14 % within three standard deviations.
"""

from configs import common
from configs.grid import lbt_gan


def get_config():
    config = lbt_gan.get_config()
    config.steps = 30_000
    config.networks.generator.hidden = (128, 128, 128)
    common.decay(config, "generator_tx", "discriminator_tx")
    return config
