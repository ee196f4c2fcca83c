"""Learning by teaching (LBT, LBT-GAN): a generator taught through its student's own learning steps."""

from collections.abc import Callable
from functools import partial

import flax.linen as nn
import jax
import jax.numpy as jnp
import optax

from ganjax import optimizers, splice
from ganjax.errors import UserError
from ganjax.lookup import Read, find
from ganjax.methods.common import (
    apply_gradient,
    at_least,
    draw_latent,
    first,
    require,
    sampling,
    unconditional,
)
from ganjax.methods.game import DEFAULT_OPTIONS, GameOptions, game_options, play, update_state
from ganjax.networks.variables import forward, init_network
from ganjax.parallel import value_and_pgrad, varying
from ganjax.types import Estimator, Method, TrainState
from ganjax.unroll import implicit_adjoint, unroll


def lbt(
    generator: nn.Module,
    estimator: Estimator,
    *,
    generator_tx: optax.GradientTransformation,
    estimator_tx: optax.GradientTransformation,
    unroll_tx: optax.GradientTransformation | None = None,
    inner_steps: int = 15,
    unroll_steps: int = 5,
    hypergradient: str = "unrolled",
    damping: float = 0.01,
    cg_iterations: int = 20,
    teaching_weight: float | Callable = 1.0,
    discriminator: nn.Module | None = None,
    discriminator_tx: optax.GradientTransformation | None = None,
    adversarial_weight: float = 0.0,
    options: GameOptions = DEFAULT_OPTIONS,
    remat: bool = False,
    axis_name: str | None = None,
) -> Method:
    """Algorithm 1 of LBT; with a discriminator, LBT-GAN (Eq. 8).

    The generator maximises E_x log p_E(x; phi^K), where phi^K is the estimator after K further steps on
    generated samples: theta acts on it through those samples alone. Each step draws fresh latents.

    Args:
      generator: the teacher. estimator: the student, which learns from generated samples only.
      generator_tx: the generator's optimiser (the authors clip its gradient's norm at 5).
      estimator_tx: the estimator's, in the M committed steps.
      unroll_tx: the estimator's in the K steps that are differentiated and discarded. It goes on from
        the state of `estimator_tx` (the two share their moments), which it defaults to. Its update must
        have finite derivatives: `ganjax.optimizers.unrollable_adam`, not `optax.adam`.
      inner_steps: M. unroll_steps: K.
      hypergradient: how the gradient reaches theta: "unrolled" (Eq. 6), or "implicit" (Eq. 4), which takes
        phi after the committed steps for phi* and K batches for the expectation over generated samples.
      damping, cg_iterations: of the implicit one (`ganjax.unroll.implicit_adjoint`).
      teaching_weight: the weight of the estimator's likelihood, a number or a function of the step.
      discriminator, discriminator_tx: the adversary, trained by one step before each of these.
      adversarial_weight: lambda_G of Eq. 8.
      options: of the game with the adversary, as `ganjax.methods.game.play`.
      remat: recompute the unrolled steps in the backward pass; memory then grows with K by the
        estimator's parameters and moments alone.
      axis_name: the device axis, or None.
    """
    ahead_tx = estimator_tx if unroll_tx is None else unroll_tx
    unconditional(generator, "LBT")
    game = None
    if discriminator is not None:
        game = play(
            generator,
            discriminator,
            generator_tx=generator_tx,
            discriminator_tx=discriminator_tx,
            options=options,
            axis_name=axis_name,
        )

    def init(key, batch):
        game_key, estimator_key = jax.random.split(key)
        if game is not None:
            state = game.init(game_key, batch)
        else:
            params, model_state = init_network(generator, game_key, jnp.zeros((1, generator.latent_dim)), train=False)
            state = TrainState(
                step=jnp.zeros([], jnp.int32),
                params={"generator": params},
                model_state={"generator": model_state},
                opt_state={"generator": generator_tx.init(params)},
            )
        student = estimator.init(estimator_key, first(batch))
        return state._replace(
            params={**state.params, "estimator": student},
            opt_state={**state.opt_state, "estimator": estimator_tx.init(student)},
        )

    def generate(theta, model_state, key, n):
        return forward(generator, theta, model_state, draw_latent(generator, key, n, axis_name))

    def learn(tx, student, lesson):
        """One step of the student on generated samples: phi <- phi + eta df_E/dphi (Eq. 5)."""
        phi, moments = student
        key, samples = lesson

        def negative_log_prob(phi):
            return -estimator.log_prob(phi, key, samples).mean(), None

        (value, _), grads = value_and_pgrad(negative_log_prob, axis_name)(phi)
        return apply_gradient(tx, grads, moments, phi), -value

    def unrolled(theta, student, lessons, key, x, g_state):
        """theta -> E_x log p_E(x; phi^K): K steps of the student, differentiated through and discarded."""
        del theta

        def objective(theta):
            def taught_by(lesson):
                return generate(theta, g_state, lesson, x.shape[0])

            if remat:

                def ahead(student, lesson):
                    samples, new_state = taught_by(lesson[0])
                    student, value = learn(ahead_tx, student, (lesson[1], samples))
                    return student, (value, new_state)

                (phi, _), (aux, states) = unroll(ahead, student, lessons, remat=True)
            else:
                samples, states = jax.vmap(taught_by)(lessons[0])
                (phi, _), aux = unroll(partial(learn, ahead_tx), student, (lessons[1], samples))
            aux = {"log_prob_samples": aux.mean()} if unroll_steps else {}
            return estimator.log_prob(phi, key, x).mean(), states, aux

        return objective

    def implicit(theta, student, lessons, key, x, g_state):
        """theta -> E_x log p_E(x; phi*), with the gradient -(d/dtheta) <(d²f/dphi²)^-1 dF/dphi, df/dphi>."""
        phi, _ = student

        def teach(theta):
            return jax.vmap(lambda k: generate(theta, g_state, k, x.shape[0]))(lessons[0])

        def own_loss(phi, samples):
            values = jax.vmap(partial(estimator.log_prob, phi))(lessons[1], samples)
            return -values.mean(), values.mean(-1)

        def loss_of_data(phi):
            return -estimator.log_prob(phi, key, x).mean(), None

        samples, _ = teach(theta)
        (negative, _), outer_gradient = value_and_pgrad(loss_of_data, axis_name)(phi)
        adjoint, residual = implicit_adjoint(
            lambda p: jax.grad(own_loss, has_aux=True)(p, samples)[0],
            phi,
            outer_gradient,
            damping=damping,
            iterations=cg_iterations,
            axis_name=axis_name,
        )
        phi_local, adjoint = varying((phi, adjoint), axis_name)

        def objective(theta):
            samples, states = teach(theta)
            # This device's part of df/dphi; the mean over devices is taken with theta's gradient.
            gradient, aux = jax.grad(own_loss, has_aux=True)(phi_local, samples)
            influence = optax.tree.vdot(adjoint, gradient)
            aux = {"log_prob_samples": aux.mean(), "adjoint_residual": residual}
            return influence - jax.lax.stop_gradient(influence) - negative, states, aux

        return objective

    hypergradients = {"unrolled": unrolled, "implicit": implicit}
    if hypergradient not in hypergradients:
        raise UserError(f"config.method.hypergradient is one of {', '.join(hypergradients)}, not {hypergradient!r}")
    if hypergradient == "implicit" and not unroll_steps:
        raise UserError("the implicit hypergradient needs config.method.unroll_steps of at least 1, for its batches")
    objective_of = hypergradients[hypergradient]

    def step(key, state, batch):
        x, n = batch["x"], batch["x"].shape[0]
        keys = jax.random.split(key, 4)
        metrics = {}
        if game is not None:
            state, metrics = game.critic(keys[0], state, batch)

        def lessons(key, steps):
            """Keys of the samples and of the student's own noise, a pair a step."""
            pairs = jax.random.split(key, (steps, 2))
            return pairs[:, 0], pairs[:, 1]

        g_state = state.model_state["generator"]

        # M committed steps. All their samples at once: one large batch is faster than M small ones.
        sample_keys, noise_keys = lessons(keys[1], inner_steps)
        theta = state.params["generator"]
        samples, _ = jax.vmap(lambda k: generate(theta, g_state, k, n))(sample_keys)
        student = state.params["estimator"], state.opt_state["estimator"]
        student, _ = unroll(partial(learn, estimator_tx), student, (noise_keys, samples))

        # K steps, or K batches, that are differentiated through.
        sample_keys, noise_keys = lessons(keys[2], unroll_steps)
        evaluation_key, adversarial_key = jax.random.split(keys[3])

        objective = objective_of(theta, student, (sample_keys, noise_keys), evaluation_key, x, g_state)

        def teaching_loss(trained):
            theta = trained["generator"]
            log_prob, states, aux = objective(theta)
            new_state = jax.tree.map(lambda s: s.mean(0), states) if unroll_steps else g_state
            weight = teaching_weight(state.step) if callable(teaching_weight) else teaching_weight
            model_state = {**state.model_state, "generator": new_state}
            aux = {"log_prob_data": log_prob, **aux}
            total = -weight * log_prob
            if game is not None:
                # Weighted behind the gradient transforms: they see the game's own gradients; a weight of 0 is off.
                of_game = {name: scaled_gradient(value, adversarial_weight) for name, value in trained.items()}
                of_game["probes"] = trained["probes"]
                adversarial_loss, (model_state, more) = game.generator_loss(of_game, state, adversarial_key, batch)
                total += adversarial_loss
                aux = {**aux, **more}
            return total, (model_state, aux)

        # The generator, and what terms of its own learn: an encoder. All of the game's loss has its weight.
        txs = {"generator": generator_tx} if game is None else game.txs
        trained = {name: state.params[name] for name in txs} | {"probes": {} if game is None else game.probes}
        (_, (model_state, aux)), grads = value_and_pgrad(teaching_loss, axis_name)(trained)
        state = update_state(state, txs, grads, model_state)
        phi, moments = student
        aux |= {
            "generator_gradient_norm": optax.global_norm(grads["generator"]),
            **splice.diagnostics_of(grads["probes"]),
        }
        state = state._replace(
            step=state.step + 1,
            params={**state.params, "estimator": phi},
            opt_state={**state.opt_state, "estimator": moments},
        )
        return state, {**metrics, **aux}

    def log_prob(key, state, x):
        return estimator.log_prob(state.params["estimator"], key, x)

    fields = sampling(generator, axis_name) if game is None else game.fields
    return Method(init, step, log_prob=log_prob, **fields)


