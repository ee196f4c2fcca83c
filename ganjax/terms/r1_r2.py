"""R1 and R2 together: D is flat at the data and at the samples (Mescheder et al. 2018)."""

from ganjax.terms.r1 import zero_centred
from ganjax.types import Term


def make(weight: float = 1.0, interval: int = 1) -> Term:
    """weight / 2 (|grad D(x)|² + |grad D(G(z))|²), which R3GAN adds to the relativistic loss (Huang et al. 2024).

    It is `r1` and `r2` of one weight, as one number that a search or a sweep can vary.

    Args:
      weight: gamma. interval: as `ganjax.terms.gradient_penalty.lazily`.
    """
    return zero_centred("r1_r2", ("real", "fake"), weight, interval)
