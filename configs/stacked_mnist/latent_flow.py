r"""Flow matching in the latents of a VAE (Dao et al. 2023) on Stacked MNIST.

  python -m launch.train --config=configs/stacked_mnist/latent_flow.py --workdir=runs/stacked_mnist_latent_flow \
      --config.data.path=DIR

Measured by `launch.reproduce --table=stacked_mnist` (one CPU core, one seed): 80,000 steps, 3,232 s: 999 modes, KL
.125, 43 % of the stacks qualify; 990 modes, .167 and 32 % after 1,665 s, 997 and .133 after 2,445 s. The hour on
two cores has 7,200 s of a core. KL .1 is NOT reached: of the .125 at most .044 are what 11,300 even samples have,
the rest is that some digits (twos, fours, fives and eights) qualify less often than others. Real digits have 1000,
.029 and 89 %, the VAE alone 772, .488 and 7.7 % after 994 s, flow matching by a U-Net 346, 1.16 and 1.8 % after
4,715 s. Counted by hand after 9,000 of the flow's 60,000 steps, 75 % of 5,000 reconstructions qualify, with all
digits at .075 to .12 of those: the VAE is no longer what limits the samples, the flow is.
What it took (one seed each; samples of one
checkpoint):
- An `mlp` of 3 x 1024 as the velocity, trained with the VAE at every step: 733 modes, KL .515, 6.8 % after 8,000
  steps and 636 s. Samples of N(0, I) were nearly as good: the flow had learned little.
- `residual_mlp` on the codes of that VAE: after 1,500 steps 6.4 %, where the `mlp` had 5.8 % in as many seconds;
  after 12,000 steps and 270 s 22 %.
- Trained with the VAE at every step, 40,000 steps, 2,782 s: 996 modes, KL .144, 31 %: its codes move while it learns.
  So the VAE is first. With 15 % of 100,000 steps for the VAE, 3,911 s: 997 modes, KL .132, 45 %.
- Samples from wider noise (`method.temperature` 1.2 in place of 1): KL .122, 37 % qualify; narrower is worse (.8, a
  run of 15,000 steps: 1.03 where 1 has .90 and 1.3 .82). Decoded with more contrast (`observation_temperature` .67):
  .125, 45 %; both: .120, 39 %. All on samples of one run, so that the row has neither.
- 24 latents in the place of 64, or three times the KL term (1,500 steps of the VAE): reconstructions are what
  suffers.
- 100 of Euler's steps or Heun's method in the place of 50 of Euler's: no difference (.303, .306 and .300 qualify).
- With a Gaussian of learned variance in the place of the Bernoulli nothing is legible.
"""

from configs import stacks


def get_config():
    config = stacks.latent_flow("stacked_mnist")
    config.steps = 80_000
    config.eval_every = 20_000
    return config
