"""Extreme eigenvalues of a Hessian that is never formed: how large a step the inner problem of LBT bears."""

from collections.abc import Callable

import numpy as np


def extreme_eigenvalues(
    product: Callable[[np.ndarray], np.ndarray], size: int, *, iterations: int = 30, seed: int = 0
) -> tuple[float, float]:
    """(least, greatest) eigenvalue of a symmetric matrix, by the Lanczos process with full reorthogonalisation.

    The greatest comes first, from below, and after `size` iterations both are exact (Golub & Van Loan 2013, Ch. 10).
    Gradient descent on a quadratic oscillates, and grows, where its rate times the greatest eigenvalue is above 2.

    Args:
      product: v [size] -> matrix @ v. iterations: products that are taken, at most. seed: of the first vector.
    """
    first = np.random.default_rng(seed).standard_normal(size)
    basis, diagonal, off_diagonal = [first / np.linalg.norm(first)], [], []
    for _ in range(min(iterations, size)):
        image = np.asarray(product(basis[-1]), np.float64)
        diagonal.append(float(basis[-1] @ image))
        orthonormal = np.stack(basis)
        for _ in range(2):  # once more, for what rounding left
            image = image - orthonormal.T @ (orthonormal @ image)
        length = float(np.linalg.norm(image))
        if length <= 1e-10 * max(map(abs, diagonal)):
            break  # the basis holds all that the first vector reaches
        off_diagonal.append(length)
        basis.append(image / length)
    inner = off_diagonal[: len(diagonal) - 1]
    values = np.linalg.eigvalsh(np.diag(diagonal) + np.diag(inner, 1) + np.diag(inner, -1))
    return float(values[0]), float(values[-1])


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """Cosine of two vectors [n]; NaN where one is zero (the implicit one is, if the first curvature is negative)."""
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths else float("nan")
