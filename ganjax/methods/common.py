"""What several methods share: running a network, drawing a latent, one optimiser step."""

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax.dropout import takes_keys
from ganjax.errors import UserError
from ganjax.networks.variables import autoencode, forward
from ganjax.parallel import example_keys, example_normal, value_and_pgrad
from ganjax.splice import splice
from ganjax.types import Array, Batch, Estimator, Method, Params, TrainState


def judge(
    discriminator: nn.Module,
    params: Params,
    state: Params,
    *inputs,
    label: tuple[Array, ...] = (),
    feature_tx=None,
    key: Array | None,
    probe=None,
) -> tuple[Array, Array, Params]:
    """(logits [n], features [n, d], new state) of a discriminator in training.

    `label` has the labels [n] or [n, c] that a conditional discriminator judges the features with. `feature_tx` is at
    the features (`ganjax.splice`): it transforms the gradient of all that depends on these.
    """
    masks: dict[str, Any] = {}
    if key is not None and takes_keys(discriminator):
        key, mask_key = jax.random.split(key)
        masks = {"keys": example_keys(mask_key, len(inputs[0]), discriminator.axis_name)}
    features, state = forward(discriminator, params, state, *inputs, method="features", **masks)
    if feature_tx is not None:
        assert key is not None  # of the transform's noise
        features = splice(features, feature_tx, key, probe)
    if not state:
        logits: Any = discriminator.apply({"params": params}, features, *label, method="head")
        return logits, features, state
    variables = {"params": params, **state}
    logits, state = discriminator.apply(variables, features, *label, method="head", mutable=list(state))
    return logits, features, dict(state)


def draw_latent(generator: nn.Module, key: Array, n: int, axis_name: str | None = None) -> Array:
    """Latents [n, latent_dim] from the generator's prior: its `prior(key, shape)`, or a standard normal."""
    shape = (generator.latent_dim,)
    prior = getattr(generator, "prior", None)
    if prior is None:
        return example_normal(key, n, shape, axis_name)
    return jax.vmap(lambda k: prior(k, shape))(example_keys(key, n, axis_name))


def apply_gradient(tx: optax.GradientTransformation, grads: Params, opt_state: Any, params: Params):
    """One optimiser step: (new params, new optimiser state)."""
    updates, opt_state = tx.update(grads, opt_state, params)
    return optax.apply_updates(params, updates), opt_state


def fit(estimator: Estimator, tx: optax.GradientTransformation, axis_name: str | None, metric: str):
    """(init, step, log_prob) of the method that maximises an estimator's `log_prob` on data, logged as `metric`."""

    def init(key: Array, batch: Batch) -> TrainState:
        params = estimator.init(key, first(batch))
        return TrainState(jnp.zeros([], jnp.int32), {"estimator": params}, {}, {"estimator": tx.init(params)})

    def step(key: Array, state: TrainState, batch: Batch):
        def loss(params):
            value = estimator.log_prob(params, key, batch["x"]).mean()
            return -value, {metric: value}

        params = state.params["estimator"]
        (_, metrics), grads = value_and_pgrad(loss, axis_name)(params)
        params, opt_state = apply_gradient(tx, grads, state.opt_state["estimator"], params)
        state = state._replace(
            step=state.step + 1,
            params={**state.params, "estimator": params},
            opt_state={**state.opt_state, "estimator": opt_state},
        )
        return state, metrics

    def log_prob(key: Array, state: TrainState, x: Array) -> Array:
        return estimator.log_prob(state.params["estimator"], key, x)

    return init, step, log_prob


def decoder(generator: nn.Module):
    """The `decode` of a method with a generator: batch norm by its running averages."""

    def decode(key: Array, state: TrainState, latent: Array, label: Array | None = None) -> Array:
        args = (latent,) if label is None else (latent, label)
        x, _ = forward(generator, state.params["generator"], state.model_state["generator"], *args, train=False)
        return x

    return decode


def sampler(generator: nn.Module):
    """The `sample` of a method with a generator: latents of its prior, decoded."""
    decode = decoder(generator)

    def sample(key: Array, state: TrainState, n: int, label: Array | None = None) -> Array:
        return decode(key, state, draw_latent(generator, key, n), label)

    return sample


