"""What the configs of the race on the 10 x 10 grid with deeper networks share (`configs/grid_deep`)."""

from ml_collections import ConfigDict

from configs import common

# The networks that make samples, with their optimisers, and the optimisers of a game's other players.
MAKERS = {"generator": "generator_tx", "velocity": "velocity_tx", "decoder": "estimator_tx"}
OTHERS = "discriminator_tx", "critic_tx", "encoder_tx"


def deepen(config: ConfigDict, *others: str, updates: int = 1) -> ConfigDict:
    """Gives what makes samples four hidden layers, a rate that rises at first, and all players rates that fall to 0.

    The rise takes a tenth of the steps. A student of LBT keeps its rates. An encoder of Reg-GAN and MDGAN is as deep
    as G, whose inverse it is.

    Args:
      others: dotted keys of optimisers, beside those of players, whose rates fall too.
      updates: how often a step updates what makes samples.
    """
    maker = next(role for role in MAKERS if role in config.networks)
    config.networks[maker].hidden = (128, 128, 128, 128)
    main = config[MAKERS[maker]]
    main.warmup_steps = config.get_ref("steps") * updates // 10
    main.decay_steps = config.get_ref("steps") * updates
    common.decay(config, *(player for player in OTHERS if player in config), *others)
    config.eval.samples = 50_000
    return config
