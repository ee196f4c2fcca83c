"""Mistakes made by hand, one at a time, each of which some test must catch: file -> (what, old, new, test).

`old` is text that stands in the file exactly once, as short as tells it apart: one expression. `test` is what pytest
is asked for, as narrow as catches it.
"""

from typing import NamedTuple


class Mutation(NamedTuple):
    """One mistake: `old` becomes `new` in `file`, and `test` is to fail. `what` says it in words.

    missed: the tests that there were when it was first made did not catch it.
    """

    file: str
    what: str
    old: str
    new: str
    test: str
    missed: bool = False


MISSED = True

_LBT = "tests/test_lbt.py::test_steps_from_a_config_are_the_closed_form"
_UNROLLED = "tests/test_unrolled.py::test_steps_from_a_config_are_the_closed_form"
_GAN = "tests/test_gan.py::test_a_step_with_terms_is_the_closed_form"
_METHODS = "tests/test_methods.py::"
_LIKELIHOODS, _LOOP = "tests/test_likelihoods.py::", "tests/test_loop.py::"
_LATENT_FLOW = "tests/test_latent_flow.py::"
_FLOW, _REST = "tests/test_flow_matching.py::", "test_the_best_velocity_of_a_gaussian_is_where_training_rests"
_MMD = "tests/test_mmd_gan.py::"
_HALVING = "tests/test_halving.py::"
_LAZY = "tests/test_terms.py::test_a_lazy_penalty_is_the_eager_one_in_the_mean_over_an_interval"
_R1 = "tests/test_terms.py::test_r1_and_r2_are_the_slopes_at_the_data_and_at_the_samples"
_RELATIVE = "tests/test_losses.py::test_the_relativistic_loss_is_of_the_pairs"
_MODE_REG, _MDGAN = "tests/test_mode_reg.py::", "tests/test_mdgan.py::"
_BOUNDS = "tests/test_bounds.py::"
_PLOTS = "tests/test_plots.py::"
_COMPOSITIONAL = "tests/data/test_compositional.py::"
_FIGURE_8 = _MDGAN + "test_mdgan_is_figure_8_line_by_line"
_ALGORITHM_1 = _MDGAN + "test_vae_gan_is_algorithm_1"
_REG_GAN = _MODE_REG + "test_g_and_e_descend_the_distance_less_the_log_of_d"
_MIXTURES = "tests/metrics/test_mixture_metrics.py::"

