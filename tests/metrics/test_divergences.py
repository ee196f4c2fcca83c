"""Quadrature against closed forms, and the local optimum that LBT's Fig. 1 names."""

import numpy as np
import pytest
from scipy.integrate import trapezoid
from scipy.optimize import minimize

from ganjax.metrics.divergences import js, kl, mixture_log_density, of_shifted_normals

X = np.linspace(-16, 16, 2001)


def test_kl_of_two_normals_is_the_closed_form():
    p, q = mixture_log_density(X, [1.0]), mixture_log_density(X, [-0.5])
    np.testing.assert_allclose(kl(X, p, q), 1.5**2 / 2, rtol=1e-9)
    np.testing.assert_allclose(kl(X, p, mixture_log_density(X, [0.0], 2.0)), np.log(2) + (1 + 1) / 8 - 0.5, rtol=1e-9)
    np.testing.assert_allclose(js(X, p, p), 0, atol=1e-15)


def test_js_is_log_2_for_what_does_not_overlap():
    p, q = mixture_log_density(X, [-7.0], 0.2), mixture_log_density(X, [7.0], 0.2)
    np.testing.assert_allclose(js(X, p, q), np.log(2), rtol=1e-6)


@pytest.mark.parametrize("divergence", [js, kl])
def test_js_has_the_papers_local_optimum_and_kl_has_none_there(divergence):
    target = mixture_log_density(X, [-3.0, 3.0])

    def value(means):
        return float(divergence(X, target, mixture_log_density(X, means)))

    found = minimize(value, [-3.2, -2.7], method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-9})
    if divergence is js:
        np.testing.assert_allclose(sorted(found.x), [-3.25, -2.69], atol=0.01)
        assert found.fun > 0.1
    else:
        np.testing.assert_allclose(sorted(found.x), [-3, 3], atol=0.01)
        assert found.fun < 1e-6


def test_shifted_normals_by_quadrature_in_the_plane():
    """∫∫ q f(p / q) of every f-divergence, with f itself, for a shift along neither axis."""
    from ganjax.losses.f_divergences import divergences

    distance, x = 1.3, np.linspace(-9, 10, 500)
    a, b = np.meshgrid(x, x)
    along = 0.6 * a + 0.8 * b
    log_ratio = distance**2 / 2 - distance * along  # of N(0, I) and N(distance (.6, .8), I)
    q = np.exp(-((a - 0.6 * distance) ** 2 + (b - 0.8 * distance) ** 2) / 2) / (2 * np.pi)
    truth = of_shifted_normals(distance)
    assert truth.pop("donsker_varadhan") == truth["kl"] and set(truth) == set(divergences())
    for name, divergence in divergences().items():
        integrand = q * np.asarray(divergence.f(np.exp(log_ratio)), float)
        np.testing.assert_allclose(trapezoid(trapezoid(integrand, x), x), truth[name], rtol=1e-4, err_msg=name)