def featurer(discriminator: nn.Module, encode=None):
    """The `features` of a method with a discriminator.

    Args:
      encode: (key, state, x) -> latent of a discriminator of pairs; None: it judges x alone.
    """
    pack = getattr(discriminator, "pack", 1)

    def features(key: Array, state: TrainState, x: Array) -> Array:
        x = x[: len(x) // pack * pack]
        inputs = (x,) if encode is None else (x, encode(key, state, x))
        params, model_state = state.params["discriminator"], state.model_state["discriminator"]
        return forward(discriminator, params, model_state, *inputs, train=False, method="features")[0]

    return features


def refresher(generator: nn.Module, axis_name: str | None = None):
    """The `refresh` of a method with a generator; its batch is one, also where a step takes several."""

    def refresh(key: Array, state: TrainState, batch: Batch) -> TrainState:
        label = batch.get("label") if getattr(generator, "n_classes", 0) else None
        latent = draw_latent(generator, key, len(batch["x"]), axis_name)
        args = (latent,) if label is None else (latent, label)
        _, statistics = forward(generator, state.params["generator"], state.model_state["generator"], *args)
        return state._replace(model_state={**state.model_state, "generator": statistics})

    return refresh


def sampling(generator: nn.Module, axis_name: str | None = None) -> dict[str, Any]:
    """The fields `sample` and `refresh` of a method with a generator."""
    return {"sample": sampler(generator), "refresh": refresher(generator, axis_name)}


def encoding(
    generator: nn.Module, encoder: nn.Module, name: str = "encoder", axis_name: str | None = None
) -> dict[str, Any]:
    """The fields `encode`, `decode`, `reconstruct`, `refresh` and `refreshed` of a method that learns an encoder too.

    Args:
      name: the encoder's key in `params` and `model_state`; its state is that of
        `ganjax.networks.variables.autoencode`, so that reconstructions have batch statistics of their own.
    """
    n_classes, refresh_prior = getattr(generator, "n_classes", 0), refresher(generator, axis_name)

    def run(state, x, label, train):
        if n_classes and label is None:
            raise UserError("a conditional generator reconstructs with labels: reconstruct(key, state, x, label)")
        labels = (label,) if n_classes else ()

        def generate(latent, statistics):
            return forward(generator, state.params["generator"], statistics, latent, *labels, train=train)

        return autoencode(encoder, state.params[name], state.model_state[name], x, generate, train)

    def encode(key: Array, state: TrainState, x: Array) -> Array:
        latent, _ = forward(encoder, state.params[name], state.model_state[name]["encoder"], x, train=False)
        return latent[0] if isinstance(latent, tuple) else latent

    def reconstruct(key: Array, state: TrainState, x: Array, label: Array | None = None) -> Array:
        return run(state, x, label, False)[1]

    def refresh(key: Array, state: TrainState, batch: Batch) -> TrainState:
        moved = run(state, batch["x"], batch.get("label"), True)[2]
        state = refresh_prior(key, state, batch)
        return state._replace(model_state={**state.model_state, name: moved})

    fields = {"encode": encode, "decode": decoder(generator), "reconstruct": reconstruct}
    return fields | {"refresh": refresh, "refreshed": (name,)}


def same_latents(generator: nn.Module, encoder: nn.Module) -> None:
    """Raises UserError for an encoder whose latents are not of the generator's size."""
    if encoder.latent_dim != generator.latent_dim:
        raise UserError(
            f"config.networks.encoder.latent_dim is {encoder.latent_dim}: it must be the generator's, "
            f"{generator.latent_dim}"
        )


def first(batch: Batch) -> Array:
    """One example [1, ...] of a batch, for shapes."""
    return batch["x"][:1]


_REFRESH = 2**31 - 2  # of the key that refreshes an average's batch statistics; methods count theirs from 0


def _sampled_networks(params: Params) -> tuple[str, ...]:
    """The keys of the networks that samples come from: the generator, or all of a method that has none."""
    return ("generator",) if "generator" in params else tuple(params)


def with_ema(method: Method, decay: float) -> Method:
    """A method whose samples come from an exponential average of its generator's parameters.

    Of a method without a generator all networks are averaged. The average starts at the initial parameters and
    forgets them: its bias is corrected as Adam's is. It lives in `model_state["ema"]`; the training does not see it.

    Batch statistics of the averaged parameters are neither those of the last parameters nor the average of those
    that were (the activations of averaged weights vary less): each step of a generator with batch norm ends with one
    more forward pass, of the averaged generator in training mode. Those of a method without `refresh` are the last
    step's.

    Args:
      method: any method.
      decay: in [0, 1); .999 averages over about the last thousand steps. In float32 small moves are lost: the average
        of a constant is relatively off by up to 4e-5 at .999, 8e-4 at .9999, 6e-3 at .99999.
    """

    def init(key, batch):
        state = method.init(key, batch)
        names = _sampled_networks(state.params)
        average = jax.tree.map(jnp.zeros_like, {name: state.params[name] for name in names})
        moved = (*names, *method.refreshed)
        statistics = {name: jax.tree.map(jnp.copy, state.model_state.get(name, {})) for name in moved}
        return state._replace(model_state={**state.model_state, "ema": {"params": average, "statistics": statistics}})

    def averaged(state):
        average = state.model_state["ema"]
        weight = 1 - decay ** state.step.astype(jnp.float32)
        params = jax.tree.map(
            lambda a, p: jnp.where(weight > 0, a / jnp.where(weight > 0, weight, 1), p).astype(p.dtype),
            average["params"],
            {name: state.params[name] for name in average["params"]},
        )
        statistics = {name: value for name, value in average["statistics"].items() if value}
        return state._replace(params={**state.params, **params}, model_state={**state.model_state, **statistics})

    def step(key, state, batch):
        average = state.model_state["ema"]
        # A step averages its `model_state` over the devices: the average of the weights would be sent with it.
        own = {name: value for name, value in state.model_state.items() if name != "ema"}
        state, metrics = method.step(key, state._replace(model_state=own), batch)
        params = jax.tree.map(
            lambda a, p: decay * a + (1 - decay) * p,
            average["params"],
            {name: state.params[name] for name in average["params"]},
        )
        fresh = state._replace(model_state={**state.model_state, "ema": {**average, "params": params}})
        if method.refresh is not None and jax.tree.leaves(average["statistics"]):
            one = batch if method.batches_per_step == 1 else jax.tree.map(lambda x: x[0], batch)
            # The step splits this key; the number is far from those of its parts.
            fresh = method.refresh(jax.random.fold_in(key, _REFRESH), averaged(fresh), one)
        statistics = {name: fresh.model_state.get(name, {}) for name in average["statistics"]}
        ema = {"params": params, "statistics": statistics}
        return state._replace(model_state={**state.model_state, "ema": ema}), metrics

    def through(function):
        return None if function is None else lambda key, state, *a, **k: function(key, averaged(state), *a, **k)

    return method._replace(
        init=init,
        step=step,
        sample=through(method.sample),
        log_prob=through(method.log_prob),
        encode=through(method.encode),
        decode=through(method.decode),
        reconstruct=through(method.reconstruct),
        log_weight=through(method.log_weight),
    )


def without(config: Mapping, method: str, *options: str) -> None:
    """Raises UserError for options of `config.method` that this method has not."""
    for option in options:
        if config.get(option):
            raise UserError(f"config.method.{option}: {method} has none")


def at_least(config: Mapping, **bounds: float) -> None:
    """Raises UserError where a number of a method's config is below its bound."""
    for name, bound in bounds.items():
        if isinstance(config[name], int | float) and config[name] < bound:  # a swept one is traced
            raise UserError(f"config.method.{name} must be at least {bound}, not {config[name]}")


def stochastic(encoder: nn.Module, user: str) -> None:
    """Raises UserError for an encoder of the latent alone, where `user` needs its variance as well."""
    if getattr(encoder, "deterministic", False):
        raise UserError(f"config.networks.encoder.deterministic: {user} needs the variance of a latent as well")


def normal_prior(generator: nn.Module, role: str, user: str) -> None:
    """Raises UserError for a generator whose latents are not N(0, I), to which `user` draws those of its encoder."""
    noise = getattr(generator, "noise", "normal")
    if isinstance(noise, str) and noise != "normal":  # a module of one's own may have a number of that name
        raise UserError(f"config.networks.{role}.noise must be 'normal', not {noise!r}: {user} has the prior N(0, I)")


def unconditional(generator: nn.Module, user: str) -> None:
    """Raises UserError for a generator that takes labels, where `user` passes none."""
    if getattr(generator, "n_classes", 0):
        raise UserError(f"{user} does not take labels: set config.networks.generator.n_classes=0")


def require(networks: Mapping[str, nn.Module], *roles: str) -> list[nn.Module]:
    """The networks of these roles.

    Raises:
      UserError: naming the first role that the config lacks.
    """
    for role in roles:
        if role not in networks:
            raise UserError(f"this method needs config.networks.{role}")
    return [networks[role] for role in roles]
