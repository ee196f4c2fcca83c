"""Mistakes in what a run is made of: data, metrics, the loop, its files and figures."""

from tests.mutations.mutation import MISSED

_LIKELIHOODS, _LOOP = "tests/test_likelihoods.py::", "tests/test_loop.py::"
_HALVING = "tests/test_halving.py::"
_FINALS = "tests/test_finals.py::"
_SAME_SEARCH = "tests/test_tune.py::test_the_file_of_another_search_is_not_replaced"
_PLOTS = "tests/test_plots.py::"
_COMPOSITIONAL = "tests/data/test_compositional.py::"
_MIXTURES = "tests/metrics/test_mixture_metrics.py::"

BY_FILE = {
    "harness/halving.py": (
        ("the better half goes", "loss(scored[i]", "-loss(scored[i]", _HALVING + "test_the_worse_half_goes"),
        ("schedules are as long as a rung", "stage = from_plain(plain(config))", "stage = ConfigDict(config)",
         _HALVING + "test_the_worse_half_goes"),
        ("as many steps as without halving", "steps / (1 + halvings / 2)", "steps",
         _HALVING + "test_a_ladder_costs_what_all_draws_would"),
        ("states of the wrong draws", "for point in kept for", "for point in range(len(kept)) for",
         _HALVING + "test_a_survivor_ends_as_if_it_had_trained_alone"),
        ("other states go on than those of the best draws", "if number in kept]", "if lane in kept]",
         "tests/test_choices.py::test_every_width_is_a_program_and_all_draws_are_ranked_together"),
        ("ties go to the first program", ", numbers[i]))", "))",
         "tests/test_choices.py::test_a_tie_goes_to_the_first_draw_whatever_its_program"),
        ("a search is lost whose last rung diverges", "len(left) and not rung:", "len(left):",
         _HALVING + "test_a_rung_that_diverges_ends_the_search_and_comes_last"),
    ),
    "harness/draws.py": (
        ("a rounded draw leaves its range", "np.clip(rounded, low, high).tolist()", "rounded.tolist()",
         "tests/test_tune.py::test_a_draw_that_is_rounded_stays_in_its_range"),
        ("seeds of the search are not counted", "trials * sum(", "sum(",
         _FINALS + "test_finals_of_finals_count_their_search_s_seeds"),
        ("some choices are rare", "rng.permutation(len(combinations))", "rng.integers(len(combinations), size=3)",
         "tests/test_choices.py::test_every_choice_is_as_frequent_and_the_points_stay"),
    ),
    "harness/shards.py": (
        ("a search of another length is the same", "    if asked[0] != asked[1]:", "    if False:", _SAME_SEARCH),
        ("a search ranked by another metric is the same", '("search", "metric", "metrics_version")',
         '("search", "metrics_version")', _SAME_SEARCH),
        ("a search in another range is the same", '("search", "metric", "metrics_version")',
         '("metric", "metrics_version")', _SAME_SEARCH),
        ("another version of the metrics may not search again", "| version):", "):", _SAME_SEARCH),
        ("parts of other samples are merged", ", *scored_otherwise(old, new))", ",)",
         _HALVING + "test_parts_make_the_whole"),
        ("rates fall in one alone", " and bool(was) == bool(now)", "",
         _FINALS + "test_what_is_no_search_of_this_config_is_refused"),
        ("every number of steps follows those of the run", "(*FOLLOW_STEPS, ", '("_steps", ',
         _HALVING + "test_parts_make_the_whole"),
    ),
    "harness/finals.py": (
        ("a part of a search", '== results["asked"]["draws"]', "> 0",
         _FINALS + "test_what_is_no_whole_search_is_refused"),
        ("the last draws of the file", 'results["draws"][:draws]', 'results["draws"][-draws:]',
         _FINALS + "test_finals_train_the_best_draws_for_the_seconds_at_the_rate_of_their_search"),
        ("seeds that the search has seen", 'results["config"]["seed"] == config.seed', "False",
         _FINALS + "test_what_is_no_search_of_this_config_is_refused"),
        ("of another config", "key not in OTHERWISE", "False",
         _FINALS + "test_what_is_no_search_of_this_config_is_refused"),
    ),
    "data/images.py": (
        ("16 bits clipped at 8", 'image.mode.startswith("I;16")', "False",
         "tests/data/test_folder.py::test_sixteen_bits_of_a_pixel_become_eight"),
    ),
    "harness/tune.py": (
        ("what is chosen is not trained with", "    replaced.update_from_flattened_dict(dict(fixed))\n", "",
         "tests/test_choices.py::test_every_width_is_a_program_and_all_draws_are_ranked_together"),
        ("a draw keeps the mean of the seeds that are left",
         'if not has_mean(statistic) or standard_error(statistic)[1] < len(statistic["trials"])',
         "if not has_mean(statistic)", "tests/test_tune.py::test_of_divergences_the_smaller_is_better"),
        ("a draw that diverged late is the best", "return order[0] == math.inf, -draw", "return -draw",
         _HALVING + "test_a_rung_that_diverges_ends_the_search_and_comes_last"),
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
    "metrics/live_features.py": (
        ("the last batch alone", "np.minimum(least, batch.min(0, initial=np.inf))", "batch.min(0, initial=np.inf)",
         "tests/metrics/test_likelihood_metrics.py::test_features_are_live_that_vary_over_the_data"),
        ("classes that are stored last", "x[:: -(-len(x) // _EXAMPLES)]", "x[:_EXAMPLES]",
         "tests/metrics/test_likelihood_metrics.py::test_the_features_of_a_long_sorted_test_set_are_of_all_its_classes"),
        ("units that are on are live", "most > least", "most > 0",
         "tests/metrics/test_likelihood_metrics.py::test_features_are_live_that_vary_over_the_data"),
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
    "metrics/resnet.py": (
        ("what is not a number is of class 0", "if all_finite(x):", "if True:",
         "tests/metrics/test_resnet.py::test_samples_that_are_not_finite_are_no_class", MISSED),
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
    "harness/start.py": (
        ("a curve is of two ways to draw samples", "            forget_other_scores(workdir, config)\n", "",
         "tests/test_flow_matching.py::test_a_curve_is_of_one_way_to_draw_samples"),
    ),
    "harness/train.py": (
        ("steps that stay finite are taken twice", "if lanes:  # or every", "if True:  # or every",
         "tests/test_nonfinite.py::test_steps_that_stay_finite_are_taken_once"),
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
    "harness/build.py": (
        ("what nobody reads passes", 'options.check()', "pass",
         "tests/test_options.py::test_an_option_that_a_method_does_not_read_is_refused"),
    ),
    "harness/fit.py": (
        ("other data go on", '"data": _fingerprint(data)', '"data": ""',
         "tests/test_fit.py::test_what_cannot_be_trained_is_refused"),
    ),
    "metrics/classifier.py": (
        ("one judge for all test sets", "key = identity(dataset), cache_directory()", "key = cache_directory()",
         "tests/metrics/test_classifier.py::test_another_test_set_of_the_same_digits_has_a_judge_and_references_of_its_own"),
    ),
    "data/tfds_images.py": (
        ("all is no split that is trained on", 'if "all" in trained_on else set()', "if False else set()",
         "tests/data/test_images.py::test_a_test_split_that_is_trained_on_is_no_test_set"),
    ),
    "data/folder.py": (
        ("links are not followed", "(entry, *entry.rglob", "(() if entry.is_symlink() else entry.rglob",
         "tests/data/test_folder.py::test_folder"),
    ),
    "data/npz.py": (
        ("the largest array alone counts", "sum(member.file_size", "max(member.file_size",
         "tests/data/test_images.py::test_an_npz_file_that_unpacks_to_more_than_the_memory_is_not_read"),
    ),
    "harness/config.py": (
        ("an average that never moves", "lambda value: 0 <= value < 1", "lambda value: 0 <= value <= 1",
         "tests/test_tune.py::test_wrong_hyperparameters_are_named"),
    ),
    "harness/evaluate.py": (
        ("one trial has no error at all", "if n < 2 or", "if n < 1 or",
         _LOOP + "test_one_trial_has_no_standard_error"),
        ("every point's metrics are the first's", "v[i * trials : (i + 1) * trials]", "v[:trials]",
         _LOOP + "test_results_hold_each_points_own_metrics", MISSED),
        ("deviation over n", "kept.std(ddof=1)", "kept.std()",
         _LOOP + "test_results_hold_each_points_own_metrics", MISSED),
    ),
    "harness/differences.py": (
        ("scores of another kind are of the same run", 'if key.startswith("eval."))', "if False)",
         "tests/test_train.py::test_a_trained_run_can_be_scored_by_something_else"),
    ),
    "lookup.py": (
        ("a library in a folder of one's own is a part", "parts[0] in TEACHING", 'parts[0] != "metrics"',
         "tests/test_own_parts.py::test_parts_that_have_changed_are_told"),
    ),
    "data/flipped.py": (
        ("a stream has the same flips at all steps", "(int(seed), int(step))", "(int(seed), 0)",
         "tests/data/test_flipped.py::test_streamed_images_are_mirrored_alike_at_each_call"),
    ),
}  # fmt: skip
