"""The generator of LBT's toy (Du et al. 2018, Fig. 1 and 7): two Gaussians whose means are all that it learns."""

import flax.linen as nn
import jax.numpy as jnp


class Generator(nn.Module):
    """latent [B, 2] -> x [B, 1] ~ ½N(a, 1) + ½N(b, 1): one coordinate picks the mean, the other is the noise.

    start: (a, b) at first; the default is beside the bad local optimum of the JS divergence.
    """

    latent_dim: int = 2
    start: tuple[float, float] = (-3.25, -2.69)

    @nn.compact
    def __call__(self, latent, label=None, *, train: bool = False):
        means = self.param("means", lambda _: jnp.array(self.start, jnp.float32))
        # Points, and the sums over examples that the gradients of the means are, are float32 in bfloat16 too.
        wide = jnp.promote_types(means.dtype, jnp.float32)
        means, latent = means.astype(wide), latent.astype(wide)
        return jnp.where(latent[:, :1] > 0, means[0], means[1]) + latent[:, 1:]
