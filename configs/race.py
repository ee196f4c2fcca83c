"""What the configs of the races on images share (`configs/mnist_14`, `stacked_mnist_8`, `cifar10_16`).

Every function changes a config whose networks are set: that of a GAN, or a generator alone where the docstring says
so. It also says what `launch.tune` draws: all rates between 1e-4 and 1e-2, and the method's own numbers.
"""

from ml_collections import ConfigDict

from configs import common
from configs import mdgan as mode_regularised
from configs import sig as of_sig

HIGHEST = 1e-2  # learning rate of a search


def search(config: ConfigDict, *optimizers: str) -> None:
    """Lets `launch.tune` draw the rates of these optimisers, and of those that are searched already, up to 1e-2."""
    searched = [key.removesuffix(".learning_rate") for key in config.search if key.endswith(".learning_rate")]
    common.search(config, *searched, *optimizers, highest=HIGHEST)


def wgan_gp(config: ConfigDict) -> None:
    """Makes it WGAN-GP, its penalty's weight searched around the 10 of its paper."""
    common.wgan_gp(config, weight=10.0)
    config.search["method.terms.discriminator.gradient_penalty.weight"] = (0.1, 100.0)


def mmd_gan(config: ConfigDict) -> None:
    """Makes it MMD-GAN, its encoder of D's layers and its decoder of G's."""
    common.mmd_gan(config)
    search(config)


def ali(config: ConfigDict) -> None:
    """Makes a GAN of images ALI: D and the encoder are built on its discriminator; the encoder's rate is searched."""
    common.ali(config, body=config.networks.discriminator.to_dict())
    search(config)


def veegan_as_ali(config: ConfigDict) -> None:
    """Makes a GAN of images VEEGAN, on the networks of `ali`."""
    ali(config)
    config.method = {"name": "veegan", "reconstruction_weight": 1.0}
    veegan(config)


def veegan(config: ConfigDict) -> None:
    """Lets `launch.tune` draw VEEGAN's rates and weight."""
    common.search_veegan(config)
    search(config)


def reg_gan(config: ConfigDict) -> None:
    """Makes it Reg-GAN, its encoder the generator turned round; the encoder's rate and both weights are searched."""
    mode_regularised.reg_gan(config)
    mode_regularised.search(config, "reg_gan")
    search(config)


def mdgan(config: ConfigDict) -> None:
    """Makes it MDGAN with Reg-GAN's encoder; its rates and both weights are searched."""
    mode_regularised.mdgan(config)
    mode_regularised.search(config, "mdgan")
    search(config)


def gan_si(config: ConfigDict) -> None:
    """Makes it GAN-SI with sigma .5, and a weight of H_M that is searched.

    The range is low: H_M is a sum over all pixels, and so is its gradient.
    """
    of_sig.regularised(config, sigma=0.5, weight=0.01)
    config.search["method.terms.generator.semi_implicit.weight"] = (1e-4, 1.0)


def lbt_gan(config: ConfigDict) -> None:
    """Lets `launch.tune` draw the four rates of LBT-GAN and lambda_G."""
    common.search_lbt_gan(config)
    search(config)


def sig(config: ConfigDict) -> None:
    """Makes a generator alone SIG: sigma falls from 1.5 to a searched value over four fifths of the steps.

    A sample is theta, the mean.
    """
    of_sig.sig(config, sigma=0.3, sample="theta", rate=1e-3)
    config.method.update(sigma_start=1.5, anneal_steps=config.get_ref("steps") * 4 // 5)
    config.search["method.sigma"] = (0.1, 1.0)
    search(config)


def flow_matching(config: ConfigDict, width: int) -> None:
    """Makes it flow matching by a residual MLP, one block of two layers; samples by 100 of Euler's steps.

    A plain MLP, which has to carry all pixels of noise through its layers, was far worse in a search.
    """
    common.flow_matching(config, {"name": "residual_mlp", "width": width, "blocks": 1})
    search(config)


def vae(config: ConfigDict, method: str, observation: str, variance: float, samples: int) -> None:
    """Makes an encoder and a decoder a VAE or IWAE, `method`; a sample is the decoder's mean.

    Its rate falls to 0, as flow matching's and SIG's do.
    """
    config.method = {
        "name": method,
        "observation": observation,
        "variance": variance,
        "samples": samples,
        "sample": "theta",
    }
    config.estimator_tx = {"name": "adam", "learning_rate": 1e-3}
    common.decay(config, "estimator_tx")
    search(config, "estimator_tx")
