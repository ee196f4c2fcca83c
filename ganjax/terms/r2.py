"""R2: D is flat at the samples (Mescheder et al. 2018)."""

from ganjax.terms.r1 import zero_centred
from ganjax.types import Term


def make(weight: float = 1.0, interval: int = 1) -> Term:
    """weight / 2 |grad D(G(z))|² of the samples (Mescheder et al. 2018, Eq. 10).

    Args:
      weight: gamma. interval: as `ganjax.terms.gradient_penalty.lazily`.
    """
    return zero_centred("r2", ("fake",), weight, interval)
