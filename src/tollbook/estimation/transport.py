"""A bend of the Gaussian's draws: a coverage moves linearly in its log, not in its logit.

What the rows hold tightly are sums of logs (rate + log share + log coverage), so that in logits the posterior is curved. Bending one
direction each leaves the density known: it is divided by the slope of the bend. May not weigh a draw.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from tollbook.estimation.grid import Floats
from tollbook.estimation.model import Model

REACH = 0.5
"""How much of the way from the share to 1 is bent; beyond, the bend goes on straight, for a share can't pass 1."""


def bend(model: Model, states: Floats, scalars: Floats, *, center: tuple[Floats, Floats]) -> tuple[Floats, Floats, Floats]:
    """Return bent draws and the log of the bend's slope: states (N, T, s), scalars (N, p) about `center` (T, s), (p)."""
    states, scalars = states.copy(), scalars.copy()
    slope = np.zeros(states.shape[0])
    for block in model.layout.blocks:
        if block.kind == "coverage" and block.prior.sd > 0:
            middle = float(center[1][block.first])
            bent, log_slope = bent_logit(middle, scalars[:, block.first] - middle)
            scalars[:, block.first] = middle + bent
            slope += log_slope
    return states, scalars, slope


def bent_logit(middle: float, away: Floats) -> tuple[Floats, Floats]:
    """Return the change of a logit whose log share changes as `away` would change it at `middle`, and the log of its slope."""
    share = float(expit(middle))
    wanted = np.log(share) + (1 - share) * away
    reached = np.minimum(wanted, np.log(share + REACH * (1 - share)))
    slope = (1 - share) / -np.expm1(reached)
    bent: Floats = logit(np.exp(reached)) - middle + slope * (wanted - reached) / (1 - share)
    return bent, np.log(slope)
