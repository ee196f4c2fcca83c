"""bfloat16 inside of networks, float32 everywhere else."""

import json

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganjax import networks
from ganjax.errors import UserError
from ganjax.harness import build
from ganjax.harness.config import check
from ganjax.harness.train import train
from ganjax.networks import layers, made
from ganjax.networks.precision import with_precision
from ganjax.networks.time_features import time_features
from ganjax.networks.variables import forward, init_network
from tests.tiny_configs import METHODS

PRODUCTS = ("dot_general", "conv_general_dilated")


def equations(jaxpr):
    """Every equation, those inside of others too."""
    for eqn in jaxpr.eqns:
        yield eqn
        for value in eqn.params.values():
            for item in value if isinstance(value, tuple | list) else (value,):
                item = getattr(item, "jaxpr", item)
                if hasattr(item, "eqns"):
                    yield from equations(item)


def network_of(eqn):
    """Where in `ganjax.networks` an equation was made; None if it was made elsewhere."""
    for frame in eqn.source_info.traceback.frames:
        path, name = frame.file_name.split("/")[-3:], frame.function_name
        if path[:2] == ["ganjax", "networks"] and path[2] not in ("precision.py", "variables.py"):
            return f"{path[2]}: {name}"
    return None


def dtypes(tree):
    return {jax.tree_util.keystr(path): leaf.dtype for path, leaf in jax.tree_util.tree_leaves_with_path(tree)}


def dcgan(**more):
    return networks.make("discriminator", {"name": "dcgan", "filters": 4, **more})


def test_a_network_rounds_its_parameters_and_inputs():
    module, x = dcgan(spectral_norm=True, feature_dim=5), jax.random.normal(jax.random.key(1), (6, 8, 8, 1))
    half = with_precision(module, "bfloat16")
    params, state = init_network(half, jax.random.key(0), x[:1], train=False)
    assert {leaf.dtype for leaf in jax.tree.leaves((params, state))} == {jnp.dtype("float32")}
    exact, _ = forward(module, params, state, x)
    logits, new_state = forward(half, params, state, x)
    assert logits.dtype == jnp.float32 and dtypes(new_state) == dtypes(state)
    assert 0 < jnp.abs(logits - exact).max() < 0.05 * jnp.abs(exact).max()
    # Rounding by hand: the same function of rounded parameters and inputs.
    rounded = jax.tree.map(lambda leaf: leaf.astype(jnp.bfloat16), (params, x))
    np.testing.assert_array_equal(logits, forward(module, rounded[0], state, rounded[1])[0].astype(jnp.float32))
    features, _ = forward(half, params, state, x, method="features")
    assert features.dtype == jnp.float32
    assert isinstance(half, type(module)) and half == with_precision(module, "bfloat16")
    assert with_precision(module, "float32") is module


def test_batch_statistics_are_float32():
    module = with_precision(
        networks.make("generator", {"name": "dcgan", "filters": 2, "latent_dim": 3}, x_shape=(8, 8, 1)), "bfloat16"
    )
    latent = 100 + jax.random.normal(jax.random.key(1), (64, module.latent_dim))
    params, state = init_network(module, jax.random.key(0), latent[:1], train=False)
    _, moved = forward(module, params, state, latent)
    for leaf in jax.tree.leaves(moved):
        assert leaf.dtype == jnp.float32
        assert (leaf != leaf.astype(jnp.bfloat16)).any()


