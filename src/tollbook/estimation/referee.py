"""The same model under the no-U-turn sampler: the referee of the nested Laplace engine, and an engine too. Needs the extra nuts.

States, scalars and hypers are sampled together, whitened by the Gaussian about the engine's mode, so that trees stay short; the
density is written out again in jax from the model's arrays, without the engine's weights. May not use the engine's draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tollbook.core.assumptions import EngineSettings
from tollbook.core.errors import FitFailed, UsageError
from tollbook.estimation.curvature import PINNED
from tollbook.estimation.grid import Floats
from tollbook.estimation.model import LEAST_MEMORY, YEAR, Model, log_shares
from tollbook.estimation.outer import find_outer
from tollbook.estimation.posterior import Done, Draws, starting_point

MOST_DIVERGENT = 0.01
LEAST_EFFECTIVE, MOST_RHAT = 100.0, 1.05
"""Fewer effective draws, or a greater split R-hat, and a chain's quantiles are not shown: usual advice is 100 a chain, and 1.01 to 1.05."""
TOLD_EVERY = 50
"""Transitions between two tellings of the progress."""
EXTRA = "pip install 'tollbook[nuts]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whitening:
    """Center and root of the affine map from white noise to states, scalars and free hypers, stacked."""

    center: Floats
    root: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Draws by NUTS, and how far they can be relied on: effective sizes by quantity, and the greatest split R-hat of them."""

    draws: Draws
    divergences: int
    sizes: tuple[tuple[str, float], ...]
    rhat: float


def sample_chain(model: Model, settings: EngineSettings, *, progress: Done | None = None) -> Chain:
    """Return draws by NUTS with their diagnostics; `progress` is told the transitions that are done, of all.

    Raises FitFailed where more than a hundredth of the transitions diverge, or the chain has not mixed; UsageError without the extra.
    """
    try:
        import jax
        from numpyro.infer import NUTS
    except ImportError as error:
        raise UsageError(f"the engine nuts needs {error.name}, which isn't installed", do=EXTRA) from error

    # Sums over hundreds of steps of squares of small differences: single precision is not enough.
    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    white = _whitening(model, settings)
    density = _density(model)

    @jax.jit
    def potential(unit: Any) -> Any:
        return -density(white.center + white.root @ unit)

    kernel = NUTS(potential_fn=potential, max_tree_depth=8, target_accept_prob=0.95, dense_mass=False)
    state = kernel.init(jax.random.PRNGKey(settings.seed), settings.warmup, np.zeros(white.center.size), (), {})
    # One compiled transition for warm-up and draws: numpyro's own loop is compiled anew for each, which takes longer than a short chain.
    transition = jax.jit(lambda now: kernel.sample(now, (), {}))
    drawn = np.empty((settings.draws, white.center.size))
    divergent, leaps = np.zeros(settings.draws, bool), 0
    total = settings.warmup + settings.draws
    for nth in range(total):
        if progress is not None and nth % TOLD_EVERY == 0:
            progress(nth, total)
        state = transition(state)
        if nth >= settings.warmup:
            drawn[nth - settings.warmup], divergent[nth - settings.warmup] = state.z, state.diverging
        leaps += int(state.num_steps)
    return _chain(model, white.center + drawn @ white.root.T, divergent=divergent, leaps=leaps)


def _chain(model: Model, drawn: Floats, *, divergent: Floats, leaps: int) -> Chain:
    """Return the draws with their diagnostics. Raises FitFailed where they can't be relied on."""
    n, p = model.size, model.scalars
    hypers = np.tile(model.layout.start, (drawn.shape[0], 1))
    hypers[:, model.layout.free] = drawn[:, n + p :]
    states = drawn[:, :n].reshape(-1, model.steps, model.states)
    sizes, rhat = _mixing(model, states)
    least = min(size for _, size in sizes)
    if divergent.mean() > MOST_DIVERGENT:
        met, expected = f"{divergent.mean():.1%} of the transitions of NUTS diverged", f"at most {MOST_DIVERGENT:.0%}"
    elif least < LEAST_EFFECTIVE or rhat > MOST_RHAT:
        met = f"NUTS has not mixed: {least:.0f} effective draws, split R-hat {rhat:.2f}"
        expected = f"at least {LEAST_EFFECTIVE:.0f}, and at most {MOST_RHAT}"
    else:
        draws = Draws(states=states, scalars=drawn[:, n : n + p], hypers=hypers, khat=0.0, ess=least, evaluations=leaps, engine="NUTS")
        return Chain(draws=draws, divergences=int(divergent.sum()), sizes=sizes, rhat=rhat)
    raise FitFailed(met, expected=expected, do="raise `warmup` and `draws` under [engine], or narrow the priors of the scales")


