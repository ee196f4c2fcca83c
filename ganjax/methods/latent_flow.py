"""Flow matching in the latents of a VAE (Dao et al. 2023, after Vahdat et al. 2021): a prior that fits its codes.

A VAE's samples are of N(0, I), where its codes have gaps: reconstructions are sharper than samples. Here samples are
decoded from a flow that was trained on the codes: on draws of q(z | x), or on its means, which are as far apart as
the images are and decode without the draws' noise.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers
from ganjax.errors import UserError
from ganjax.losses.bounds import Objective
from ganjax.methods.common import at_least, require
from ganjax.methods.flow_matching import flow_matching, sampling
from ganjax.methods.latent import LatentModel, arguments, latent_model, maximise
from ganjax.parallel import example_normal
from ganjax.types import Array, Method, TrainState

# What of `method` only samples depend on, and not the training.
OF_SAMPLES = ("euler_steps", "temperature", "observation_temperature")

# Of how many examples the part that does not learn is logged.
FEW = 8


def latent_flow(
    model: LatentModel,
    objective: Objective,
    velocity: nn.Module,
    *,
    tx: optax.GradientTransformation,
    velocity_tx: optax.GradientTransformation,
    autoencoder_steps: int,
    samples: int = 1,
    chunk: int | None = None,
    euler_steps: int = 100,
    temperature: float = 1.0,
    code_noise: float = 1.0,
    axis_name: str | None = None,
) -> Method:
    """A VAE, and then flow matching on its codes: z ~ q(z | x) of the batch, without a gradient.

    The VAE is that of `ganjax.methods.latent.maximise`, with its prior N(0, I), and rests after its steps; the flow
    is that of `ganjax.methods.flow_matching`, whose data are the codes. While one learns, the other is logged for
    `FEW` examples of each device's batch. A sample is the decoder's mean at a sample of the flow. There is no
    `log_prob`: the bound is that of the other prior. Lanes (trials, sweeps) compute both parts at every step, a
    single run one.

    Args:
      model: of one stochastic layer, of d latents. objective, samples, chunk: as `maximise` has them.
      velocity: (z [B, d], t [B]) -> [B, d], with `x_shape` (d,).
      tx: the optimiser of encoder and decoder. velocity_tx: the velocity's, which counts the flow's steps alone.
      autoencoder_steps: for how many steps the VAE learns; the flow learns in all later ones.
      euler_steps, temperature: of samples, as `flow_matching` has them.
      code_noise: a factor on the standard deviation of q(z | x) in the codes: 1 are its draws, 0 its means.
      axis_name: the device axis, or None.

    Raises:
      UserError: the model has several stochastic layers.
    """
    autoencoder = maximise(model, objective, tx, samples=samples, chunk=chunk, axis_name=axis_name)
    decode = autoencoder.decode
    if decode is None:
        raise UserError("latent_flow takes an encoder and a decoder of one stochastic layer")
    flow = flow_matching(
        velocity, tx=velocity_tx, euler_steps=euler_steps, temperature=temperature, axis_name=axis_name
    )

    def init(key, batch):
        keys = jax.random.split(key)
        first = autoencoder.init(keys[0], batch)
        return _joined(first.step, first, flow.init(keys[1], {"x": jnp.zeros((1, *model.latent_dims))}))

    def step(key, state, batch):
        keys = jax.random.split(key, 3)
        of_autoencoder, of_flow = _part(state, "estimator"), _part(state, "velocity")

        def learn(autoencoder_x, codes_x):
            """Both parts one step on: the VAE on the one batch, the flow on codes of the other."""
            mean, log_variance = model.posterior(state.params["estimator"], 0, codes_x)
            noise = example_normal(keys[0], len(mean), mean.shape[1:], axis_name)
            codes = mean + code_noise * jnp.exp(log_variance / 2) * noise
            moved, metrics = autoencoder.step(keys[1], of_autoencoder, {"x": autoencoder_x})
            flowed, of_velocity = flow.step(keys[2], of_flow, {"x": codes})
            return moved, flowed, metrics | of_velocity

        def autoencoder_learns(x):
            moved, _, metrics = learn(x, x[:FEW])
            return _joined(state.step + 1, moved, of_flow), metrics

        def flow_learns(x):
            _, flowed, metrics = learn(x[:FEW], x)
            return _joined(state.step + 1, of_autoencoder, flowed), metrics

        return jax.lax.cond(state.step < autoencoder_steps, autoencoder_learns, flow_learns, batch["x"])

    def sample(key, state, n, label=None):
        return decode(key, state, flow.sample(key, _part(state, "velocity"), n))

    return Method(
        init,
        step,
        sample,
        encode=autoencoder.encode,
        decode=decode,
        reconstruct=autoencoder.reconstruct,
    )


def _part(state: TrainState, name: str) -> TrainState:
    """The state of the method whose only network is `name`."""
    parts = ({name: tree[name]} if name in tree else {} for tree in state[1:])
    return TrainState(state.step, *parts)


def _joined(step: Array, first: TrainState, second: TrainState) -> TrainState:
    """The state of both methods, after `step` steps."""
    return TrainState(step, *(a | b for a, b in zip(first[1:], second[1:], strict=True)))


def make(config, networks, axis_name=None) -> Method:
    """`latent_flow` from a config: what a VAE has, and `networks.velocity`, `velocity_tx` and what `sampling` has.

    Of `steps` the VAE learns for the first `method.autoencoder_steps`. Without `method.code_noise` it is 1.
    """
    (velocity,) = require(networks, "velocity")
    code_noise = config.method.get("code_noise", 1.0)
    options = {"autoencoder_steps": config.method.autoencoder_steps, "code_noise": code_noise}
    at_least(options, autoencoder_steps=0, code_noise=0)
    of_model = arguments(config.method, networks, axis_name, "elbo")
    names = ("encoder", "decoder", "observation", "variance")
    model = latent_model(*(of_model.pop(name) for name in names))
    return latent_flow(
        model,
        of_model.pop("objective"),
        velocity.clone(x_shape=model.latent_dims),
        tx=optimizers.make(config.estimator_tx),
        velocity_tx=optimizers.make(config.velocity_tx),
        **options,
        **sampling(config.method),
        **of_model,
    )