def scaled_gradient(tree, factor):
    """A pytree as it is, through which gradients are multiplied by `factor`."""

    def scaled(leaf):
        rest = jax.lax.stop_gradient(leaf)
        return rest + factor * (leaf - rest)

    return jax.tree.map(scaled, tree)


def _warmed_up(weight, steps):
    """0 for the first `steps` steps, `weight` after."""
    return weight if not steps else lambda step: weight * (step >= steps)


def make(config, networks, axis_name=None) -> Method:
    """`lbt` from a config.

    `method.estimator.name` is a module of `ganjax.methods` with a `make_estimator`; a discriminator in
    `networks` makes it LBT-GAN; the teaching term is off for `method.teaching_start` steps.
    """
    method = config.method
    (generator,) = require(networks, "generator")
    at_least(method, inner_steps=0, unroll_steps=0, teaching_start=0)
    options = {key: method[key] for key in ("hypergradient", "damping", "cg_iterations") if key in method}
    at_least({"cg_iterations": 1, "damping": 0, **options}, cg_iterations=1, damping=0)
    of_student = Read(method.estimator, "config.method.estimator", "the estimator")
    student = find("ganjax.methods", of_student["name"], "make_estimator")(of_student, networks, axis_name)
    of_student.check()
    adversary = {}
    if "discriminator" in networks:
        adversary = dict(
            discriminator=networks["discriminator"],
            discriminator_tx=optimizers.make(config.discriminator_tx),
            adversarial_weight=method.adversarial_weight,
            options=game_options(method, axis_name, config.get("precision", "float32")),
        )
    return lbt(
        generator,
        student,
        generator_tx=optimizers.make(config.generator_tx),
        estimator_tx=optimizers.make(config.estimator_tx),
        unroll_tx=optimizers.make(config.unroll_tx) if "unroll_tx" in config else None,
        inner_steps=method.inner_steps,
        unroll_steps=method.unroll_steps,
        **options,
        teaching_weight=_warmed_up(method.teaching_weight, method.teaching_start),
        remat=method.remat,
        **adversary,
        axis_name=axis_name,
    )