def _mixing(model: Model, states: Floats) -> tuple[tuple[tuple[str, float], ...], float]:
    """Return the effective number of draws of the last totals and rates, and the greatest split R-hat among them."""
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    logs = states[:, :, 0] + states[:, :, 1]
    looked = {"casualties": logs}
    if model.states == 3:
        looked["killed"] = logs + log_shares(model, states)[0]
    followed = {f"total {name}": np.log(np.exp(log) @ model.grid.widths) for name, log in looked.items()}
    followed |= {f"rate {name}": log[:, -1] for name, log in looked.items()}
    sizes = tuple((name, float(effective_sample_size(one[None]))) for name, one in followed.items())
    return sizes, max(float(split_gelman_rubin(one[None])) for one in followed.values())


def _whitening(model: Model, settings: EngineSettings) -> _Whitening:
    """Return the Gaussian about the engine's mode as a dense map: how states and scalars move with the outer scalars, and about them."""
    found = find_outer(model, starting_point(model), limit=settings.iterations)
    n, p, k = model.size, model.scalars, len(model.layout.free)
    size = n + p
    inverse = np.empty((size, size))
    for i in range(size):
        unit = np.zeros(size)
        unit[i] = 1.0
        inverse[i] = np.concatenate(found.mode.gaussian.solve(unit[:n], unit[n:]))
    by_outer = np.concatenate([found.states_by, found.scalars_by], axis=1)
    # The pin of the share is undone: what it held to PINNED moves by its own posterior variance.
    free_share = by_outer[k:].T @ (found.covariance[k:, k:] - PINNED**2 * np.eye(found.outer.size - k)) @ by_outer[k:]
    covariance = (inverse + inverse.T) / 2 + _positive(free_share)
    root = np.zeros((size + k, size + k))
    root[:size, :size] = np.linalg.cholesky(covariance + 1e-12 * np.eye(size))
    spread = np.linalg.cholesky(found.covariance[:k, :k])
    root[size:, size:] = spread
    root[:size, size:] = by_outer[:k].T @ spread
    return _Whitening(center=np.concatenate([found.mode.states.ravel(), found.mode.scalars, found.outer[:k]]), root=root)