@pytest.mark.parametrize("name", [name for name in METHODS if name != "svgd"])  # svgd has no network
def test_every_methods_networks_compute_in_bfloat16_and_its_state_is_float32(name):
    config = METHODS[name]()
    config.precision = "bfloat16"
    dataset = build.dataset(config)
    method = build.method(config, dataset)
    batch, n = jax.eval_shape(lambda key: dataset.sample(key, 8), jax.random.key(0)), method.batches_per_step
    if n > 1:
        batch = jax.tree.map(lambda leaf: jax.ShapeDtypeStruct((n, *leaf.shape), leaf.dtype), batch)
    key = jax.eval_shape(jax.random.key, 0)
    state = jax.eval_shape(method.init, key, batch)
    jaxpr, (after, metrics) = jax.make_jaxpr(method.step, return_shape=True)(key, state, batch)
    assert dtypes(after) == dtypes(state)
    assert jnp.bfloat16 not in {leaf.dtype for leaf in jax.tree.leaves((after, metrics))}
    inside = [eqn for eqn in equations(jaxpr.jaxpr) if eqn.primitive.name in PRODUCTS and network_of(eqn)]
    exact = {network_of(eqn) for eqn in inside if any(var.aval.dtype != jnp.bfloat16 for var in eqn.invars)}
    # The power iteration, and the way back through the layer that makes points.
    assert inside and exact <= {"spectral.py: SpectralNorm._spectral_normalize", "layers.py: unrounded"}
    # No sum over examples, as a bias's gradient is, is taken in bfloat16.
    sums = [eqn for eqn in equations(jaxpr.jaxpr) if eqn.primitive.name == "reduce_sum" and network_of(eqn)]
    operands = [(network_of(eqn), eqn.invars[0].aval, eqn.params["axes"]) for eqn in sums]
    assert not [at for at, aval, axes in operands if aval.dtype == jnp.bfloat16 and 0 in axes and aval.shape[0] > 1]


@pytest.mark.parametrize("rounded, dtype", [(True, jnp.bfloat16), (False, jnp.float32)])
def test_a_dense_layers_product_is_of_bfloat16_factors(rounded, dtype):
    layer, x = layers.Dense(4, rounded=rounded), jnp.ones((8, 3), jnp.bfloat16)
    params = jax.tree.map(lambda leaf: leaf.astype(jnp.bfloat16), layer.init(jax.random.key(0), x))
    (product,) = [
        eqn for eqn in equations(jax.make_jaxpr(layer.apply)(params, x).jaxpr) if eqn.primitive.name in PRODUCTS
    ]
    assert [var.aval.dtype for var in product.invars] == [jnp.bfloat16] * 2
    assert product.outvars[0].aval.dtype == layer.apply(params, x).dtype == dtype


@pytest.mark.parametrize("layer", [layers.Dense(4), layers.Conv(4, (1, 1)), layers.ConvTranspose(4, (1, 1))])
def test_a_biass_gradient_is_summed_in_float32(layer):
    """A sum of 4,096 normal numbers, each rounded, is off by some .1 of 64; one that is rounded as it grows, by 1."""
    x = jnp.zeros((4_096, 1, 1, 3), jnp.bfloat16)
    cotangent = jax.random.normal(jax.random.key(1), (4_096, 1, 1, 4))
    params, _ = init_network(layer, jax.random.key(0), x[:1])
    rounded = jax.tree.map(lambda leaf: leaf.astype(jnp.bfloat16), params)
    _, pull = jax.vjp(lambda params: layer.apply({"params": params}, x), rounded)
    gradient = pull(cotangent.astype(jnp.bfloat16))[0]["bias"].astype(jnp.float32)
    exact = cotangent.astype(jnp.bfloat16).astype(jnp.float32).sum((0, 1, 2))
    np.testing.assert_allclose(gradient, exact, rtol=2**-8)


def test_the_two_gaussians_sums_are_float32():
    """No method of METHODS has this generator."""
    module = with_precision(networks.make("generator", {"name": "two_gaussians"}, x_shape=(1,)), "bfloat16")
    latent = jax.random.normal(jax.random.key(1), (64, 2))
    params, state = init_network(module, jax.random.key(0), latent[:1], train=False)
    jaxpr = jax.make_jaxpr(jax.grad(lambda params: forward(module, params, state, latent)[0].sum()))(params)
    sums = [eqn.invars[0].aval for eqn in equations(jaxpr.jaxpr) if eqn.primitive.name == "reduce_sum"]
    sums = [aval.dtype for aval in sums if aval.shape and aval.shape[0] == 64]
    assert len(sums) >= 2 and set(sums) == {jnp.dtype("float32")}  # a mean each


@pytest.mark.parametrize("features, use_bias", [(5, True), (1, False)])
def test_a_dense_layer_is_flaxs(features, use_bias):
    x = jax.random.normal(jax.random.key(1), (2, 7, 3))
    ours, flaxs = layers.Dense(features, use_bias), nn.Dense(features, use_bias)
    params = flaxs.init(jax.random.key(0), x)
    assert jax.tree.all(jax.tree.map(lambda a, b: bool((a == b).all()), params, ours.init(jax.random.key(0), x)))
    np.testing.assert_array_equal(ours.apply(params, x), flaxs.apply(params, x))


