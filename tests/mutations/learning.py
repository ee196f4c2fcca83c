"""Mistakes in what a method is made of: methods, losses, terms, networks, particles, unrolling, optimisers."""

from tests.mutations.mutation import MISSED

_LBT = "tests/test_lbt.py::test_steps_from_a_config_are_the_closed_form"
_UNROLLED = "tests/test_unrolled.py::test_steps_from_a_config_are_the_closed_form"
_GAN = "tests/test_gan.py::test_a_step_with_terms_is_the_closed_form"
_METHODS = "tests/test_methods.py::"
_LIKELIHOODS, _LOOP = "tests/test_likelihoods.py::", "tests/test_loop.py::"
_LATENT_FLOW = "tests/test_latent_flow.py::"
_FLOW, _REST = "tests/test_flow_matching.py::", "test_the_best_velocity_of_a_gaussian_is_where_training_rests"
_MMD = "tests/test_mmd_gan.py::"
_LAZY = "tests/test_terms.py::test_a_lazy_penalty_is_the_eager_one_in_the_mean_over_an_interval"
_R1 = "tests/test_terms.py::test_r1_and_r2_are_the_slopes_at_the_data_and_at_the_samples"
_RELATIVE = "tests/test_losses.py::test_the_relativistic_loss_is_of_the_pairs"
_MODE_REG, _MDGAN = "tests/test_mode_reg.py::", "tests/test_mdgan.py::"
_BOUNDS = "tests/test_bounds.py::"
_FIGURE_8 = _MDGAN + "test_mdgan_is_figure_8_line_by_line"
_ALGORITHM_1 = _MDGAN + "test_vae_gan_is_algorithm_1"
_REG_GAN = _MODE_REG + "test_g_and_e_descend_the_distance_less_the_log_of_d"

BY_FILE = {
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
