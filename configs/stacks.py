"""What the configs of LBT-GAN on images, and of all methods on stacked digits of 28 x 28, share."""

from ml_collections import ConfigDict

from configs import common, race

FILTERS = 32  # of DCGAN's networks: a step of the GAN takes some 70 ms of one CPU core


def gan(data: str) -> ConfigDict:
    """DCGAN of 32 filters on stacked digits, batch 64: G is 7x7x64, 14x14x32, 28x28x3; both rates are searched.

    After 220 s of a core at rates of 1e-3 it covers 91 modes, with 16 filters 45 (one seed of `stacked_mnist/dcgan`
    each). With the networks of Unrolled GAN and PacGAN (`stacked`) samples were still blots after ten minutes.
    """
    config = common.dcgan(data, (28, 28, 3), FILTERS)
    config.eval.metrics, config.eval.samples = ("stacked",), 26_000
    config.ema = 0.99
    race.search(config, "generator_tx", "discriminator_tx")
    return config


def unrolled(data: str) -> ConfigDict:
    """Unrolled GAN of five steps on stacked digits."""
    config = gan(data)
    common.unroll(config)
    return config


def taught(config: ConfigDict, latent: int, hidden: tuple) -> None:
    """Makes a GAN of images LBT-GAN: a Bernoulli VAE as student, lambda_G = 1, taught after 3,000 steps.

    G's optimiser stays, with its gradient's norm clipped at 5.
    """
    generator_tx = config.generator_tx.to_dict() | {"clip_norm": 5.0}
    common.lbt(config, inner_steps=5, variance=0.1, learning_rates=(3e-4, 1e-4))
    common.student(config, latent, hidden, 0.1)
    config.method.estimator.observation = "bernoulli"
    config.method.adversarial_weight = 1.0
    config.method.loss = "non_saturating"
    config.method.teaching_start = 3_000
    config.generator_tx = generator_tx


def taught_at_once(config: ConfigDict, latent: int = 20, hidden: tuple = (20, 20)) -> None:
    """Makes a GAN of images LBT-GAN, taught from the first step, with M = 2 and K = 1; its student learns at 1e-3.

    The student is a VAE of `latent` latents and these hidden layers; of stacks it is Appendix B's.
    """
    taught(config, latent, hidden)
    config.method.update(inner_steps=2, unroll_steps=1, teaching_start=0)
    config.estimator_tx.learning_rate = config.unroll_tx.learning_rate = 1e-3


def lbt_gan(data: str) -> ConfigDict:
    """LBT-GAN on stacked digits, G learning at 1e-3; its four rates and lambda_G are searched."""
    config = gan(data)
    taught_at_once(config)
    config.generator_tx.learning_rate = 1e-3
    race.lbt_gan(config)
    return config


def pixels(config: ConfigDict, density: dict) -> None:
    """Gives LBT an autoregressive student of images."""
    del config.networks["encoder"], config.networks["decoder"]
    config.networks.density = density
    config.method.estimator = {"name": "autoregressive"}


def lbt_gan_made(data: str) -> ConfigDict:
    """LBT-GAN with a MADE of 128 hidden units."""
    config = lbt_gan(data)
    pixels(config, {"name": "made_bernoulli", "hidden": (128,), "activation": "relu"})
    return config


def lbt_gan_pixelcnn(data: str) -> ConfigDict:
    """LBT-GAN with a PixelCNN of two layers of 16 filters."""
    config = lbt_gan(data)
    pixels(config, {"name": "pixelcnn", "filters": (16, 16), "reach": 3})
    return config


def ali(data: str) -> ConfigDict:
    """ALI, whose D and encoder are built on DCGAN's discriminator."""
    config = gan(data)
    race.ali(config)
    return config


def veegan(data: str) -> ConfigDict:
    """VEEGAN, on the networks of ALI."""
    config = gan(data)
    race.veegan_as_ali(config)
    return config


def pacgan(data: str, pack: int = 2) -> ConfigDict:
    """PacGAN: DCGAN's discriminator sees `pack` samples at once."""
    config = gan(data)
    common.packed(config, pack)
    return config


def flow_matching(data: str) -> ConfigDict:
    """Flow matching with a small U-Net, at batch 32; samples by 20 of Euler's steps."""
    config = common.images(data, (28, 28, 3), ("stacked",), 26_000)
    config.batch_size = 32
    config.ema = 0.999
    common.flow_matching(config, {"name": "unet", "filters": 16, "blocks": (1, 2)}, euler_steps=20)
    config.velocity_tx.learning_rate = 2e-3
    return config


def vae(data: str, latent: int = 64, hidden: tuple = (512, 512)) -> ConfigDict:
    """A Bernoulli VAE of MLPs, at batch 128 and a rate that falls to 0; a sample is the decoder's mean."""
    config = common.images(data, (28, 28, 3), ("stacked",), 26_000)
    config.batch_size = 128
    config.ema = 0.999
    network = {"name": "mlp", "latent_dim": latent, "hidden": hidden, "activation": "relu"}
    config.networks = {"encoder": network, "decoder": network}
    config.method = {"name": "vae", "observation": "bernoulli", "variance": 0.1, "samples": 1}
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-3}
    common.decay(config, "estimator_tx")
    common.search(config, "estimator_tx")
    return config


def latent_flow(data: str, width: int = 512, blocks: int = 3) -> ConfigDict:
    """Flow matching in the latents of `vae`, on the means, by a residual MLP; samples by 50 of Euler's steps.

    A quarter of the steps are the VAE's. Both rates fall to 0.
    """
    config = vae(data)
    config.networks.velocity = {"name": "residual_mlp", "width": width, "blocks": blocks}
    steps = config.get_ref("steps")
    of_vae = steps // 4
    config.method.update(name="latent_flow", euler_steps=50, autoencoder_steps=of_vae, code_noise=0.0)
    config.velocity_tx = {"name": "adam", "learning_rate": 2e-3, "clip_norm": 1.0}
    config.estimator_tx.decay_steps = of_vae
    config.velocity_tx.decay_steps = steps - of_vae
    common.search(config, "velocity_tx")
    return config
