"""LBT's Fig. 7: a student that knows the mean alone frees the generator from GAN's local optimum."""

import jax
import numpy as np
import pytest

from configs.line import gan as gan_config
from configs.line import lbt_gan as lbt_gan_config
from ganjax.harness.run import prepare


@pytest.mark.slow
def test_lbt_gan_leaves_the_local_optimum_where_gan_stays():
    means = {}
    for name, module in (("gan", gan_config), ("lbt_gan", lbt_gan_config)):
        config = module.get_config()
        with config.unlocked():
            config.trials = 3
        run = prepare(config, "jit", jax.devices()[:1])
        state, _ = run.chunk(run.init(), 0, config.steps)
        means[name] = np.sort(np.asarray(state.params["generator"]["means"]), -1)
    assert (means["gan"] < -2).all(), means["gan"]
    np.testing.assert_allclose(means["lbt_gan"], np.tile([-3, 3], (3, 1)), atol=0.5)
