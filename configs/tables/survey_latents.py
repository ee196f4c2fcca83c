"""VAE and VAE/GAN with two latents on MNIST, as the survey shows them: the manifold, and the latents by class.

The data are found by TFDS_DATA_DIR. An epoch is 938 steps of 64 images. The cpu budget has networks of 8 filters,
and about three minutes of one core a row (807 and 980 s as measured, beside other programs).
Samples are scored in the features of a random network: a figure of two latents needs no classifier.
"""

EPOCH = 938
PARTS = {"vae": ("encoder", "decoder"), "vae_gan": ("generator", "discriminator")}  # the encoder follows G
LATENTS = {"vae": {}, "vae_gan": {"networks.generator.latent_dim": 2}}
EPOCHS = {"cpu": {"vae": 6, "vae_gan": 4}, "gpu": {"vae": 25, "vae_gan": 25}}


def _budgets(name: str) -> dict:
    scored = LATENTS[name] | {"seed": 1000, "eval.metrics": ("random_features",)}
    small = scored | {f"networks.{part}.filters": 8 for part in PARTS[name]}
    cpu, gpu = (EPOCHS[budget][name] * EPOCH for budget in ("cpu", "gpu"))
    large = scored | {"steps": gpu, "trials": 3}
    return {
        "smoke": small | {"steps": 2, "trials": 1, "eval.samples": 200},
        "cpu": small | {"steps": cpu, "trials": 1, "eval.samples": 5_000},
        "gpu": large,
        "paper": large,
    }


def get_table() -> dict:
    return {
        "title": "VAE and VAE/GAN with two latents on MNIST (survey)",
        "columns": ("fid_random", "precision_random", "recall_random"),
        "figures": ({"name": "latent_figures.manifold_and_codes"},),
        "controls": "real held-out images",
        "rows": [
            {"label": label, "name": name, "config": f"configs/mnist/{name}.py", "budgets": _budgets(name)}
            for label, name in (("VAE", "vae"), ("VAE/GAN", "vae_gan"))
        ],
        "note": "The figure: on the left latents at the quantiles of N(0, I), decoded; on the right the latents of "
        "5,000 held-out images, by class. The survey gives no numbers.",
    }
