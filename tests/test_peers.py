"""The PyTorch peers compute what our methods do: from equal weights, batches and noise, equal gradients."""

import importlib.util

import jax
import numpy as np
import pytest
from flax.traverse_util import flatten_dict
from ml_collections import ConfigDict

from configs import common
from ganjax import networks as ganjax_networks
from ganjax.errors import UserError
from ganjax.harness import run
from ganjax.harness.config import default
from ganjax.losses import adversarial
from ganjax.methods.common import draw_latent
from ganjax.parallel import example_normal

if importlib.util.find_spec("torch") is None:
    pytest.skip("the peers need PyTorch: install the [peers] extra", allow_module_level=True)

import torch

from launch import peers
from launch.peers import gan_torch, lbt_torch, networks, optimizers

BATCH = 8
# These programs run once: their compilation is all that takes time.
QUICKLY = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}


# After one step, SGD's momentum is the gradient.
TRACE = {"name": "sgd", "learning_rate": 1.0, "momentum": 0.9}
SGD = ConfigDict({"name": "sgd", "learning_rate": 1.0})


def small(config):
    """`config` at tiny shapes, with an optimiser that keeps the gradients."""
    config.batch_size, config.ema = BATCH, 0.0
    for net in config.networks.values():
        if "hidden" in net:
            net.hidden = (6, 5)
        if "latent_dim" in net:
            net.latent_dim = 3
    config.generator_tx = TRACE
    if "discriminator" in config.networks:
        config.discriminator_tx = TRACE
    return config


def lbt(with_discriminator=False):
    config = common.mixture("ring")
    (common.lbt_gan if with_discriminator else common.lbt)(
        config, inner_steps=3, variance=0.005, learning_rates=(9e-4, 3e-4)
    )
    config.method.unroll_steps = 2
    return small(config)


def dcgan(shape=(16, 16, 1), loss="non_saturating", kernel=4, **discriminator):
    config = default()
    config.data.name, config.data.image_shape = "digits", shape
    config.networks.generator = {"name": "dcgan", "latent_dim": 3, "filters": 2, "kernel": kernel}
    config.networks.discriminator = {"name": "dcgan", "filters": 2, "kernel": kernel, **discriminator}
    config.method = {"name": "gan", "loss": loss, "critic_steps": 1}
    return small(config)


def mlp(loss="non_saturating"):
    config = common.mixture("ring")
    common.gan(config, loss)
    return small(config)


def ours(config, seed=0):
    """(run, initial state without lanes, state after one step, metrics, batch, step key)."""
    made = run.prepare(config)
    data_key, key = jax.random.split(jax.random.key(seed))
    batch = made.dataset.sample(data_key, BATCH)
    method = made.lane_method({})
    before = jax.tree.map(np.array, jax.jit(method.init, compiler_options=QUICKLY)(data_key, batch))
    # Biases that are not 0: a leaky ReLU at exactly 0 has slope 1 in flax and 0.2 in PyTorch.
    rng = np.random.default_rng(seed)
    moved = jax.tree.map(lambda p: p + rng.normal(0, 0.1, p.shape).astype(p.dtype), before.params)
    before = before._replace(params=moved)
    after, metrics = jax.jit(method.step, compiler_options=QUICKLY)(key, before, batch)
    return made, before, after, metrics, batch, key


def torch_batch(x):
    x = torch.tensor(np.array(x))
    return x.permute(0, 3, 1, 2) if x.dim() == 4 else x


def torch_latent(made, key, n=BATCH):
    generator = ganjax_networks.make("generator", made.config.networks.generator, x_shape=made.dataset.x_shape)
    return torch.tensor(np.array(draw_latent(generator, key, n)))


def student_noise(key, samples, latent_dim=3):
    """The noise [B, samples, d] of the VAE's latents, as `ganjax.methods.latent` draws it."""
    keys = [jax.random.split(jax.random.fold_in(key, index))[0] for index in range(samples)]
    return torch.tensor(np.stack([example_normal(key, BATCH, (latent_dim,)) for key in keys], axis=1))


def assert_trees_close(flax_tree, names, tensors, tolerance=1e-4):
    """Relative to the largest entry of each leaf: small entries are differences of large ones."""
    expected = flatten_dict(flax_tree, sep="/")
    assert sorted(expected) == sorted(names)
    for name, tensor in zip(names, tensors, strict=True):
        mine = np.asarray(expected[name])
        scale = max(np.abs(mine).max(), 1e-8)
        error = np.abs(mine - networks.to_flax(name, tensor)).max() / scale
        assert error <= tolerance, f"{name}: {error:.2g}"