def _positive(matrix: Floats) -> Floats:
    """Return the nearest positive semidefinite matrix."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    near: Floats = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return near


def _density(model: Model) -> Callable[[Any], Any]:
    """Return the log posterior density of stacked states, scalars and free hypers, in jax."""
    import jax.numpy as jnp

    n, p, free = model.size, model.scalars, np.array(model.layout.free)
    means = np.array([model.layout.hypers[i].mean for i in model.layout.free])
    widths = np.array([model.layout.hypers[i].sd for i in model.layout.free])

    def density(stacked: Any) -> Any:
        states, scalars = stacked[:n].reshape(model.steps, model.states), stacked[n : n + p]
        hyper = jnp.asarray(model.layout.start).at[free].set(stacked[n + p :])
        away = scalars - model.layout.mean
        prior = -0.5 * away @ model.layout.precision @ away - 0.5 * (((stacked[n + p :] - means) / widths) ** 2).sum()
        return prior + _prior_states(model, states, hyper) + _rows(model, states, scalars, hyper)

    return density


def _prior_states(model: Model, states: Any, hyper: Any) -> Any:
    import jax.numpy as jnp

    gaps = model.grid.gaps
    walk = jnp.exp(2 * (hyper[0] + hyper[2] * model.early_gaps)) * gaps
    memory_variance = jnp.exp(2 * hyper[1]) * model.memory_shrink**2
    if model.grid.step_days > 1:
        settled = jnp.exp(2 * hyper[0])
        memory_variance = jnp.maximum(memory_variance - settled * model.grid.step_days / 12, LEAST_MEMORY**2 * memory_variance)
        walk = walk - (walk - settled * gaps) / 3
    memory_sd = jnp.sqrt(memory_variance)
    rho = model.memory_rho

    def normal(away: Any, sd: Any) -> Any:
        return (-0.5 * (away / sd) ** 2 - jnp.log(sd)).sum()

    total = normal(states[0, 0] - model.start_mean, jnp.asarray(model.start_sd)) + normal(jnp.diff(states[:, 0]), jnp.sqrt(walk))
    memory = states[:, 1]
    total += normal(memory[0], memory_sd) + normal(memory[1:] - rho * memory[:-1], memory_sd * np.sqrt(1 - rho**2) * np.ones(gaps.size))
    if model.states == 3:
        drift = jnp.exp(hyper[3]) * np.sqrt(gaps / YEAR)
        total += normal(states[0, 2] - model.killed_mean, jnp.asarray(model.killed_sd)) + normal(jnp.diff(states[:, 2]), drift)
    return total


def _rows(model: Model, states: Any, scalars: Any, hyper: Any) -> Any:
    import jax.numpy as jnp
    from jax.nn import log_sigmoid
    from jax.scipy.special import gammaln

    rate = states[:, 0] + states[:, 1]
    logit = states[:, 2] if model.states == 3 else jnp.zeros(model.steps)
    apart = (log_sigmoid(logit), log_sigmoid(-logit)) if model.states == 3 else (0.0 * rate, 0.0 * rate)
    logs = jnp.stack([rate, rate + apart[0], rate + apart[1]])
    local = logs[model.category[: model.local], model.step] + model.log_days
    wide = jnp.log((model.cover * jnp.exp(logs)[model.category[model.local :]]).sum(1))
    bias = model.design @ scalars
    eta = jnp.concatenate([local, wide]) + model.offset + jnp.where(model.counted, log_sigmoid(bias), bias)
    own = hyper[model.noise_of]
    total = jnp.zeros(())
    streams, points, counts = (np.flatnonzero(model.family == family) for family in range(3))
    if streams.size:
        sd = jnp.sqrt(jnp.exp(2 * own[streams]) / model.days[streams] + np.exp(-model.value[streams]))
        total += (-0.5 * ((model.value[streams] - eta[streams]) / sd) ** 2 - jnp.log(sd)).sum()
    if points.size:
        names = [one.name for one in model.layout.hypers]
        sd = jnp.exp(own[points] + hyper[names.index("point_start")] * model.early[points])
        total += _bounded(eta[points], model.low[points], model.high[points], sd).sum()
    if counts.size:
        size, mean, seen = jnp.exp(own[counts]), jnp.exp(eta[counts]), model.value[counts]
        log_total = jnp.log(size + mean)
        total += (gammaln(seen + size) - gammaln(size) + size * (own[counts] - log_total) + seen * (eta[counts] - log_total)).sum()
    return total


def _bounded(eta: Any, low: Floats, high: Floats, sd: Any) -> Any:
    """Return log P(low < y < high) for Student's t with 4 degrees of freedom; infinite bounds stand for none."""
    import jax.numpy as jnp

    far = 1e6
    below = (np.where(np.isfinite(low), low, -far) - eta) / sd
    above = (np.where(np.isfinite(high), high, far) - eta) / sd
    mirror = below > 0
    near, away = jnp.where(mirror, -above, below), jnp.where(mirror, -below, above)

    def cdf(t: Any) -> Any:
        root = jnp.sqrt(4 + t**2)
        rest = jnp.where(t < 0, 4 / (root * (root + jnp.abs(t))), 1 + t / root)
        return rest**2 * (3 - rest) / 4

    return jnp.log(jnp.maximum(cdf(away) - cdf(near), 1e-300))