_BY_FILE = {
    "methods/lbt.py": (
        ("adversarial weight ignored", "adversarial_weight * adversarial_loss", "adversarial_loss", _LBT, MISSED),
        ("K steps by estimator_tx", "estimator_tx if unroll_tx is None else unroll_tx", "estimator_tx", _LBT, MISSED),
        ("K steps by estimator_tx, remat", "learn(ahead_tx, student", "learn(estimator_tx, student", _LBT, MISSED),
        ("teaching_start inverted", "(step >= steps)", "(step < steps)", _LBT, MISSED),
        ("the student's moments thrown away", '**state.opt_state, "estimator": moments', "**state.opt_state", _LBT,
         MISSED),
        ("one committed step too few", "(noise_keys, samples)", "(noise_keys[1:], samples[1:])", _LBT, MISSED),
        ("adversarial weight of the config dropped", "=method.adversarial_weight", "=1.0", _LBT, MISSED),
        ("teaching weight's sign", "-weight * log_prob", "weight * log_prob", _LBT),
        (
            "implicit gradient's sign",
            "influence - jax.lax.stop_gradient(influence) - negative",
            "jax.lax.stop_gradient(influence) - influence - negative",
            _METHODS + "test_the_implicit_hypergradient_is_the_closed_form",
        ),
    ),
    "methods/unrolled.py": (
        ("no gradient through D's steps", "{name: trained[name] for",
         "{name: jax.lax.stop_gradient(trained[name]) for", _UNROLLED, MISSED),
        ("K steps by discriminator_tx", "discriminator_tx if unroll_tx is None else unroll_tx", "discriminator_tx",
         _UNROLLED, MISSED),
        ("one unrolled step too few", "carry, unroll_keys,", "carry, unroll_keys[1:],", _UNROLLED, MISSED),
        ("G plays against the committed D", "loss(trained, state_ahead,", "loss(trained, state,", _UNROLLED),
    ),
    "methods/gan.py": (
        ("critic steps all from the first state", "critic(x[0], s, x[1])", "critic(x[0], state, x[1])", _GAN, MISSED),
        ("G's terms see the first batch", "lambda x: x[-1], batch", "lambda x: x[0], batch", _GAN, MISSED),
    ),
    "methods/game.py": (
        ("terms in the place of the game's losses", "losses = losses + term_losses", "losses = term_losses", _GAN,
         MISSED),
        ("G minimises D's loss", "loss.of_generator(fake_logits, real_logits)", "loss.fake(fake_logits)", _GAN),
        ("D does not see samples", "loss.of_discriminator(real_logits, fake_logits)", "loss.real(real_logits)", _GAN),
        ("a term's step is always the first", " step,\n", " 0 * step,\n", _GAN, MISSED),
    ),
    "methods/common.py": (
        ("likelihood minimised", "return -value, {metric: value}", "return value, {metric: value}",
         _LIKELIHOODS + "test_fit_climbs_the_likelihood", MISSED),
        ("EMA's bias correction dropped", "a / jnp.where(weight > 0, weight, 1)", "a",
         "tests/test_ema.py::test_ema_is_the_bias_corrected_average"),
        ("an average has the last statistics", "{**state.model_state, **statistics}", "state.model_state",
         "tests/test_ema.py::test_batch_statistics_are_those_of_the_averaged_parameters"),
        ("labels dropped when sampling", "(latent, label)\n        x, _ =", "(latent,)\n        x, _ =",
         "tests/test_train.py::test_a_conditional_run_samples_by_label"),
        ("an average's codes have the last statistics", "(*names, *method.refreshed)", "names",
         _MODE_REG + "test_an_average_refreshes_both_statistics"),
        ("reconstructing with the prior's statistics", "state.model_state[name], x, generate, train)",
         'state.model_state[name] | {"generator": state.model_state["generator"]}, x, generate, train)',
         _MODE_REG + "test_encoded_latents_have_batch_statistics_of_their_own"),
        ("the generator's prior ignored", "if prior is None:", "if True:",
         "tests/test_gan.py::test_latents_are_the_priors", MISSED),
    ),
    "methods/latent.py": (
        ("variance ignored in sampling", "jnp.sqrt(scale(params)) * noise", "noise",
         _LIKELIHOODS + "test_observation_models", MISSED),
        ("variance ignored in the density", "normal_log_prob(x, output, scale(params))",
         "normal_log_prob(x, output, 1.0)", _LIKELIHOODS + "test_observation_models"),
        ("Bernoulli of images in -1..1", "(x + 1) / 2", "x", _LIKELIHOODS + "test_observation_models", MISSED),
        ("encode gives the log variance", "means.append(mean)", "means.append(log_variance)",
         _LIKELIHOODS + "test_codes_are_the_posteriors_mean", MISSED),
        ("the prior of a layer below the top is N(0, I)",
         "normal_log_prob(latents[layer], mean, jnp.exp(log_variance))",
         "normal_log_prob(latents[layer], 0 * mean, 1.0)",
         _BOUNDS + "test_two_layers_with_the_true_posterior_are_exact"),
    ),
    "losses/bounds.py": (
        ("the KL's sign", "draw.log_likelihood - draw.divergence", "draw.log_likelihood + draw.divergence",
         _METHODS + "test_vae_bound_is_exact_for_a_linear_gaussian_model"),
        ("a mean of log weights", "return renyi(0.0)", "return renyi(1.0)",
         _METHODS + "test_iwae_is_between_the_elbo_and_the_likelihood"),
        ("the order of Renyi's bound", "power = 1 - jnp", "power = 1 + jnp",
         _BOUNDS + "test_renyi_is_the_integral"),
    ),
    "methods/autoregressive.py": (
        ("mean over the coordinates", ".sum(-1)", ".mean(-1)",
         "tests/test_autoregressive.py::test_images_probabilities_sum_to_one_and_samples_follow_them"),
    ),
    "methods/sig.py": (
        ("mixing_samples ignored", "share or len(x)", "len(x)",
         _LIKELIHOODS + "test_sig_has_its_number_of_theta_and_its_step", MISSED),
        ("annealing stands still", "log_matrix(x, t, state.step)", "log_matrix(x, t, 0)",
         _LIKELIHOODS + "test_sig_has_its_number_of_theta_and_its_step", MISSED),
        ("variance for the standard deviation", "theta + sigma * example", "theta + sigma**2 * example",
         "tests/test_sig.py::test_theta_are_the_means_of_x_and_rates_of_counts"),
    ),
    "methods/ali.py": (
        ("labels not exchanged", "of_discriminator(pairs.fake_logits, pairs.real_logits)",
         "of_discriminator(pairs.real_logits, pairs.fake_logits)",
         "tests/test_pairs.py::test_ali_trains_both_with_the_roles_changed"),
    ),
    "methods/veegan.py": (
        ("error summed over the latent", " / mean.shape[-1]", "",
         "tests/test_pair_players.py::test_veegans_error_is_a_latent_coordinates_and_weighted", MISSED),
        ("reconstruction weight ignored", "reconstruction_weight * error", "error",
         "tests/test_pair_players.py::test_veegans_error_is_a_latent_coordinates_and_weighted", MISSED),
    ),
    "methods/pairs.py": (
        ("D's labels exchanged", "of_discriminator(pairs.real_logits, pairs.fake_logits)",
         "of_discriminator(pairs.fake_logits, pairs.real_logits)",
         "tests/test_pair_players.py::test_every_player_has_its_loss_and_its_optimiser", MISSED),
        ("the encoder by generator_tx", '("encoder", encoder_tx)', '("encoder", generator_tx)',
         "tests/test_pair_players.py::test_every_player_has_its_loss_and_its_optimiser", MISSED),
        ("no noise in the posterior", "mean + jnp.exp(log_variance / 2) * noise", "mean",
         "tests/test_pairs.py::test_ali_trains_both_with_the_roles_changed"),
    ),
    "methods/mdgan.py": (
        ("E stands still", 'txs = {"generator": generator_tx, "encoder": encoder_tx}',
         'txs = {"generator": generator_tx}', _FIGURE_8),
        ("E by generator_tx", '"generator": generator_tx, "encoder": encoder_tx}',
         '"generator": generator_tx, "encoder": generator_tx}', _FIGURE_8),
        ("the diffusion step has the manifold step's data", 'x, x_again = batch["x"]', 'x = x_again = batch["x"][0]',
         _FIGURE_8),
        ("D_2 calls samples real", "DIFFUSION, real, fake)", "DIFFUSION, fake, real)", _FIGURE_8),
        ("D_2 compares with the data", "real, _ = reconstruct(state.params, state.model_state, x)", "real = x",
         _FIGURE_8),
        ("the sign of the mode term", "+ mode_weight * mode", "- mode_weight * mode", _FIGURE_8),
        ("G descends D_1 in the diffusion step",
         "d_params, d_state = state.params[DIFFUSION], state.model_state[DIFFUSION]",
         "d_params, d_state = state.params[MANIFOLD], state.model_state[MANIFOLD]", _FIGURE_8),
    ),
    "methods/vae_gan.py": (
        ("the KL's sign", "losses.prior + losses.likelihood", "-losses.prior + losses.likelihood", _ALGORITHM_1),
        ("gamma ignored", "likelihood_weight * losses.likelihood", "losses.likelihood", _ALGORITHM_1),
        ("G's reconstructions are not judged", "loss.generator(q_logits) + loss.generator(p_logits)",
         "loss.generator(p_logits)", _ALGORITHM_1),
        ("D does not see reconstructions", "losses.real + losses.reconstructed + losses.generated",
         "losses.real + losses.generated", _ALGORITHM_1),
        ("no half in the likelihood", "0.5 * squared_distance", "squared_distance", _ALGORITHM_1),
        ("a weak D pauses", ">= equilibrium - margin", "<= equilibrium - margin",
         _MDGAN + "test_the_equilibrium_rule"),
        ("one loss above is not enough", "jnp.maximum(real, generated)", "jnp.minimum(real, generated)",
         _MDGAN + "test_the_equilibrium_rule"),
        ("both pause", "discriminator | neither", "discriminator", _MDGAN + "test_the_equilibrium_rule"),
        ("moments go on in a pause", "params[name], opt_state[name] = jax.tree.map(",
         "params[name], _ = jax.tree.map(", _MDGAN + "test_who_pauses_keeps_its_parameters_and_moments"),
    ),
    "methods/svgd.py": (
        ("temperature not passed on", "temperature=temperature", "temperature=1.0",
         "tests/test_temperature.py::test_the_method_passes_its_temperature_on", MISSED),
        ("spread ignored", "spread * jax.random.normal", "jax.random.normal",
         "tests/test_temperature.py::test_particles_start_as_far_apart_as_asked", MISSED),
    ),
    "stein.py": (
        ("temperature ignored in both noises", "_check(weights, noise, kernel, step_size, temperature)\n",
         "_check(weights, noise, kernel, step_size, temperature)\n    temperature = 1.0\n",
         "tests/test_temperature.py::test_the_temperature_is_a_factor_on_the_noises_variance", MISSED),
        ("attraction for repulsion", "pulled + (2 / bandwidth)", "pulled - (2 / bandwidth)",
         "tests/test_stein.py::test_directions_are_the_double_loop"),
        ("log n for log(n + 1)", "math.log(n + 1)", "math.log(n)",
         "tests/test_stein.py::test_the_median_bandwidth"),
        ("noise of half the variance", "2 * field.mass[:, None]", "field.mass[:, None]",
         "tests/test_stein.py::test_the_noise_has_its_covariance"),
    ),
    "splice.py": (
        ("gradients of the mean, not of each", "cotangent * n", "cotangent",
         "tests/test_splice.py::test_the_body_gets_what_the_transform_returns_and_the_head_its_own"),
        ("step size not divided out", "-(n / step_size) * move", "-n * move",
         "tests/test_splice.py::test_the_body_gets_what_the_transform_returns_and_the_head_its_own"),
    ),
    "unroll.py": (
        ("damping dropped", "add_scale(pmean(curvature, axis_name), damping, v)",
         "add_scale(pmean(curvature, axis_name), 0.0, v)",
         "tests/test_unroll.py::test_the_adjoint_solves_the_damped_system_in_as_many_iterations_as_dimensions"),
        ("negative curvature followed", "along > 0  #", "along != 0  #",
         "tests/test_unroll.py::test_the_adjoint_stops_at_negative_curvature"),
        ("one device's curvature", "pmean(curvature, axis_name)", "curvature",
         "tests/test_devices.py::test_the_adjoint_is_of_all_devices"),
    ),
    "terms/gradient_penalty.py": (
        ("at the real examples", "share * context.real + (1 - share) * context.fake", "context.real",
         "tests/test_term_gradients.py::test_the_penalty_is_at_a_uniform_place_between", MISSED),
        ("the squared slope", "jnp.square(norm - target)", "jnp.square(squared - target)",
         "tests/test_terms.py::test_the_gradient_penalty_of_a_linear_critic"),
        ("a pack as separate examples", "pack = len(x) // len(context.fake_features)", "pack = 1",
         "tests/test_terms.py::test_a_penalty_of_packs_is_that_of_the_packs_as_examples"),
        ("a lazy penalty is not scaled", "interval * x", "x", _LAZY),
        ("a lazy penalty a step late", "step % interval == 0", "step % interval == 1", _LAZY),
    ),
    "harness/halving.py": (
        ("the better half goes", "loss(scored[i]", "-loss(scored[i]", _HALVING + "test_the_worse_half_goes"),
        ("schedules are as long as a rung", "stage = from_plain(plain(config))", "stage = ConfigDict(config)",
         _HALVING + "test_the_worse_half_goes"),
        ("as many steps as without halving", "steps / (1 + halvings / 2)", "steps",
         _HALVING + "test_a_ladder_costs_what_all_draws_would"),
        ("states of the wrong draws", "for point in kept for", "for point in range(len(kept)) for",
         _HALVING + "test_a_survivor_ends_as_if_it_had_trained_alone"),
    ),
    "losses/mmd.py": (
        ("the biased estimate", "within / (n - 1)", "within / n", _MMD + "test_the_estimate_is_the_double_loop"),
        ("diagonals kept", " - 2 * kernel(origin, origin)[0]", "", _MMD + "test_the_estimate_is_the_double_loop"),
    ),
    "methods/mmd_gan.py": (
        ("the critic descends", "* error - mmd, (new", "* error + mmd, (new",
         _MMD + "test_a_step_is_the_closed_form"),
        ("samples are not encoded and decoded", "errors[0] + errors[1]", "errors[0]",
         _MMD + "test_a_step_is_the_closed_form"),
    ),
    "methods/flow_matching.py": (
        ("the path turned round", "(1 - share) * noise + share * x", "share * noise + (1 - share) * x",
         _FLOW + _REST),
        ("the velocity turned round", "x - noise).mean()", "noise - x).mean()", _FLOW + _REST),
        ("times a step late", "jnp.arange(steps, dtype=x.dtype)", "jnp.arange(1, steps + 1, dtype=x.dtype)",
         _FLOW + "test_euler_is_the_closed_form_of_linear_fields"),
    ),
    "methods/latent_flow.py": (
        ("the flow of the codes' means", "jnp.exp(log_variance / 2) * noise", "0 * noise",
         _LATENT_FLOW + "test_the_flow_rests_where_it_is_the_best_for_draws_of_the_codes"),
    ),
    "terms/r1.py": (
        ("no half in the penalty", "0.5 * weight * squared", "weight * squared", _R1),
        ("one side alone", "for side in sides", "for side in sides[:1]", _R1),
    ),
    "terms/r2.py": (
        ("at the data", '"r2", ("fake",)', '"r2", ("real",)', _R1),
    ),
    "losses/adversarial.py": (
        ("no pairs", "real, fake = real - fake, fake - real", "real, fake = real, fake", _RELATIVE),
        ("G's pairs turned round", "fake = fake - real\n", "fake = real - fake\n", _RELATIVE),
    ),
    "terms/roth.py": (
        ("the fake's weight turned round", "jax.nn.sigmoid(fake_logits)", "jax.nn.sigmoid(-fake_logits)",
         "tests/test_terms.py::test_roth_of_a_linear_critic"),
    ),
    "terms/semi_implicit.py": (
        ("the automatic weight has a gradient", "jnp.abs(stop_gradient(bound))", "jnp.abs(bound)",
         "tests/test_term_gradients.py::test_the_automatic_weight_is_a_constant", MISSED),
        ("one device's magnitudes", "sizes = pmean(sizes, context.axis_name)", "sizes = dict(sizes)",
         "tests/test_devices.py::test_the_automatic_weight_is_of_all_devices"),
    ),
    "terms/mode_reg.py": (
        ("the sign of the mode term, as printed", "+ mode_weight * mode, state", "- mode_weight * mode, state",
         _MODE_REG + "test_the_mode_term_draws_reconstructions_to_where_d_is_high"),
        ("weights exchanged", "distance_weight * distances + mode_weight * mode",
         "mode_weight * distances + distance_weight * mode", _REG_GAN),
        ("log(1 - D) for -log D", "loss.generator(logits)", "loss.fake(logits)", _REG_GAN),
        ("pixels for features", "squared_distance(judge(x)[1], features)", "squared_distance(x, reconstruction)",
         _REG_GAN),
        ("codes go on from the prior's statistics", "params, state, context.real",
         'params, state | {"generator": context.statistics}, context.real',
         _MODE_REG + "test_encoded_latents_have_batch_statistics_of_their_own"),
        ("distances of packs not repeated", "jnp.repeat(distances, len(x) // len(distances))", "distances",
         _MODE_REG + "test_packs_have_one_distance_for_each_of_their_examples"),
    ),
    "losses/distance.py": (
        ("mean for the sum", ".reshape(len(x), -1).sum(-1)", ".reshape(len(x), -1).mean(-1)",
         _MODE_REG + "test_squared_distances_are_of_all_values"),
    ),
    "networks/variables.py": (
        ("the encoder's statistics thrown away", '{"encoder": own, ', '{"encoder": state["encoder"], ',
         _MODE_REG + "test_an_encoder_keeps_its_own_statistics"),
    ),
    "terms/auxiliary.py": (
        ("the generator trains the head", "judge(stop_gradient(params), ", "judge(params, ",
         "tests/test_terms.py::test_the_generators_side_leaves_the_head_alone"),
    ),
    "losses/likelihood.py": (
        ("log n for log M", "jnp.log(log_prob.shape[1])", "jnp.log(log_prob.shape[0])",
         "tests/test_losses.py::test_sig_cross_entropy_is_the_double_loop"),
        ("the constant of one coordinate", "x.shape[1] * jnp.log(2", "jnp.log(2",
         "tests/test_sig.py::test_log_matrices_are_scipy"),
    ),
    "losses/labels.py": (
        ("mean over the attributes", "logits, label).sum(-1)", "logits, label).mean(-1)",
         "tests/test_terms.py::test_attributes_are_classified_each_by_itself"),
    ),
    "metrics/mixtures.py": (
        ("covered at the threshold", "good > coverage * weights * n", "good >= coverage * weights * n",
         _MIXTURES + "test_coverage_is_a_strict_share_of_the_expected_count"),
        ("equal mode weights", "weights * (1 - _tail(d))", "np.full(k, (1 - _tail(d)) / k)",
         _MIXTURES + "test_kl_by_hand"),
        ("the data's weights not passed on", 'weights=facts["weights"]', "weights=None",
         "tests/metrics/test_metric_options.py::test_a_mixtures_weights_and_the_coverage_of_the_config_count",
         MISSED),
        ("the config's coverage ignored", 'config_eval.get("coverage")', "None",
         "tests/metrics/test_metric_options.py::test_a_mixtures_weights_and_the_coverage_of_the_config_count",
         MISSED),
    ),
    "metrics/modes.py": (
        ("KL to n_modes² modes", "share / expected, 1", "n_modes * share / expected, 1",
         "tests/metrics/test_scores.py::test_count_modes_by_hand"),
    ),
    "metrics/scores.py": (
        ("the second divergence turned round", "_kl(train, p.mean(0))", "_kl(p.mean(0), train)",
         "tests/metrics/test_scores.py::test_printed_mode_score_is_the_inception_score"),
    ),
    "metrics/frechet.py": (
        ("one root for two", "- 2 * cross", "- cross",
         "tests/metrics/test_resnet.py::test_the_frechet_distance_of_gaussians"),
    ),
    "metrics/mmd.py": (
        ("the cross term once", "- 2 * mean(first, second)", "- mean(first, second)",
         "tests/test_particles.py::test_mmd_by_hand"),
    ),
    "data/mixtures.py": (
        ("every component has the first's std", "std[index] * jax.random", "std[0] * jax.random",
         "tests/data/test_mixture_data.py::test_moments_and_proportions[bimodal]"),
        ("columns' weights on the rows", "np.repeat([2.0, 1.0, 2.0, 1.0, 2.0], 5)",
         "np.tile([2.0, 1.0, 2.0, 1.0, 2.0], 5)", "tests/data/test_mixture_data.py::test_uneven_columns"),
    ),
    "data/compositional.py": (
        ("labels in reverse", "jnp.array([classes**2, classes, 1])", "jnp.array([1, classes, classes**2])",
         _COMPOSITIONAL + "test_a_square_holds_an_image_of_the_digit_that_the_label_says"),
        ("digits drawn alike", '"cdf": jnp.asarray(np.cumsum(probabilities)',
         '"cdf": jnp.asarray(np.cumsum(np.full(10, 0.1))',
         _COMPOSITIONAL + "test_digits_are_drawn_by_the_sets_probabilities"),
        ("one digit three times", 'uniform, side="right"', 'uniform[0] + 0 * uniform, side="right"',
         _COMPOSITIONAL + "test_digits_are_drawn_by_the_sets_probabilities"),
    ),
    "metrics/compositional.py": (
        ("KL to equal modes", 'stacked.score(squares, dataset.info["weights"])', "stacked.score(squares)",
         _COMPOSITIONAL + "test_samples_are_scored_square_by_square"),
    ),
    "data/stacked.py": (
        ("labels by the digits in reverse", '(a["label"] * classes + b["label"]) * classes + c["label"]',
         '(c["label"] * classes + b["label"]) * classes + a["label"]',
         "tests/data/test_images.py::test_stacked_digits"),
    ),
    "harness/run.py": (
        ("all trials have one seed", "jnp.array([trial for _, trial in lanes])", "jnp.array([0 for _ in lanes])",
         _LOOP + "test_trials_have_seeds_of_their_own"),
        ("swept values not passed on", "dataset, axis_name, values)", "dataset, axis_name)",
         "tests/test_train.py::test_a_sweep_is_its_points_one_by_one"),
        ("one key for all steps", "jax.random.fold_in(key, t)", "jax.random.fold_in(key, 0 * t)",
         _LOOP + "test_every_step_has_its_own_batch_and_noise", MISSED),
        ("a stream's first batch for all steps", "x[t - start]", "x[0]",
         _LOOP + "test_every_step_has_its_own_batch_and_noise", MISSED),
    ),
    "harness/train.py": (
        ("resumed one step too early", "int(np.asarray(state.step).max()), facts",
         "max(int(np.asarray(state.step).max()) - 1, 0), facts",
         "tests/test_train.py::test_resuming_is_bit_identical[wgan]"),
    ),
    "harness/nonfinite.py": (
        ("steps of failures count from 0", "start + 1 + int(", "start + int(",
         "tests/test_train.py::test_training_stops_when_all_lanes_have"),
    ),
    "harness/checkpoints.py": (
        ("facts that change while they are saved", "copy.deepcopy(facts)", "facts",
         "tests/test_files.py::test_a_save_in_a_thread_is_of_the_state_as_it_was"),
        ("one checkpoint too many", "[: -self.keep]", "[: -self.keep - 1]",
         "tests/test_train.py::test_checkpoints_keep_the_newest"),
        ("altered files taken for whole", "digests.get(name) != digest", "name not in digests",
         "tests/test_train.py::test_a_damaged_checkpoint_falls_back_to_the_newest_whole_one[flip]"),
    ),
    "harness/plots.py": (
        ("pictures of steps to come are dropped", " and int(match[1]) <= step", "",
         _PLOTS + "test_the_newest_pictures_stay_and_so_does_what_is_no_picture_of_a_run"),
        ("a class has another's points", "points[labels == label]", "points[labels != label]",
         _PLOTS + "test_codes_are_of_every_held_out_image_with_its_class"),
    ),
    "harness/latent_figures.py": (
        ("the second latent grows downwards", "quantiles[::-1]", "quantiles",
         _PLOTS + "test_the_manifold_is_decoded_at_the_quantiles_of_the_prior"),
    ),
    "data/npz.py": (
        ("the largest array alone counts", "sum(member.file_size", "max(member.file_size",
         "tests/data/test_images.py::test_an_npz_file_that_unpacks_to_more_than_the_memory_is_not_read"),
    ),
    "harness/evaluate.py": (
        ("every point's metrics are the first's", "v[i * trials : (i + 1) * trials]", "v[:trials]",
         _LOOP + "test_results_hold_each_points_own_metrics", MISSED),
        ("deviation over n", "kept.std(ddof=1)", "kept.std()",
         _LOOP + "test_results_hold_each_points_own_metrics", MISSED),
    ),
    "optimizers.py": (
        ("updates clipped, not gradients", "links.insert(0, optax.clip_by_global_norm(norm))",
         "links.append(optax.clip_by_global_norm(norm))",
         _LOOP + "test_optimisers_do_what_their_config_says", MISSED),
        ("final_scale ignored", "cosine(rate, decay_steps, final)",
         "cosine(rate, decay_steps)", _LOOP + "test_optimisers_do_what_their_config_says", MISSED),
        ("b1 corrects the second moment", "bias_correction(nu, b2, count)", "bias_correction(nu, b1, count)",
         "tests/test_unroll.py::test_unrollable_adam_is_adam_and_differentiable_at_zero"),
    ),
    "parallel.py": (
        ("a pass run once has one device's gradient", "return pmean((value, gradient), axis_name)",
         "return pmean(value, axis_name), gradient",
         "tests/test_parity.py::test_a_pass_run_once_has_the_global_gradient"),
        ("gradients of one device",
         "return pmean(_value_and_grad(loss, axis_name)(varying(params, axis_name), *args), axis_name)",
         "return _value_and_grad(loss, axis_name)(varying(params, axis_name), *args)",
         "tests/test_parity.py::test_value_and_pgrad_is_the_global_gradient"),
    ),
}  # fmt: skip

MUTATIONS = tuple(Mutation(f"ganjax/{file}", *facts) for file, several in _BY_FILE.items() for facts in several)