@pytest.mark.parametrize("name", ["mlp", "residual_mlp", "unet"])
def test_a_time_is_not_rounded_before_its_features_are_made(name):
    """In bfloat16 .7 and .701 are one number, and a thousand times it has no digits left."""
    shape = (4, 4, 1) if name == "unet" else (3,)
    options = {"filters": 4} if name == "unet" else {}
    network = networks.make("velocity", {"name": name, **options}, x_shape=shape)
    x, time = jax.random.normal(jax.random.key(0), (2, *shape)), jnp.array([0.7, 0.701])
    variables = jax.tree.map(
        lambda leaf: leaf + 0.1 * jax.random.normal(jax.random.key(1), leaf.shape),
        network.init(jax.random.key(2), x, time),
    )
    seen = []

    def look(next_fun, args, kwargs, context):
        if isinstance(context.module, type(network)) and context.method_name == "__call__":
            seen.append([leaf.dtype for leaf in args])
        return next_fun(*args, **kwargs)

    with nn.intercept_methods(look):
        reduced = with_precision(network, "bfloat16").apply(variables, x, time)
    assert seen == [[jnp.bfloat16, jnp.float32]]
    exact = network.apply(variables, x, time)
    np.testing.assert_allclose(reduced, exact, atol=0.05 * np.abs(exact).max())
    fast = time_features(time, jnp.bfloat16)
    assert fast.dtype == jnp.bfloat16
    np.testing.assert_allclose(fast.astype(jnp.float32), time_features(time), atol=4e-3)


def test_the_weights_of_a_density_add_up_to_one_in_bfloat16():
    network = with_precision(made.Density((2,), hidden=(8,), components=60), "bfloat16")
    x = jax.random.normal(jax.random.key(0), (16, 2))
    variables = jax.tree.map(lambda leaf: 3 * leaf, network.init(jax.random.key(1), x))
    log_weights = network.apply(variables, x).log_weights
    np.testing.assert_allclose(jnp.exp(log_weights).sum(-1), 1.0, rtol=1e-5)


def test_points_are_not_rounded():
    """A generator's last layer returns float32: bfloat16 has steps of 1/64 between 2 and 4."""
    net = {"name": "mlp", "hidden": (8,), "latent_dim": 3}
    module = with_precision(networks.make("generator", net, x_shape=(2,)), "bfloat16")
    latent = jax.random.normal(jax.random.key(1), (64, 3))
    params, state = init_network(module, jax.random.key(0), latent[:1], train=False)
    points, _ = forward(module, params, state, 3 * latent)
    rounded = points.astype(jnp.bfloat16).astype(jnp.float32)
    assert points.dtype == jnp.float32 and float((points == rounded).mean()) < 0.1


def test_another_precision_is_refused():
    config = METHODS["gan"]()
    config.precision = "bfloat8"
    with pytest.raises(UserError, match="config.precision must be float32 or bfloat16, not 'bfloat8'"):
        check(config)


# Whose data are counts, or a density, or whose student is of points.
NOT_OF_IMAGES = ("sig_poisson", "svgd", "autoregressive", "lbt_flow")


@pytest.mark.slow
@pytest.mark.parametrize("name", METHODS)
def test_a_thousand_steps_stay_finite(name, tmp_path):
    """On the digits; at a rate of 1e-3, which all of these networks learn at in float32."""
    config = METHODS[name]()
    if name not in NOT_OF_IMAGES:
        config.data.name, config.data.image_shape, config.eval.metrics = "digits", (8, 8, 1), ()
    for key in config:
        if key.endswith("_tx"):
            config[key].learning_rate = 1e-3
    config.update(precision="bfloat16", steps=1_000, log_every=100, checkpoint_every=1_000, batch_size=32)
    train(config, tmp_path, devices=jax.devices()[:1])
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    values = [value for line in lines for value in line.get("train", {}).values()]
    assert lines[-1]["step"] == 1_000 and len(values) > 5 and np.isfinite(np.concatenate(values)).all()
