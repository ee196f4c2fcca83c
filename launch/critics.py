"""Critics that estimate the divergence of two shifted normals by a bound, for `launch.estimator_error`."""

from typing import Any

HIDDEN, RATE, TESTS = (64, 64), 1e-3, 400  # of the critic, of its Adam, and batches that test it


def bounds() -> dict[str, tuple[Any, tuple]]:
    """Name -> (adversarial loss, terms of the critic) of every bound.

    `goodfellow` is left out: it is `jensen_shannon` less a constant, with the same critics.
    """
    from ganjax.losses import adversarial
    from ganjax.losses.f_divergences import divergences
    from ganjax.terms import donsker_varadhan

    losses = {name: (adversarial.by_name(name), ()) for name in divergences() if name != "goodfellow"}
    return {"donsker_varadhan": (adversarial.wasserstein, (donsker_varadhan.make(),))} | losses


def value_of(loss, terms):
    """(logits of P [n], of Q [m]) -> the bound [] on these."""
    from ganjax.terms.donsker_varadhan import log_mean_exp

    if terms:
        return lambda real, fake: real.mean() - log_mean_exp(fake)
    return lambda real, fake: -loss.real(real).mean() - loss.fake(fake).mean()


def estimate(name: str, dimension: int, *, distance: float, steps: int, batch: int, seeds: int) -> dict:
    """The bound `name` by trained critics, a value a seed: on all test examples, and its deviation over batches.

    The critics are those of a GAN whose generator is Q and does not learn.
    """
    import jax
    import jax.numpy as jnp
    import numpy as np
    import optax

    from ganjax.methods.gan import gan
    from ganjax.networks import mlp

    loss, terms = bounds()[name]
    critic = mlp.Discriminator(HIDDEN, "relu")
    mean = jnp.full([dimension], distance / np.sqrt(dimension))
    q = mlp.Generator(dimension, (dimension,), hidden=())  # an affine map of normal latents
    method = gan(
        q,
        critic,
        generator_tx=optax.set_to_zero(),
        discriminator_tx=optax.adam(RATE, b1=0.5),
        loss=loss,
        discriminator_terms=terms,
        generator_terms=terms,
    )

    def p(key):
        return {"x": jax.random.normal(key, (batch, dimension))}

    def one(key):
        first, train, test = jax.random.split(key, 3)
        state = method.init(first, p(first))
        (layer,) = state.params["generator"]
        fixed = {layer: {"kernel": jnp.eye(dimension), "bias": mean}}
        state = state._replace(params={**state.params, "generator": fixed})

        def step(state, key):
            data, own = jax.random.split(key)
            return method.step(own, state, p(data))[0], None

        state, _ = jax.lax.scan(step, state, jax.random.split(train, steps))

        def logits(key):
            real, fake = jax.random.normal(key, (2, batch, dimension))
            return tuple(critic.apply({"params": state.params["discriminator"]}, x) for x in (real, mean + fake))

        real, fake = jax.lax.map(logits, jax.random.split(test, TESTS))
        value = value_of(loss, terms)
        return value(real.ravel(), fake.ravel()), jax.vmap(value)(real, fake).std(ddof=1)

    keys = jax.random.split(jax.random.fold_in(jax.random.key(0), dimension), seeds)
    values, spread = jax.jit(jax.vmap(one))(keys)
    return {"bound": name, "dimension": dimension, "values": values.tolist(), "batch_deviations": spread.tolist()}