def gradient(after, name):
    """The gradient of our step, from its optimiser's state."""
    return after.opt_state[name][0].trace


CONFIGS = {
    "dcgan_16": dcgan(),
    "dcgan_8_rgb_kernel_5": dcgan((8, 8, 3), kernel=5),
    "dcgan_no_norm": dcgan((8, 8, 1), loss="wasserstein", batch_norm=False, feature_dim=4),
    "mlp": mlp("hinge"),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_gan_agrees(name):
    config = CONFIGS[name]
    made, before, after, metrics, batch, key = ours(config)
    critic_key, generator_key = jax.random.split(key)
    game = gan_torch.game(config, made.dataset.x_shape, before)

    loss, grads = game.critic(torch_batch(batch["x"]), torch_latent(made, jax.random.split(critic_key)[0]))
    assert loss.item() == pytest.approx(float(metrics["discriminator_loss"]), rel=1e-4, abs=1e-6)
    assert_trees_close(gradient(after, "discriminator"), game.discriminator.names, grads)

    optimizers.make(SGD, game.discriminator.weights, ())(grads)
    loss = game.generator_loss(torch_latent(made, jax.random.split(generator_key)[0]))
    assert loss.item() == pytest.approx(float(metrics["generator_loss"]), rel=1e-4, abs=1e-6)
    grads = torch.autograd.grad(loss, game.generator.weights)
    assert_trees_close(gradient(after, "generator"), game.generator.names, grads)

    for role, net in (("generator", game.generator), ("discriminator", game.discriminator)):
        stats = after.model_state[role].get("batch_stats", {})
        assert sorted(stats) == sorted(net.stats)
        for norm, value in stats.items():
            start = before.model_state[role]["batch_stats"][norm]
            mean, variance = (t.numpy() for t in net.stats[norm])
            np.testing.assert_allclose(mean, value["mean"], rtol=1e-4, atol=1e-6)
            # The variance is kept with a factor; the initial one says which.
            fresh = gan_torch.game(config, made.dataset.x_shape, before)
            factor = getattr(fresh, role).stats[norm][1].numpy() / start["var"]
            np.testing.assert_allclose(variance / factor, value["var"], rtol=1e-4)


@pytest.mark.parametrize("with_discriminator, samples, variance", [(False, 1, 0.005), (True, 2, 0.0)])
def test_lbt_agrees(with_discriminator, samples, variance):
    config = lbt(with_discriminator)
    config.method.estimator.update(samples=samples, variance=variance)
    made, before, after, metrics, batch, key = ours(config)
    keys = jax.random.split(key, 4)
    m, k = 3, 2

    def lessons(key, steps):
        pairs = jax.random.split(key, (steps, 2))
        latent = torch.cat([torch_latent(made, pair[0]) for pair in pairs])
        return latent, [student_noise(pair[1], samples) for pair in pairs]

    x, (evaluation_key, adversarial_key) = torch_batch(batch["x"]), jax.random.split(keys[3])
    noise_x = student_noise(evaluation_key, samples)
    lesson = lbt_torch.Lesson(*lessons(keys[1], m), *lessons(keys[2], k), noise_x)
    generator, game = lbt_torch.players(config, made.dataset.x_shape, before)
    if game is not None:
        loss, grads = game.critic(x, torch_latent(made, jax.random.split(keys[0])[0]))
        assert loss.item() == pytest.approx(float(metrics["discriminator_loss"]), rel=1e-4)
        assert_trees_close(gradient(after, "discriminator"), game.discriminator.names, grads)
        optimizers.make(SGD, game.discriminator.weights, ())(grads)

    student = lbt_torch.student(config, made.dataset.x_shape, before)
    taught, loss = lbt_torch.teach(config, student, generator, lbt_torch.student_updates(config), x, lesson)
    assert loss.item() == pytest.approx(-float(metrics["log_prob_data"]), rel=1e-4)
    if game is not None:
        adversarial_loss = game.generator_loss(torch_latent(made, jax.random.split(adversarial_key)[0]))
        assert adversarial_loss.item() == pytest.approx(float(metrics["generator_loss"]), rel=1e-4)
        loss = loss + config.method.adversarial_weight * adversarial_loss
    grads = torch.autograd.grad(loss, generator.weights)
    assert_trees_close(gradient(after, "generator"), generator.names, grads)
    norm = torch.stack(torch._foreach_norm(grads)).norm()
    assert float(norm) == pytest.approx(float(metrics["generator_gradient_norm"]), rel=1e-4)
    assert_trees_close(after.params["estimator"], student.names, student.unpack(taught[0]))


@pytest.mark.parametrize("name", gan_torch.LOSSES)
def test_losses_agree(name):
    logits = np.linspace(-3, 3, 11, dtype=np.float32)
    mine, theirs = adversarial.by_name(name), gan_torch.LOSSES[name]
    for part in gan_torch.Loss._fields:
        np.testing.assert_allclose(
            getattr(theirs, part)(torch.tensor(logits)), getattr(mine, part)(jax.numpy.array(logits)), rtol=1e-5
        )


OPTIMIZERS = {
    "adam": {"name": "adam", "learning_rate": 0.01, "b1": 0.5},
    "clipped": {"name": "adam", "learning_rate": 0.01, "clip_norm": 0.1, "decay_steps": 4},
    "unrollable": {"name": "unrollable_adam", "learning_rate": 0.01, "clip_parameters": 0.5},
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_agree(name):
    from ganjax import optimizers as ours_optimizers
    from ganjax.methods.common import apply_gradient

    config, rng = ConfigDict(OPTIMIZERS[name]), np.random.default_rng(0)
    params = {"a": rng.normal(size=(3, 2)).astype(np.float32), "b": rng.normal(size=4).astype(np.float32)}
    tx = ours_optimizers.make(config)
    state = tx.init(params)
    names, weights = networks.tensors(params)
    for step in range(4):
        if step in (0, 2):  # also from moments that are not zero
            update = optimizers.make(config, weights, state)
        grads = jax.tree.map(lambda p: rng.normal(size=p.shape).astype(np.float32), params)
        params, state = apply_gradient(tx, grads, state, params)
        update([torch.tensor(grads[name]) for name in names])
    assert_trees_close(params, names, weights, 1e-6)


STEPS = {"dcgan": dcgan((8, 8, 1)), "lbt_gan": lbt(True)}


@pytest.mark.parametrize("name", STEPS)
def test_steps_train(name):
    config = STEPS[name]
    for key in {"generator_tx", "discriminator_tx"} & set(config):
        config[key] = {"name": "sgd", "learning_rate": 1e-3}
    made = run.prepare(config)
    batch = made.dataset.sample(jax.random.key(0), 2)
    init = jax.jit(made.lane_method({}).init, compiler_options=QUICKLY)
    state = jax.tree.map(lambda leaf: leaf[None], init(jax.random.key(0), batch))
    step = peers.find(config.method.name).make(config, made, state)
    losses = [float(step()) for _ in range(3)]
    assert np.isfinite(losses).all() and len(set(losses)) == 3


def test_networks_are_wrapped_both_ways():
    """As `--against=torch_compile` does it, with another backend: the same numbers."""
    config = CONFIGS["dcgan_16"]
    made, before, *_, batch, _ = ours(config)
    wrapped = []

    def compiled(function):
        wrapped.append(function)
        return torch.compile(function, backend="eager")

    wraps = {"as it is": None, "wrapped": compiled}
    grads = {}
    for name, wrap in wraps.items():
        game = gan_torch.game(config, made.dataset.x_shape, before, wrap=wrap)
        latent = torch.ones(BATCH, config.networks.generator.latent_dim)
        _, critic = game.critic(torch_batch(batch["x"]), latent)
        grads[name] = critic + list(torch.autograd.grad(game.generator_loss(latent), game.generator.weights))
    assert len(wrapped) == 2
    for one, other in zip(*grads.values(), strict=True):
        torch.testing.assert_close(one, other)


def test_what_has_no_peer_is_said():
    with pytest.raises(UserError, match="gan, lbt have"):
        peers.find("veegan")
    config = mlp()
    config.ema = 0.9
    with pytest.raises(UserError, match="ema"):
        gan_torch.make(config, None, None)
    with pytest.raises(UserError, match="dragan"):
        gan_torch.game(mlp("dragan"), (2,), None)
    config = lbt()
    config.estimator_tx = {"name": "rmsprop", "learning_rate": 1.0}
    with pytest.raises(UserError, match="rmsprop"):
        lbt_torch.student_updates(config)
    config.networks.encoder.name = "dcgan"
    with pytest.raises(UserError, match="encoder"):
        lbt_torch.student(config, (2,), None)
